"""The deliverer as a process: it sends, shows that it lives, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.config.conftest import wait_for
from tests.delivery.conftest import database_url
from tests.factories.items import release
from tests.factories.matching import catch_up, make_reader, make_topic
from tests.support.mail_server import MailServer
from wireroom.config import health, heartbeat
from wireroom.kernel.clock import utc_now
from wireroom.matching.consumer import MatchingConsumer
from wireroom.matching.models import Alert

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240), pytest.mark.django_db]


@pytest.fixture
def start(transactional_db, settings, tmp_path):
    settings.WIREROOM_DATA_DIR = tmp_path
    running = []

    def begin(port):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "wireroom.config.settings",
            "WIREROOM_DATA_DIR": str(tmp_path),
            "WIREROOM_DATABASE_URL": database_url(),
            "WIREROOM_SECRET_KEY": settings.SECRET_KEY,
            "WIREROOM_SMTP_URL": f"smtp://127.0.0.1:{port}",
            "WIREROOM_MAIL_FROM": "alerts@agency.example",
            "WIREROOM_SITE_URL": "https://agency.example",
        }
        command = [sys.executable, "-m", "wireroom.config.cli", "deliver"]
        running.append(subprocess.Popen(command, env=environment))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()


def test_it_sends_what_is_due_through_a_kill_and_leaves_when_told(start, tmp_path):
    run_dir = tmp_path / "run"
    with MailServer() as server:
        process = start(server.port)
        wait_for(lambda: heartbeat.read(run_dir, "deliverer"), "a sign of life")
        for _ in range(3):
            make_topic(make_reader(), "harbour", email="instant")
        release()
        catch_up(MatchingConsumer())
        wait_for(lambda: len(server.messages) == 3, "three mails")
        process.send_signal(signal.SIGKILL)
        process.wait()
        second = start(server.port)
        release()
        catch_up(MatchingConsumer())
        due = Alert.objects.filter(channel="email")
        wait_for(lambda: not due.filter(state="pending", attempts=0).exists(), "the rest")
        wait_for(lambda: len(set(map(str, server.messages))) >= 6, "six mails")
        second.terminate()
        assert second.wait(10) == 0
    assert heartbeat.read(run_dir, "deliverer") is None


def test_a_deliverer_that_hangs_or_fails_is_told_of_and_none_at_all_is_not(monkeypatch):
    monkeypatch.delenv("WIREROOM_SUPERVISED", raising=False)
    now = utc_now()
    fine, old = heartbeat.Beat(now), heartbeat.Beat(now - timedelta(seconds=31))
    assert health._verdict(fine, None, now) == "ok"
    assert health._verdict(fine, fine, now) == "ok"
    assert health._verdict(fine, old, now) == "deliverer_silent"
    broken = heartbeat.Beat(now, troubles={"alerts": "OSError: no"})
    assert health._verdict(fine, broken, now) == "deliverer_in_trouble"
    assert health._verdict(old, broken, now) == "worker_silent"


def test_one_that_never_came_up_is_told_of_where_there_should_be_one(monkeypatch):
    monkeypatch.setenv("WIREROOM_SUPERVISED", "1")
    now = utc_now()
    assert health._verdict(heartbeat.Beat(now), None, now) == "deliverer_silent"
    assert health._verdict(heartbeat.Beat(now), heartbeat.Beat(now), now) == "ok"
