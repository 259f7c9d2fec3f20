"""A customer at a glance: what it has, who its people are, who is in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Max, Q

from wireroom.customers.access.session_queries import (
    Seats,
    SessionFacts,
    seats,
    sessions_of_company,
)
from wireroom.customers.models import (
    AccessToken,
    DemoRequest,
    IdentityProvider,
    Invitation,
    Person,
    SignIn,
    Stage,
    Subscription,
)

_FEW = 20


class Ending(NamedTuple):
    """A subscription that runs out, and whose it is."""

    active_to: datetime
    company_id: int
    company: str
    product: str


class Account(NamedTuple):
    """What is shown of a company; of long lists the first, with how many there are."""

    running: list[Subscription]
    coming: list[Subscription]
    past: list[Subscription]
    people: list[Any]
    people_count: int
    seats: Seats
    sessions: list[SessionFacts]
    tokens: list[AccessToken]
    tokens_count: int
    demos: list[DemoRequest]
    invitations: list[Invitation]
    providers: list[IdentityProvider]

    @property
    def more_people(self) -> int:
        """How many people are not shown."""
        return self.people_count - len(self.people)


def at(company_id: int, now: datetime) -> Account:
    """Look at a company. A fixed number of queries."""
    held = list(
        Subscription.objects.filter(company=company_id)
        .select_related("product", "sold_by")
        .order_by(F("active_to").desc(nulls_first=True), "-active_from")
    )
    running = [each for each in held if _runs(each, now)]
    people: Any = Person.objects.filter(company=company_id)
    tokens = AccessToken.objects.filter(Q(company=company_id) | Q(person__company=company_id))
    tokens = tokens.filter(revoked_at=None)
    return Account(
        running=running,
        coming=[each for each in held if each.active_from > now],
        past=[each for each in held if each not in running and each.active_from <= now],
        people=list(people.annotate(seen_at=Max("sign_ins__seen_at")).order_by("email")[:_FEW]),
        people_count=people.count(),
        seats=seats(company_id, now),
        sessions=sessions_of_company(company_id)[:_FEW],
        tokens=list(tokens.select_related("person")[:_FEW]),
        tokens_count=tokens.count(),
        demos=list(DemoRequest.objects.filter(company=company_id)[:_FEW]),
        invitations=list(
            Invitation.objects.filter(company=company_id, accepted_at=None, revoked_at=None)[:_FEW]
        ),
        providers=list(IdentityProvider.objects.filter(company=company_id)),
    )


def endings(now: datetime, until: datetime, most: int) -> tuple[list[Ending], int]:
    """Give the subscriptions that end after `now` up to `until`, at most so many, and their number.

    The first to end first.
    """
    rows = Subscription.objects.filter(active_to__gt=now, active_to__lte=until)
    first = rows.order_by("active_to", "pk").values_list(
        "active_to", "company", "company__name", "product__name"
    )
    found = [Ending(*facts) for facts in first[:most]]  # type: ignore[arg-type]  # the filter leaves no end open
    return found, rows.count()


def demos_waiting() -> int:
    """Count the requests that wait for sales: proven, but no demo could be opened."""
    return DemoRequest.objects.filter(state=Stage.PROVEN).count()


def sessions_of_person(person_id: int) -> list[SignIn]:
    """Give a person's newest sessions, ended ones too."""
    return list(SignIn.objects.filter(person=person_id).select_related("person")[:_FEW])


def tokens_of_person(person_id: int) -> list[AccessToken]:
    """Give a person's tokens, the newest first."""
    return list(AccessToken.objects.filter(person=person_id)[:_FEW])


def _runs(subscription: Subscription, now: datetime) -> bool:
    ends = subscription.active_to
    return subscription.active_from <= now and (ends is None or now < ends)
