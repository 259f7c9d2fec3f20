"""Writes of matching: topics, rules, what a person sets, and the outbox of alerts.

One function is one use case and one transaction. All take `person_id`: who acts.
"""

from wireroom.matching.services.order import next_change
from wireroom.matching.services.outbox import (
    claim_due,
    record_dropped,
    record_failed,
    record_sent,
)
from wireroom.matching.services.people import (
    disable_webhook,
    remove_webhook,
    set_preferences,
    set_webhook,
)
from wireroom.matching.services.rules import mute_topic, set_rule, unmute_topic
from wireroom.matching.services.seen import mark_seen
from wireroom.matching.services.stories import mute_story, unmute_story
from wireroom.matching.services.topics import (
    MAX_TOPICS,
    delete_topic,
    reorder,
    save_topic,
    share_topic,
)

__all__ = [
    "MAX_TOPICS",
    "claim_due",
    "delete_topic",
    "disable_webhook",
    "mark_seen",
    "mute_story",
    "mute_topic",
    "next_change",
    "record_dropped",
    "record_failed",
    "record_sent",
    "remove_webhook",
    "reorder",
    "save_topic",
    "set_preferences",
    "set_rule",
    "set_webhook",
    "share_topic",
    "unmute_story",
    "unmute_topic",
]
