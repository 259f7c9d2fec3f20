"""Companies: who pays."""

from __future__ import annotations

from django.db import models

from wireroom.customers.fields import CodesField, validate_networks
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet


class Company(Recorded):
    """A customer. An inactive company reads nothing, whatever it subscribed to."""

    rights_fields = frozenset({"code", "active", "networks"})

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    active = models.BooleanField(default=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    domain = models.CharField(
        max_length=253, blank=True, db_index=True, help_text="Of its people's e-mail addresses."
    )
    networks = CodesField(
        validators=[validate_networks],
        help_text="Its people and machines come from these addresses only; empty: from anywhere.",
    )
    manager = models.ForeignKey(
        "customers.Person",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="managed_companies",
        limit_choices_to={"is_staff": True},
        help_text="Whom of the agency it talks to.",
    )
    notes = models.TextField(
        blank=True, help_text="What colleagues should know. The customer never sees it."
    )

    objects = RecordedQuerySet["Company"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "companies"
        ordering = ("name",)
        permissions = (
            ("manage_customers", "Can manage customers and what they may read"),
            ("read_customers", "Can look at customers and what they may read"),
            ("see_as_customer", "Can look at the terminal as a customer sees it"),
            ("cut_off_customers", "Can end customers' sessions and revoke their tokens"),
        )
        constraints = (
            models.CheckConstraint(condition=~models.Q(code=""), name="company_has_a_code"),
            models.CheckConstraint(condition=~models.Q(name=""), name="company_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
