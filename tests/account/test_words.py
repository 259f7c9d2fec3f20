"""Every letter and message about an account is in the house's own words."""

from __future__ import annotations

from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template

THEIRS = Path(allauth.__file__).parent / "templates"
NEVER_SENT = (
    "account/email/account_already_exists",  # nobody signs up
    "account/email/email_confirm",  # addresses are moved by account.signing_in.address
    "account/email/email_deleted",
    "account/email/login_code",  # no codes by letter
    "account/email/password_reset_code",
    "account/messages/cannot_delete_primary_email",
    "account/messages/email_",
    "account/messages/login_code_sent",
    "account/messages/phone_",
    "account/messages/primary_email_set",
    "account/messages/unverified_primary_email",
    "usersessions/",  # not installed
)
TEXTS = sorted(
    path.relative_to(THEIRS).as_posix()
    for path in THEIRS.rglob("*.txt")
    if not path.relative_to(THEIRS).as_posix().startswith(NEVER_SENT)
)


def test_there_are_letters_and_messages_to_look_at() -> None:
    assert "mfa/email/totp_activated_subject.txt" in TEXTS
    assert len(TEXTS) > 30


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_is_the_library_s_own(name: str) -> None:
    assert THEIRS not in Path(get_template(name).origin.name).parents


@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith("_subject.txt")])
def test_a_subject_goes_on_after_the_agency_s_name_as_a_sentence_does(name: str) -> None:
    said = get_template(name).render({"agency": "A", "site_url": "s"}).strip()
    assert said
    assert said == said.lower()
