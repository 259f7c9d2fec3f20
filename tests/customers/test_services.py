"""Changing who may read what, and what is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group

from tests.factories.customers import (
    PASSWORD,
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import queries, services
from wireroom.customers.access.tokens import PREFIX, digest
from wireroom.customers.models import AccessToken, Person, RightsChange, Subscription

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def who(now):
    return {"now": now, "actor": "ann@agency.example"}


def refused_without_trace(error, act):
    generation = queries.rights_generation()
    with pytest.raises(error) as caught:
        act()
    assert queries.rights_generation() == generation
    return caught.value


def test_a_company_needs_a_code_of_its_own(who):
    services.create_company(code="acme", name="Acme", **who)
    error = refused_without_trace(
        services.NotValid, lambda: services.create_company(code="acme", name="Other", **who)
    )
    assert error.http_status == 422
    assert "code" in error.fields


def test_a_person_signs_in_with_the_address_in_any_case(who):
    services.create_person(email="Ann@Acme.Example", password=PASSWORD, **who)

    assert Person.objects.get().email == "ann@acme.example"
    assert authenticate(username="ANN@acme.example", password=PASSWORD) is not None
    assert authenticate(username="ann@acme.example", password="wrong") is None


def test_the_same_address_in_other_letters_is_taken(who):
    services.create_person(email="ann@acme.example", **who)
    refused_without_trace(
        services.NotValid, lambda: services.create_person(email="ANN@ACME.EXAMPLE", **who)
    )


@pytest.mark.parametrize(
    "facts", [{"email": "nobody"}, {"email": "a@b.example", "company_id": 404}]
)
def test_a_person_needs_an_address_and_a_known_company(who, facts):
    refused_without_trace(services.NotValid, lambda: services.create_person(**facts, **who))


def test_without_a_password_nobody_can_sign_in(who):
    person = services.create_person(email="ann@acme.example", **who)
    assert not person.has_usable_password()
    assert authenticate(username="ann@acme.example", password="") is None


def test_a_deactivated_person_cannot_sign_in_until_reactivated(who):
    person = PersonFactory(email="ann@acme.example")
    services.deactivate_person(person_id=person.pk, **who)
    assert authenticate(username="ann@acme.example", password=PASSWORD) is None

    services.reactivate_person(person_id=person.pk, **who)
    assert authenticate(username="ann@acme.example", password=PASSWORD) is not None


def test_deactivating_twice_is_recorded_once(who):
    person = PersonFactory()
    services.deactivate_person(person_id=person.pk, **who)
    generation = queries.rights_generation()
    services.deactivate_person(person_id=person.pk, **who)
    assert queries.rights_generation() == generation


@pytest.mark.parametrize(
    "facts",
    [
        {"level": "everything"},
        {"topics": ["no code"]},
        {"genres": ["x"]},
        {"languages": ["english!"]},
        {"query": "gas AND"},
        {"query": "date:last7d"},
        {"query": "product:oil"},
        {"code": "with space"},
    ],
)
def test_a_product_refuses_what_it_cannot_sell(who, facts):
    refused_without_trace(
        services.NotValid,
        lambda: services.create_product(**{"code": "gas", "name": "Gas"} | facts, **who),
    )


def test_a_product_keeps_its_lists_sorted_and_distinct(who):
    product = services.create_product(
        code="gas", name="Gas", topics=["medtop:2", "medtop:1", "medtop:2"], **who
    )
    product.refresh_from_db()
    assert product.topics == ["medtop:1", "medtop:2"]
    assert product.created_at == who["now"]


def test_the_query_of_a_product_is_kept_without_outer_space(who):
    product = services.create_product(code="gas", name="Gas", query=" gas OR oil\n", **who)
    assert product.query == "gas OR oil"
    services.change_product(product_id=product.pk, query="", **who)
    product.refresh_from_db()
    assert product.query == ""


def test_the_code_of_a_product_cannot_change(who):
    product = ProductFactory()
    refused_without_trace(
        services.NotValid,
        lambda: services.change_product(product_id=product.pk, code="other", **who),
    )


@pytest.mark.parametrize(
    ("facts", "fine"),
    [
        ({"delay_minutes": 60, "archive_days": 1}, True),
        ({"delay_minutes": 24 * 60, "archive_days": 1}, False),
        ({"archive_days": 0}, False),
        ({"delay_minutes": 24 * 60}, True),
        ({"channels": ["terminal", "export"]}, True),
        ({"channels": ["carrier pigeon"]}, False),
        ({"samples": ["urn:uuid:00000000-0000-4000-8000-000000000001"]}, True),
        ({"samples": ["no guid at all"]}, False),
    ],
)
def test_a_product_refuses_terms_on_which_nothing_could_be_read(who, facts, fine):
    if fine:
        product = services.create_product(code="gas", name="Gas", **facts, **who)
        assert {name: getattr(product, name) for name in facts} == facts | (
            {"channels": sorted(facts["channels"])} if "channels" in facts else {}
        )
    else:
        with pytest.raises(services.NotValid):
            services.create_product(code="gas", name="Gas", **facts, **who)


def test_a_subscription_narrows_its_product_and_can_be_changed(who):
    company, product = CompanyFactory(), ProductFactory()
    subscription = services.subscribe(
        company_id=company.pk,
        product_id=product.pk,
        seats=3,
        channels=["terminal", "api", "api"],
        delay_minutes=15,
        sample_only=True,
        **who,
    )
    assert (subscription.seats, subscription.channels) == (3, ["api", "terminal"])
    assert (subscription.delay_minutes, subscription.sample_only) == (15, True)
    changed = services.change_subscription(
        subscription_id=subscription.pk, seats=None, sample_only=False, channels=(), **who
    )
    assert (changed.seats, changed.sample_only, changed.channels) == (None, False, [])
    assert changed.delay_minutes == 15
    assert RightsChange.objects.latest("id").what == "subscription:change"


@pytest.mark.parametrize(
    "changes", [{"channels": ["fax"]}, {"company_id": 1}, {"active_to": None}, {"seats": 0}]
)
def test_a_subscription_refuses_such_changes(who, changes):
    subscription = SubscriptionFactory()
    before = RightsChange.objects.count()
    with pytest.raises(services.NotValid):
        services.change_subscription(subscription_id=subscription.pk, **changes, **who)
    assert RightsChange.objects.count() == before


def test_a_subscription_starts_now_unless_told(who, now):
    company, product = CompanyFactory(), ProductFactory()
    made = services.subscribe(company_id=company.pk, product_id=product.pk, **who)
    assert (made.active_from, made.active_to) == (now, None)


def test_a_company_cannot_have_a_product_twice_at_a_time(who, now):
    held = SubscriptionFactory(active_from=now, active_to=now + 2 * DAY)
    keys = {"company_id": held.company_id, "product_id": held.product_id}

    for start, end in ((now - DAY, now + DAY), (now + DAY, None), (now, now + 2 * DAY)):
        error = refused_without_trace(
            services.SubscriptionOverlaps,
            lambda start=start, end=end: services.subscribe(
                **keys, active_from=start, active_to=end, **who
            ),
        )
        assert error.http_status == 409

    services.subscribe(**keys, active_from=now + 2 * DAY, **who)
    services.subscribe(**keys, active_from=now - DAY, active_to=now, **who)


def test_an_overlap_is_refused_whatever_the_route(who, now):
    held = SubscriptionFactory(active_from=now, active_to=now + DAY)
    other = SubscriptionFactory(
        company=held.company, product=held.product, active_from=now + DAY, active_to=now + 2 * DAY
    )
    refused_without_trace(
        services.SubscriptionOverlaps,
        lambda: Subscription.objects.filter(pk=other.pk).update(active_from=now),
    )
    other.active_from = now
    refused_without_trace(services.SubscriptionOverlaps, other.save)


@pytest.mark.parametrize(
    "facts",
    [{"kind": "demo"}, {"kind": "gift"}, {"company_id": 404}, {"active_to": "past"}],
)
def test_a_subscription_refuses_what_makes_no_sense(who, now, facts):
    keys = {"company_id": CompanyFactory().pk, "product_id": ProductFactory().pk}
    if "active_to" in facts:
        facts = {"active_to": now - DAY}
    refused_without_trace(services.NotValid, lambda: services.subscribe(**keys | facts, **who))


def test_a_demo_with_an_end_is_fine(who, now):
    keys = {"company_id": CompanyFactory().pk, "product_id": ProductFactory().pk}
    services.subscribe(**keys, kind="demo", active_to=now + DAY, **who)


def test_a_subscription_ends_now_or_later_but_not_in_the_past(who, now):
    one, other, third = (SubscriptionFactory(active_from=now - DAY) for _ in range(3))
    services.end_subscription(subscription_id=one.pk, **who)
    services.end_subscription(subscription_id=other.pk, at=now + DAY, **who)
    services.end_subscription(subscription_id=third.pk, at=now - DAY / 2, **who)

    ends = Subscription.objects.order_by("pk").values_list("active_to", flat=True)
    assert list(ends) == [now, now + DAY, now]


def test_an_ended_subscription_cannot_be_ended_again(who, now):
    ended = SubscriptionFactory(active_from=now - DAY, active_to=now)
    refused_without_trace(
        services.SubscriptionEnded,
        lambda: services.end_subscription(subscription_id=ended.pk, at=now + DAY, **who),
    )


def test_an_end_cannot_be_moved_into_the_next_subscription(who, now):
    held = SubscriptionFactory(active_from=now - DAY, active_to=now + DAY)
    SubscriptionFactory(company=held.company, product=held.product, active_from=now + DAY)
    refused_without_trace(
        services.SubscriptionOverlaps,
        lambda: services.end_subscription(subscription_id=held.pk, at=now + 2 * DAY, **who),
    )


@pytest.mark.parametrize(
    "act",
    [
        lambda who: services.end_subscription(subscription_id=404, **who),
        lambda who: services.revoke_token(token_id=404, **who),
        lambda who: services.deactivate_person(person_id=404, **who),
        lambda who: services.change_product(product_id=404, name="x", **who),
        lambda who: services.set_company_active(company_id=404, active=False, **who),
    ],
)
def test_what_is_not_there_cannot_be_changed(who, act):
    assert refused_without_trace(services.NotFound, lambda: act(who)).http_status == 404


def test_a_token_works_at_once_and_its_secret_is_nowhere(who, now):
    company = CompanyFactory()

    token, secret = services.issue_token(name="cms", company_id=company.pk, **who)

    assert queries.reader_for_token(secret, now).token_id == token.pk
    assert secret.startswith(PREFIX)
    assert len(secret) >= 43
    kept = AccessToken.objects.values_list().get()
    audit = list(RightsChange.objects.values_list())
    assert secret not in str(kept) + str(audit)
    assert bytes(AccessToken.objects.get().hash) == digest(secret)


def test_two_tokens_have_two_secrets(who):
    company = CompanyFactory()
    secrets = {services.issue_token(name="cms", company_id=company.pk, **who)[1] for _ in range(3)}
    assert len(secrets) == 3


def test_a_token_needs_an_owner_of_one_company_and_a_future(who, now):
    company, stranger = CompanyFactory(), PersonFactory()
    for facts in (
        {},
        {"company_id": 404},
        {"company_id": company.pk, "person_id": stranger.pk},
        {"company_id": company.pk, "expires_at": now},
    ):
        refused_without_trace(
            services.NotValid,
            lambda facts=facts: services.issue_token(name="cms", **facts, **who),
        )


def test_a_token_says_what_it_is_for_and_who_made_it(who, now):
    company = CompanyFactory()
    admin, staff = PersonFactory(company=company), StaffFactory()
    for maker in (admin, staff):
        token, _ = services.issue_token(
            name="cms",
            company_id=company.pk,
            scopes=["stream", "api", "stream"],
            created_by_id=maker.pk,
            **who,
        )
        assert (token.scopes, token.created_by) == (["api", "stream"], maker)


def test_nobody_makes_a_token_of_another_company_or_for_what_does_not_exist(who):
    company, stranger = CompanyFactory(), PersonFactory()
    colleague = PersonFactory(company=company)
    for facts in (
        {"company_id": company.pk, "created_by_id": stranger.pk},
        {"person_id": colleague.pk, "created_by_id": stranger.pk},
        {"company_id": company.pk, "created_by_id": 404},
        {"company_id": company.pk, "scopes": ["telepathy"]},
    ):
        refused_without_trace(
            services.NotValid,
            lambda facts=facts: services.issue_token(name="cms", **facts, **who),
        )


def test_nobody_revokes_a_token_of_another_company(who):
    of_company = AccessTokenFactory()
    person = PersonFactory()
    of_person = AccessTokenFactory(company=None, person=person)
    for token, company_id in (
        (of_company, person.company_id),
        (of_person, of_company.company_id),
    ):
        refused_without_trace(
            services.NotFound,
            lambda token=token, pk=company_id: services.revoke_token(
                token_id=token.pk, of_company_id=pk, **who
            ),
        )
    services.revoke_token(token_id=of_person.pk, of_company_id=person.company_id, **who)
    services.revoke_token(token_id=of_company.pk, of_company_id=of_company.company_id, **who)
    assert not AccessToken.objects.filter(revoked_at=None).exists()


def test_a_revoked_token_stops_at_once_and_cannot_be_revoked_again(who, now):
    token = AccessTokenFactory(secret="wr_x")
    services.revoke_token(token_id=token.pk, **who)

    assert queries.reader_for_token("wr_x", now) is None
    refused_without_trace(
        services.TokenRevoked, lambda: services.revoke_token(token_id=token.pk, **who)
    )


def test_use_of_a_token_is_noted_once_a_minute(now):
    token, idle = AccessTokenFactory(), AccessTokenFactory()

    assert services.note_tokens_used(token_ids=[token.pk], now=now) == 1
    assert services.note_tokens_used(token_ids=[token.pk], now=now + timedelta(seconds=59)) == 0
    assert services.note_tokens_used(token_ids=[token.pk], now=now + timedelta(minutes=1)) == 1

    token.refresh_from_db()
    idle.refresh_from_db()
    assert token.last_used_at == now + timedelta(minutes=1)
    assert idle.last_used_at is None


def test_sales_may_manage_customers_and_nobody_else_may():
    group = Group.objects.get(pk=services.set_up_sales())
    assert services.set_up_sales() == group.pk
    sales, other = PersonFactory(), PersonFactory()
    sales.groups.add(group)

    assert Person.objects.get(pk=sales.pk).has_perm("customers.manage_customers")
    assert not Person.objects.get(pk=sales.pk).has_perm("customers.change_person")
    assert not Person.objects.get(pk=other.pk).has_perm("customers.manage_customers")
