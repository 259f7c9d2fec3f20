"""One way in for all kinds: the target of a feed, its schedule, and a first secret."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from wireroom.customers.policy import Channel
from wireroom.customers.services.base import NotValid
from wireroom.delivery.destinations import email, sftp, webhook
from wireroom.matching.rules import is_time_zone

Target = Mapping[str, Any]

_SECRET_BYTES = 32
"""Standard Webhooks 1.0 asks for 24 to 64."""
_LAST_HOUR = 23


def check(destination: str, target: Target | None, *, secret: str = "") -> dict[str, Any]:
    """Give the target in its stored spelling, every default filled in.

    `webhook` has `url`; `sftp` has `host`, `port`, `user`, `directory`, `file_name`, `host_keys`,
    `manifest`, and its secret is a password or a private key; `email` has `to` and `style`; what
    is fetched or streamed has nothing.

    Names are not resolved here: a name may point elsewhere tomorrow, so its machines are judged at
    every connection.

    Raises:
        NotValid: fields say what is wrong, by their name in the target, or `secret` (422).
    """
    facts, rules = dict(target or {}), _RULES[Channel(destination)]
    unknown = facts.keys() - rules.fields
    if unknown:
        raise _not_valid(dict.fromkeys(sorted(unknown), "This destination has no such field."))
    checked, wrong = rules.check(facts, secret)
    if wrong:
        raise _not_valid(wrong)
    return checked


def check_schedule(destination: str, schedule: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give a digest's hours and zone, as `{"hours": [8, 18], "zone": "Europe/London"}`.

    Empty: everything leaves at once.

    Raises:
        NotValid: only e-mail has one; hours are 0 to 23; the zone is not known (422).
    """
    if not schedule:
        return {}
    wrong = dict.fromkeys(
        sorted(schedule.keys() - {"hours", "zone"}), "A schedule has hours and a zone."
    )
    hours, zone = schedule.get("hours"), schedule.get("zone", "UTC")
    if destination != Channel.EMAIL:
        wrong["schedule"] = "Only e-mail waits for an hour; every other destination is at once."
    if not isinstance(hours, list) or not hours or not all(map(_is_hour, hours)):
        wrong["hours"] = "Name at least one full hour of the day, 0 to 23."
    if not isinstance(zone, str) or not is_time_zone(zone):
        wrong["zone"] = "This is no time zone. Write Europe/London or UTC."
    if wrong:
        raise _not_valid(wrong)
    return {"hours": sorted(set(hours or ())), "zone": zone}


def new_secret(destination: str) -> str:
    """Make the secret with which a webhook is signed; other destinations get none from us."""
    if destination != Channel.WEBHOOK:
        return ""
    return "whsec_" + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


class _Rules:
    def __init__(
        self,
        fields: frozenset[str],
        check: Callable[[dict[str, Any], str], tuple[dict[str, Any], dict[str, str]]],
    ) -> None:
        self.fields, self.check = fields, check


def _nothing(_: dict[str, Any], secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    wrong = {"secret": "This destination has no secret."} if secret else {}
    return {}, wrong


def _is_hour(hour: object) -> bool:
    return type(hour) is int and 0 <= hour <= _LAST_HOUR


def _not_valid(wrong: Mapping[str, str]) -> NotValid:
    return NotValid(" ".join(dict.fromkeys(wrong.values())), **wrong)


_RULES = {
    Channel.WEBHOOK: _Rules(webhook.FIELDS, webhook.check),
    Channel.SFTP: _Rules(sftp.FIELDS, sftp.check),
    Channel.EMAIL: _Rules(email.FIELDS, email.check),
    Channel.STREAM: _Rules(frozenset(), _nothing),
    Channel.FEED: _Rules(frozenset(), _nothing),
}
