"""What customers agree to, version by version, and who agreed to which."""

from __future__ import annotations

from django.db import models

from wireroom.customers.models.append_only import AppendOnly, AppendOnlyQuerySet
from wireroom.customers.models.person import Person


class TermsOfUse(AppendOnly):
    """One version of the terms of use. The highest number counts; what is published stays."""

    number = models.PositiveIntegerField(unique=True)
    text = models.TextField(help_text="Markdown.")
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=254, blank=True)

    objects = AppendOnlyQuerySet["TermsOfUse"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = verbose_name_plural = "terms of use"
        ordering = ("-number",)

    def __str__(self) -> str:
        return f"Terms of use {self.number}"


class Acceptance(AppendOnly):
    """Somebody agreed to a version: when, from where, on which screen."""

    terms = models.ForeignKey(TermsOfUse, on_delete=models.PROTECT, related_name="acceptances")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="acceptances"
    )
    email = models.CharField(max_length=254)
    accepted_at = models.DateTimeField()
    address = models.GenericIPAddressField(null=True, blank=True)
    where = models.CharField(max_length=40, help_text="demo form, sign-in, invitation")

    objects = AppendOnlyQuerySet["Acceptance"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("-id",)
        indexes = (models.Index(fields=["person", "terms"], name="acceptance_of_person"),)

    def __str__(self) -> str:
        return f"{self.email}: {self.terms}"
