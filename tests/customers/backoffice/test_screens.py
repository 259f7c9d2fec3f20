"""Every screen of the back office, for each group: who sees it, who changes it, who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    DemoRequestFactory,
    PersonFactory,
    ProductFactory,
    SignInFactory,
    SubscriptionFactory,
)
from tests.support.backoffice import is_refused
from wireroom.customers.models import (
    AccessEvent,
    IdentityProvider,
    Invitation,
    OutgoingMail,
    RightsChange,
    TermsOfUse,
)
from wireroom.customers.services.terms import publish_terms

pytestmark = pytest.mark.django_db


def _invitation():
    return Invitation.objects.create(
        company=CompanyFactory(), email="new@acme.example", email_key="new@acme.example",
        invited_by="sales@agency.example", hash=b"i" * 32, sent_at=START,
        expires_at=START + timedelta(days=7),
    )  # fmt: skip


def _letter():
    return OutgoingMail.objects.create(
        to="ann@acme.example", subject="Your key", text="https://site/secret-key", made_at=START,
        due_at=START, attempts=3, trouble="Connection refused",
    )  # fmt: skip


def _terms():
    publish_terms(text="Be fair.", now=START, actor="sales@agency.example")
    return TermsOfUse.objects.get()


def _provider():
    return IdentityProvider.objects.create(
        company=CompanyFactory(), code="acme", name="Acme", domains=["acme.example"],
        config={"server_url": "https://id.acme.example", "client_id": "wr"}, secret="hush-hush",
    )  # fmt: skip


def _change():
    CompanyFactory()
    return RightsChange.objects.latest("id")


def _event():
    return AccessEvent.record(what="sign_in:ok", subject="person:1", actor="a@b.c", now=START)


MAKERS = {
    "company": CompanyFactory,
    "customer": PersonFactory,
    "product": ProductFactory,
    "subscription": SubscriptionFactory,
    "accesstoken": AccessTokenFactory,
    "demorequest": DemoRequestFactory,
    "signin": SignInFactory,
    "invitation": _invitation,
    "letter": _letter,
    "termsofuse": _terms,
    "identityprovider": _provider,
    "rightschange": _change,
    "accessevent": _event,
}
CHANGED = ("company", "customer", "product", "subscription", "identityprovider")
MADE = (*CHANGED, "accesstoken", "termsofuse")
PAGES = ("customers_conversion", "customers_why", "choose_company:choose", "choose_person:choose")


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("who", ["sales", "support"])
def test_sales_and_support_list_search_inspect_and_export(request, who, name):
    client, record = request.getfixturevalue(who), MAKERS[name]()

    for address, asked in (
        (reverse(f"{name}:index"), {}),
        (reverse(f"{name}:index_results"), {"q": "acme bank"}),
        (reverse(f"{name}:inspect", args=[record.pk]), {}),
    ):
        assert client.get(address, asked).status_code == 200, address
    for kind in ("csv", "xlsx"):
        export = client.get(reverse(f"{name}:index"), {"export": kind})
        assert b"".join(export.streaming_content).strip()
    taken = AccessEvent.objects.filter(what="list:exported", actor=client.person.email)
    assert [event.detail["asked"] for event in taken] == [{"export": "xlsx"}, {"export": "csv"}]


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("who", ["editor", "chief_editor"])
def test_editors_and_their_chiefs_see_none_of_it(request, who, name):
    client, record = request.getfixturevalue(who), MAKERS[name]()

    for address in (
        reverse(f"{name}:index"),
        reverse(f"{name}:index_results"),
        reverse(f"{name}:add"),
        *(
            reverse(f"{name}:{page}", args=[record.pk])
            for page in ("inspect", "edit", "history", "usage", "delete")
        ),
    ):
        assert is_refused(client.get(address)), address


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_that_are_no_lists(sales, support, editor, chief_editor, page):
    for client in (sales, support):
        assert client.get(reverse(page)).status_code == 200
    for client in (editor, chief_editor):
        assert is_refused(client.get(reverse(page)))


@pytest.mark.parametrize("name", MAKERS)
def test_sales_change_what_can_be_changed_and_support_changes_nothing(sales, support, name):
    record = MAKERS[name]()
    edit, add = reverse(f"{name}:edit", args=[record.pk]), reverse(f"{name}:add")

    assert is_refused(support.get(edit))
    assert is_refused(support.get(add))
    assert is_refused(support.post(edit, {}))
    assert (sales.get(edit).status_code == 200) == (name in CHANGED)
    assert (sales.get(add).status_code == 200) == (name in MADE)


@pytest.mark.parametrize("name", MAKERS)
def test_nobody_deletes(sales, name):
    record = MAKERS[name]()
    assert is_refused(sales.post(reverse(f"{name}:delete", args=[record.pk])))
    record.refresh_from_db()


@pytest.mark.parametrize("name", MAKERS)
def test_a_list_costs_the_same_whatever_its_length(sales, name, django_assert_max_num_queries):
    makes_one_only = name in {"termsofuse", "identityprovider", "invitation"}
    for _ in range(1 if makes_one_only else 12):
        MAKERS[name]()
    with django_assert_max_num_queries(16):
        sales.get(reverse(f"{name}:index"))


def test_strangers_sign_in_first(client):
    for page in ("company:index", "customers_why", "customers_see_as", "choose_person:choose"):
        assert "login" in client.get(reverse(page))["Location"]


def test_the_menu_is_there_for_those_who_may_look(sales, support, editor):
    home = reverse("wagtailadmin_home")
    address = reverse("company:index")
    assert address in sales.get(home).content.decode()
    assert address in support.get(home).content.decode()
    assert address not in editor.get(home).content.decode()


def test_no_letter_shows_its_text_for_there_may_be_a_key_in_it(sales):
    letter = _letter()
    for page in (
        sales.get(reverse("letter:inspect", args=[letter.pk])).content,
        sales.get(reverse("letter:index")).content,
        b"".join(sales.get(reverse("letter:index"), {"export": "csv"}).streaming_content),
    ):
        assert b"Connection refused" in page
        assert b"secret-key" not in page


def test_the_secret_of_a_provider_goes_in_and_never_out(sales):
    provider = _provider()
    address = reverse("identityprovider:edit", args=[provider.pk])
    for page in ("inspect", "edit"):
        shown = sales.get(reverse(f"identityprovider:{page}", args=[provider.pk])).content
        assert b"client_id" in shown
        assert b"hush-hush" not in shown
    facts = {
        "company": provider.company_id, "code": "acme", "name": "Acme", "protocol": "oidc",
        "domains": "acme.example", "config": '{"server_url": "https://id.x", "client_id": "wr"}',
        "active": "on",
    }  # fmt: skip

    sales.post(address, facts)
    provider.refresh_from_db()
    assert (provider.config["server_url"], provider.secret) == ("https://id.x", "hush-hush")
    sales.post(address, facts | {"new_secret": "louder"})
    provider.refresh_from_db()
    assert provider.secret == "louder"


def test_the_key_of_a_session_is_shown_nowhere(sales):
    session = SignInFactory(session_key="open-sesame")
    export = sales.get(reverse("signin:index"), {"export": "csv"})
    for page in (
        sales.get(reverse("signin:inspect", args=[session.pk])).content,
        sales.get(reverse("signin:index")).content,
        sales.get(reverse("company:inspect", args=[session.person.company_id])).content,
        b"".join(export.streaming_content),
    ):
        assert b"open-sesame" not in page
