"""Demos: who asked for one, and how far that has come."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from wireroom.customers.models.company import Company
from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.customers.models.person import Person
from wireroom.customers.models.product import Product
from wireroom.customers.models.terms_of_use import TermsOfUse
from wireroom.kernel.ids import new_secret


class Stage(models.TextChoices):
    """How far a request has come."""

    REQUESTED = "requested", "Requested"
    PROVEN = "proven", "Proven"
    ACTIVE = "active", "Active"
    CONVERTED = "converted", "Converted"
    EXPIRED = "expired", "Expired"
    REFUSED = "refused", "Refused"


def new_reference() -> str:
    """Make the name by which prospect and sales speak of a request; it cannot be guessed."""
    return new_secret()[:12]


class DemoRequest(Kept):
    """One prospect's request, as typed, and what became of it.

    `email_key` and `domain` are canonical: they find the person and the company behind any
    spelling. The proof that was mailed is kept as a SHA-256.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    state = models.CharField(max_length=10, choices=Stage.choices, default=Stage.REQUESTED)
    first_name = models.CharField(max_length=150)
    last_name = models.CharField(max_length=150)
    company_name = models.CharField(max_length=200)
    job_title = models.CharField(max_length=150, blank=True)
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254, db_index=True)
    domain = models.CharField(max_length=254, db_index=True)
    phone = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2.")
    products = models.ManyToManyField(Product, related_name="+")
    message = models.TextField(blank=True)
    terms = models.ForeignKey(
        TermsOfUse, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    address = models.GenericIPAddressField(null=True, blank=True)
    network = models.CharField(max_length=50, blank=True, db_index=True)

    requested_at = models.DateTimeField(db_index=True)
    proof_hash = models.BinaryField(max_length=32, null=True, editable=False)
    proof_expires_at = models.DateTimeField(null=True, blank=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    activated_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    converted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_why = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=254, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="demo_requests"
    )
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="demo_requests"
    )

    objects = KeptQuerySet["DemoRequest"].as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "demo request"
        ordering = ("-requested_at", "-id")
        indexes = (models.Index(fields=["state", "requested_at"], name="demo_request_state"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=Stage.values), name="demo_request_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}, {self.company_name}"

    def can_be_proven(self, now: datetime) -> bool:
        """Whether the link that was mailed still opens the demo."""
        is_in_time = self.proof_expires_at is not None and now < self.proof_expires_at
        return self.state == Stage.REQUESTED and is_in_time
