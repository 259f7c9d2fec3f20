"""Rules of demos: domains, limits, notices, words. Pure."""

from __future__ import annotations

from datetime import timedelta

import pytest

from wireroom.customers.demos.countries import countries, country_name
from wireroom.customers.demos.domains import is_disposable, is_shared
from wireroom.customers.demos.ending import notice_due
from wireroom.customers.demos.limits import Limit, free_again_at, network_of
from wireroom.customers.demos.remaining import in_words

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("domain", "refused"),
    [
        ("mailinator.com", True),
        ("deep.down.mailinator.com", True),
        ("mailinator.com-bank.example", False),
        ("mailinator.com.bank.example", False),
        ("gmail.com", False),
        ("bank.example", False),
        ("com", False),
    ],
)
def test_throw_away_domains_are_known_with_all_below_them(domain, refused):
    assert is_disposable(domain) is refused


def test_an_agency_refuses_domains_of_its_own_choice():
    assert is_disposable("x.rival.example", ("rival.example",))
    assert not is_disposable("x.rival.example")


def test_only_providers_for_everybody_are_shared():
    assert is_shared("gmail.com")
    assert not is_shared("bank.example")
    assert not is_shared("mail.gmail.com.bank.example")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("nonsense", ""),
        (None, ""),
    ],
)
def test_a_network_is_what_one_customer_of_a_provider_has(address, network):
    assert network_of(address) == network


def test_one_more_is_free_when_the_oldest_has_left_the_span(now):
    limit = Limit(3, HOUR)
    moments = [now - timedelta(minutes=minutes) for minutes in (50, 20, 10)]
    assert free_again_at(moments[:2], limit, now) is None
    assert free_again_at(moments, limit, now) == now + timedelta(minutes=10)
    assert free_again_at(moments, limit, now + timedelta(minutes=10)) is None
    old = [now - timedelta(minutes=61)] * 10
    assert free_again_at(old, limit, now) is None


@pytest.mark.parametrize(
    ("left", "kind"),
    [
        (31 * DAY, None),
        (30 * DAY, "ends_in_30"),
        (8 * DAY, "ends_in_30"),
        (7 * DAY, "ends_in_7"),
        (25 * HOUR, "ends_in_7"),
        (24 * HOUR, "ends_in_1"),
        (timedelta(0), "ended"),
        (-6 * DAY, "ended"),
        (-7 * DAY, None),
    ],
)
def test_the_notice_nearest_to_the_end_is_due(now, left, kind):
    assert notice_due(now - 365 * DAY, now + left, now) == kind


def test_who_buys_five_days_is_not_told_that_seven_are_left(now):
    assert notice_due(now, now + 5 * DAY, now + HOUR) is None
    assert notice_due(now, now + 5 * DAY, now + 4.5 * DAY) == "ends_in_1"


def test_what_never_began_does_not_end(now):
    assert notice_due(now, now, now + HOUR) is None
    assert notice_due(now - DAY, now, now + HOUR) == "ended"


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (13 * DAY + 4 * HOUR + timedelta(minutes=3), "13 days 4 hours"),
        (DAY + timedelta(minutes=1), "1 day 1 minute"),
        (HOUR, "1 hour"),
        (timedelta(seconds=59), "less than a minute"),
    ],
)
def test_what_is_left_is_said_in_two_units(left, words):
    assert in_words(left) == words


def test_countries_have_distinct_codes_and_a_name_each():
    codes = [code for code, _ in countries()]
    assert len(codes) == len(set(codes)) == 249
    assert country_name("GB") == "United Kingdom"
    assert country_name("XX") == "XX"
