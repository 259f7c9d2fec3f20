"""A company with an administrator and a reader, and another company."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.customers import CompanyFactory, PersonFactory


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def company(db: None) -> Any:
    return CompanyFactory(name="Bank of Example")


@pytest.fixture
def boss(company: Any) -> Any:
    return PersonFactory(
        company=company, role="administrator", email="boss@bank.example", first_name="Beatrix"
    )


@pytest.fixture
def reader(company: Any) -> Any:
    return PersonFactory(company=company, email="reader@bank.example", first_name="Rupert")


@pytest.fixture
def as_boss(boss: Any) -> Client:
    return signed_in(boss)


@pytest.fixture
def as_reader(reader: Any) -> Client:
    return signed_in(reader)


@pytest.fixture
def stranger(db: None) -> Any:
    """Somebody of another company."""
    return PersonFactory(email="eve@other.example", first_name="Eve")
