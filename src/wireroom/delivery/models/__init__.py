"""Feeds, their ledger, and recalls. Private to the room."""

from wireroom.delivery.models.api import ApiAnswer
from wireroom.delivery.models.feed import Destination, Feed, FeedAddress, FeedState
from wireroom.delivery.models.ledger import (
    Attempt,
    Delivery,
    DeliveryState,
    Numbered,
    VoidWhy,
    Waiting,
)
from wireroom.delivery.models.recall import Recall, Receipt, Recipient, RecipientState

__all__ = [
    "ApiAnswer",
    "Attempt",
    "Delivery",
    "DeliveryState",
    "Destination",
    "Feed",
    "FeedAddress",
    "FeedState",
    "Numbered",
    "Recall",
    "Receipt",
    "Recipient",
    "RecipientState",
    "VoidWhy",
    "Waiting",
]
