"""Every address of the house, asked for as every role, against the tables of roles.md."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest

from tests.access import table
from tests.access.asking import Asker, is_let_in
from tests.access.house import House, customer, everybody, furnish
from tests.access.routes import Route, routes
from tests.factories.customers import PersonFactory
from wireroom.kernel.clock import utc_now

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings(  # Wagtail leaves the file of a rendition to be closed by itself
        "ignore:Exception ignored in. <function SpooledTemporaryFile"
    ),
]


@pytest.fixture(autouse=True)
def _alone(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Files of this test's own, nobody who asks too often, and no log of two thousand refusals."""
    settings.MEDIA_ROOT = settings.WIREROOM_DATA_DIR = tmp_path
    settings.ACCOUNT_RATE_LIMITS = False
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    found = {route.path: table.row_of(route.path) for route in routes()}
    assert [path for path, row in found.items() if row is None] == []
    used = Counter(row.address for row in found.values() if row)
    assert [row.address for row in table.rows() if not used[row.address]] == []


@pytest.mark.parametrize("role", table.roles())
def test_every_address_lets_in_whom_the_table_says(role: str) -> None:
    house = furnish()
    person = house.people[role]
    mine, asker = house.of(person), Asker(person)
    wrong = []
    for path, route in {route.path: route for route in routes()}.items():
        row = table.row_of(path)
        answer = asker.visit(mine.address(route), mine.form(route))
        expected = row is not None and role in row.who
        if is_let_in(answer) != expected or is_broken(path, answer.status_code):
            wrong.append(f"{path}: {answer.status_code}, let in: {expected}")
    assert wrong == []


def is_broken(path: str, status: int) -> bool:
    """Whether a page of our own failed; a made-up passkey is one that no library can read."""
    ours = not path.startswith(("desk/", "healthz", "account/2fa/passkeys/"))
    return ours and status >= HTTPStatus.INTERNAL_SERVER_ERROR


def test_the_house_has_somebody_in_every_role() -> None:
    assert list(everybody(utc_now())) == table.roles()


OWNED = ("terminal/topics/<", "terminal/bookmarks/<int", "account/sessions/<", "account/people/<",
         "account/invitations/", "account/tokens/<", "account/feeds/<",
         "account/2fa/passkeys/<")  # fmt: skip


def owned() -> list[Route]:
    return [route for route in routes() if route.path.startswith(OWNED)]


def test_what_belongs_to_others_is_missing_for_everybody_else() -> None:
    """An administrator of one company asks for all that belongs to another's."""
    house = furnish()
    owner = PersonFactory(company=customer(), role="administrator")
    theirs = house.of(owner)
    for role in ("administrator", "operator"):
        asker = Asker(house.people[role])
        let_in = {
            route.path: answer.status_code
            for route in owned()
            if is_let_in(answer := asker.visit(theirs.address(route), {}))
        }
        assert let_in == {}, role


def test_the_owner_reaches_it_all() -> None:
    """The negative of the test above."""
    owner = PersonFactory(company=customer(), role="administrator")
    house: House = furnish().of(owner)
    asker = Asker(owner)
    refused = {
        route.path: answer.status_code
        for route in owned()
        if not is_let_in(answer := asker.visit(house.address(route), {}))
    }
    assert refused == {}
    assert len(owned()) >= len(OWNED)
