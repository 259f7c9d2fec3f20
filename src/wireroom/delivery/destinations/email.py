"""What a customer may say about delivery by mail."""

from __future__ import annotations

from typing import Any

from wireroom.customers.addresses import canonical_email
from wireroom.customers.services.mail import NotAnAddress, mailable

FIELDS = frozenset({"to", "style"})
STYLES = ("full", "headline")
_MOST_ADDRESSES = 50


def check(target: dict[str, Any], secret: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the target, and what is wrong with it by field."""
    addresses, style = target.get("to"), target.get("style") or STYLES[0]
    wrong = {"secret": "Mail has no secret."} if secret else {}
    good: list[str] = []
    if not isinstance(addresses, list) or not addresses:
        wrong["to"] = "Name at least one address."
    elif len(addresses) > _MOST_ADDRESSES:
        wrong["to"] = f"A feed goes to {_MOST_ADDRESSES} addresses at most. Make a second feed."
    else:
        good, bad = _sorted_out(addresses)
        if bad:
            wrong["to"] = f"{', '.join(bad[:3])}: no address that mail can go to."
    if style not in STYLES:
        wrong["style"] = "Choose “full” for the whole text or “headline”."
    return {"to": good, "style": style}, wrong


def _sorted_out(addresses: list[Any]) -> tuple[list[str], list[str]]:
    good, bad = [], []
    for text in map(str, addresses):
        try:
            good.append(canonical_email(mailable(text.strip())))
        except NotAnAddress:
            bad.append(text[:60])
    return list(dict.fromkeys(good)), bad
