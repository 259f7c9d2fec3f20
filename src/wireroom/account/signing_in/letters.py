"""Letters about accounts: written with the change they tell of, sent after it is committed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from wireroom.account import conf
from wireroom.customers.letters import sales_reply_to
from wireroom.customers.services import mail
from wireroom.design.brand import agency


def write(template: str, to: str, facts: dict[str, Any], now: datetime) -> None:
    """Write the letter `template` (`…_subject.txt` and `…_message.txt`) to one address."""
    facts = {"agency": agency(), "site_url": conf.site_url(), "email": to} | facts
    subject = " ".join(render_to_string(f"{template}_subject.txt", facts).split())
    text = render_to_string(f"{template}_message.txt", facts).strip() + "\n"
    subject = f"{agency().short_name}: {subject}"
    mail.post(to=to, subject=subject, text=text, now=now, reply_to=sales_reply_to())
