"""Why somebody can or cannot read a story, in words, without what was never released."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_item, release
from tests.support.backoffice import is_refused
from wireroom.customers.backoffice import why
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid, short
from wireroom.kernel.newsitem import Paragraph
from wireroom.matching.models import Alert

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    company = CompanyFactory()
    product = ProductFactory(
        code="english", name="News in English", languages=["en"], channels=["terminal"]
    )
    SubscriptionFactory(company=company, product=product)
    return PersonFactory(company=company)


def explained(client, **asked) -> str:
    return client.get(reverse("customers_why"), asked).content.decode()


def by_channel(version):
    return {each.channel: (each.level, each.reason) for each in version.channels}


def test_each_channel_has_its_own_answer(reader):
    story = release(language="en")
    (version,) = why.for_person(reader.pk, why.versions_of(story.guid), utc_now())

    answers = by_channel(version)
    assert answers["Terminal"] == ("full text", "A product in force covers it.")
    assert answers["API"][0] == "nothing"
    assert "not sold for this channel" in answers["API"][1]
    assert [each.product for each in version.grants] == ["News in English"]
    assert {each.product for each in version.channels} == {"News in English", ""}


def test_each_product_answers_for_itself(reader):
    now = utc_now()
    past = {"active_from": now - timedelta(days=9), "active_to": now - timedelta(hours=1)}
    SubscriptionFactory(company=reader.company, product=ProductFactory(name="Past"), **past)
    coming = ProductFactory(name="Coming")
    SubscriptionFactory(company=reader.company, product=coming, active_from=now + timedelta(days=1))
    late = ProductFactory(name="Late", delay_minutes=60)
    SubscriptionFactory(company=reader.company, product=late)
    story = release(language="ru")
    (version,) = why.for_person(reader.pk, why.versions_of(story.guid), now)

    assert {each.product: each.reason for each in version.grants} == {
        "News in English": "This product does not cover it.",
        "Past": "It has ended.",
        "Coming": "It has not begun yet.",
        "Late": "This product covers it, but with a delay that is not over.",
    }


def test_the_samples_of_a_product_are_told_apart_from_the_product(reader):
    sample = release(language="en")
    product = ProductFactory(name="Markets", languages=["en"], samples=[sample.guid])
    SubscriptionFactory(company=reader.company, product=product)

    def of_markets(story):
        (version,) = why.for_person(reader.pk, why.versions_of(story.guid), utc_now())
        return {each.level: each.reason for each in version.grants if each.product == "Markets"}

    covers = "This product covers it."
    assert of_markets(sample) == {"full text": covers, "samples only": covers}
    assert of_markets(release(language="en")) == {
        "full text": covers, "samples only": "This is none of its samples.",
    }  # fmt: skip


def test_two_periods_of_one_product_on_one_day_are_told_apart(support, reader):
    product = ProductFactory(name="Markets")
    for begins, ends in ((8, 9), (9, 10)):
        SubscriptionFactory(
            company=reader.company, product=product,
            active_from=datetime(2026, 11, 2, begins, 15, tzinfo=UTC),
            active_to=datetime(2026, 11, 2, ends, 15, tzinfo=UTC),
        )  # fmt: skip
    page = explained(support, person=reader.pk, story=release(language="en").guid)
    assert "2 Nov 2026 08:15 – 2 Nov 2026 09:15" in page
    assert "2 Nov 2026 09:15 – 2 Nov 2026 10:15" in page


def test_what_is_outside_says_so(reader):
    story = release(language="ru")
    (version,) = why.for_person(reader.pk, why.versions_of(story.guid), utc_now())
    assert by_channel(version)["Terminal"][0] == "nothing"
    assert "covers it" in by_channel(version)["Terminal"][1]


def test_versions_stand_one_by_one_the_newest_first(reader):
    guid = new_guid()
    release(make_item(guid=guid, version=1, headline="First"))
    release(make_item(guid=guid, version=2, headline="Second"))
    found = why.for_person(reader.pk, why.versions_of(guid), utc_now())
    assert [each.headline for each in found] == ["Second", "First"]


def test_a_token_is_explained_by_its_scopes(reader):
    story = release(language="en")
    reader.company.subscriptions.get().product.channels = []
    SubscriptionFactory(company=reader.company, product=ProductFactory(code="all"))
    token = AccessTokenFactory(company=reader.company, scopes=["api"])
    (version,) = why.for_token(token, why.versions_of(story.guid), utc_now())

    answers = by_channel(version)
    assert answers["API"][0] == "full text"
    assert answers["Stream"][0] == answers["Terminal"][0] == "nothing"


def test_a_revoked_token_reads_nothing(reader):
    story = release(language="en")
    token = AccessTokenFactory(company=reader.company, revoked_at=utc_now())
    (version,) = why.for_token(token, why.versions_of(story.guid), utc_now())
    assert {level for level, _ in by_channel(version).values()} == {"nothing"}


@pytest.mark.parametrize(
    "spelling",
    [
        "{guid}",
        "{short}",
        " https://news.example/story/{short}/ ",
        "https://news.example/terminal/story/{short}/?version=1",
        "{upper}",
    ],
)
def test_a_story_is_found_by_identity_or_address(spelling):
    guid = new_guid()
    text = spelling.format(guid=guid, short=short(guid), upper=short(guid).upper())
    assert why.guid_of(text) == guid


def test_support_reads_the_answer_but_not_the_text(support, reader):
    story = release(make_item(headline="Gas is up", body=(Paragraph(text="canary-4711"),)))
    page = explained(support, person=reader.pk, story=short(story.guid))
    assert "Gas is up" in page
    assert "A product in force covers it." in page
    assert "canary-4711" not in page


def test_what_was_never_released_is_not_there(support, reader):
    page = explained(support, person=reader.pk, story=new_guid())
    assert "Nothing was released under this identity" in page


def test_what_they_were_sent_is_listed(support, reader):
    story, now = release(language="en"), utc_now()
    Alert.objects.create(
        person_id=reader.pk, guid=story.guid, version=1, channel="email", seq=story.seq,
        released_at=now, kind="match", state="failed", made_at=now - timedelta(minutes=1),
        error="mailbox full",
    )  # fmt: skip
    other = PersonFactory(company=reader.company)

    assert "mailbox full" in explained(support, person=reader.pk, story=story.guid)
    assert "mailbox full" not in explained(support, person=other.pk, story=story.guid)


def test_without_a_person_the_form_says_so(support):
    assert "Choose a person." in explained(support, story=new_guid())


def test_editors_may_not_ask(editor, reader):
    asked = {"person": reader.pk, "story": new_guid()}
    assert is_refused(editor.get(reverse("customers_why"), asked))


def test_nothing_plugged_in_is_an_empty_answer(settings):
    settings.WIREROOM_CUSTOMERS_STORIES = settings.WIREROOM_CUSTOMERS_SENT = ""
    assert why.versions_of(new_guid()) == ()
    assert why.sent_to(1, new_guid()) == ()
