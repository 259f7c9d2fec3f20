"""Companies, people, products, subscriptions and tokens for tests.

They save models directly; `START` lies before everything: a subscription made without dates is
in force whatever the test takes for now.
"""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from wireroom.customers.models import AccessToken, Company, Person, Product, Subscription
from wireroom.customers.tokens import digest

START = datetime(2020, 1, 1, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


class CompanyFactory(DjangoModelFactory[Company]):
    class Meta:
        model = Company

    code = factory.Sequence(lambda n: f"company-{n}")
    name = factory.Sequence(lambda n: f"Company {n}")


class PersonFactory(DjangoModelFactory[Person]):
    """Somebody of a company who signs in with `PASSWORD`."""

    class Meta:
        model = Person
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"reader{n}@example.com")
    first_name = "Ada"
    last_name = "Reader"
    company = factory.SubFactory(CompanyFactory)
    password = factory.django.Password(PASSWORD)


class StaffFactory(PersonFactory):
    """Somebody of the agency."""

    email = factory.Sequence(lambda n: f"staff{n}@agency.example")
    company = None
    is_staff = True


class ProductFactory(DjangoModelFactory[Product]):
    """The whole wire in full, on offer since `START`."""

    class Meta:
        model = Product

    code = factory.Sequence(lambda n: f"product-{n}")
    name = factory.Sequence(lambda n: f"Product {n}")
    created_at = START


class SubscriptionFactory(DjangoModelFactory[Subscription]):
    """In force since `START`, until further notice."""

    class Meta:
        model = Subscription

    company = factory.SubFactory(CompanyFactory)
    product = factory.SubFactory(ProductFactory)
    active_from = START


class AccessTokenFactory(DjangoModelFactory[AccessToken]):
    """A token of a company; say `secret=` to know its secret."""

    class Meta:
        model = AccessToken

    class Params:
        secret = factory.Sequence(lambda n: f"wr_secret-{n}")

    name = "newsroom system"
    company = factory.SubFactory(CompanyFactory)
    created_at = START
    hash = factory.LazyAttribute(lambda token: digest(token.secret))
