"""Fifty feeds while deliverers are killed and destinations hang: everybody gets 1 … N, in order."""

from __future__ import annotations

import hashlib
import json
import random
import re
import time
from collections import defaultdict

import pytest
from standardwebhooks import Webhook

from tests.delivery.conftest import database_url
from tests.delivery.webhooks.server import ok, receiving, status
from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.factories.delivery import make_feed
from tests.factories.items import make_item, make_kill
from tests.support.deliverer_process import Deliverer
from tests.support.feeds import House
from tests.support.mail_server import MailServer
from tests.support.sending import SECRET
from tests.support.sshd import Sshd
from wireroom.delivery import secrets
from wireroom.delivery.models import Delivery, Feed
from wireroom.kernel.clock import utc_now

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ITEMS, ROUNDS = 24, 4
PER_KIND = 12
SUFFERS_S = 20


class Storm:
    """The house, its destinations, and what each of these took."""

    def __init__(self, tmp_path, settings):
        self.house, self.chance = House(), random.Random(7)
        self.tmp_path, self.settings = tmp_path, settings
        self.began_s = time.monotonic()
        self.taken = defaultdict(list)
        self.sshd, self.mail = Sshd(tmp_path / "ssh"), MailServer().__enter__()
        self.company = CompanyFactory()
        SubscriptionFactory(company=self.company, product=ProductFactory(code="wire"))

    @property
    def suffers(self):
        return time.monotonic() - self.began_s < SUFFERS_S

    def answer(self, manner):
        """Give a receiver of some manner, that notes what it says it has taken."""

        def say(request):
            bad = self.suffers and (manner != "flaky" or self.chance.random() < 0.4)
            if manner == "hanging" and bad:
                return None
            if manner in {"failing", "flaky"} and bad:
                return status(503)(request)
            self.note(request)
            return ok(request)

        return say

    def note(self, request):
        head, _, body = request.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        data = Webhook(SECRET).verify(body, fields)["data"]
        row = (data["number"], fields["webhook-id"], fields["wireroom-event"], data.get("guid"))
        self.taken[data["feed"]].append(row)

    def feed(self, destination, target, secret="", **facts):
        kept = secrets.keep(secret, utc_now()) if secret else ""
        return make_feed(
            self.company, destination=destination, target=target, secret=kept,
            **{"made_at": utc_now(), "state_at": utc_now()} | facts,
        )  # fmt: skip

    def deliverer(self):
        environment = {
            "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
            "WIREROOM_DATA_DIR": str(self.settings.WIREROOM_DATA_DIR),
            "WIREROOM_DATABASE_URL": database_url(),
            "WIREROOM_SECRET_KEY": self.settings.SECRET_KEY,
            "WIREROOM_WEBHOOKS_TO_LOOPBACK": "1",
            "WIREROOM_SMTP_URL": f"smtp://127.0.0.1:{self.mail.port}",
            "WIREROOM_MAIL_FROM": "wire@agency.example",
            "WIREROOM_SITE_URL": "https://wire.example",
        }
        return Deliverer(environment, self.tmp_path / "log")

    def publish(self, item):
        self.house.now = utc_now()
        return self.house.publish(item)


@pytest.fixture
def storm(transactional_db, settings, tmp_path):
    (tmp_path / "ssh").mkdir()
    found = Storm(tmp_path, settings)
    yield found
    found.sshd.stop()
    found.mail.stop()


def test_everybody_gets_everything_once_and_in_order_through_a_storm(storm):
    manners = ("good", "hanging", "failing", "flaky")
    with (
        receiving(storm.answer("good")) as good,
        receiving(storm.answer("hanging")) as hanging,
        receiving(storm.answer("failing")) as failing,
        receiving(storm.answer("flaky")) as flaky,
    ):
        urls = dict(zip(manners, (good.url, hanging.url, failing.url, flaky.url), strict=True))
        hooks = [
            storm.feed("webhook", {"url": urls[manner]}, SECRET)
            for manner in manners
            for _ in range(PER_KIND - 4)
        ]
        files = []
        for number in range(PER_KIND - 3):
            inbox = storm.sshd.inbox / f"feed{number}"
            inbox.mkdir()
            target = storm.sshd.target(directory=str(inbox))
            files.append((storm.feed("sftp", target, storm.sshd.secret), inbox))
        mails = [
            storm.feed("email", {"to": [f"desk{n}@reader.example"], "style": "full"}, format="html")
            for n in range(PER_KIND - 3)
        ]
        assert len(hooks) + len(files) + len(mails) == 50
        doomed = rage(storm)
        settle(storm)
    for feed in hooks:
        judge_webhook(storm, feed, doomed)
    for feed, inbox in files:
        judge_files(feed, inbox)
    for feed in mails:
        judge_mails(storm, feed)
    assert "Traceback" not in (storm.tmp_path / "log").read_text()


def rage(storm):
    """Publish while everything goes wrong, and kill a story in the middle; give its guid."""
    items = [make_item(headline=f"Story {number}") for number in range(ITEMS)]
    doomed = items[2]
    for turn in range(ROUNDS):
        pair = [storm.deliverer(), storm.deliverer()]
        for each in pair:
            each.wait_until_ready()
        for item in items[turn * ITEMS // ROUNDS : (turn + 1) * ITEMS // ROUNDS]:
            storm.publish(item)
            time.sleep(storm.chance.random() * 0.4)
        if turn == ROUNDS // 2:
            storm.publish(make_kill(doomed))
        if turn == 1:
            storm.sshd.stop()
            storm.mail.rcpt = "451 later"
        if turn == 2:
            storm.sshd.start()
            storm.mail.rcpt = ""
        for each in pair:
            time.sleep(storm.chance.random())
            each.kill()
    return doomed.guid


def settle(storm):
    """Let one deliverer finish in peace."""
    last = storm.deliverer()
    try:
        last.wait_until_ready()
        deadline_s = time.monotonic() + 90
        while Delivery.objects.filter(state="pending").exists():
            assert time.monotonic() < deadline_s, left()
            time.sleep(0.3)
    finally:
        last.kill()


def left():
    rows = Delivery.objects.filter(state="pending").values_list("feed__destination", "outcome")
    return sorted(set(rows))


def total(feed):
    row = Feed.objects.get(pk=feed.pk)
    assert (row.last_number, row.taken_number, row.state) == (ITEMS + 1, ITEMS + 1, "active")
    return row.last_number


def judge_webhook(storm, feed, doomed):
    rows = storm.taken[feed.code]
    ids = {name for _, name, *_ in rows}
    seen = list(dict.fromkeys(number for number, *_ in rows))
    assert seen == list(range(1, total(feed) + 1)), "each number, in order"
    assert len(ids) == len(seen), "one id for each number"
    events = [event for _, _, event, guid in rows if guid == doomed]
    if events:
        assert events[-1] == "story.killed"


def judge_files(feed, inbox):
    told = [json.loads(path.read_bytes()) for path in sorted(inbox.glob("*.manifest.json"))]
    assert [each["number"] for each in told] == list(range(1, total(feed) + 1))
    for each in told:
        if "void" not in each:
            body = (inbox / each["name"]).read_bytes()
            assert hashlib.sha256(body).hexdigest() == each["sha256"]
    assert not list(inbox.glob("*.part"))


def judge_mails(storm, feed):
    (address,) = feed.target["to"]
    by_id = {}
    for to, message in zip(storm.mail.recipients, storm.mail.messages, strict=True):
        if to == address:
            text = message.get_body(("plain",)).get_content()
            by_id.setdefault(message["message-id"], int(re.search(r"no\. (\d+)", text)[1]))
    rows = Delivery.objects.filter(feed=feed)
    void = set(rows.filter(state="void").values_list("number", flat=True))
    got = list(by_id.values())
    assert got == sorted(set(got)), "each number, in order"
    assert set(got) | void == set(range(1, total(feed) + 1))
    if void & set(got):  # sent before a crash, killed after it: the kill has followed
        assert rows.get(update_type="kill").state == "taken"
