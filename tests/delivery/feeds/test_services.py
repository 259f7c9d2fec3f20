"""Feeds are made, changed, paused and closed by those who may, with an audit row each."""

from __future__ import annotations

from datetime import timedelta

import asyncssh
import pytest

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from wireroom.customers.models import AccessEvent
from wireroom.customers.services import NotFound, NotValid
from wireroom.delivery.models import Feed, FeedState, Waiting
from wireroom.delivery.queries.feeds import feed_facts, secrets_of
from wireroom.delivery.services import feeds
from wireroom.delivery.services.feeds import (
    TooManyFeeds,
    WrongState,
    change_feed,
    close_feed,
    lift_suspension,
    pause_feed,
    resume_feed,
    rotate_secret,
    suspend_feed,
)

pytestmark = pytest.mark.django_db

ACTOR = "ada@quay.example"
HOOK = {"url": "https://hooks.quay.example/wire"}


def make(company, now, **facts):
    usual = {"name": "Website", "destination": "feed", "format": "item", "actor": ACTOR}
    return feeds.make_feed(company_id=company.pk, now=now, **usual | facts)


def acts() -> list[tuple[str, str]]:
    rows = AccessEvent.objects.filter(what__startswith="feed:").order_by("pk")
    return list(rows.values_list("what", "actor"))


def test_a_feed_is_made_with_a_code_and_an_audit_row(company, now) -> None:
    made = make(company, now, products=("wire", "wire"), query=" urgency:1 ")
    feed = Feed.objects.get(pk=made.feed_id)
    assert feed.code == made.code
    assert made.code.startswith("fd_")
    assert len(made.code) == 27
    assert made.secret == feed.secret == ""
    assert (feed.products, feed.query, feed.state) == (["wire"], "urgency:1", "active")
    assert (feed.made_at, feed.made_by, feed.last_number) == (now, ACTOR, 0)
    event = AccessEvent.objects.get(what="feed:made")
    assert (event.actor, event.subject) == (ACTOR, f"company:{company.pk}")
    assert event.detail["feed"] == made.code


def test_a_webhook_gets_a_secret_that_is_kept_sealed(company, now) -> None:
    made = make(company, now, destination="webhook", target=HOOK)
    feed = Feed.objects.get(pk=made.feed_id)
    assert made.secret.startswith("whsec_")
    assert made.secret not in feed.secret
    assert secrets_of(feed.pk, now) == (made.secret,)


def test_a_rotated_secret_and_the_old_one_are_good_for_a_day(company, now) -> None:
    made = make(company, now, destination="webhook", target=HOOK)
    new = rotate_secret(feed_id=made.feed_id, now=now, actor=ACTOR)
    day = timedelta(hours=24)
    assert secrets_of(made.feed_id, now + day - timedelta(seconds=1)) == (new, made.secret)
    assert secrets_of(made.feed_id, now + day) == (new,)
    assert new != made.secret
    fetched = make(company, now, name="Other")
    with pytest.raises(NotValid):
        rotate_secret(feed_id=fetched.feed_id, now=now, actor=ACTOR)
    assert secrets_of(fetched.feed_id, now) == ()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"destination": "pigeon"}, "destination"),
        ({"destination": "terminal"}, "destination"),
        ({"format": "papyrus"}, "format"),
        ({"products": ["elsewhere"]}, "products"),
        ({"query": "urgency:"}, "query"),
        ({"query": "x" * 10_001}, "query"),
        ({"destination": "webhook", "target": {"url": "http://x.example"}}, "url"),
        ({"destination": "webhook"}, "url"),
        ({"target": {"url": "https://x.example/"}}, "url"),
        ({"schedule": {"hours": [8]}}, "schedule"),
        ({"options": {"colour": "blue"}}, "colour"),
        ({"idle_after_minutes": 0, "idle_to": "a@quay.example"}, "idle_after_minutes"),
        ({"idle_after_minutes": 60}, "idle_to"),
        ({"idle_after_minutes": 60, "idle_to": "nobody"}, "idle_to"),
        ({"idle_after_minutes": 60, "idle_to": "http://x.example/"}, "idle_to"),
        ({"idle_to": "a@quay.example"}, "idle_after_minutes"),
    ],
)
def test_a_feed_that_could_not_work_is_refused_by_field(company, now, facts, field) -> None:
    with pytest.raises(NotValid) as refusal:
        make(company, now, **facts)
    assert field in refusal.value.fields
    assert not Feed.objects.exists()
    assert acts() == []


def test_several_faults_are_told_together(company, now) -> None:
    with pytest.raises(NotValid) as refusal:
        make(company, now, name="", format="papyrus", query="urgency:", products=["x"])
    assert {"name", "format", "products"} <= refusal.value.fields.keys()


def test_a_way_that_no_subscription_includes_is_refused(now) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, channels=["feed"])
    with pytest.raises(NotValid) as refusal:
        make(company, now, destination="stream")
    assert "Stream" in refusal.value.detail
    with pytest.raises(NotValid):
        make(CompanyFactory(), now)
    assert make(company, now).feed_id


def test_names_are_told_apart_among_open_feeds_of_a_company(company, now) -> None:
    first = make(company, now)
    with pytest.raises(NotValid) as refusal:
        make(company, now, name=" Website ")
    assert "name" in refusal.value.fields
    other = CompanyFactory()
    SubscriptionFactory(company=other)
    assert make(other, now).feed_id
    close_feed(feed_id=first.feed_id, now=now, actor=ACTOR)
    assert make(company, now).feed_id


def test_a_company_has_so_many_feeds_and_no_more(company, now, monkeypatch) -> None:
    monkeypatch.setenv("WIREROOM_FEEDS_PER_COMPANY", "2")
    first = make(company, now, name="1")
    make(company, now, name="2")
    with pytest.raises(TooManyFeeds):
        make(company, now, name="3")
    close_feed(feed_id=first.feed_id, now=now, actor=ACTOR)
    assert make(company, now, name="3").feed_id


def test_a_feed_is_changed_by_its_company_and_by_no_other(company, now) -> None:
    made = make(company, now)
    change_feed(
        feed_id=made.feed_id,
        of_company_id=company.pk,
        name="Paper",
        query="storm",
        products=("wire",),
        now=now,
        actor=ACTOR,
    )
    feed = Feed.objects.get()
    assert (feed.name, feed.query, feed.products) == ("Paper", "storm", ["wire"])
    assert AccessEvent.objects.get(what="feed:changed").detail["changed"] == [
        "name",
        "products",
        "query",
    ]
    with pytest.raises(NotFound):
        change_feed(feed_id=feed.pk, of_company_id=company.pk + 1, name="X", now=now, actor=ACTOR)
    with pytest.raises(NotValid):
        change_feed(feed_id=feed.pk, destination="sftp", now=now, actor=ACTOR)
    with pytest.raises(NotValid):
        change_feed(feed_id=feed.pk, query="urgency:", now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert (feed.name, feed.query, feed.destination) == ("Paper", "storm", "feed")


def test_a_feed_without_rights_can_still_be_named(company, now) -> None:
    made = make(company, now)
    company.subscriptions.update(active_to=now)
    later = now + timedelta(hours=1)
    change_feed(feed_id=made.feed_id, name="Paper", now=later, actor=ACTOR)
    assert Feed.objects.get().name == "Paper"
    with pytest.raises(NotValid):
        change_feed(feed_id=made.feed_id, products=["wire"], now=later, actor=ACTOR)


def test_a_customer_pauses_and_resumes(company, now) -> None:
    feed = make_feed(company, failures=3, next_attempt_at=now)
    pause_feed(feed_id=feed.pk, of_company_id=company.pk, why="Moving", now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert (feed.state, feed.state_why, feed.state_by, feed.state_at) == (
        "paused",
        "Moving",
        ACTOR,
        now,
    )
    pause_feed(feed_id=feed.pk, now=now, actor=ACTOR)
    resume_feed(feed_id=feed.pk, of_company_id=company.pk, now=now, actor=ACTOR)
    resume_feed(feed_id=feed.pk, now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert (feed.state, feed.failures, feed.next_attempt_at) == ("active", 0, None)
    assert acts() == [("feed:paused", ACTOR), ("feed:resumed", ACTOR)]


@pytest.mark.parametrize("state", [FeedState.STALLED, FeedState.REFUSED])
def test_a_feed_that_its_destination_stopped_can_be_resumed(company, now, state) -> None:
    feed = make_feed(company, state=state)
    resume_feed(feed_id=feed.pk, now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert feed.state == "active"


def test_only_the_agency_lifts_its_suspension(company, now) -> None:
    feed = make_feed(company)
    with pytest.raises(NotValid):
        suspend_feed(feed_id=feed.pk, why=" ", now=now, actor=ACTOR)
    suspend_feed(feed_id=feed.pk, why="Unpaid", now=now, actor=ACTOR)
    for attempt in (pause_feed, resume_feed):
        with pytest.raises(WrongState):
            attempt(feed_id=feed.pk, of_company_id=company.pk, now=now, actor=ACTOR)
    lift_suspension(feed_id=feed.pk, now=now, actor=ACTOR)
    with pytest.raises(WrongState):
        lift_suspension(feed_id=feed.pk, now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert feed.state == "active"
    assert [what for what, _ in acts()] == ["feed:suspended", "feed:suspension_lifted"]


def test_a_closed_feed_is_closed_for_good(company, now) -> None:
    feed = make_feed(company)
    Waiting.objects.create(feed=feed, seq=1, due_at=now)
    address = feed.addresses.create(name="Reader", hash=b"x" * 32, made_at=now)
    close_feed(feed_id=feed.pk, of_company_id=company.pk, now=now, actor=ACTOR)
    close_feed(feed_id=feed.pk, now=now, actor=ACTOR)
    address.refresh_from_db()
    assert address.revoked_at == now
    assert not Waiting.objects.exists()
    for act in (pause_feed, resume_feed, lift_suspension):
        with pytest.raises(NotFound):
            act(feed_id=feed.pk, now=now, actor=ACTOR)
    assert feed_facts(feed.pk).state == "closed"
    assert [what for what, _ in acts()] == ["feed:closed"]


@pytest.mark.parametrize(
    "act", [pause_feed, resume_feed, close_feed, rotate_secret], ids=lambda act: act.__name__
)
def test_a_feed_of_another_company_is_not_there(company, now, act) -> None:
    feed = make_feed(company)
    with pytest.raises(NotFound):
        act(feed_id=feed.pk, of_company_id=company.pk + 1, now=now, actor=ACTOR)
    with pytest.raises(NotFound):
        act(feed_id=feed.pk + 1, now=now, actor=ACTOR)
    feed.refresh_from_db()
    assert feed.state == "active"


def test_a_product_whose_terms_are_narrower_can_be_named(now) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory(code="money", channels=["feed"]))
    assert make(company, now, products=["money"]).feed_id
    with pytest.raises(NotValid):
        make(company, now, name="S", destination="stream", products=["money"])


def test_a_kept_password_goes_to_no_other_server(company, now) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    target = {"host": "sftp.quay.example.com", "user": "wire", "host_keys": [key]}
    made = make(company, now, destination="sftp", target=target, secret="kept one")
    facts = {"feed_id": made.feed_id, "now": now, "actor": ACTOR}
    for other in ({"host": "sftp.elsewhere.example.com"}, {"port": 2222}):
        with pytest.raises(NotValid) as refused:
            change_feed(target=target | other, **facts)
        assert set(refused.value.fields) == {"secret"}
        change_feed(target=target | other, secret="another", **facts)
        change_feed(target=target, secret="kept one", **facts)
    change_feed(target=target | {"directory": "wire"}, **facts)
    assert secrets_of(made.feed_id, now) == ("kept one",)


def test_a_private_key_may_go_on_to_another_server(company, now) -> None:
    pair = asyncssh.generate_private_key("ssh-ed25519")
    key = pair.export_public_key().decode()
    target = {"host": "sftp.quay.example.com", "user": "wire", "host_keys": [key]}
    secret = pair.export_private_key().decode()
    made = make(company, now, destination="sftp", target=target, secret=secret)
    other = target | {"host": "sftp2.quay.example.com"}
    change_feed(target=other, feed_id=made.feed_id, now=now, actor=ACTOR)
    assert Feed.objects.get(pk=made.feed_id).target["host"] == "sftp2.quay.example.com"
