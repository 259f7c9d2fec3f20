"""Access tokens: what machines sign in with."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact

from wireroom.customers.fields import CodesField, validate_channels
from wireroom.customers.models.company import Company
from wireroom.customers.models.person import Person
from wireroom.customers.models.recorded import Recorded, RecordedQuerySet


class AccessToken(Recorded):
    """A secret that reads what its person may read, or else what its company may read.

    Only the SHA-256 of the secret is kept: of 256 random bits a slow hash protects no better.
    """

    rights_fields = frozenset({"company", "person", "scopes", "expires_at", "revoked_at"})

    name = models.CharField(max_length=200, help_text="What uses it: a system or a place.")
    company = models.ForeignKey(
        Company, on_delete=models.PROTECT, null=True, blank=True, related_name="tokens"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="tokens"
    )
    hash = models.BinaryField(max_length=32, unique=True, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    scopes = CodesField(
        validators=[validate_channels],
        help_text="What it may be used for: stream, api, feed …; empty: all.",
    )
    created_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RecordedQuerySet["AccessToken"].as_manager()

    class Meta:
        base_manager_name = "objects"
        ordering = ("-created_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=Q(company__isnull=False) | Q(person__isnull=False),
                name="token_has_an_owner",
                violation_error_message="Name the company or the person it reads for.",
            ),
            models.CheckConstraint(
                condition=Exact(Length("hash"), models.Value(32)), name="token_hash_is_sha256"
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("created_at")),
                name="token_expires_after_it_was_made",
                violation_error_message="The end must be later than now.",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a person of another company."""
        if self.company_id and self.person and self.person.company_id != self.company_id:
            raise ValidationError({"person": "This person belongs to another company."})
