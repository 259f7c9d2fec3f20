"""Sessions: who is signed in, from where, since when, and why somebody is so no more."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from wireroom.customers.models.kept import Kept, KeptQuerySet
from wireroom.customers.models.person import Person


class Ended(models.TextChoices):
    """Why a session is over; the person is told so."""

    SIGNED_OUT = "signed_out", "Signed out"
    SEAT_TAKEN = "seat_taken", "Another sign-in took the last seat"
    REVOKED = "revoked", "Ended by an administrator or on another device"
    EXPIRED = "expired", "Expired"
    DEACTIVATED = "deactivated", "Account closed"
    PASSWORD_CHANGED = "password_changed", "Password changed"


class SignInQuerySet(KeptQuerySet["SignIn"]):
    """Sessions by state."""

    def open(self) -> SignInQuerySet:
        """Give those that nobody has ended yet."""
        return self.filter(ended_at=None)


class SignIn(Kept):
    """One session of one person, on one device; it stays on record when it has ended."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(null=True, blank=True)
    agent = models.CharField(max_length=300, blank=True)
    method = models.CharField(max_length=40, help_text="password, totp, passkey, oidc …")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=20, choices=Ended.choices, blank=True)
    ended_by = models.CharField(max_length=254, blank=True)

    objects: ClassVar[models.Manager[SignIn]] = SignInQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        verbose_name = "session"
        ordering = ("-began_at", "-id")
        indexes = (
            models.Index(
                fields=["person", "began_at"], condition=Q(ended_at=None), name="sign_in_open"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="")
                | (Q(ended_at__isnull=False) & Q(ended_why__in=Ended.values)),
                name="sign_in_ends_for_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} since {self.began_at:%Y-%m-%d %H:%M}"

    def is_open(self) -> bool:
        """Whether nobody has ended it yet."""
        return self.ended_at is None

    def end(self, why: Ended, *, now: datetime, by: str = "") -> None:
        """Note the end."""
        self.ended_at, self.ended_why, self.ended_by = now, why, by
        self.save(update_fields=["ended_at", "ended_why", "ended_by"])
