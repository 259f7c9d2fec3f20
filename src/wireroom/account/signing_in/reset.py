"""A forgotten password: the answer is the same for every address, the letter is not."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.http import HttpRequest

from wireroom.account.signing_in import letters
from wireroom.customers.access import identity
from wireroom.customers.services.mail import NotAnAddress
from wireroom.kernel.clock import utc_now


class ResetTokens(PasswordResetTokenGenerator):
    """Django's own: a link dies with the next password, sign-in or address. Has no tables."""


def answer_by_letter(request: HttpRequest, typed: str) -> None:
    """Write to whoever asked: a link, or why there is none; exactly one letter in any case.

    The link goes to the address on record, never to the spelling that was typed: elsewhere the
    two may be two people.
    """
    with transaction.atomic():
        person = identity.person_by_address(typed)
        elsewhere = identity.must_use_provider(person, typed)
        link = _link(request, person)
        if person is None:
            with suppress(NotAnAddress):
                letters.write("account/email/unknown_account", typed, {}, utc_now())
        elif elsewhere or not person.is_active:
            letters.write("account/email/no_password", person.email, {"user": person}, utc_now())
        else:
            facts = {"user": person, "password_reset_url": link}
            letters.write("account/email/password_reset_key", person.email, facts, utc_now())


def _link(request: HttpRequest, person: Any) -> str:
    if person is None:
        return ""
    key = f"{user_pk_to_url_str(person)}-{ResetTokens().make_token(person)}"
    return str(get_adapter(request).get_reset_password_from_key_url(key))
