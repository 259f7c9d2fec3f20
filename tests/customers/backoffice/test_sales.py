"""What sales do in the back office, and that editors cannot."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.urls import reverse

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.support.backoffice import is_refused
from wireroom.customers import queries
from wireroom.customers.models import (
    AccessToken,
    Company,
    Person,
    Product,
    RightsChange,
    Subscription,
)
from wireroom.customers.rights.product_query import explain

pytestmark = pytest.mark.django_db

LISTS = ("company", "customer", "product", "subscription", "accesstoken", "rightschange")
MAKERS = {
    "company": CompanyFactory,
    "customer": PersonFactory,
    "product": ProductFactory,
    "subscription": SubscriptionFactory,
    "accesstoken": AccessTokenFactory,
}


@pytest.mark.parametrize("name", LISTS)
def test_sales_see_search_inspect_and_export_every_list(sales, name):
    record = MAKERS.get(name, CompanyFactory)()
    pk = RightsChange.objects.latest("id").pk if name == "rightschange" else record.pk

    assert sales.get(reverse(f"{name}:index")).status_code == 200
    assert sales.get(reverse(f"{name}:index"), {"q": "company"}).status_code == 200
    assert sales.get(reverse(f"{name}:inspect", args=[pk])).status_code == 200
    export = sales.get(reverse(f"{name}:index"), {"export": "csv"})
    assert export["Content-Type"].startswith("text/csv")
    assert b"".join(export.streaming_content).count(b"\n") > 1


@pytest.mark.parametrize("name", LISTS)
def test_editors_see_none_of_it(editor, name):
    record = MAKERS.get(name, CompanyFactory)()
    pk = RightsChange.objects.latest("id").pk if name == "rightschange" else record.pk

    assert is_refused(editor.get(reverse(f"{name}:index")))
    assert is_refused(editor.get(reverse(f"{name}:inspect", args=[pk])))
    assert is_refused(editor.get(reverse(f"{name}:history", args=[pk])))
    assert is_refused(editor.get(reverse(f"{name}:add")))


def test_strangers_are_sent_to_sign_in(client):
    assert "login" in client.get(reverse("company:index"))["Location"]


def menu(client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_sales_have_the_menu(sales):
    assert reverse("company:index") in menu(sales)


def test_editors_do_not_have_the_menu(editor):
    assert reverse("company:index") not in menu(editor)


def test_a_company_made_in_the_form_is_recorded_with_its_maker(sales):
    sales.post(reverse("company:add"), {"name": "Acme", "code": "acme", "active": "on"})

    company = Company.objects.get(code="acme")
    change = RightsChange.objects.latest("id")
    assert (change.what, change.actor) == ("company:create", "sales@agency.example")
    assert change.subject == f"company:{company.pk}"


def test_a_company_changed_in_the_form_is_recorded(sales):
    company = CompanyFactory()
    sales.post(
        reverse("company:edit", args=[company.pk]), {"name": company.name, "code": company.code}
    )

    company.refresh_from_db()
    assert not company.active
    assert RightsChange.objects.latest("id").detail["after"] == {"active": False}


def test_a_form_that_is_refused_leaves_no_trace(sales):
    CompanyFactory(code="acme")
    generation = queries.rights_generation()

    response = sales.post(reverse("company:add"), {"name": "Acme", "code": "acme"})

    assert response.status_code == 200
    assert queries.rights_generation() == generation


def test_a_product_takes_its_codes_as_lines(sales):
    facts = {"name": "Gas", "code": "gas", "level": "full", "active": "on"}
    sales.post(
        reverse("product:add"), facts | {"topics": "medtop:2\nmedtop:1", "languages": "en, ru"}
    )
    refused = sales.post(reverse("product:add"), facts | {"code": "oil", "topics": "nonsense"})

    found = {product.code: product for product in Product.objects.all()}
    assert found.keys() == {"gas"}
    assert found["gas"].topics == ["medtop:1", "medtop:2"]
    assert found["gas"].languages == ["en", "ru"]
    assert "is not a code" in refused.content.decode()


def test_a_product_by_query_says_in_words_what_it_asks_for(sales):
    facts = {"name": "Gas", "code": "gas", "level": "full", "active": "on"}
    sales.post(reverse("product:add"), facts | {"query": " gas AND topic:04000000 "})

    product = Product.objects.get(code="gas")
    assert product.query == "gas AND topic:04000000"
    assert product.terms.get().query == product.query
    for page in ("edit", "inspect"):
        text = sales.get(reverse(f"product:{page}", args=[product.pk])).content.decode()
        assert explain(product.query) in html.unescape(text)


@pytest.mark.parametrize(
    ("query", "spot"),
    [("gas OR date:today", "8"), ("product:oil", "9"), ("gas (oil", "5")],
)
def test_a_product_by_a_bad_query_is_refused_in_the_form_at_the_character(sales, query, spot):
    facts = {"name": "Gas", "code": "gas", "level": "full", "active": "on"}
    refused = sales.post(reverse("product:add"), facts | {"query": query})

    assert not Product.objects.exists()
    assert f"At character {spot}, " in refused.content.decode()


def test_an_overlapping_subscription_is_told_in_the_form(sales):
    held = SubscriptionFactory()
    facts = {
        "company": held.company_id,
        "product": held.product_id,
        "kind": "paid",
        "active_from": "2026-11-01 00:00",
    }
    response = sales.post(reverse("subscription:add"), facts)

    assert response.status_code == 200
    assert "at that time" in response.content.decode()
    assert Subscription.objects.count() == 1
    other = facts | {"product": ProductFactory().pk}
    assert sales.post(reverse("subscription:add"), other).status_code == 302


def test_a_subscription_is_ended_after_a_question(sales):
    held = SubscriptionFactory()
    url = reverse("subscription:end", args=[held.pk])
    assert url in sales.get(reverse("subscription:index")).content.decode()

    assert sales.get(url).status_code == 200
    held.refresh_from_db()
    assert held.active_to is None

    sales.post(url)
    held.refresh_from_db()
    assert held.active_to is not None
    assert RightsChange.objects.latest("id").what == "subscription:end"
    again = sales.post(url, follow=True).content.decode()
    assert "ended already" in again
    assert url not in sales.get(reverse("subscription:index")).content.decode()


def test_a_token_shows_its_secret_once(sales):
    company = CompanyFactory()

    response = sales.post(reverse("accesstoken:add"), {"name": "cms", "company": company.pk})

    (secret,) = re.findall(r"wr_[\w-]{43}", response.content.decode())
    assert "no-store" in response["Cache-Control"]
    token = AccessToken.objects.get()
    now = datetime(2026, 11, 24, tzinfo=UTC)
    assert queries.reader_for_token(secret, now).token_id == token.pk
    for page in ("index", "inspect"):
        args = [token.pk] if page == "inspect" else []
        assert secret not in sales.get(reverse(f"accesstoken:{page}", args=args)).content.decode()
    assert RightsChange.objects.latest("id").actor == "sales@agency.example"


def test_a_token_without_an_owner_or_of_staff_is_not_issued(sales):
    staff = StaffFactory()
    for facts in (
        {},
        {"person": staff.pk},
        {"company": CompanyFactory().pk, "expires_at": "2020-01-01"},
    ):
        response = sales.post(reverse("accesstoken:add"), {"name": "cms"} | facts)
        assert response.status_code == 200
        assert "wr_" not in response.content.decode()
    assert not AccessToken.objects.exists()


def test_a_token_is_revoked_after_a_question(sales):
    token = AccessTokenFactory()
    url = reverse("accesstoken:revoke", args=[token.pk])

    sales.get(url)
    token.refresh_from_db()
    assert token.revoked_at is None
    sales.post(url)
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize("name", ["subscription:end", "accesstoken:revoke"])
def test_editors_cannot_end_anything(editor, name):
    record = MAKERS[name.partition(":")[0]]()
    assert is_refused(editor.post(reverse(name, args=[record.pk])))
    record.refresh_from_db()
    assert getattr(record, "revoked_at", None) is None
    assert getattr(record, "active_to", None) is None


def test_a_token_cannot_be_edited_and_the_audit_cannot_grow_by_hand(sales):
    token = AccessTokenFactory()
    change = RightsChange.objects.latest("id")
    assert is_refused(sales.get(reverse("accesstoken:edit", args=[token.pk])))
    assert is_refused(sales.get(reverse("rightschange:add")))
    assert is_refused(sales.get(reverse("rightschange:edit", args=[change.pk])))


@pytest.mark.parametrize("name", MAKERS)
def test_nobody_deletes_not_even_the_chief(client, name):
    record = MAKERS[name]()
    client.force_login(StaffFactory(is_superuser=True))

    assert is_refused(client.post(reverse(f"{name}:delete", args=[record.pk])))
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_person_made_in_the_form_can_sign_in_with_the_password_given(sales):
    company = CompanyFactory()
    facts = {"email": "Ann@Acme.example", "company": company.pk, "is_active": "on"}

    sales.post(reverse("customer:add"), facts | {"new_password": "a good long password"})
    refused = sales.post(
        reverse("customer:add"), facts | {"email": "b@acme.example", "new_password": "short"}
    )

    assert authenticate(username="ann@acme.example", password="a good long password") is not None
    assert refused.status_code == 200
    assert not Person.objects.filter(email="b@acme.example").exists()


def test_an_edit_without_a_password_keeps_the_old_one(sales):
    person = PersonFactory()
    old = person.password
    facts = {
        "email": person.email,
        "first_name": "Eve",
        "company": person.company_id,
        "is_active": "on",
    }

    sales.post(reverse("customer:edit", args=[person.pk]), facts)

    person.refresh_from_db()
    assert (person.first_name, person.password) == ("Eve", old)


def test_sales_can_neither_see_nor_make_the_agencys_own_people(sales):
    staff, company = StaffFactory(), CompanyFactory()
    chief = PersonFactory(is_superuser=True)

    assert staff.email not in sales.get(reverse("customer:index")).content.decode()
    for person in (staff, chief):
        assert sales.get(reverse("customer:edit", args=[person.pk])).status_code == 404
        assert sales.get(reverse("customer:inspect", args=[person.pk])).status_code == 404
    assert is_refused(sales.get(reverse("wagtailusers_users:index")))
    sales.post(
        reverse("customer:add"),
        {"email": "x@acme.example", "company": company.pk, "is_staff": "on", "is_superuser": "on"},
    )
    made = Person.objects.get(email="x@acme.example")
    assert (made.is_staff, made.is_superuser) == (False, False)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(sales, name, django_assert_max_num_queries):
    make = MAKERS.get(name, CompanyFactory)
    for _ in range(6):
        make()
    with django_assert_max_num_queries(30):
        sales.get(reverse(f"{name}:index"))


def test_the_list_of_changes_shows_the_newest_first(sales):
    CompanyFactory(name="Elder Bank")
    CompanyFactory(name="Younger Bank")
    page = sales.get(reverse("rightschange:index")).content.decode()
    assert page.index("Younger Bank") < page.index("Elder Bank")


def test_wagtails_own_user_screen_is_recorded_too(client):
    client.force_login(StaffFactory(email="chief@agency.example", is_superuser=True))
    staff = StaffFactory(first_name="Eve", last_name="Editor")
    facts = {"email": staff.email, "first_name": "Eve", "last_name": "Editor", "is_active": "on"}

    client.post(reverse("wagtailusers_users:edit", args=[staff.pk]), facts | {"is_superuser": "on"})

    change = RightsChange.objects.latest("id")
    assert (change.what, change.actor) == ("person:change", "chief@agency.example")
    assert change.detail["after"] == {"is_superuser": True}


def test_wagtails_own_user_screen_cannot_delete_anybody(client):
    client.force_login(StaffFactory(is_superuser=True))
    staff = StaffFactory()
    answer = client.post(reverse("wagtailusers_users:delete", args=[staff.pk]))
    assert answer.status_code == 409
    assert Person.objects.filter(pk=staff.pk).exists()


def test_editors_do_not_read_of_customers_in_the_site_history(client):
    chief = StaffFactory(is_superuser=True)
    client.force_login(chief)
    client.post(reverse("company:add"), {"name": "Secret Customer", "code": "acme"})
    history = reverse("wagtailadmin_reports:site_history")
    assert "Secret Customer" in client.get(history).content.decode()

    editor = StaffFactory()
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    assert "Secret Customer" not in client.get(history).content.decode()


def test_a_change_of_rights_is_listed_by_the_name_of_whom_it_concerns(sales):
    CompanyFactory(name="Merrow Bank")
    assert "company:create Merrow Bank" in sales.get(reverse("rightschange:index")).content.decode()
