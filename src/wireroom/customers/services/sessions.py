"""Sessions end: at once, for a reason that the person is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import router, transaction

from wireroom.customers.access.session_queries import alive_among
from wireroom.customers.models import AccessEvent, Ended, SignIn
from wireroom.customers.services.base import NotFound
from wireroom.kernel.batches import batches

SEEN_IS_NOTED_EVERY = timedelta(minutes=1)
"""A session in steady use costs one write a minute."""
_AT_ONCE = 500


def end_session(
    *,
    sign_in_id: int,
    why: str = Ended.REVOKED,
    now: datetime,
    actor: str | None,
    of_person_id: int | None = None,
    of_company_id: int | None = None,
) -> SignIn:
    """End a session: its browser is signed out with its next request, its streams in seconds.

    Idempotent: one that has ended keeps its first reason. Say whose it must be where a stranger
    could name another's. `why` is one of `Ended`.

    Raises:
        NotFound: no such session, or not of this person or company.
    """
    rows = SignIn.objects.filter(pk=sign_in_id)
    if of_person_id is not None:
        rows = rows.filter(person=of_person_id)
    if of_company_id is not None:
        rows = rows.filter(person__company=of_company_id)
    with transaction.atomic(using=router.db_for_write(SignIn)):
        if not rows.exists():
            raise NotFound("There is no such session.", id=sign_in_id)
        end_rows({sign_in_id: Ended(why)}, now=now, actor=actor)
    return SignIn.objects.get(pk=sign_in_id)


def end_sessions_of(
    *, person_id: int, except_key: str = "", why: str, now: datetime, actor: str | None
) -> int:
    """End all sessions of a person but the one with `except_key`; give how many there were."""
    with transaction.atomic(using=router.db_for_write(SignIn)):
        rows = SignIn.objects.filter(person=person_id, ended_at=None)
        wanted = rows.exclude(session_key=except_key).values_list("pk", flat=True)
        return end_rows(dict.fromkeys(wanted, Ended(why)), now=now, actor=actor)


def end_expired_sessions(*, now: datetime, session_key: str | None = None) -> int:
    """Note the end of sessions that are over without anybody having said so; give how many.

    Of the one with `session_key`, or of all: then what has run out is also cleared away, whether
    it signed somebody in or not.
    """
    rows = SignIn.objects.filter(ended_at=None)
    if session_key is not None:
        rows = rows.filter(session_key=session_key)
    pks = rows.order_by("pk").values_list("pk", flat=True)
    ended = sum(_end_expired(piece, now) for piece in batches(list(pks), _AT_ONCE))
    if session_key is None:
        Session.objects.filter(expire_date__lt=now).delete()
    return ended


def _end_expired(pks: Collection[int], now: datetime) -> int:
    """Look without a lock, which others wait for, and once more at what is over with one."""
    if not (gone := _gone_among(pks, now)):
        return 0
    with transaction.atomic(using=router.db_for_write(SignIn)):
        return end_rows(dict.fromkeys(_gone_among(gone, now), Ended.EXPIRED), now=now)


def _gone_among(pks: Collection[int], now: datetime) -> list[int]:
    rows = list(SignIn.objects.filter(pk__in=pks, ended_at=None))
    alive = alive_among(rows, now)
    return [row.pk for row in rows if row.pk not in alive]


def renew_session(*, old_key: str, new_key: str) -> None:
    """Let the record follow a session whose key has changed, as it does with a new password.

    A session that was ended in the meantime does not come back under another key.
    """
    with transaction.atomic(using=router.db_for_write(SignIn)):
        row = SignIn.objects.select_for_update().filter(session_key=old_key).first()
        if row is None:
            return
        if not row.is_open():
            Session.objects.filter(session_key=new_key).delete()
            return
        row.session_key = new_key
        row.save(update_fields=["session_key"])


def note_seen(*, sign_in_id: int, now: datetime) -> None:
    """Note that a session is in use, once a minute."""
    due = SignIn.objects.filter(pk=sign_in_id, seen_at__lte=now - SEEN_IS_NOTED_EVERY)
    due.update(seen_at=now)


def end_rows(reasons: Mapping[int, Ended], *, now: datetime, actor: str | None = None) -> int:
    """End those of these sessions that are open, with an audit row each; give how many.

    Call it in a transaction, once: rows are locked in one order, so that two who end the same
    sessions do not wait for each other.
    """
    if not reasons:
        return 0
    rows = SignIn.objects.select_for_update().filter(pk__in=reasons, ended_at=None).order_by("pk")
    for row in rows:
        why = reasons[row.pk]
        by = "" if why is Ended.EXPIRED else actor or ""
        Session.objects.filter(session_key=row.session_key).delete()
        row.end(why, now=now, by=by)
        AccessEvent.record(
            what="session:ended",
            actor=by,
            subject=f"person:{row.person_id}",
            now=now,
            why=str(why),
            session=row.pk,
            address_of_session=row.address,
        )
    return len(rows)
