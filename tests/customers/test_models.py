"""What the database itself refuses, and spellings that are one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from wireroom.customers.addresses import canonical_email
from wireroom.customers.fields import (
    CodesFormField,
    validate_languages,
    validate_qcodes,
)
from wireroom.customers.models import Company, Person, Product, Subscription


@given(st.text())
def test_the_canonical_address_is_canonical(text):
    assert canonical_email(canonical_email(text)) == canonical_email(text)


def test_addresses_that_look_alike_are_one():
    assert canonical_email(" \uff21nn@Example.COM ") == "ann@example.com"
    assert canonical_email("ann@example.com") != canonical_email("anna@example.com")


@pytest.mark.django_db
def test_an_address_is_found_in_any_case_and_is_unique_in_any_case():
    person = PersonFactory(email="Ann@Example.com")

    assert person.email == "ann@example.com"
    assert Person.objects.get(email="ANN@EXAMPLE.COM") == person
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonFactory(email="aNN@example.com")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person(email="ANN@example.com")])


@pytest.mark.django_db
def test_raw_sql_cannot_store_an_address_in_another_spelling():
    person = PersonFactory()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_person SET email = %s WHERE id = %s", ["Ann@x.com", person.pk]
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "facts"),
    [
        (CompanyFactory, {"code": ""}),
        (CompanyFactory, {"name": ""}),
        (PersonFactory, {"email": ""}),
        (ProductFactory, {"code": ""}),
        (ProductFactory, {"level": "all"}),
        (ProductFactory, {"topics": {"a": 1}}),
        (ProductFactory, {"genres": "genre:Current"}),
        (SubscriptionFactory, {"kind": "gift"}),
        (SubscriptionFactory, {"kind": "demo", "active_to": None}),
        (AccessTokenFactory, {"company": None}),
        (AccessTokenFactory, {"hash": b"short"}),
    ],
)
def test_the_database_refuses(make, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**facts)


@pytest.mark.django_db
def test_the_database_refuses_a_period_that_ends_before_it_starts(now):
    with pytest.raises(IntegrityError), transaction.atomic():
        SubscriptionFactory(active_from=now, active_to=now - timedelta(seconds=1))
    SubscriptionFactory(active_from=now, active_to=now)


@pytest.mark.django_db
def test_the_database_refuses_the_same_product_twice_without_end():
    held = SubscriptionFactory()
    twin = Subscription(company=held.company, product=held.product, active_from=held.active_from)
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.bulk_create([twin])


@pytest.mark.django_db
def test_two_tokens_cannot_share_a_secret():
    AccessTokenFactory(secret="wr_x")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessTokenFactory(secret="wr_x")


@pytest.mark.parametrize("codes", [[], ["medtop:04000000"], ["genre:Press_Release-Receipt", "a:b"]])
def test_qcodes_pass(codes):
    validate_qcodes(codes)


@pytest.mark.parametrize(
    "codes", ["medtop:1", {"a": 1}, [1], ["medtop"], ["a:b c"], [""], [":x"], None]
)
def test_anything_else_is_not_a_list_of_qcodes(codes):
    with pytest.raises(ValidationError):
        validate_qcodes(codes)


def test_languages_are_tags():
    validate_languages(["en", "en-GB", "zh-Hans-CN"])
    with pytest.raises(ValidationError):
        validate_languages(["en_GB"])


def test_codes_are_typed_in_lines_commas_or_spaces():
    field = CodesFormField(required=False)
    assert field.clean("b:2\na:1, b:2 c:3") == ["a:1", "b:2", "c:3"]
    assert field.clean("") == []
    assert field.prepare_value(["a:1", "b:2"]) == "a:1\nb:2"
    assert not field.has_changed(["a:1"], "a:1\n")
    assert field.has_changed(["a:1"], "a:1 b:2")


@pytest.mark.django_db
def test_a_valid_product_passes_its_own_checks():
    Product(code="gas", name="Gas", topics=["medtop:1"]).full_clean()
    with pytest.raises(ValidationError):
        Product(code="gas", name="Gas", topics=["medtop"]).full_clean()


@pytest.mark.django_db
def test_a_super_user_is_staff_and_needs_no_username():
    chief = Person.objects.create_superuser("Chief@Agency.example", "a good long password")
    assert (chief.email, chief.is_staff, chief.is_superuser) == ("chief@agency.example", True, True)
    plain = Person.objects.create_user("a@b.example")
    assert (plain.is_staff, plain.is_superuser) == (False, False)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", "customers", check=True, dry_run=True, verbosity=0)
    assert Company.objects.count() == 0
