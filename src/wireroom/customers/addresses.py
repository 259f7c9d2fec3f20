"""E-mail addresses: one key for one person, however the address is written. Pure."""

from __future__ import annotations

import unicodedata

_ANY_DOTS = frozenset({"gmail.com", "googlemail.com"})
"""Domains where dots in front of the @ mean nothing (support.google.com/mail/answer/7436150)."""
_SAME_DOMAIN = {"googlemail.com": "gmail.com"}


def canonical_email(text: str) -> str:
    """Spell an address the one way it is stored and compared: NFKC, lower case, no outer space."""
    lowered = unicodedata.normalize("NFKC", text).strip().lower()
    return unicodedata.normalize("NFKC", lowered)


def domain_of(email: str) -> str:
    """Give an address's domain as the name system spells it (RFC 5891), without a final dot."""
    domain = canonical_email("".join(canonical_email(email).rpartition("@")[2].split())).strip(".")
    try:
        return domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return domain


def person_key(email: str) -> str:
    """Give the key by which somebody is known: spellings of one mailbox share it.

    Without what follows a plus sign (RFC 5233 subaddresses), with the domain in ASCII, and at
    providers that ignore dots without them. A key is for comparing; letters go to what was typed.
    """
    local = canonical_email(email).rpartition("@")[0]
    domain = domain_of(email)
    local = local.partition("+")[0] or local
    if domain in _ANY_DOTS:
        local = local.replace(".", "")
    return f"{local}@{_SAME_DOMAIN.get(domain, domain)}"
