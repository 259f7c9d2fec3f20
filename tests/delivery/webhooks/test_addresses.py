"""Only public machines are called."""

from __future__ import annotations

import pytest

from wireroom.delivery.webhooks.addresses import NotResolved, Refused, is_public, resolve, target

PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]
NOT_PUBLIC = [
    "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.127.255.254", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3::1",
    "fec0::1", "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "::127.0.0.1",
    "", "example.com", "2130706433",
]  # fmt: skip


def says(*addresses):
    return lambda _host, _port: list(addresses)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_machine_may_be_called(address):
    assert is_public(address)
    found = target("https://hooks.example.com/in?x=1#y", says(address))
    assert (found.ips, found.port, found.path) == ((address,), 443, "/in?x=1")
    assert found.host_header == "hooks.example.com"


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_no_other_machine_may_be_called(address):
    assert not is_public(address)
    with pytest.raises(Refused):
        target("https://hooks.example.com/", says(address))


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(Refused):
        target("https://hooks.example.com/", says(*PUBLIC, "10.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "gopher://hooks.example.com/",
        "hooks.example.com",
        "https://",
        "https:///path",
        "https://user:secret@hooks.example.com/",
        "https://hooks.example.com@evil.example/",
        "https://hooks.example.com:22/",
        "https://hooks.example.com:80/",
        "https://hooks.example.com:99999/",
        "https://[::1/",
        "https://hooks.example.com/\r\nx: y",
        "https://hooks.example.com/a b",
        "https://höoks.example.com/",
    ],
)
def test_what_is_no_plain_https_address_is_refused(url):
    with pytest.raises(Refused):
        target(url, says(PUBLIC[0]))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::1]", "localhost", "0"]
)
def test_however_this_machine_is_spelled_it_is_refused(host):
    with pytest.raises((Refused, NotResolved)):
        target(f"https://{host}/", resolve)


def test_a_name_without_address_may_have_one_later():
    with pytest.raises(NotResolved) as raised:
        target("https://hooks.example.com/", says())
    assert raised.value.temporary


def test_this_machine_is_called_only_when_a_setting_says_so_and_no_other_then():
    for url in ("http://localhost:8080/in", "https://localhost/in"):
        assert target(url, says("127.0.0.1"), loopback=True).ips == ("127.0.0.1",)
        with pytest.raises(Refused):
            target(url, says("127.0.0.1"))
    for addresses in (["10.0.0.1"], ["127.0.0.1", "10.0.0.1"], ["127.0.0.1", PUBLIC[0]]):
        with pytest.raises(Refused):
            target("https://localhost/in", says(*addresses), loopback=True)
    with pytest.raises(Refused):
        target("http://hooks.example.com/in", says(PUBLIC[0]), loopback=True)


def test_a_port_and_an_ipv6_host_stand_in_the_host_field():
    found = target("https://[2606:4700:4700::1111]:8443/", says("2606:4700:4700::1111"))
    assert found.host_header == "[2606:4700:4700::1111]:8443"
