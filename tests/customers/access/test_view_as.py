"""Looking as a customer: what is seen, what is refused, when it ends, what is on record."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.urls import reverse

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.items import release
from tests.support.backoffice import is_refused
from wireroom.customers import queries
from wireroom.customers.access import view_as
from wireroom.customers.access.view_as_middleware import ViewAsMiddleware
from wireroom.customers.models import AccessEvent
from wireroom.delivery import tickets
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import short
from wireroom.terminal.models import Recent

pytestmark = pytest.mark.django_db

SEE_AS, END = "/desk/customers/see-as/", "/desk/customers/see-as/end/"


@pytest.fixture
def reader():
    """Somebody whose company reads English only."""
    company = CompanyFactory(name="Merrow Bank")
    SubscriptionFactory(company=company, product=ProductFactory(languages=["en"]))
    return PersonFactory(email="ada@merrow.example", company=company)


def look(client, person, reason="ticket 1234"):
    return client.post(SEE_AS, {"person": person.pk, "reason": reason})


def events(verb):
    return AccessEvent.objects.filter(what=f"view_as:{verb}")


def test_support_sees_the_terminal_with_the_customers_rights_and_a_banner(support, reader):
    release(headline="In English", language="en")
    release(headline="По-русски", language="ru")
    assert "По-русски" in support.get("/terminal/").content.decode()

    assert look(support, reader)["Location"] == "/terminal/"

    page = support.get("/terminal/").content.decode()
    assert "In English" in page
    assert "По-русски" not in page
    for address in ("/terminal/", "/terminal/topics/", "/terminal/alerts/", "/terminal/recent/"):
        shown = support.get(address).content.decode()
        assert "Read only, until" in shown, address
        assert "ada@merrow.example" in shown, address
        assert "Stop looking as Ada Reader" in shown, address


def test_it_is_on_record_with_the_reason(support, reader):
    look(support, reader, "ticket 77")
    support.post(END)

    began, ended = events("began").get(), events("ended").get()
    assert began.actor == ended.actor == "support@agency.example"
    assert began.subject == ended.subject == f"person:{reader.pk}"
    assert (began.detail["reason"], ended.detail["why"]) == ("ticket 77", "ended")


@pytest.mark.parametrize("reason", ["", "  ", "hm"])
def test_without_a_reason_nobody_looks(support, reader, reason):
    assert look(support, reader, reason).status_code == 200
    assert not events("began").exists()


def test_sales_may_and_editors_may_not(sales, editor, chief_editor, reader):
    assert look(sales, reader).status_code == 302
    for client in (editor, chief_editor):
        assert is_refused(look(client, reader))
        assert is_refused(client.get(SEE_AS))
    assert events("began").count() == 1


def test_a_customer_cannot_even_ask(client, reader):
    client.force_login(reader)
    assert look(client, reader).status_code in {302, 403}
    assert not events("began").exists()


def test_nobody_looks_as_a_colleague_or_as_somebody_who_may_not_sign_in(support):
    people = (StaffFactory(), PersonFactory(is_superuser=True), PersonFactory(is_active=False))
    for person in people:
        assert look(support, person).status_code == 200
        with pytest.raises(view_as.NotACustomer):
            view_as.begin(
                support.session, actor="s", person_id=person.pk, reason="because", now=utc_now()
            )
    assert not events("began").exists()


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("terminal-topic-new", []),
        ("terminal-personal-state", []),
        ("terminal-alerts-seen", []),
        ("terminal-webhook", []),
        ("terminal-preferences", []),
        ("company:add", []),
        ("customers_see_as", []),
    ],
)
def test_every_way_to_change_something_is_refused(support, reader, name, args):
    look(support, reader)
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(support, method)(reverse(name, args=args))
        assert answer.status_code == 403
        assert "Not while you look as a customer" in answer.content.decode()
    assert events("began").count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/terminal/preferences/",
        "/terminal/export.csv",
        "/desk/",
        "/desk/customers/company/",
        "/account/",
        "/account/security/",
    ],
)
def test_neither_keys_nor_downloads_nor_the_desk_are_shown_meanwhile(support, reader, address):
    look(support, reader)
    assert support.get(address).status_code == 403
    support.post(END)
    assert support.get(address).status_code != 403 or address == "/terminal/export.csv"


def recents(client):
    return Recent.objects.filter(person_id=client.person.pk).count()


def test_reading_leaves_no_mark_with_the_customer(support, reader):
    story = release(headline="In English", language="en")
    look(support, reader)

    assert support.get(f"/terminal/story/{short(story.guid)}/").status_code == 200
    support.post(reverse("terminal-recent-story", args=[short(story.guid)]))

    assert not Recent.objects.exists()
    assert recents(support) == 0
    support.post(END)
    support.post(reverse("terminal-recent-story", args=[short(story.guid)]))
    assert recents(support) == 1


def test_after_the_end_one_is_oneself(support, reader):
    release(headline="По-русски", language="ru")
    look(support, reader)

    answer = support.post(END)

    assert answer["Location"] == reverse("customer:inspect", args=[reader.pk])
    assert support.get(answer["Location"]).status_code == 200
    page = support.get("/terminal/").content.decode()
    assert "По-русски" in page
    assert "Read only, until" not in page


def test_ending_what_has_not_begun_is_no_error(support):
    assert support.post(END).status_code == 302
    assert not events("ended").exists()


def test_half_an_hour_later_it_is_over(support, reader, monkeypatch):
    look(support, reader)
    late = utc_now() + view_as.LASTS
    monkeypatch.setattr("wireroom.customers.access.view_as_middleware.utc_now", lambda: late)

    answer = support.get("/terminal/")

    assert answer.status_code == 403
    assert "You are yourself again" in answer.content.decode()
    assert events("ended").get().detail["why"] == "time_is_up"
    assert support.get("/terminal/").status_code == 200


def test_it_is_over_when_the_customer_is_closed_or_the_permission_taken(support, reader):
    look(support, reader)
    reader.is_active = False
    reader.save()
    assert support.get("/terminal/").status_code == 403
    assert events("ended").latest("id").detail["why"] == "customer_closed"

    reader.is_active = True
    reader.save()
    look(support, reader)
    support.person.groups.clear()
    assert support.get("/terminal/").status_code == 403
    assert events("ended").latest("id").detail["why"] == "not_allowed_any_more"


def ticket_of(client):
    answer = client.post("/terminal/ticket/", headers={"X-Script": "1"}).json()
    return tickets.redeem(answer["ticket"], utc_now())


def test_a_stream_has_the_customers_rights_and_a_session_that_ends_by_itself(support, reader):
    look(support, reader)
    person_id, key = ticket_of(support)

    assert person_id == reader.pk
    assert key != support.session.session_key
    now = utc_now()
    assert queries.sessions_alive([key], now) == {key}
    assert queries.sessions_alive([key], now + view_as.LASTS + timedelta(seconds=1)) == set()


def test_streams_end_with_the_looking(support, reader):
    look(support, reader)
    _, key = ticket_of(support)
    support.post(END)
    assert queries.sessions_alive([key], utc_now()) == set()
    assert ticket_of(support) == (support.person.pk, support.session.session_key)


def test_streams_end_when_the_session_of_whoever_looks_is_ended_by_somebody_else(support, reader):
    look(support, reader)
    _, key = ticket_of(support)

    Session.objects.filter(session_key=support.session.session_key).delete()

    assert queries.sessions_alive([key], utc_now()) == set()
    assert events("ended").get().detail["why"] == "session_ended"


def test_signing_out_ends_it(support, reader):
    look(support, reader)
    assert support.post("/logout/").status_code in {200, 302}
    assert events("ended").get().detail["why"] == "session_ended"


def test_looking_as_another_ends_the_first(support, reader):
    other = PersonFactory(email="bob@merrow.example", company=reader.company)
    session, now = support.session, utc_now()
    for person in (reader, other):
        view_as.begin(session, actor="s", person_id=person.pk, reason="because", now=now)

    assert view_as.current(session).person_id == other.pk
    assert events("ended").get().subject == f"person:{reader.pk}"


def test_public_pages_are_not_asked_who_comes(rf):
    page = HttpResponse("the ticker")
    answer = ViewAsMiddleware(lambda _: page)
    assert answer(rf.get("/")) is page
    for asked in (rf.get("/terminal/"), rf.post("/")):
        with pytest.raises(AttributeError, match="session"):
            answer(asked)
