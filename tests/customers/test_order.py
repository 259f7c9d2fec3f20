"""The generation never hides a change: ids grow in the order of the commits."""

from __future__ import annotations

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.factories.customers import CompanyFactory
from wireroom.customers import queries
from wireroom.customers.models import RightsChange

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_second_change_waits_for_the_first_to_commit():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer; PostgreSQL needs the lock that this proves.")
    first_is_written, second_is_done = Event(), Event()
    seen: list[int] = []

    def second() -> None:
        first_is_written.wait(10)
        CompanyFactory(code="second")
        seen.append(queries.rights_generation())
        second_is_done.set()
        connection.close()

    other = Thread(target=second)
    other.start()
    with transaction.atomic():
        CompanyFactory(code="first")
        first_is_written.set()
        assert not second_is_done.wait(0.5)
    other.join(10)

    names = RightsChange.objects.order_by("id").values_list("detail__after__code", flat=True)
    assert list(names) == ["first", "second"]
    assert seen == [queries.rights_generation()]
