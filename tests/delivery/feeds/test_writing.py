"""What leaves is written in the feed's format, or its number is void."""

from __future__ import annotations

import json

import pytest

from tests.factories.delivery import make_feed
from tests.factories.items import make_kill
from wireroom.delivery.house import house as the_house
from wireroom.delivery.models import Delivery
from wireroom.delivery.ready import ready
from wireroom.delivery.writing import CannotWrite, write, write_envelope
from wireroom.design.brand import Agency


def leaving(feed, now):
    return ready(feed.pk, list(Delivery.objects.filter(feed=feed).order_by("number")), now)


def test_an_item_is_written_in_a_format(house, company) -> None:
    feed = make_feed(company)
    house.publish(headline="Harbour reopens")
    written = write(leaving(feed, house.now)[0], "text", {})
    assert (written.media_type, written.suffix) == ("text/plain; charset=utf-8", "txt")
    assert b"Harbour reopens" in written.body


def test_what_is_void_or_has_no_format_cannot_be_written(house, company) -> None:
    feed = make_feed(company)
    house.publish(make_kill(house.publish().item))
    void, kill = leaving(feed, house.now)
    with pytest.raises(CannotWrite):
        write(void, "item", {})
    with pytest.raises(CannotWrite):
        write(kill, "papyrus", {})
    assert write(kill, "item", {}).body


def test_a_format_that_breaks_makes_a_void_and_stops_nothing(house, company, monkeypatch) -> None:
    feed = make_feed(company)
    house.publish()

    def broken(*_: object) -> bytes:
        raise ZeroDivisionError

    monkeypatch.setattr("wireroom.delivery.writing.format_of", broken)
    with pytest.raises(CannotWrite):
        write(leaving(feed, house.now)[0], "item", {})


def test_the_envelope_says_feed_number_and_item_or_that_it_is_void(house, company) -> None:
    feed = make_feed(company)
    house.publish(make_kill(house.publish().item))
    void, kill = (
        json.loads(write_envelope(each, "item", {}, feed=feed.code, now=house.now))
        for each in leaving(feed, house.now)
    )
    assert (void["type"], void["data"]["number"]) == ("number.void", 1)
    assert (kill["type"], kill["data"]["number"]) == ("story.killed", 2)
    assert void["data"]["feed"] == kill["data"]["feed"] == feed.code
    assert "item" in kill["data"]
    assert "item" not in void["data"]


def test_the_house_is_named_by_agency_and_site(settings) -> None:
    settings.WIREROOM_SITE_URL = "https://news.example/"
    settings.WIREROOM_AGENCY = Agency(name="Quay News", code="qn", newsroom_email="desk@q.example")
    found = the_house()
    assert (found.name, found.code, found.domain) == ("Quay News", "QN", "news.example")
    assert (found.site_url, found.email, found.language) == (
        "https://news.example",
        "desk@q.example",
        "en",
    )


@pytest.mark.parametrize(
    ("agency", "code"),
    [
        (Agency(code="abc"), "ABC"),
        (Agency(short_name="Wireroom"), "WIRE"),
        (Agency(short_name="Ö-1"), "XX"),
        (Agency(short_name="Q News"), "QNEW"),
        (Agency(short_name="Q 1"), "QX"),
    ],
)
def test_an_agency_has_a_code_of_two_to_four_letters_whatever_its_name(agency, code) -> None:
    assert agency.source_code == code


def test_a_text_in_another_character_set_stands_readable_in_the_envelope(house, company) -> None:
    feed = make_feed(company)
    house.publish(headline="Ставка 15%")
    (item,) = leaving(feed, house.now)
    options = {"encoding": "cp1251"}
    body = write_envelope(item, "iptc7901", options, feed=feed.code, now=house.now)
    assert "Ставка 15% =" in json.loads(body)["data"]["text"]
    assert "Ставка".encode("cp1251") in write(item, "iptc7901", options).body
