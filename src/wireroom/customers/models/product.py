"""Products: what is sold, or given to the public, and on which terms at which time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Now
from django.db.models.lookups import Exact

from wireroom.customers.fields import (
    CodesField,
    JSONType,
    validate_channels,
    validate_guids,
    validate_languages,
    validate_qcodes,
    validate_query,
)
from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet
from wireroom.customers.models.rights_change import RightsChange


class ProductLevel(models.TextChoices):
    """How much of a story a product carries."""

    HEADLINE = "headline", "Headline"
    FULL = "full", "Full text"


def _lists_of_codes(model: str) -> tuple[models.CheckConstraint, ...]:
    return tuple(
        models.CheckConstraint(
            condition=Exact(JSONType(name), models.Value("array")), name=f"{model}_{name}_is_a_list"
        )
        for name in ("topics", "genres", "languages", "channels")
    )


OFFER_FIELDS = (
    "public",
    "level",
    "topics",
    "genres",
    "languages",
    "query",
    "delay_minutes",
    "archive_days",
    "channels",
)


class Offer(models.Model):
    """What of the wire a product carries, and whether the public may have it."""

    public = models.BooleanField(
        default=False, help_text="Everybody may read it, without signing in."
    )
    level = models.CharField(max_length=10, choices=ProductLevel.choices, default=ProductLevel.FULL)
    topics = CodesField(validators=[validate_qcodes], help_text="IPTC Media Topics; empty: all.")
    genres = CodesField(validators=[validate_qcodes], help_text="IPTC genres; empty: all.")
    languages = CodesField(validators=[validate_languages], help_text="Language tags; empty: all.")
    query = models.TextField(
        blank=True,
        default="",
        validators=[validate_query],
        help_text="Only stories that meet this query as well; empty: all.",
    )

    delay_minutes = models.PositiveIntegerField(
        default=0, help_text="How long after its release a story can be read; 0: at once."
    )
    archive_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many days back stories can be read; empty: all."
    )
    channels = CodesField(
        validators=[validate_channels],
        help_text="terminal, stream, api, feed, webhook, sftp, email, export; empty: all.",
    )

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse terms on which nothing could ever be read."""
        super().clean()
        depth_minutes = None if self.archive_days is None else self.archive_days * 24 * 60
        if depth_minutes is not None and (self.delay_minutes or 0) >= depth_minutes:
            raise ValidationError(
                {"archive_days": "The archive must reach back further than the delay."}
            )

    def offer(self) -> dict[str, Any]:
        """Give these fields, to compare and to copy."""
        return {name: getattr(self, name) for name in OFFER_FIELDS}


class Product(Recorded, Offer):
    """What is sold: a part of the wire at a level. Its fields are the terms of today."""

    rights_fields = frozenset({"code", "active", "listed", "samples", *OFFER_FIELDS})

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    price_text = models.CharField(
        max_length=200, blank=True, help_text="As the price list says it, such as “on request”."
    )
    listed = models.BooleanField(default=True, help_text="The site's price list shows it.")
    samples = CodesField(
        validators=[validate_guids],
        help_text="Stories that everybody may read in full, as samples of it: their identities.",
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RecordedQuerySet["Product"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(code=""), name="product_has_a_code"),
            models.CheckConstraint(
                condition=models.Q(level__in=ProductLevel.values), name="product_level_is_known"
            ),
            *_lists_of_codes("product"),
            models.CheckConstraint(
                condition=Exact(JSONType("samples"), models.Value("array")),
                name="product_samples_is_a_list",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def rights_changed(self, change: RightsChange) -> None:
        """Close the terms that ran until now and open those that run from now on."""
        using = self._state.db
        running = self.terms.using(using).filter(active_to=None).first()
        if running is not None and self.active and running.offer() == self.offer():
            return
        is_first = not self.terms.using(using).exists()
        since = self.created_at if is_first else change.at
        if running is not None:
            since = running.active_to = max(change.at, running.active_from)
            running.save(using=using)
        if self.active:
            Terms(product=self, active_from=since, **self.offer()).save(using=using)


class Terms(Kept, Offer):
    """What a product offered from `active_from` until before `active_to`.

    Kept because a correction or kill goes to whoever received the story on the terms of its day.
    """

    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="terms")
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)

    objects = KeptQuerySet["Terms"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "terms"
        ordering = ("product", "active_from", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(active_to=None),
                name="terms_one_running_for_a_product",
            ),
            models.CheckConstraint(
                condition=models.Q(active_to=None)
                | models.Q(active_to__gte=models.F("active_from")),
                name="terms_end_after_their_start",
            ),
        )

    def __str__(self) -> str:
        return f"{self.product} from {self.active_from:%Y-%m-%d %H:%M}"
