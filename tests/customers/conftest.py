"""Who comes to the back office in these tests."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from tests.factories.customers import StaffFactory
from wireroom.customers.services import signing_in
from wireroom.customers.services.sales import SUPPORT, set_up_sales
from wireroom.desk.newsroom import CHIEF_EDITORS, EDITORS, set_up_newsroom


def signed_in(email, group_id=None) -> Client:
    person = StaffFactory(email=email)
    if group_id is not None:
        person.groups.add(group_id)
    client = Client()
    client.force_login(person)
    client.person = person
    return client


@pytest.fixture
def sales(db) -> Client:
    return signed_in("sales@agency.example", set_up_sales())


@pytest.fixture
def support(db) -> Client:
    set_up_sales()
    return signed_in("support@agency.example", Group.objects.get(name=SUPPORT).pk)


@pytest.fixture
def editor(db) -> Client:
    set_up_newsroom()
    return signed_in("editor@agency.example", Group.objects.get(name=EDITORS).pk)


@pytest.fixture
def chief_editor(db) -> Client:
    set_up_newsroom()
    return signed_in("chief.editor@agency.example", Group.objects.get(name=CHIEF_EDITORS).pk)


@pytest.fixture(autouse=True)
def no_failures_so_far():
    """Begin with no failed sign-ins counted: those of other tests in this minute would count."""
    signing_in._FAILURES.forget()
