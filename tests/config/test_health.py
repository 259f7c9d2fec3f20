"""/healthz."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError

from wireroom.config import health, heartbeat
from wireroom.wire import closing

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def healthy(settings, tmp_path, monkeypatch):
    settings.WIREROOM_DATA_DIR = tmp_path
    monkeypatch.setattr(health, "utc_now", lambda: NOW)
    heartbeat.write(tmp_path / "run", heartbeat.Beat(NOW - timedelta(seconds=5)))
    return tmp_path / "run"


def test_a_healthy_house_is_200_with_details_for_the_machine_itself(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["wire"]["head"] == 0
    views = ("archive", "numbering", "matching", "recalls", "index")
    assert answer.json()["lag"] == dict.fromkeys(views, 0)


@pytest.mark.parametrize(
    "extra", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
)
def test_strangers_get_the_verdict_and_nothing_of_how_much_was_released(client, extra):
    assert client.get("/healthz", **extra).json() == {"status": "ok"}


def test_a_silent_worker_is_503(client, healthy):
    heartbeat.write(healthy, heartbeat.Beat(NOW - timedelta(seconds=31)))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "worker_silent")


def test_a_view_in_trouble_is_503_and_named(client, healthy):
    heartbeat.write(healthy, heartbeat.Beat(NOW, troubles={"archive": "OSError: no"}))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "worker_in_trouble")
    assert answer.json()["worker"]["troubles"] == {"archive": "OSError: no"}


def test_a_closed_wire_is_503(client):
    closing.close("test")
    assert client.get("/healthz").json()["status"] == "wire_closed"
    closing.reopen()
    assert client.get("/healthz").json()["status"] == "ok"


def test_no_database_is_503(client, monkeypatch):
    def fail():
        raise DatabaseError("gone")

    monkeypatch.setattr(health.queries, "head", fail)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (503, "database_unreachable")


def test_nothing_but_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405
