"""The outbox: letters that leave after the transaction that wrote them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class OutgoingMail(models.Model):
    """One letter to one address. The deliverer sends it, tries again, and says what went wrong."""

    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "letter"
        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, failed_at=None), name="mail_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
