"""Companies, people, products, subscriptions and tokens for tests.

They save models directly; `START` lies before everything: a subscription made without dates is
in force whatever the test takes for now.
"""

from __future__ import annotations

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from wireroom.customers.access.tokens import digest
from wireroom.customers.models import (
    AccessToken,
    Company,
    DemoRequest,
    OutgoingMail,
    Person,
    Product,
    SignIn,
    Subscription,
)
from wireroom.customers.services import Application
from wireroom.kernel.ids import new_secret

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


def demo_application(**over: object) -> Application:
    """What a prospect says who is unknown so far; name what should be otherwise."""
    facts: dict[str, object] = {
        "form": new_secret()[:12],
        "first_name": "Grace",
        "last_name": "Prospect",
        "company_name": "Quay Bank",
        "email": "grace@quay.example",
        "country": "GB",
        "address": "192.0.2.7",
    }
    return Application(**facts | over)  # type: ignore[arg-type]  # a test's own facts


def proof_of(to: str = "grace@quay.example") -> str:
    """Read the secret in the newest letter that lets somebody prove an address."""
    letters = OutgoingMail.objects.filter(to=to, text__contains="/subscribe/proof/")
    return letters.latest("pk").text.partition("/subscribe/proof/")[2].partition("/")[0]


class SignInFactory(DjangoModelFactory[SignIn]):
    """An open session, as the back office sees it."""

    class Meta:
        model = SignIn

    person = factory.SubFactory(PersonFactory)
    session_key = factory.Sequence(lambda n: f"session{n}")
    address = "192.0.2.7"
    method = "password"
    began_at = START
    seen_at = START


class DemoRequestFactory(DjangoModelFactory[DemoRequest]):
    """A request as it was typed; nothing has come of it yet."""

    class Meta:
        model = DemoRequest

    first_name = "Grace"
    last_name = "Prospect"
    company_name = factory.Sequence(lambda n: f"Prospect {n}")
    email = factory.Sequence(lambda n: f"grace@prospect{n}.example")
    email_key = factory.SelfAttribute("email")
    domain = factory.Sequence(lambda n: f"prospect{n}.example")
    requested_at = START
