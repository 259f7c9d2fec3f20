"""What customers do in the terminal is counted: how often, and never what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.factories.customers import CompanyFactory, PersonFactory, SubscriptionFactory
from wireroom.kernel.ids import short
from wireroom.terminal import metering
from wireroom.terminal.metering import Searches
from wireroom.usage import services
from wireroom.usage.models import DailyCount


@pytest.fixture(autouse=True)
def _own_counts(monkeypatch):
    services._buffer.take()
    monkeypatch.setattr(metering, "_searches", Searches())
    yield
    services._buffer.take()


@pytest.fixture
def person(db):
    company = CompanyFactory()
    SubscriptionFactory(company=company)
    return PersonFactory(company=company)


@pytest.fixture
def reader(client, person):
    client.force_login(person)
    services._buffer.take()  # the sign-in
    return client


def counted():
    services.flush()
    return {(row.what, row.channel): row.count for row in DailyCount.objects.all()}


def test_an_opened_story_is_counted_for_the_person_and_not_which(reader, person, on_wire):
    entry = on_wire()
    reader.get(f"/terminal/story/{short(entry.item.guid)}/")
    reader.get(f"/terminal/story/{short(entry.item.guid)}/", headers={"X-Script": "1"})
    assert counted() == {("story", "terminal"): 2}
    row = DailyCount.objects.get()
    assert (row.person_id, row.company_id) == (person.pk, person.company_id)
    assert entry.item.guid not in str(DailyCount.objects.values())


def test_a_story_that_is_not_there_is_not_counted(reader, on_wire):
    on_wire()
    reader.get("/terminal/story/nothing/")
    assert counted() == {}


def test_what_the_script_asks_of_itself_is_not_counted(reader, on_wire):
    entry = on_wire(headline="gas")
    script = {"X-Script": "1"}
    for _ in range(2):
        reader.get("/terminal/", {"q": "gas"}, headers=script)
        reader.get("/terminal/search/", {"q": "gas", "count": "only"}, headers=script)
        story = f"/terminal/story/{short(entry.item.guid)}/"
        assert reader.get(story, headers={"X-Script": "again"}).status_code == 200
    assert counted() == {}
    reader.get("/terminal/search/", {"q": "gas"}, headers=script)
    assert counted() == {("search", "terminal"): 1}


def test_a_search_that_is_typed_is_counted_once_and_the_wire_is_no_search(reader, on_wire):
    on_wire()
    reader.get("/terminal/")
    assert counted() == {}
    for text in ("h", "ha", "harbour"):
        reader.get("/terminal/search/", {"q": text}, headers={"X-Script": "1"})
    assert counted() == {("search", "terminal"): 1}


def test_another_search_begins_after_a_pause(now):
    searches = Searches()
    moments = [0, 9, 18, 28, 30]
    found = [searches.is_new(1, now + timedelta(seconds=each)) for each in moments]
    assert found == [True, False, False, True, False]
    assert searches.is_new(2, now)


def test_an_exported_list_is_counted(reader, on_wire):
    on_wire()
    b"".join(reader.get("/terminal/export.csv"))
    assert counted() == {("export", "export"): 1}


def test_the_agency_s_people_are_not_counted(staff, on_wire):
    entry = on_wire()
    staff.get(f"/terminal/story/{short(entry.item.guid)}/")
    staff.get("/terminal/", {"q": "harbour"})
    assert counted() == {}


def test_a_sign_in_is_counted_and_one_that_fails_is_not(client, person):
    client.post("/login/", {"login": person.email, "password": "wrong"})
    assert counted() == {}
    client.force_login(person)
    assert counted() == {("sign_in", "terminal"): 1}
