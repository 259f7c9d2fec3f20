"""Invitations: a colleague, asked in by the company's administrator or by the agency."""

from __future__ import annotations

from django.db import models

from wireroom.customers.fields import CanonicalEmailField
from wireroom.customers.models.company import Company
from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.customers.models.person import CompanyRole, Person


class Invitation(Kept):
    """A seat offered to somebody by mail. The secret in the link is kept as a SHA-256."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="invitations")
    email = CanonicalEmailField(max_length=254)
    email_key = models.CharField(max_length=254, db_index=True)
    role = models.CharField(max_length=15, choices=CompanyRole.choices, default=CompanyRole.READER)
    invited_by = models.CharField(max_length=254)
    hash = models.BinaryField(max_length=32, unique=True, editable=False)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = KeptQuerySet["Invitation"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("-sent_at", "-id")

    def __str__(self) -> str:
        return f"{self.email} to {self.company}"
