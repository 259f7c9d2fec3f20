"""Subscriptions: which company has which product, and for how long."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from wireroom.customers.fields import CodesField, JSONType, validate_channels
from wireroom.customers.models.company import Company
from wireroom.customers.models.person import Person
from wireroom.customers.models.product import Product
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet
from wireroom.customers.models.rights_change import RightsChange
from wireroom.kernel.errors import WireroomError


class SubscriptionOverlaps(WireroomError):
    """The company has this product at that time already."""

    code = "subscription_overlaps"
    http_status = 409


class Kind(models.TextChoices):
    """Why a company has a product."""

    PAID = "paid", "Paid"
    DEMO = "demo", "Demo"
    INTERNAL = "internal", "Internal"


class SubscriptionQuerySet(RecordedQuerySet["Subscription"]):
    """Subscriptions by time."""

    def not_ended(self, now: datetime) -> SubscriptionQuerySet:
        """Give those that run on beyond `now`, or are still to begin."""
        return self.filter(Q(active_to=None) | Q(active_to__gt=now))

    def in_force(self, now: datetime) -> SubscriptionQuerySet:
        """Give those that have begun and not ended."""
        return self.not_ended(now).filter(active_from__lte=now)

    def overlapping(self, other: Subscription) -> SubscriptionQuerySet:
        """Give those that give the same company the same product at a time when `other` does."""
        if other.active_to is not None and other.active_to <= other.active_from:
            return self.none()
        found = self.filter(company=other.company_id, product=other.product_id)
        found = found.not_ended(other.active_from)
        found = found.filter(Q(active_to=None) | Q(active_to__gt=F("active_from")))
        if other.active_to is not None:
            found = found.filter(active_from__lt=other.active_to)
        return found.exclude(pk=other.pk)


class Subscription(Recorded):
    """A company has a product from `active_from` until before `active_to`; null: no end yet.

    One that was called off before it began has an empty period.
    """

    rights_fields = frozenset(
        {
            "company",
            "product",
            "active_from",
            "active_to",
            "seats",
            "channels",
            "delay_minutes",
            "sample_only",
        }
    )

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="subscriptions")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="subscriptions")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PAID)
    active_from = models.DateTimeField(db_index=True)
    active_to = models.DateTimeField(null=True, blank=True, db_index=True)
    seats = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="How many may be signed in at the same time; empty: no limit.",
    )
    channels = CodesField(
        validators=[validate_channels],
        help_text="terminal, stream, api, feed, webhook, sftp, email, export; empty: all.",
    )
    delay_minutes = models.PositiveIntegerField(
        default=0, help_text="At least this long after a story's release, beside the product's own."
    )
    sample_only = models.BooleanField(default=False, help_text="Only the product's samples.")
    sold_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sales"
    )
    note = models.CharField(
        max_length=300, blank=True, help_text="Such as the price agreed. Only the agency sees it."
    )

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("company", "product", "active_from")
        constraints = (
            models.UniqueConstraint(
                fields=["company", "product"],
                condition=Q(active_to=None),
                name="subscription_one_without_end",
                violation_error_message="The company has this product until further notice.",
            ),
            models.CheckConstraint(
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
                name="subscription_ends_after_its_start",
                violation_error_message="A subscription cannot end before it starts.",
            ),
            models.CheckConstraint(
                condition=Exact(JSONType("channels"), models.Value("array")),
                name="subscription_channels_is_a_list",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=Kind.values), name="subscription_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.DEMO) | Q(active_to__isnull=False),
                name="subscription_demo_has_an_end",
                violation_error_message="A demo needs an end.",
            ),
        )

    def __str__(self) -> str:
        return f"{self.company}: {self.product}"

    def clean(self) -> None:
        """Tell a form that the company has the product in that period already."""
        known = self.company_id and self.product_id and self.active_from
        if known and Subscription.objects.overlapping(self).exists():
            raise ValidationError("The company has this product at that time.", code="overlap")

    def rights_changed(self, change: RightsChange) -> None:
        """Refuse an overlap, whatever the route; changes take turns, so two cannot pass together.

        Raises:
            SubscriptionOverlaps: the company has the product in that period already.
        """
        if Subscription.objects.using(self._state.db).overlapping(self).exists():
            raise SubscriptionOverlaps(subject=change.subject)
