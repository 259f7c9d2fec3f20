"""Identity providers for tests."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from tests.factories.customers import CompanyFactory
from wireroom.customers.models import IdentityProvider


class IdentityProviderFactory(DjangoModelFactory[IdentityProvider]):
    """An OpenID Connect provider that nobody has to use."""

    class Meta:
        model = IdentityProvider

    company = factory.SubFactory(CompanyFactory)
    code = factory.Sequence(lambda n: f"provider-{n}")
    name = "Bank Sign-in"
    domains = factory.Sequence(lambda n: [f"bank{n}.example"])
    config = factory.LazyFunction(
        lambda: {"server_url": "https://sign-in.bank.example", "client_id": "wireroom"}
    )
    secret = "a client secret"
