"""Where feeds send to: what a customer may say about a destination, checked before it is kept."""

from __future__ import annotations

from wireroom.delivery.destinations.checking import check, check_schedule, new_secret

__all__ = ["check", "check_schedule", "new_secret"]
