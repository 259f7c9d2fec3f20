"""Streams that tokens open are counted for their company."""

from __future__ import annotations

import pytest

from tests.factories.customers import AccessTokenFactory, PersonFactory, StaffFactory
from wireroom.delivery.source.metering import count_streams
from wireroom.usage import services
from wireroom.usage.models import DailyCount


@pytest.fixture(autouse=True)
def _own_counts():
    services._buffer.take()
    yield
    services._buffer.take()


def test_streams_are_counted_for_the_owner_of_the_token(db, now):
    person = PersonFactory()
    company_s = AccessTokenFactory()
    person_s = AccessTokenFactory(company=None, person=person)
    staff_s = AccessTokenFactory(company=None, person=StaffFactory())
    count_streams({company_s.pk: 3, person_s.pk: 1, staff_s.pk: 5, 987654: 2}, now)
    services.flush()
    rows = DailyCount.objects.values_list("company_id", "person_id", "what", "channel", "count")
    assert set(rows) == {
        (company_s.company_id, 0, "stream", "stream", 3),
        (person.company_id, person.pk, "stream", "stream", 1),
    }


def test_nothing_opened_is_no_query(db, now, django_assert_num_queries):
    with django_assert_num_queries(0):
        count_streams({}, now)
