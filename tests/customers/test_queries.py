"""Who reads what, now and then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client

from tests.factories.customers import (
    PASSWORD,
    START,
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import queries, services
from wireroom.customers.access.tokens import digest
from wireroom.customers.backoffice import glance
from wireroom.customers.policy import Level
from wireroom.query.plan import EVERYTHING, Has

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def subscriber(**over):
    subscription = SubscriptionFactory(**over)
    return PersonFactory(company=subscription.company), subscription


def test_a_subscriber_holds_the_product_on_its_terms(now):
    product = ProductFactory(
        code="gas",
        level="headline",
        topics=["medtop:1"],
        genres=["genre:Current"],
        languages=["en"],
        query="gas OR oil",
    )
    person, subscription = subscriber(product=product, active_from=now - DAY, active_to=now + DAY)

    reader = queries.reader_of(person.pk, now)

    (grant,) = reader.grants
    assert reader.name == subscription.company.code
    assert (grant.product, grant.level) == ("gas", Level.HEADLINE)
    assert grant.topics == {"medtop:1"}
    assert grant.genres == {"genre:Current"}
    assert grant.languages == {"en"}
    assert grant.query == "gas OR oil"
    assert (grant.active_from, grant.active_to) == (now - DAY, now + DAY)


def test_the_subscriptions_of_another_company_give_nothing(now):
    SubscriptionFactory()
    assert queries.reader_of(PersonFactory().pk, now).grants == ()


@pytest.mark.parametrize(
    "lose",
    [
        {"is_active": False},
        {"company": None},
        {"company__active": False},
    ],
)
def test_who_has_no_active_company_or_is_inactive_has_no_grants(now, lose):
    subscription = SubscriptionFactory(company__active=lose.pop("company__active", True))
    reader = PersonFactory(**{"company": subscription.company} | lose)
    assert queries.reader_of(reader.pk, now).grants == ()


def test_an_unknown_person_has_no_grants(now):
    assert queries.reader_of(404, now).grants == ()


def test_staff_read_the_whole_wire_but_not_when_inactive(now):
    staff, gone = StaffFactory(), StaffFactory(is_active=False)

    reader = queries.reader_of(staff.pk, now)
    (grant,) = reader.grants

    assert reader.name == "staff"
    assert grant.level is Level.FULL
    assert not grant.topics | grant.genres | grant.languages
    assert grant.active_at(now)
    assert queries.reader_of(gone.pk, now).grants == ()


def test_staff_lent_to_a_company_read_for_that_company(now):
    lent = StaffFactory(company=CompanyFactory())
    assert queries.reader_of(lent.pk, now).grants == ()


def test_an_ended_subscription_stays_as_history(now):
    person, _ = subscriber(active_from=START, active_to=now)

    reader = queries.reader_of(person.pk, now)

    assert [(g.active_from, g.active_to) for g in reader.grants] == [(START, now)]
    assert not reader.may_read_at(now)
    assert reader.may_read_at(now - DAY)


def test_a_subscription_called_off_before_it_began_gives_nothing(now):
    person, subscription = subscriber(active_from=now + DAY)
    services.end_subscription(subscription_id=subscription.pk, now=now, actor=None)
    assert queries.reader_of(person.pk, now).grants == ()


def test_todays_terms_count_for_the_whole_of_a_running_subscription(now):
    person, subscription = subscriber(product__topics=["medtop:1"])
    services.change_product(
        product_id=subscription.product_id, topics=["medtop:2"], now=now - DAY, actor=None
    )

    periods = {
        tuple(grant.topics): (grant.active_from, grant.active_to)
        for grant in queries.reader_of(person.pk, now).grants
    }

    assert periods == {("medtop:1",): (START, now - DAY), ("medtop:2",): (START, None)}


def test_terms_made_after_a_subscription_ended_give_its_company_nothing(now):
    person, subscription = subscriber(active_to=now - 2 * DAY, product__topics=["medtop:1"])
    services.change_product(
        product_id=subscription.product_id, topics=[], now=now - DAY, actor=None
    )

    (grant,) = queries.reader_of(person.pk, now).grants

    assert grant.topics == {"medtop:1"}
    assert grant.active_to == now - 2 * DAY


def test_a_product_taken_off_offer_leaves_only_history(now):
    person, subscription = subscriber()
    services.change_product(product_id=subscription.product_id, active=False, now=now, actor=None)

    reader = queries.reader_of(person.pk, now)

    assert not reader.may_read_at(now)
    assert reader.may_read_at(now - DAY)


def test_equal_rights_are_equal_whatever_the_order_they_came_in(now):
    products = ProductFactory.create_batch(3, topics=["medtop:2", "medtop:1"])
    one, other = CompanyFactory(), CompanyFactory()
    for company, order in ((one, products), (other, products[::-1])):
        for product in order:
            SubscriptionFactory(company=company, product=product)
    ids = [PersonFactory(company=company).pk for company in (one, other)]

    readers = queries.readers_of_people(ids, now)

    assert readers[ids[0]].grants == readers[ids[1]].grants
    assert len(readers[ids[0]].grants) == 3


def test_many_people_cost_three_queries_and_each_gets_their_own(now, django_assert_num_queries):
    people = [subscriber()[0] for _ in range(5)]
    stranger = PersonFactory()
    ids = [person.pk for person in (*people, stranger)]

    with django_assert_num_queries(3):
        readers = queries.readers_of_people(ids, now)

    assert [readers[pk] for pk in ids] == [queries.reader_of(pk, now) for pk in ids]
    assert len({readers[pk].grants for pk in ids}) == 6


def test_a_paying_customer_reads_what_the_public_reads_too_and_a_lapsed_one_does_not(now):
    ProductFactory(public=True, code="free")
    person, held = subscriber()
    assert {g.product for g in queries.reader_of(person.pk, now).grants} == {
        "free",
        held.product.code,
    }

    services.end_subscription(subscription_id=held.pk, at=now, now=now, actor="sales")
    assert {g.product for g in queries.reader_of(person.pk, now).grants} == {held.product.code}


def test_the_public_reads_active_products_marked_public(now):
    public = ProductFactory(public=True, code="free")
    ProductFactory(code="paid")
    ProductFactory(public=True, active=False, code="gone")

    reader = queries.public_reader(now)

    assert reader.name == "public"
    assert [(g.product, g.active_from, g.active_to) for g in reader.grants] == [
        ("free", public.created_at, None)
    ]


def test_what_was_public_once_is_history_for_the_public(now):
    product = ProductFactory(public=True)
    services.change_product(product_id=product.pk, public=False, now=now - DAY, actor=None)

    reader = queries.public_reader(now)

    assert [(g.active_from, g.active_to) for g in reader.grants] == [(START, now - DAY)]


def test_a_token_reads_for_its_company(now):
    person, subscription = subscriber()
    token = AccessTokenFactory(company=subscription.company, secret="wr_x")

    found = queries.reader_for_token("wr_x", now)

    assert found == (queries.reader_of(person.pk, now), token.pk)
    assert queries.reader_for_token("wr_y", now) is None
    assert queries.reader_for_token("", now) is None


def test_a_token_of_a_person_reads_as_that_person(now):
    person, _ = subscriber()
    gone, _ = subscriber()
    gone.is_active = False
    gone.save()
    AccessTokenFactory(company=None, person=person, secret="wr_x")
    AccessTokenFactory(company=None, person=gone, secret="wr_gone")
    AccessTokenFactory(company=None, person=StaffFactory(), secret="wr_staff")

    assert queries.reader_for_token("wr_x", now).reader == queries.reader_of(person.pk, now)
    assert queries.reader_for_token("wr_gone", now).reader.grants == ()
    assert queries.reader_for_token("wr_staff", now).reader.name == "staff"


def test_a_token_of_somebody_who_left_the_company_reads_nothing(now):
    person, subscription = subscriber()
    AccessTokenFactory(company=subscription.company, person=person, secret="wr_x")
    assert queries.reader_for_token("wr_x", now).reader.grants

    moved = SubscriptionFactory().company
    services.move_person(person_id=person.pk, company_id=moved.pk, now=now, actor=None)

    assert queries.reader_for_token("wr_x", now).reader.grants == ()


def test_a_token_of_an_inactive_company_reads_nothing(now):
    AccessTokenFactory(company=SubscriptionFactory(company__active=False).company, secret="wr_x")
    assert queries.reader_for_token("wr_x", now).reader.grants == ()


def test_expired_and_revoked_tokens_are_unknown(now):
    AccessTokenFactory(secret="wr_good", expires_at=now + DAY)
    AccessTokenFactory(secret="wr_old", expires_at=now)
    AccessTokenFactory(secret="wr_revoked", revoked_at=now - DAY)
    hashes = {name: digest(name) for name in ("wr_good", "wr_old", "wr_revoked", "wr_unknown")}

    found = queries.readers_of_tokens(hashes.values(), now)

    assert found.keys() == {hashes["wr_good"]}


def test_many_tokens_cost_three_queries(now, django_assert_num_queries):
    tokens = [AccessTokenFactory(company=subscriber()[1].company) for _ in range(4)]
    tokens += [AccessTokenFactory(company=None, person=subscriber()[0]) for _ in range(2)]

    with django_assert_num_queries(3):
        found = queries.readers_of_tokens([token.hash for token in tokens], now)

    assert [found[token.hash].token_id for token in tokens] == [token.pk for token in tokens]
    assert all(found[token.hash].reader.may_read_at(now) for token in tokens)


def test_no_names_cost_no_query(now, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert queries.readers_of_people([], now) == {}
        assert queries.readers_of_tokens([], now) == {}
        assert queries.sessions_alive([]) == set()


def test_the_generation_grows_with_every_change_and_only_then():
    assert queries.rights_generation() == 0
    CompanyFactory()
    first = queries.rights_generation()
    assert first > 0
    assert queries.rights_generation() == first
    CompanyFactory()
    assert queries.rights_generation() > first


def test_the_next_boundary_is_the_earliest_start_end_or_expiry_to_come(now):
    assert queries.next_boundary(now) is None
    SubscriptionFactory(active_from=now - DAY, active_to=now + 3 * DAY)
    assert queries.next_boundary(now) == now + 3 * DAY
    SubscriptionFactory(active_from=now + 2 * DAY)
    assert queries.next_boundary(now) == now + 2 * DAY
    AccessTokenFactory(expires_at=now + DAY)
    assert queries.next_boundary(now) == now + DAY
    AccessTokenFactory(expires_at=now + DAY / 2, revoked_at=now)
    assert queries.next_boundary(now) == now + DAY
    assert queries.next_boundary(now + DAY) == now + 2 * DAY
    assert queries.next_boundary(now + 3 * DAY) is None


def signed_in(person) -> str:
    client = Client()
    assert client.login(username=person.email.upper(), password=PASSWORD)
    return client.session.session_key


def test_a_session_lives_until_it_is_signed_out():
    person, client = PersonFactory(), Client()
    client.force_login(person)
    key = client.session.session_key
    assert queries.sessions_alive([key, "unknown"]) == {key}

    client.logout()

    assert queries.sessions_alive([key]) == set()


def test_a_session_dies_at_its_hour():
    key = signed_in(PersonFactory())
    end = Session.objects.get(session_key=key).expire_date

    assert queries.sessions_alive([key], end - DAY) == {key}
    assert queries.sessions_alive([key], end) == set()
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    assert queries.sessions_alive([key]) == set()


def test_a_new_password_ends_the_sessions_of_that_person_only():
    person, other = PersonFactory(), PersonFactory()
    keys = [signed_in(person), signed_in(other)]

    person.set_password("quite another password")
    person.save()

    assert queries.sessions_alive(keys) == {keys[1]}


def test_deactivation_ends_the_sessions(now):
    person = PersonFactory()
    key = signed_in(person)
    services.deactivate_person(person_id=person.pk, now=now, actor=None)
    assert queries.sessions_alive([key]) == set()


def test_a_session_without_anybody_lives_and_a_forged_one_does_not():
    anonymous, forged = SessionStore(), SessionStore()
    anonymous["seen"] = 1
    anonymous.save()
    client = Client()
    client.force_login(PersonFactory())
    forged.update(dict(client.session.items()) | {HASH_SESSION_KEY: "0" * 64})
    forged.save()

    keys = {anonymous.session_key, forged.session_key}

    assert queries.sessions_alive(keys) == {anonymous.session_key}


def test_many_sessions_cost_two_queries(django_assert_num_queries):
    keys = [signed_in(PersonFactory()) for _ in range(4)]
    with django_assert_num_queries(2):
        assert queries.sessions_alive(keys) == set(keys)


def test_a_person_is_found_by_address_in_any_case():
    person = PersonFactory(email="ann@acme.example")
    assert queries.person_id_of("ANN@acme.example ") == person.pk
    assert queries.person_id_of("bob@acme.example") is None


def test_products_on_offer_are_the_active_ones_by_name():
    ProductFactory(code="b", name="Sport", level="headline", languages=["en"])
    ProductFactory(code="a", name="Economy", description="Daily", public=True)
    ProductFactory(name="Telex", active=False)
    ProductFactory(name="Made to measure", code="bespoke", listed=False)

    assert [offer[:6] for offer in queries.list_products()] == [
        ("a", "Economy", "Daily", "full", True, []),
        ("b", "Sport", "", "headline", False, ["en"]),
    ]
    assert queries.product_on_offer("b") == queries.list_products()[1]
    assert queries.product_on_offer("bespoke") is None


def test_subscriptions_that_end_soon_come_first_ended_and_later_ones_not_at_all(now):
    later, soon = (SubscriptionFactory(active_to=now + DAY * days) for days in (20, 3))
    for other in (now, now + 31 * DAY, None):
        SubscriptionFactory(active_to=other)

    found, number = glance.endings(now, now + 30 * DAY, 9)

    assert [(each.active_to, each.company) for each in found] == [
        (soon.active_to, soon.company.name),
        (later.active_to, later.company.name),
    ]
    assert number == 2
    assert glance.endings(now, now + 30 * DAY, 1) == (found[:1], 2)


def test_products_of_a_customer_are_those_in_force_in_its_hands(now):
    gas = ProductFactory(code="gas", topics=["medtop:1"])
    person, _ = subscriber(product=gas)
    SubscriptionFactory(company=person.company, product__code="over", active_to=now)
    SubscriptionFactory(company=person.company, product__code="later", active_from=now + DAY)
    ProductFactory(code="free", public=True)
    ProductFactory(code="other")

    found = queries.products_of(queries.reader_of(person.pk, now), now)

    assert found == {"gas": Has(("topic=medtop:1",)), "free": EVERYTHING}


def test_products_of_staff_are_all_on_offer_as_they_are_now(now):
    ProductFactory(code="gas", topics=["medtop:1"])
    services.change_product(
        product_id=ProductFactory(code="all").pk, genres=["genre:Current"], now=now, actor=None
    )
    ProductFactory(code="telex", active=False)

    found = queries.products_of(queries.reader_of(StaffFactory().pk, now), now)

    assert found == {"gas": Has(("topic=medtop:1",)), "all": Has(("genre=genre:Current",))}


def test_the_facts_of_people_come_in_one_query_unknown_ones_are_left_out(
    django_assert_num_queries,
):
    ann = PersonFactory(email="ann@acme.example", first_name="Ann", last_name="Lee")
    bob = StaffFactory(email="bob@agency.example", first_name="", last_name="", is_active=False)

    with django_assert_num_queries(1):
        found = queries.person_facts([ann.pk, bob.pk, 404])

    assert found == {
        ann.pk: ("ann@acme.example", "Ann Lee", ann.company_id, True),
        bob.pk: ("bob@agency.example", "bob@agency.example", None, False),
    }


def test_the_company_of_a_person_is_known_and_nobody_elses():
    ann = PersonFactory()
    assert queries.company_of(ann.pk) == ann.company_id
    assert queries.company_of(StaffFactory().pk) is None
    assert queries.company_of(404) is None
