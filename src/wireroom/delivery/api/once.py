"""A write happens once, however often it is sent: `Idempotency-Key`, kept for a day.

A key is first claimed, in a transaction of its own, so that a second request sees that the first is
under way. The write and its answer are then one transaction: either both are there or neither. A
claim whose process died is taken over after a minute; should its owner still be at it, its answer
finds the claim gone, and everything that it wrote is rolled back.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from wireroom.customers.access.sealing import seal, unseal
from wireroom.delivery.api.caller import Caller
from wireroom.delivery.models import ApiAnswer
from wireroom.kernel.errors import WireroomError

KEPT = timedelta(hours=24)
_TAKEN_OVER_AFTER = timedelta(minutes=1)
_PRUNED_AT_ONCE = 100
_KEY = re.compile(r"[!-~]{1,128}")


class KeyNeeded(WireroomError):
    """Send an `Idempotency-Key` of your own, 1 to 128 printable characters, with every write."""

    code: ClassVar[str] = "idempotency_key_needed"
    http_status: ClassVar[int] = 400


class KeyReused(WireroomError):
    """This Idempotency-Key was used for another request. Use a new key for a new write."""

    code: ClassVar[str] = "idempotency_key_reused"
    http_status: ClassVar[int] = 422


class UnderWay(WireroomError):
    """The same write is under way. Ask again in a moment."""

    code: ClassVar[str] = "write_under_way"
    temporary: ClassVar[bool] = True
    http_status: ClassVar[int] = 409


def once(request: HttpRequest, caller: Caller, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Do a write, or give the answer of the last time; an error leaves no answer, and can be tried.

    Raises:
        KeyNeeded: there is no key.
        KeyReused: it belongs to another request.
        UnderWay: the same request is being answered.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise KeyNeeded
    said = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).digest()
    _prune(caller.now)
    if answer := _claim(caller, key, said):
        return answer
    mine = ApiAnswer.objects.filter(
        token_id=caller.token_id, key=key, began_at=caller.now, status=0
    )
    try:
        with transaction.atomic():
            response = act()
            location = response.headers.get("Location", "")
            body = seal(response.content.decode())
            _keep(mine.update(status=response.status_code, body=body, location=location))
    except BaseException:
        mine.delete()
        raise
    return response


def _keep(rows: int) -> None:
    if not rows:  # somebody has taken it over: they answer, and all that was written here goes
        raise UnderWay


def _claim(caller: Caller, key: str, said: bytes) -> HttpResponse | None:
    """Make the key ours; give the answer when there is one already."""
    try:
        with transaction.atomic():
            ApiAnswer.objects.create(
                token_id=caller.token_id, key=key, request=said, began_at=caller.now
            )
    except IntegrityError:
        pass
    else:
        return None
    held = ApiAnswer.objects.filter(token_id=caller.token_id, key=key).first()
    if held is None:  # it failed meanwhile
        raise UnderWay
    if bytes(held.request) != said:
        raise KeyReused
    if held.status:
        return _again(held)
    over = caller.now - _TAKEN_OVER_AFTER
    left = ApiAnswer.objects.filter(pk=held.pk, status=0, began_at__lt=over)
    if not left.update(began_at=caller.now):
        raise UnderWay
    return None


def _again(held: ApiAnswer) -> HttpResponse:
    response = HttpResponse(
        unseal(held.body), status=held.status, content_type="application/json; charset=utf-8"
    )
    if held.location:
        response.headers["Location"] = held.location
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _prune(now: datetime) -> None:
    old = ApiAnswer.objects.filter(began_at__lt=now - KEPT).values_list("pk", flat=True)
    if keys := list(old[:_PRUNED_AT_ONCE]):
        ApiAnswer.objects.filter(pk__in=keys).delete()
