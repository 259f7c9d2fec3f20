"""Five digits that are easier to read or hear for a person than for a simple machine."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

from captcha.models import CaptchaStore
from django.core.cache import cache

from wireroom.public.demo.voice import speak

COUNT = 5
_SPOKEN_FOR_S = 600


def five_digits() -> tuple[str, str]:
    """Make a challenge and its answer; called by the library."""
    digits = "".join(secrets.choice("0123456789") for _ in range(COUNT))
    return digits, digits


def new_digits() -> str:
    """Keep new digits and give their key."""
    return str(CaptchaStore.generate_key())


def use_up(key: str, typed: str, now: datetime) -> bool:
    """Say whether these are the digits, for the first and last time."""
    found = CaptchaStore.objects.filter(hashkey=key, expiration__gt=now).first()
    deleted, _ = CaptchaStore.objects.filter(hashkey=key).delete()
    if found is None or not deleted:
        return False
    return hmac.compare_digest(found.response.encode(), _plain(typed).encode())


def spoken(key: str) -> bytes | None:
    """Give the digits as sound (WAV); None: there are none.

    Always the same for a key: of many different murmurs a machine could make silence.
    """
    found = CaptchaStore.objects.filter(hashkey=key).first()
    if found is None:
        return None
    name = f"digits:{key}"
    made: bytes = cache.get(name) or speak(found.challenge)
    cache.add(name, made, _SPOKEN_FOR_S)
    return made


def forget_expired(now: datetime) -> int:
    """Remove the digits of forms that nobody sent; a job of the deliverer's loop."""
    deleted: int
    deleted, _ = CaptchaStore.objects.filter(expiration__lte=now).delete()
    return deleted


def _plain(typed: str) -> str:
    """Spell what was typed in ASCII: people have digits of their own, and put spaces in between."""
    return "".join(str(unicodedata.decimal(each, each)) for each in typed if not each.isspace())
