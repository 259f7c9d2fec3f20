"""Secret addresses at which a feed can be fetched without a token."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from wireroom.customers.access.tokens import digest
from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.models import Destination, Feed, FeedAddress
from wireroom.delivery.services.acts import act_on, note
from wireroom.kernel.ids import new_secret
from wireroom.kernel.markup import one_line

_LONGEST_NAME = 120
_MOST = 20
_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def make_address(
    *, feed_id: int, of_company_id: int | None = None, name: str, now: datetime, actor: str
) -> str:
    """Make an address and give its secret, which nobody can read again.

    Raises:
        NotFound: there is no such feed, or it is closed.
        NotValid: the name is empty, in use or too long, the feed is not one that is fetched, or
            it has twenty already.
    """
    name = one_line(name)
    with act_on(feed_id, of_company_id) as feed:
        _refuse(feed, name)
        secret = new_secret()
        FeedAddress.objects.create(
            feed=feed, name=name, hash=digest(secret), made_at=now, made_by=actor
        )
        note(feed, "address_made", actor=actor, now=now, address_name=name)
    return secret


def revoke_address(
    *, address_id: int, of_company_id: int | None = None, now: datetime, actor: str
) -> None:
    """Let an address open nothing any more; nothing when it was revoked before.

    Raises:
        NotFound: there is no such address.
    """
    address = FeedAddress.objects.filter(pk=address_id).first()
    if address is None:
        raise NotFound("There is no such address.", id=address_id)
    with act_on(address.feed_id, of_company_id, closed=True) as feed:
        if FeedAddress.objects.filter(pk=address_id, revoked_at=None).update(revoked_at=now):
            note(feed, "address_revoked", actor=actor, now=now, address_name=address.name)


def note_address_used(*, address_id: int, now: datetime) -> None:
    """Note that an address was fetched, once a minute at most."""
    due = Q(last_used_at=None) | Q(last_used_at__lte=now - _USE_IS_NOTED_EVERY)
    FeedAddress.objects.filter(due, pk=address_id).update(last_used_at=now)


def _refuse(feed: Feed, name: str) -> None:
    if feed.destination != Destination.FEED:
        raise NotValid("Only a feed that is fetched has addresses.", feed="It is not fetched.")
    if not name or len(name) > _LONGEST_NAME:
        raise NotValid(f"Give it a name of {_LONGEST_NAME} characters at most.", name="Name it.")
    good = feed.addresses.filter(revoked_at=None)
    if good.filter(name=name).exists():
        raise NotValid("Another address has this name.", name="In use.")
    if good.count() >= _MOST:
        raise NotValid(f"A feed has {_MOST} addresses at most.", feed="Revoke one.")
