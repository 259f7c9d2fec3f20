"""The boards in the back office: names for support, numbers for chief editors, nothing else."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories.customers import CompanyFactory, PersonFactory, StaffFactory
from tests.factories.delivery import make_feed
from tests.factories.desk import chief_editor, editor
from tests.factories.items import release
from tests.factories.recalls import boards, gets, kill, reads
from wireroom.customers.models import AccessEvent, OutgoingMail
from wireroom.customers.services import set_up_sales
from wireroom.delivery.models import Recall
from wireroom.delivery.recalls.escalating import escalate_now
from wireroom.desk.newsroom import set_up_newsroom
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db
NAMES = ("Canary", "canary@reader.example", "Quay Canary Bank", "canary feed")


def as_(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def support() -> Client:
    set_up_sales()
    person = StaffFactory()
    person.groups.add(Group.objects.get(name="Support"))
    return as_(person)


@pytest.fixture
def recall() -> Recall:
    """A kill that has reached neither the reader nor the feed."""
    company = CompanyFactory(name="Quay Canary Bank")
    reader = PersonFactory(first_name="Canary", email="canary@reader.example", company=company)
    entry = release()
    reads(reader, entry)
    gets(make_feed(company, name="canary feed"), entry)
    kill(entry)
    return boards()[0]


def page(client: Client, name: str, *parts: int, **asked: str) -> str:
    answer = client.get(reverse(name, args=parts), asked)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_support_sees_the_numbers_and_everybody_by_company(support: Client, recall: Recall) -> None:
    listed = page(support, "recalls")
    assert "HARBOUR-STORM" in listed
    assert "<strong>2</strong>" in listed
    shown = page(support, "recalls_board", recall.pk)
    for name in NAMES:
        assert name in shown
    assert recall.entry_hash in shown
    assert "Escalate now" in shown
    assert "Close the board" not in shown


def test_a_filter_narrows_the_board(support: Client, recall: Recall) -> None:
    recall.recipients.filter(feed_id=0).update(state="acknowledged", acknowledged_at=utc_now())
    shown = page(support, "recalls_board", recall.pk, state="outstanding")
    assert "canary feed" in shown
    assert "canary@reader.example" not in shown
    assert "Nobody is in this state" in page(support, "recalls_board", recall.pk, state="waived")


def test_companies_with_outstanding_recipients_come_first(support: Client, recall: Recall) -> None:
    entry = release(guid="urn:uuid:00000000-0000-4000-8000-000000000001")
    told = CompanyFactory(name="Abacus")
    late = CompanyFactory(name="Zenith")
    gets(make_feed(told, name="told feed"), entry)
    gets(make_feed(late, name="late feed"), entry)
    kill(entry)
    board = boards()[-1]
    board.recipients.filter(name="told feed").update(state="delivered")
    shown = page(support, "recalls_board", board.pk)
    assert shown.index("Zenith") < shown.index("Abacus")
    assert recall.pk != board.pk


def test_support_escalates_tells_closes_and_takes_the_certificate(
    support: Client, recall: Recall
) -> None:
    answer = support.post(reverse("recalls_escalate", args=[recall.pk]), follow=True)
    assert b"2 outstanding recipients" in answer.content
    refused = support.post(reverse("recalls_close", args=[recall.pk]), {"note": ""}, follow=True)
    assert b"Somebody is still outstanding" in refused.content
    for row in recall.recipients.all():
        asked = page(support, "recalls_told", row.pk)
        assert "Have you told them" in asked
        support.post(reverse("recalls_told", args=[row.pk]), {"note": "Spoke to Ms Day."})
    closed = support.post(
        reverse("recalls_close", args=[recall.pk]), {"note": "Done."}, follow=True
    )
    assert b"the certificate is unchanged" in closed.content
    assert b"stands on the wire" in closed.content
    recall.refresh_from_db()
    data = support.get(reverse("recalls_json", args=[recall.pk]))
    assert hashlib.sha256(data.content).hexdigest() == recall.digest
    assert json.loads(data.content)["board"]["note"] == "Done."
    document = support.get(reverse("recalls_pdf", args=[recall.pk]))
    assert document["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF")
    tags = set(AccessEvent.objects.values_list("what", flat=True))
    expected = {"recall:escalated", "recall:told", "recall:closed", "recall:certificate:taken"}
    assert expected <= tags


def test_a_note_is_required(support: Client, recall: Recall) -> None:
    row = recall.recipients.all()[0]
    answer = support.post(reverse("recalls_told", args=[row.pk]), {"note": " "})
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.state == "outstanding"


def test_an_open_board_has_no_certificate(support: Client, recall: Recall) -> None:
    for name in ("recalls_pdf", "recalls_json"):
        assert support.get(reverse(name, args=[recall.pk])).status_code == 404


def test_pressing_kills_stand_on_support_s_home(support: Client, recall: Recall) -> None:
    assert "Kills that have not reached everybody" not in page(support, "wagtailadmin_home")
    escalate_now(recall.pk, utc_now())
    assert "Kills that have not reached everybody" in page(support, "wagtailadmin_home")


def test_chief_editors_see_numbers_by_channel_and_no_name(recall: Recall) -> None:
    set_up_newsroom()
    client = as_(chief_editor())
    shown = page(client, "recalls_numbers")
    assert "HARBOUR-STORM" in shown
    assert "terminal" in shown
    assert [name for name in NAMES if name in shown] == []
    assert reverse("recalls_numbers") in page(client, "wagtailadmin_home")


@pytest.mark.parametrize("who", [editor, chief_editor])
def test_editors_see_no_board_and_change_none(who: Any, recall: Recall) -> None:
    set_up_newsroom()
    escalate_now(recall.pk, utc_now())
    letters = OutgoingMail.objects.count()
    client, row = as_(who()), recall.recipients.all()[0]
    pages = {
        "recalls": [],
        "recalls_board": [recall.pk],
        "recalls_told": [row.pk],
        "recalls_close": [recall.pk],
        "recalls_escalate": [recall.pk],
        "recalls_pdf": [recall.pk],
        "recalls_json": [recall.pk],
    }
    for name, parts in pages.items():
        for ask in (client.get, client.post):
            answer = ask(reverse(name, args=parts), {"note": "x"}, follow=True)
            assert [word for word in NAMES if word in answer.content.decode()] == []
    home = page(client, "wagtailadmin_home")
    assert "Kills that have not reached everybody" not in home
    assert OutgoingMail.objects.count() == letters
    assert set(recall.recipients.values_list("state", flat=True)) == {"outstanding"}


def test_editors_who_may_not_kill_see_no_numbers(recall: Recall) -> None:
    set_up_newsroom()
    answer = as_(editor()).get(reverse("recalls_numbers"), follow=True)
    assert answer.redirect_chain
    assert "by which channel" not in answer.content.decode()


def test_a_board_costs_the_same_queries_however_many_are_on_it(
    support: Client, recall: Recall, django_assert_max_num_queries: Any
) -> None:
    entry = release()
    for _ in range(15):
        gets(make_feed(), entry)
    kill(entry)
    board = boards()[-1]
    page(support, "recalls_board", board.pk)
    with django_assert_max_num_queries(25):
        page(support, "recalls_board", board.pk)
