"""From where a company's people may come."""

from __future__ import annotations

import pytest

from wireroom.customers.access.networks import may_come

HOUSE = ["192.0.2.0/24", "2001:db8::/32", "198.51.100.7"]


@pytest.mark.parametrize("address", ["192.0.2.200", "2001:db8:1::9", "198.51.100.7"])
def test_from_inside_they_may(address):
    assert may_come(HOUSE, address)


@pytest.mark.parametrize(
    "address", ["192.0.3.1", "2001:db9::1", "198.51.100.8", "", None, "nonsense", "0.0.0.1"]
)
def test_from_elsewhere_and_from_nowhere_they_may_not(address):
    assert not may_come(HOUSE, address)


@pytest.mark.parametrize("address", ["203.0.113.9", "", None])
def test_without_networks_they_may_come_from_anywhere(address):
    assert may_come([], address)


def test_an_old_address_in_its_new_dress_is_the_same():
    assert may_come(HOUSE, "::ffff:192.0.2.1")
