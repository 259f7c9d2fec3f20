"""Every change of rights leaves one row in the audit, whatever the route."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import serializers
from django.core.management import call_command
from django.db import IntegrityError, transaction

from tests.factories.customers import (
    START,
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    StaffFactory,
    SubscriptionFactory,
)
from wireroom.customers import queries, services
from wireroom.customers.acting import acting
from wireroom.customers.models import (
    AccessToken,
    Company,
    Customer,
    Person,
    Product,
    RightsChange,
    Subscription,
    Terms,
)
from wireroom.customers.models.append_only import AuditIsAppendOnly
from wireroom.customers.models.kept import NothingIsDeleted
from wireroom.customers.models.recorded import RecordedQuerySet, UnrecordableChange

pytestmark = pytest.mark.django_db

FACTORIES = (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
    AccessTokenFactory,
)


def newest() -> RightsChange:
    return RightsChange.objects.latest("id")


def tags_after(generation: int) -> list[str]:
    rows = RightsChange.objects.filter(id__gt=generation).order_by("id")
    return list(rows.values_list("what", flat=True))


@pytest.mark.parametrize("make", FACTORIES)
def test_saving_a_new_record_is_recorded_once(make):
    record = make()
    subject = f"{record._meta.model_name}:{record.pk}"

    (change,) = RightsChange.objects.filter(subject=subject)

    assert change.what == f"{record._meta.model_name}:create"
    assert change.detail["after"].keys() == record.rights_fields
    assert change.detail["before"] == {}


@pytest.mark.parametrize("make", FACTORIES)
def test_saving_without_a_change_is_not_recorded(make):
    record = make()
    before = queries.rights_generation()

    record.save()
    type(record).objects.get(pk=record.pk).save()

    assert queries.rights_generation() == before


def test_saving_a_changed_right_records_what_was_and_what_is():
    company = CompanyFactory()
    company.active = False
    company.save()

    assert newest().what == "company:change"
    assert newest().detail["before"] == {"active": True}
    assert newest().detail["after"] == {"active": False}


def test_a_name_and_a_sign_in_change_no_rights():
    company, person, token = CompanyFactory(), PersonFactory(), AccessTokenFactory()
    before = queries.rights_generation()

    company.name = "Renamed"
    company.save()
    person.last_login = datetime(2026, 1, 1, tzinfo=UTC)
    person.set_password("another good password")
    person.save()
    AccessToken.objects.filter(pk=token.pk).update(last_used_at=START)

    assert queries.rights_generation() == before


def test_saving_only_a_field_that_gives_rights_is_recorded():
    person = PersonFactory()
    person.is_active = False
    person.save(update_fields=["is_active"])

    assert newest().detail["after"] == {"is_active": False}


def test_an_update_of_many_rows_is_recorded_row_by_row():
    one, other, untouched = CompanyFactory(), CompanyFactory(), CompanyFactory(active=False)
    before = queries.rights_generation()

    assert Company.objects.update(active=False) == 3

    changed = RightsChange.objects.filter(id__gt=before).values_list("subject", flat=True)
    assert sorted(changed) == sorted([f"company:{one.pk}", f"company:{other.pk}"])
    assert f"company:{untouched.pk}" not in changed


def test_an_update_by_column_name_is_recorded():
    person, company = PersonFactory(), CompanyFactory()

    Person.objects.filter(pk=person.pk).update(company_id=company.pk)

    assert newest().detail["after"] == {"company": company.pk}


def test_bulk_update_is_recorded():
    company = CompanyFactory()
    company.active = False

    Company.objects.bulk_update([company], ["active"])

    assert newest().detail["after"] == {"active": False}


def test_bulk_create_is_recorded_for_each_row():
    before = queries.rights_generation()

    Company.objects.bulk_create([Company(code="a", name="A"), Company(code="b", name="B")])

    assert tags_after(before) == ["company:create", "company:create"]


@pytest.mark.parametrize(
    "options",
    [
        {"ignore_conflicts": True},
        {"update_conflicts": True, "update_fields": ["active"], "unique_fields": ["code"]},
    ],
)
def test_bulk_create_that_settles_conflicts_is_refused(options):
    with pytest.raises(UnrecordableChange):
        Company.objects.bulk_create([Company(code="a", name="A")], **options)
    assert not Company.objects.exists()


def test_update_or_create_is_recorded_both_ways():
    before = queries.rights_generation()

    Company.objects.update_or_create(code="a", defaults={"name": "A", "active": True})
    Company.objects.update_or_create(code="a", defaults={"active": False})

    assert tags_after(before) == ["company:create", "company:change"]


@pytest.mark.parametrize("make", FACTORIES)
def test_nothing_is_deleted(make):
    record = make()

    with pytest.raises(NothingIsDeleted):
        record.delete()
    with pytest.raises(NothingIsDeleted):
        type(record).objects.all().delete()
    assert type(record).objects.filter(pk=record.pk).exists()


def test_the_database_keeps_a_company_that_is_named_elsewhere():
    subscription = SubscriptionFactory()
    rows = Company.objects.filter(pk=subscription.company_id)

    def delete_past_the_models():
        with transaction.atomic():
            rows._raw_delete(rows.db)
            transaction.get_connection().check_constraints()

    with pytest.raises(IntegrityError):
        delete_past_the_models()


def test_the_audit_cannot_be_changed():
    CompanyFactory()
    change = newest()

    with pytest.raises(AuditIsAppendOnly):
        change.save()
    with pytest.raises(AuditIsAppendOnly):
        RightsChange.objects.update(actor="nobody")
    with pytest.raises(AuditIsAppendOnly):
        RightsChange.objects.bulk_create([RightsChange(what="x:y", subject="x:1")])
    with pytest.raises(NothingIsDeleted):
        change.delete()
    with pytest.raises(NothingIsDeleted):
        RightsChange.objects.all().delete()


def test_loading_a_file_is_recorded(tmp_path):
    CompanyFactory(code="kept")
    text = serializers.serialize("json", [Company(pk=77, code="loaded", name="Loaded")])
    file = tmp_path / "companies.json"
    file.write_text(text)
    before = queries.rights_generation()

    call_command("loaddata", str(file), stdout=StringIO())

    assert tags_after(before) == ["company:create"]
    assert newest().subject == "company:77"


def test_joining_and_leaving_a_group_is_recorded():
    person, group = StaffFactory(), Group.objects.create(name="Night desk")
    before = queries.rights_generation()

    person.groups.add(group)
    person.groups.add(group)
    group.user_set.remove(person)
    person.user_permissions.add(Permission.objects.first())

    assert tags_after(before) == ["person:group-add", "group:group-remove", "person:permission-add"]


def test_giving_a_group_a_permission_is_recorded():
    group = Group.objects.create(name="Night desk")

    group.permissions.add(Permission.objects.first())

    assert newest().what == "group:permission-add"


def test_a_change_that_is_rolled_back_leaves_no_row():
    before = queries.rights_generation()

    with pytest.raises(IntegrityError), transaction.atomic():
        CompanyFactory.create_batch(2, code="same")

    assert queries.rights_generation() == before
    assert not Company.objects.exists()


def test_the_row_names_who_acts_and_when(now):
    with acting("ann@agency.example", now=now, verb="rename"):
        CompanyFactory()
    assert (newest().actor, newest().at, newest().what) == (
        "ann@agency.example",
        now,
        "company:rename",
    )


def test_outside_an_act_nobody_is_named_and_the_database_tells_the_time():
    CompanyFactory()
    assert newest().actor is None
    assert newest().at.tzinfo is not None


def test_each_service_writes_its_own_tag(now):
    who = {"now": now, "actor": "ann@agency.example"}
    before = queries.rights_generation()

    company = services.create_company(code="acme", name="Acme", **who)
    person = services.create_person(email="a@acme.example", company_id=company.pk, **who)
    product = services.create_product(code="all", name="All", **who)
    subscription = services.subscribe(company_id=company.pk, product_id=product.pk, **who)
    token, _ = services.issue_token(name="cms", company_id=company.pk, **who)
    later = who | {"now": now + timedelta(hours=1)}
    services.change_product(product_id=product.pk, level="headline", **later)
    services.end_subscription(subscription_id=subscription.pk, **later)
    services.revoke_token(token_id=token.pk, **later)
    services.move_person(person_id=person.pk, company_id=None, **later)
    services.deactivate_person(person_id=person.pk, **later)
    services.reactivate_person(person_id=person.pk, **later)
    services.set_company_active(company_id=company.pk, active=False, **later)

    assert tags_after(before) == [
        "company:create",
        "person:create",
        "product:create",
        "subscription:create",
        "accesstoken:issue",
        "product:change",
        "subscription:end",
        "accesstoken:revoke",
        "person:move",
        "person:deactivate",
        "person:reactivate",
        "company:deactivate",
    ]
    assert set(RightsChange.objects.filter(id__gt=before).values_list("actor", flat=True)) == {
        "ann@agency.example"
    }


def test_a_password_never_reaches_the_audit(now):
    services.create_person(
        email="a@acme.example", password="a very good secret", now=now, actor=None
    )
    assert "password" not in str(newest().detail)


def test_terms_follow_a_product_whatever_the_route(now):
    product = ProductFactory()
    assert [(t.active_from, t.active_to) for t in Terms.objects.all()] == [(START, None)]

    with acting(None, now=now):
        Product.objects.update(level="headline")

    assert [(t.level, t.active_from, t.active_to) for t in product.terms.all()] == [
        ("full", START, now),
        ("headline", now, None),
    ]


def test_another_query_is_a_change_of_rights_and_opens_other_terms(now):
    product = ProductFactory(query="gas")
    services.change_product(product_id=product.pk, query="oil", now=now, actor=None)

    assert newest().detail["before"] == {"query": "gas"}
    assert newest().detail["after"] == {"query": "oil"}
    assert [(t.query, t.active_from, t.active_to) for t in product.terms.all()] == [
        ("gas", START, now),
        ("oil", now, None),
    ]


def test_an_inactive_product_has_no_running_terms(now):
    product = ProductFactory()
    services.change_product(product_id=product.pk, active=False, now=now, actor=None)
    assert not product.terms.filter(active_to=None).exists()

    services.change_product(
        product_id=product.pk, active=True, now=now + timedelta(hours=1), actor=None
    )
    assert product.terms.get(active_to=None).active_from == now + timedelta(hours=1)


def test_a_new_description_keeps_the_terms_running(now):
    product = ProductFactory()
    services.change_product(product_id=product.pk, description="Better", now=now, actor=None)
    assert product.terms.count() == 1


def test_moving_people_through_their_company_is_recorded():
    company, person = CompanyFactory(), PersonFactory()
    before = queries.rights_generation()

    company.people.add(person)
    company.people.remove(person)

    assert tags_after(before) == ["person:change", "person:change"]
    person.refresh_from_db()
    assert person.company is None


@pytest.mark.parametrize("model", [Company, Customer, Person, Product, Subscription, AccessToken])
def test_no_manager_of_these_models_writes_past_the_audit(model):
    managers = [model._base_manager, model._default_manager, *model._meta.managers]
    assert all(isinstance(manager.all(), RecordedQuerySet) for manager in managers)


def test_terms_never_overlap_even_when_the_clock_goes_back(now):
    product = ProductFactory()
    for level, at in (("headline", now), ("full", now - timedelta(hours=1))):
        services.change_product(product_id=product.pk, level=level, now=at, actor=None)

    periods = [(t.active_from, t.active_to) for t in product.terms.order_by("id")]
    assert periods == [(START, now), (now, now), (now, None)]
