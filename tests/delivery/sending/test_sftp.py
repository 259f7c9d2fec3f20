"""Feeds by SFTP, with OpenSSH's server: whole files or none, and only where the key is pinned."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess

import asyncssh
import pytest

from tests.factories.items import make_item, make_kill
from tests.support.mail_server import SilentServer
from tests.support.sending import tries
from tests.support.sshd import Sshd
from wireroom.delivery.destinations import sftp
from wireroom.delivery.destinations.host_keys import HostKeysNotFetched, fetch_host_keys
from wireroom.delivery.models import Attempt, Delivery
from wireroom.delivery.services.redelivering import redeliver
from wireroom.delivery.services.samples import send_test
from wireroom.kernel.newsitem import Paragraph

pytestmark = pytest.mark.slow


@pytest.fixture
def sshd(tmp_path):
    found = Sshd(tmp_path)
    yield found
    found.stop()


def names(sshd):
    return sorted(path.name for path in sshd.inbox.iterdir())


def test_files_arrive_whole_with_a_manifest_beside_each(desk, sshd):
    feed = desk.feed("sftp", sshd.target(), secret=sshd.secret, format="text")
    desk.publish()
    desk.publish(slugline="ÉCLAIR/../../etc")
    desk.send()
    assert names(sshd) == [
        "00000001-HARBOUR-STORM.txt",
        "00000001.manifest.json",
        "00000002-ECLAIR-etc.txt",
        "00000002.manifest.json",
    ]
    body = (sshd.inbox / "00000001-HARBOUR-STORM.txt").read_bytes()
    assert b"Ships moved again" in body
    told = json.loads((sshd.inbox / "00000001.manifest.json").read_bytes())
    assert (told["number"], told["name"], told["feed"]) == (
        1, "00000001-HARBOUR-STORM.txt", feed.code,
    )  # fmt: skip
    assert (told["size"], told["sha256"]) == (len(body), hashlib.sha256(body).hexdigest())
    assert tries(feed) == [(1, "delivered"), (2, "delivered")]


def test_the_same_number_twice_replaces_the_file(desk, sshd):
    feed = desk.feed("sftp", sshd.target(manifest=False), secret=sshd.secret)
    desk.publish()
    desk.send()
    (file,) = sshd.inbox.iterdir()
    file.write_text("changed by somebody")
    redeliver(delivery_id=Delivery.objects.get().pk, now=desk.now, actor="ada@reader.example")
    desk.send()
    assert names(sshd) == [file.name]
    assert b"Harbour reopens" in file.read_bytes()
    assert tries(feed) == [(1, "delivered")] * 2


def test_a_void_number_has_a_manifest_that_says_so_and_no_file(desk, sshd):
    desk.feed("sftp", sshd.target(), secret=sshd.secret)
    item = make_item()
    desk.publish(item)
    desk.publish(make_kill(item))
    desk.send()
    told = json.loads((sshd.inbox / "00000001.manifest.json").read_bytes())
    assert (told["number"], told["event"], told["void"]) == (1, "number.void", "killed")
    assert not [name for name in names(sshd) if name.startswith("00000001-")]


def test_a_test_has_a_name_that_nobody_takes_for_news(desk, sshd):
    feed = desk.feed("sftp", sshd.target(), secret=sshd.secret)
    send_test(feed_id=feed.pk, sample="kill", now=desk.now, actor="ada@reader.example")
    desk.send()
    assert names(sshd)[0].startswith("test-kill-")


@pytest.mark.parametrize("pinned", [0, 1])
def test_any_of_the_servers_keys_can_be_pinned(desk, sshd, pinned):
    target = sshd.target(host_keys=[sshd.host_keys[pinned]])
    feed = desk.feed("sftp", target, secret=sshd.secret)
    desk.publish()
    desk.send()
    assert tries(feed) == [(1, "delivered")]


def test_a_server_with_another_key_gets_nothing_not_even_our_name(desk, sshd):
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    feed = desk.feed("sftp", sshd.target(host_keys=[other]), secret=sshd.secret)
    desk.publish()
    desk.send()
    assert tries(feed) == [(1, "host_key_wrong")]
    assert names(sshd) == []
    assert "Accepted" not in (sshd.folder / "log").read_text()


def test_what_goes_wrong_is_named_and_nothing_is_lost(desk, sshd):
    stranger = asyncssh.generate_private_key("ssh-ed25519").export_private_key().decode()
    wrong = {
        "login_refused": desk.feed("sftp", sshd.target(), secret=stranger),
        "no_directory": desk.feed("sftp", sshd.target(directory="/nowhere"), secret=sshd.secret),
        "permission_denied": desk.feed("sftp", sshd.target(directory="/sys"), secret=sshd.secret),
    }
    desk.publish()
    desk.send()
    assert {feed: tries(feed) for feed in wrong.values()} == {
        feed: [(1, outcome)] for outcome, feed in wrong.items()
    }
    feed = wrong["login_refused"]
    sshd.stop()
    desk.after(seconds=10)
    assert tries(feed)[-1] == (1, "not_reached")
    sshd.start()
    feed.secret = desk.feed("sftp", {}, secret=sshd.secret, state="closed").secret
    feed.save(update_fields=["secret"])
    desk.after(minutes=10)
    assert tries(feed)[-1] == (1, "delivered")
    for text in Attempt.objects.values_list("request", flat=True):
        assert "PRIVATE KEY" not in text


def test_a_full_disk_is_named_and_leaves_no_half_file(desk, sshd):
    if os.geteuid() != 0:
        pytest.skip("Only root can mount a small disk.")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", sshd.inbox], check=True)
    try:
        feed = desk.feed("sftp", sshd.target(), secret=sshd.secret, format="text")
        desk.publish(make_item(body=(Paragraph(text="long " * 40_000),)))
        desk.send()
        assert tries(feed) == [(1, "disk_full")]
        assert [name for name in names(sshd) if not name.endswith(".part")] == []
        subprocess.run(["mount", "-o", "remount,size=8m", sshd.inbox], check=True)
        desk.after(minutes=1)
        assert tries(feed)[-1] == (1, "delivered")
        assert [name for name in names(sshd) if name.endswith(".part")] == []
    finally:
        subprocess.run(["umount", sshd.inbox], check=True)


def test_a_server_that_says_nothing_times_out(desk):
    desk.total_s = 0.2
    desk.new_sending()
    key = asyncssh.generate_private_key("ssh-ed25519")
    public = key.export_public_key().decode()
    with SilentServer() as silent:
        target = {
            "host": "127.0.0.1", "port": silent.port, "user": "x", "directory": "",
            "file_name": "{number}", "host_keys": [public], "manifest": True,
        }  # fmt: skip
        feed = desk.feed("sftp", target, secret="password")
        desk.publish()
        desk.send()
    assert tries(feed) == [(1, "timed_out")]


def test_our_own_network_is_not_called_without_the_setting(desk, sshd, settings):
    settings.WIREROOM_WEBHOOKS_TO_LOOPBACK = False
    feed = desk.feed("sftp", sshd.target(), secret=sshd.secret)
    desk.publish()
    desk.send()
    assert tries(feed) == [(1, "address_refused")]
    with pytest.raises(HostKeysNotFetched):
        fetch_host_keys("127.0.0.1", sshd.port)


def test_host_keys_are_shown_for_comparing(desk, sshd):
    del desk
    shown = fetch_host_keys("127.0.0.1", sshd.port)
    assert [key.split()[:2] for key in shown] == [key.split()[:2] for key in sshd.host_keys]
    _, wrong = sftp.check({**sshd.target(), "host_keys": shown}, sshd.secret)
    assert wrong == {}
    with pytest.raises(HostKeysNotFetched):
        fetch_host_keys("127.0.0.1", 1)
