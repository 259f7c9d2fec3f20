"""Filling in the form for a demo without a browser."""

from __future__ import annotations

import re
from typing import Any

from captcha.models import CaptchaStore
from django.test import Client
from msgspec import structs

from wireroom.public.demo.form_token import FormToken, read_token

_FIELD = re.compile(r'name="form" value="([^"]+)"')


def token_in(page: str) -> FormToken:
    """Read the token of the form on a page."""
    found = read_token(_FIELD.findall(page)[0])
    assert found is not None
    return found


def older(token: FormToken, seconds: float) -> FormToken:
    """Give a form as it would be if it had been opened so much earlier."""
    return structs.replace(token, made_at=token.made_at - seconds)


def answer_to(token: FormToken) -> str:
    """Look the digits of a form up."""
    return str(CaptchaStore.objects.get(hashkey=token.digits).response)


def filled(client: Client, *, open_for_s: float = 30, **over: Any) -> dict[str, Any]:
    """Open the form and fill it in rightly; name what should be otherwise."""
    token = older(token_in(client.get("/subscribe/").text), open_for_s)
    return refilled(token, **over)


def refilled(token: FormToken, **over: Any) -> dict[str, Any]:
    """Fill in a form that is open."""
    facts = {
        "form": token.sealed(),
        "first_name": "Grace",
        "last_name": "Prospect",
        "company_name": "Quay Bank",
        "email": "grace@quay.example",
        "country": "GB",
        "terms": "on",
        "digits": answer_to(token),
    }
    return facts | over
