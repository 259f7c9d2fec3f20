"""Looking at the terminal as a customer sees it: read only, for half an hour, on record.

The facts lie in the session of whoever looks. Streams are opened with a session of their own, which
expires by itself: so they end with the looking, even where nobody says that it is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.http import HttpRequest

from wireroom.customers.backoffice.rights_of_staff import SEE_AS, may
from wireroom.customers.models import AccessEvent, Customer
from wireroom.kernel.clock import from_iso, iso, utc_now
from wireroom.kernel.errors import WireroomError

LASTS = timedelta(minutes=30)
_FACTS = "view_as"
_WHO_IS_IN = (SESSION_KEY, BACKEND_SESSION_KEY, HASH_SESSION_KEY)


class NotACustomer(WireroomError):
    """One can look only as a customer's person who may sign in: not as a colleague."""

    code = "not_a_customer"
    http_status = 404


class ViewAs(NamedTuple):
    """Through whose eyes somebody looks, until when."""

    person_id: int
    email: str
    name: str
    company: str
    actor: str
    began_at: datetime
    until: datetime
    stream_key: str


def begin(
    session: SessionBase,
    *,
    actor: str,
    person_id: int,
    reason: str,
    now: datetime,
    address: str | None = None,
) -> ViewAs:
    """Let whoever is in `session` look as a customer's person from now on.

    Raises:
        NotACustomer: nobody, somebody of the agency, or somebody who may not sign in (404).
    """
    customers = Customer.objects.select_related("company")
    person = customers.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise NotACustomer
    with transaction.atomic():
        end(session, why="another_begun", now=now, address=address)
        viewing = ViewAs(
            person_id=person.pk,
            email=person.email,
            name=person.name,
            company=str(person.company),
            actor=actor,
            began_at=now,
            until=now + LASTS,
            stream_key=_session_for_streams(session, now + LASTS),
        )
        session[_FACTS] = _spelled(viewing)
        _record("began", viewing, now, address, reason=reason, until=viewing.until)
    return viewing


def end(session: SessionBase, *, why: str, now: datetime, address: str | None = None) -> bool:
    """Stop looking, streams included; give whether there was anything to stop."""
    viewing = current(session)
    if viewing is None:
        return False
    del session[_FACTS]
    _over(viewing, why, now, address)
    return True


def current(session: SessionBase) -> ViewAs | None:
    """Give what is under way in a session, whether its time is over or not."""
    facts = session.get(_FACTS)
    return _read(facts) if facts else None


def why_over(viewing: ViewAs, staff: Any, now: datetime) -> str | None:
    """Say why the looking has to stop now; None: it may go on."""
    if now >= viewing.until:
        return "time_is_up"
    if not (staff.is_active and staff.is_staff and may(staff, SEE_AS)):
        return "not_allowed_any_more"
    if not Customer.objects.filter(pk=viewing.person_id, is_active=True).exists():
        return "customer_closed"
    return None


def of_request(request: HttpRequest) -> ViewAs | None:
    """Give through whose eyes this request looks; None: through one's own."""
    found: ViewAs | None = getattr(request, "view_as", None)
    return found


def connect() -> None:
    """Let the looking end with the session it began in, whoever ends that one; called once."""
    post_delete.connect(_session_deleted, sender=Session, dispatch_uid="customers.view_as")


def _session_deleted(instance: Session, **_: Any) -> None:
    facts = instance.get_decoded().get(_FACTS)
    if facts:
        _over(_read(facts), "session_ended", utc_now(), None)


def _over(viewing: ViewAs, why: str, now: datetime, address: str | None) -> None:
    with transaction.atomic():
        SessionStore(viewing.stream_key).delete()
        _record("ended", viewing, now, address, why=why)


def _session_for_streams(session: SessionBase, until: datetime) -> str:
    store = SessionStore()
    for name in _WHO_IS_IN:
        store[name] = session[name]
    store.set_expiry(until)
    store.create()
    return str(store.session_key)


def _record(verb: str, viewing: ViewAs, now: datetime, address: str | None, **detail: Any) -> None:
    AccessEvent.record(
        what=f"view_as:{verb}",
        subject=f"person:{viewing.person_id}",
        actor=viewing.actor,
        now=now,
        address=address,
        name=viewing.email,
        **detail,
    )


def _spelled(viewing: ViewAs) -> dict[str, Any]:
    times = {"began_at": iso(viewing.began_at), "until": iso(viewing.until)}
    return viewing._asdict() | times


def _read(facts: dict[str, Any]) -> ViewAs:
    times = {name: from_iso(facts[name]) for name in ("began_at", "until")}
    return ViewAs(**facts | times)
