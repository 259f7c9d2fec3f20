"""Reads of matching: topics, alerts, the outbox, and what is fresh on the wire."""

from wireroom.matching.queries.alerts import AlertRow, alerts_of, held_back, is_behind, unread
from wireroom.matching.queries.explaining import Why, why
from wireroom.matching.queries.fresh import Fresh, FreshLine, fresh
from wireroom.matching.queries.outbox import Due, due
from wireroom.matching.queries.people import (
    PreferencesRow,
    WebhookRow,
    muted_stories,
    preferences_of,
    webhook_of,
    webhooks_of,
)
from wireroom.matching.queries.topics import (
    RuleRow,
    TopicNotFound,
    TopicRow,
    topic_names,
    topics_of,
)

__all__ = [
    "AlertRow",
    "Due",
    "Fresh",
    "FreshLine",
    "PreferencesRow",
    "RuleRow",
    "TopicNotFound",
    "TopicRow",
    "WebhookRow",
    "Why",
    "alerts_of",
    "due",
    "fresh",
    "held_back",
    "is_behind",
    "muted_stories",
    "preferences_of",
    "topic_names",
    "topics_of",
    "unread",
    "webhook_of",
    "webhooks_of",
    "why",
]
