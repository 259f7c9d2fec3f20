"""Companies: who pays."""

from __future__ import annotations

from django.db import models

from wireroom.customers.models.recorded import Recorded, RecordedQuerySet


class Company(Recorded):
    """A customer. An inactive company reads nothing, whatever it subscribed to."""

    rights_fields = frozenset({"code", "active"})

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    active = models.BooleanField(default=True)

    objects = RecordedQuerySet["Company"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name_plural = "companies"
        ordering = ("name",)
        permissions = (("manage_customers", "Can manage customers and what they may read"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(code=""), name="company_has_a_code"),
            models.CheckConstraint(condition=~models.Q(name=""), name="company_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
