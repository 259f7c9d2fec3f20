"""Matching as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """Saved topics, and whom a release concerns."""

    name = "wireroom.matching"
    label = "matching"
    default_auto_field = "django.db.models.BigAutoField"
