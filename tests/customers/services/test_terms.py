"""Terms of use: published, in force, agreed to."""

from __future__ import annotations

import pytest

from tests.factories.customers import PersonFactory, StaffFactory
from wireroom.customers import queries, services
from wireroom.customers.models import Acceptance, AccessEvent, TermsOfUse

pytestmark = pytest.mark.django_db


def publish(now, text="Terms."):
    return services.publish_terms(text=text, now=now, actor="sales@agency.example")


def accept(person, number, now):
    services.accept_terms(
        number=number, email=person.email, person_id=person.pk, where="sign-in", now=now
    )


def test_the_newest_version_is_in_force_and_the_former_stays(now):
    assert queries.terms_in_force() is None
    assert (publish(now, "One."), publish(now, "Two.")) == (1, 2)
    found = queries.terms_in_force()
    assert (found.number, found.text, found.html) == (2, "Two.", "<p>Two.</p>\n")
    assert TermsOfUse.objects.count() == 2
    assert AccessEvent.objects.filter(what="terms:published").count() == 2


def test_empty_terms_are_refused(now):
    with pytest.raises(services.NotValid):
        publish(now, " \n ")
    assert not TermsOfUse.objects.exists()


def test_a_customer_agrees_to_each_version_once(now):
    person, other = PersonFactory(), PersonFactory()
    assert queries.must_accept(person.pk) is None
    publish(now)
    assert queries.must_accept(person.pk) == 1
    accept(person, 1, now)
    accept(person, 1, now)
    assert queries.must_accept(person.pk) is None
    assert queries.must_accept(other.pk) == 1
    assert Acceptance.objects.count() == 1
    publish(now)
    assert queries.must_accept(person.pk) == 2


def test_the_agency_s_own_people_and_strangers_agree_to_nothing(now):
    publish(now)
    assert queries.must_accept(StaffFactory().pk) is None
    assert queries.must_accept(10**9) is None


def test_nobody_agrees_to_what_was_never_published(now):
    with pytest.raises(services.NotFound):
        accept(PersonFactory(), 7, now)
    assert not Acceptance.objects.exists()
