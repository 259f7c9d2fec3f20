"""Secrets at rest."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from tests.factories.providers import IdentityProviderFactory
from wireroom.customers.access.sealing import SealBroken, seal, unseal
from wireroom.customers.models import IdentityProvider


def test_what_is_sealed_opens_again_and_does_not_show() -> None:
    token = seal("a client secret")
    assert "a client secret" not in token
    assert unseal(token) == "a client secret"
    assert seal("a client secret") != token


def test_under_another_key_it_does_not_open(settings: Any) -> None:
    token = seal("a client secret")
    settings.SECRET_KEY = "another key " * 4
    with pytest.raises(SealBroken):
        unseal(token)


def test_a_former_key_still_opens(settings: Any) -> None:
    token = seal("a client secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key " * 4
    assert unseal(token) == "a client secret"


def test_a_changed_token_does_not_open() -> None:
    token = seal("a client secret")
    changed = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    with pytest.raises(SealBroken):
        unseal(changed)


@pytest.mark.django_db
def test_the_database_holds_a_providers_secret_sealed() -> None:
    row = IdentityProviderFactory(secret="a client secret")
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM customers_identityprovider")
        (stored,) = cursor.fetchone()
    assert "a client secret" not in stored
    assert IdentityProvider.objects.get(pk=row.pk).secret == "a client secret"


@pytest.mark.django_db
def test_a_secret_that_cannot_be_opened_counts_as_absent(settings: Any) -> None:
    row = IdentityProviderFactory(secret="a client secret")
    settings.SECRET_KEY = "another key " * 4
    assert IdentityProvider.objects.get(pk=row.pk).secret == ""
