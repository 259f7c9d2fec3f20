"""The address of a client, past proxies that we trust and lies that we do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wireroom.kernel.network import (
    LOOPBACK,
    NotANetwork,
    client_address,
    read_address,
    read_networks,
)

OURS = read_networks("127.0.0.0/8, ::1, 10.0.0.0/8")
STRANGER = "203.0.113.9"


def test_without_a_proxy_it_is_the_other_end():
    assert client_address(STRANGER, "", OURS) == STRANGER


def test_a_stranger_cannot_say_who_they_are():
    assert client_address(STRANGER, "192.0.2.1", OURS) == STRANGER


def test_a_proxy_of_ours_can():
    assert client_address("127.0.0.1", "192.0.2.1", OURS) == "192.0.2.1"


def test_without_trusted_proxies_nobody_can():
    assert client_address("127.0.0.1", "192.0.2.1", ()) == "127.0.0.1"


@pytest.mark.parametrize(
    ("forwarded_for", "expected"),
    [
        ("198.51.100.7, 192.0.2.1", "192.0.2.1"),  # the left one was written by the client
        ("192.0.2.1, 10.1.1.1", "192.0.2.1"),  # two proxies of ours
        ("10.2.2.2, 10.1.1.1", "10.2.2.2"),  # somebody inside
        ("192.0.2.1, nonsense", "127.0.0.1"),
        ("nonsense, 10.1.1.1", "10.1.1.1"),
        ("192.0.2.1,", "127.0.0.1"),
        ("", "127.0.0.1"),
        ("unknown", "127.0.0.1"),
        (" 192.0.2.1:4711 ", "192.0.2.1"),
        ('"[2001:db8::1]:4711"', "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("2001:DB8:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("192.0.2.1, ::ffff:10.0.0.1", "192.0.2.1"),
        ("999.1.1.1", "127.0.0.1"),
        ("192.0.2.1/24", "127.0.0.1"),
        ("9" * 100_000, "127.0.0.1"),
    ],
)
def test_the_rightmost_hop_that_is_none_of_ours(forwarded_for, expected):
    assert client_address("127.0.0.1", forwarded_for, OURS) == expected


def test_an_endless_list_is_not_followed_to_its_end():
    assert client_address("127.0.0.1", f"{STRANGER}," + "10.0.0.1," * 500 + "10.0.0.1", OURS) == (
        "10.0.0.1"
    )


@pytest.mark.parametrize("remote", ["", "nonsense", "/run/web.sock"])
def test_an_end_without_an_address_is_unknown(remote):
    assert client_address(remote, "192.0.2.1", OURS) == ""


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_crashes_it_and_none_gives_more_than_an_address(remote, forwarded_for):
    found = client_address(remote, forwarded_for, LOOPBACK)
    assert found == "" or read_address(found) is not None


@given(st.lists(st.ip_addresses().map(str) | st.text(max_size=20), max_size=5))
def test_whoever_is_no_proxy_cannot_spoof(hops):
    assert client_address(STRANGER, ", ".join(hops), LOOPBACK) == STRANGER
    assert client_address("127.0.0.1", ", ".join([*hops, STRANGER]), LOOPBACK) == STRANGER


def test_networks_are_read_with_commas_between():
    assert [str(each) for each in read_networks("192.0.2.0/24, 2001:db8::/32,192.0.2.7,")] == [
        "192.0.2.0/24",
        "2001:db8::/32",
        "192.0.2.7/32",
    ]
    assert read_networks("") == ()


@pytest.mark.parametrize("text", ["192.0.2.1/24", "proxy.example", "192.0.2.0/33", "*"])
def test_what_is_no_network_is_named(text):
    with pytest.raises(NotANetwork) as refused:
        read_networks(f"192.0.2.0/24, {text}")
    assert text in str(refused.value)
