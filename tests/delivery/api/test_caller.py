"""Who is let in by the API, and how they are told why not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.delivery.api.conftest import Calling
from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from tests.factories.items import release
from wireroom.customers.models import AccessToken

pytestmark = pytest.mark.django_db


def code_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_without_a_token_nobody_is_let_in_and_is_told_how(sold: Any) -> None:
    sold()
    answer = Calling("").get("/items")
    assert code_of(answer) == (401, "token_needed")
    assert answer["WWW-Authenticate"] == 'Bearer realm="wireroom"'
    basic = Calling("").get("/items", Authorization="Basic YTpi")
    assert code_of(basic) == (401, "token_needed")


@pytest.mark.parametrize("state", ["unknown", "expired", "revoked", "closed company"])
def test_a_token_that_is_not_good_is_not_told_why(sold: Any, now: Any, state: str) -> None:
    call = sold()
    assert call.get("/account").status_code == 200
    tokens = AccessToken.objects.all()
    if state == "unknown":
        call.secret = "wr_unknown"
    elif state == "expired":
        past = now - timedelta(days=1)
        tokens.update(created_at=past - timedelta(days=1), expires_at=past)
    elif state == "revoked":
        tokens.update(revoked_at=now)
    else:
        call.company.active = False
        call.company.save()
    answer = call.get("/account")
    assert code_of(answer) == (401, "token_not_good")
    assert 'error="invalid_token"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("scopes", "status"), [((), 200), (("api", "feed"), 200), (("stream",), 403)]
)
def test_the_scope_api_opens_it_and_so_does_none(sold: Any, scopes: Any, status: int) -> None:
    answer = sold(scopes=scopes).get("/items")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "token_not_for_api"
        assert 'error="insufficient_scope"' in answer["WWW-Authenticate"]


def test_a_company_that_holds_nothing_for_the_api_reads_nothing(sold: Any) -> None:
    call = sold(ProductFactory(channels=["terminal"]))
    assert code_of(call.get("/items")) == (403, "nothing_to_read")
    assert call.get("/account").json()["may_read"] is False


def test_networks_of_the_company_are_held(sold: Any) -> None:
    call = sold()
    call.company.networks = ["192.0.2.0/24"]
    call.company.save()
    assert code_of(call.get("/items")) == (403, "comes_from_elsewhere")
    call.company.networks = ["127.0.0.0/8"]
    call.company.save()
    assert call.get("/items").status_code == 200


def test_use_is_noted_once_a_minute(sold: Any) -> None:
    call = sold()
    call.get("/account")
    first = AccessToken.objects.get().last_used_at
    assert first is not None
    call.get("/account")
    assert AccessToken.objects.get().last_used_at == first


def test_a_token_of_a_person_reads_but_has_no_feeds(sold: Any) -> None:
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory())
    AccessTokenFactory(
        company=None, person=PersonFactory(company=company), secret="wr_p", scopes=["api"]
    )
    call, entry = Calling("wr_p"), release()
    assert call.get(f"/items/{entry.guid}").status_code == 200
    assert call.get("/account").json()["token"]["is_personal"] is True
    assert code_of(call.get("/feeds")) == (403, "company_token_needed")
    made = call.post("/feeds", {"name": "A", "destination": "feed"})
    assert code_of(made) == (403, "company_token_needed")


def test_a_token_of_the_agency_reads_and_has_no_company() -> None:
    AccessTokenFactory(company=None, person=StaffFactory(), secret="wr_s", scopes=["api"])
    call = Calling("wr_s")
    release()
    assert len(call.get("/items").json()["items"]) == 1
    assert "company" not in call.get("/account").json()
    assert code_of(call.get("/feeds")) == (403, "company_token_needed")
    assert call.get("/usage").json()["rows"] == []


def test_only_a_token_that_names_the_api_changes_feeds(sold: Any) -> None:
    call = sold(scopes=())
    assert call.get("/account").json()["token"]["may_write"] is False
    assert call.get("/feeds").status_code == 200
    made = call.post("/feeds", {"name": "A", "destination": "feed"})
    assert code_of(made) == (403, "token_cannot_write")


def test_a_cookie_counts_for_nothing_and_none_is_set(sold: Any) -> None:
    call = sold()
    call.client.force_login(PersonFactory())
    for path in ("/account", "/items", "/nothing"):
        answer = call.get(path)
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")
    call.secret = ""
    assert call.get("/account").status_code == 401
