"""Each act leaves exactly one row of its own in an audit, in its own transaction, for good."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from tests.customers.audited_acts import ACCESS, ACTOR, RIGHTS, Act, World, login
from tests.factories.customers import CompanyFactory
from wireroom.customers.models import (
    AccessEvent,
    DemoRequest,
    Invitation,
    OutgoingMail,
    RightsChange,
    SignIn,
)
from wireroom.customers.models.append_only import AuditIsAppendOnly
from wireroom.customers.models.kept import NothingIsDeleted
from wireroom.customers.services.base import change_of_rights

pytestmark = pytest.mark.django_db


class RefusedError(Exception):
    """Thrown in the place of a row."""


def take_back(act: Act, world: World) -> None:
    """Do it in a transaction that does not come to pass."""
    with transaction.atomic():
        act(world)
        transaction.set_rollback(True)


def changes(after: int) -> list[str]:
    rows = RightsChange.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("what", flat=True))


def last(model: Any) -> int:
    newest = model.objects.first()
    return newest.pk if newest else 0


def ready(name: str) -> tuple[World, Act, str]:
    """Give a world in which an act can be done, the act, and the row it must leave."""
    act, before, what = ACCESS[name]
    world = World()
    if before:
        before(world)
    return world, act, what


@pytest.mark.parametrize("name", ACCESS)
def test_an_act_leaves_one_row(name: str) -> None:
    world, act, what = ready(name)
    start = last(AccessEvent)
    act(world)
    row = AccessEvent.objects.filter(pk__gt=start, what=what).get()
    assert row.actor or row.subject, "it says who, or of whom"


@pytest.mark.parametrize("name", ACCESS)
def test_an_act_that_is_taken_back_leaves_none(name: str) -> None:
    world, act, _ = ready(name)
    start = last(AccessEvent)
    take_back(act, world)
    assert last(AccessEvent) == start


@pytest.mark.parametrize("name", RIGHTS)
def test_a_change_of_rights_leaves_one_row_and_taken_back_none(name: str) -> None:
    act, what = RIGHTS[name]
    world = World()
    start = last(RightsChange)
    take_back(act, world)
    assert changes(start) == []
    act(world)
    assert [each.startswith(what) for each in changes(start)] == [True]
    assert RightsChange.objects.first().actor == ACTOR


WRITES_IN_ITS_OWN = [name for name in ACCESS if name not in ("fails to", "exports stories")]
"""All but those that change nothing else which a row could be missing for."""


@pytest.mark.parametrize("name", WRITES_IN_ITS_OWN)
def test_an_act_whose_row_cannot_be_written_did_not_happen(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, act, what = ready(name)
    counted = counts()
    record = AccessEvent.record

    def refuse(**facts: Any) -> Any:
        if facts["what"] == what:
            raise RefusedError
        return record(**facts)

    monkeypatch.setattr(AccessEvent, "record", refuse)
    with pytest.raises(RefusedError):
        act(world)
    assert counts() == counted


def counts() -> dict[str, Any]:
    """Give what acts change: how many rows there are, and what stands in those that change."""
    return {
        "letters": OutgoingMail.objects.count(),
        "sessions": SignIn.objects.filter(ended_at=None).count(),
        "demos": sorted(DemoRequest.objects.values_list("state", "ends_at")),
        "invitations": list(Invitation.objects.values_list("revoked_at", "accepted_at", "hash")),
        "rights": last(RightsChange),
    }


@pytest.mark.parametrize("model", [AccessEvent, RightsChange])
def test_rows_can_be_neither_changed_nor_deleted(model: Any) -> None:
    world = World()
    login(world, "wrong")
    row = model.objects.first()
    for way in (
        row.save,
        lambda: model.objects.update(what="x"),
        lambda: model.objects.bulk_create([]),
    ):
        with pytest.raises(AuditIsAppendOnly):
            way()
    for way in (row.delete, model.objects.all().delete):
        with pytest.raises(NothingIsDeleted):
            way()


@pytest.mark.parametrize("name", ["accessevent", "rightschange"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_audit_can_be_taken_along(name: str, kind: str) -> None:
    world = World()
    login(world, "wrong")
    answer = world.desk.get(f"/desk/customers/{name}/?export={kind}")
    assert answer.status_code == 200
    taken = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if kind == "csv":
        what = {"accessevent": b"sign_in:failed", "rightschange": b"accesstoken:issue"}[name]
        assert what in taken
    denied = world.browser.get(f"/desk/customers/{name}/?export={kind}")
    assert denied.status_code == 302


def test_no_act_of_these_is_silent_about_the_moment(now: datetime) -> None:
    """A change of rights knows its time and its actor from the act, not from the database."""
    company = CompanyFactory()
    with change_of_rights("close", now=now, actor=ACTOR):
        company.active = False
        company.save()
    row = RightsChange.objects.first()
    assert (row.at, row.actor) == (now, ACTOR)
