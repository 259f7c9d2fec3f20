"""Whose word counts when somebody signs in, and what a provider must be."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.factories.customers import CompanyFactory, PersonFactory, StaffFactory
from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.access import identity
from wireroom.customers.models import IdentityProvider, RightsChange
from wireroom.customers.services import NotValid
from wireroom.customers.services.base import change_of_rights, save_valid

pytestmark = pytest.mark.django_db
OIDC = {"server_url": "https://login.bank.example", "client_id": "wireroom"}


def _add(now: datetime, **facts: Any) -> Any:
    usual = {
        "company_id": CompanyFactory().pk,
        "code": "bank",
        "name": "Bank",
        "protocol": "oidc",
        "domains": ["bank.example"],
        "config": OIDC,
        "secret": "s",
    }
    with change_of_rights("create", now=now, actor="sales@agency.example"):
        return save_valid(IdentityProvider(**usual | facts))


def test_a_provider_is_found_by_any_spelling_of_its_domain() -> None:
    IdentityProviderFactory(code="bank", domains=["xn--bcher-kva.example"])
    found = identity.provider_for("Ada@BÜCHER.example")
    assert found is not None
    assert found.code == "bank"


@pytest.mark.parametrize("email", ["a@sub.bank.example", "a@bank.example.evil.example", "bank", ""])
def test_no_other_domain_finds_it(email: str) -> None:
    IdentityProviderFactory(domains=["bank.example"])
    assert identity.provider_for(email) is None


def test_a_provider_that_is_off_or_of_a_closed_company_is_in_force_nowhere() -> None:
    IdentityProviderFactory(domains=["off.example"], active=False)
    IdentityProviderFactory(domains=["closed.example"], company=CompanyFactory(active=False))
    assert list(identity.providers()) == []


def test_only_active_readers_of_its_company_are_vouched_for() -> None:
    row = IdentityProviderFactory(domains=["bank.example"])
    good = PersonFactory(email="ada@bank.example", company=row.company)
    PersonFactory(email="gone@bank.example", company=row.company, is_active=False)
    PersonFactory(email="other@bank.example")
    StaffFactory(email="staff@bank.example", company=row.company)
    provider = identity.provider(row.code)
    assert provider is not None
    names = ["ada", "gone", "other", "staff", "nobody", "ada+x"]
    found = [identity.person_vouched_for(provider, f"{name}@bank.example") for name in names]
    assert found == [good, None, None, None, None, None]


def test_adding_one_is_audited_and_its_secret_is_not(now: datetime) -> None:
    _add(now, secret="a client secret")
    change = RightsChange.objects.latest("pk")
    assert (change.what, change.actor) == ("identityprovider:create", "sales@agency.example")
    assert "a client secret" not in str(change.detail)


def test_a_domain_belongs_to_one_provider(now: datetime) -> None:
    _add(now)
    with pytest.raises(NotValid, match="already"):
        _add(now, code="rival")


def test_a_domain_is_free_again_when_its_provider_is_off(now: datetime) -> None:
    first = _add(now)
    first.active = False
    first.save()
    assert _add(now, code="rival").pk


@pytest.mark.parametrize(
    "facts",
    [{"domains": []}, {"domains": ["not a domain"]}, {"config": {}}, {"secret": ""}],
)
def test_what_could_not_work_is_refused(now: datetime, facts: dict[str, Any]) -> None:
    with pytest.raises(NotValid):
        _add(now, **facts)
