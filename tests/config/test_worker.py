"""The worker's loop."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest

from wireroom.archive.indexer import Indexer
from wireroom.config import heartbeat, worker
from wireroom.config.worker import Job, Worker

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db  # a job that failed lets go of its connections


def failing(_now):
    raise OSError("no")


def test_a_job_that_fails_pauses_alone_and_is_loud(caplog, capsys):
    done = []
    broken, sound = Job("broken", failing), Job("sound", lambda _: bool(done.append(1)))
    for _ in range(3):
        broken.attempt(NOW)
        sound.attempt(NOW)
    assert len(done) == 3
    assert broken.trouble == "OSError: no"
    assert broken._failures == 1  # the second attempt fell into the pause
    assert "worker:job:failed" in capsys.readouterr().out + caplog.text
    assert (sound.succeeded_at, sound.trouble) == (NOW, "")


def test_a_job_that_works_again_is_out_of_trouble(monkeypatch):
    answers = iter([OSError("no"), None])

    def work(_now):
        if error := next(answers):
            raise error
        return False

    job = Job("job", work)
    job.attempt(NOW)
    job._not_before_s = 0.0
    job.attempt(NOW)
    assert (job.trouble, job._failures) == ("", 0)


def test_the_sign_of_life_names_who_succeeded_and_who_is_in_trouble(tmp_path):
    jobs = [Job("broken", failing), Job("sound", lambda _: False)]
    for job in jobs:
        job.attempt(NOW)
    beat = Worker(jobs).beat(NOW)
    heartbeat.write(tmp_path / "run", beat)
    assert heartbeat.read(tmp_path / "run") == beat
    assert beat.succeeded_at == {"sound": NOW}
    assert beat.troubles == {"broken": "OSError: no"}


def test_no_sign_of_life_is_none_and_half_a_one_too(tmp_path):
    assert heartbeat.read(tmp_path) is None
    (tmp_path / "worker.json").write_text('{"at":')
    assert heartbeat.read(tmp_path) is None


@pytest.mark.django_db(transaction=True)
def test_it_goes_round_until_it_is_told_to_stop(settings, tmp_path):
    settings.WIREROOM_DATA_DIR = tmp_path
    rounds = []
    looping = Worker([Job("count", lambda _: bool(rounds.append(1)))])
    threading.Timer(2.5, looping.stop).start()
    looping.run()
    assert 2 <= len(rounds) <= 6
    assert heartbeat.read(tmp_path / "run") is not None


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_costs_the_sign_of_life_and_not_the_work(settings, tmp_path, monkeypatch):
    settings.WIREROOM_DATA_DIR = tmp_path

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(heartbeat, "write", full)
    rounds = []
    broken = Worker([Job("count", lambda _: bool(rounds.append(1)))])
    assert broken._round() is False
    assert rounds == [1]


@pytest.mark.django_db(transaction=True)
def test_a_wake_up_is_faster_than_the_poll(settings, tmp_path, monkeypatch):
    settings.WIREROOM_DATA_DIR = tmp_path
    monkeypatch.setattr(worker, "_SLOW_POLL_S", 20.0)
    rounds = []
    looping = Worker([Job("count", lambda _: bool(rounds.append(1)))])

    def wake_and_stop():
        looping.stop()
        from wireroom.wire.wakeup import _send_datagrams  # noqa: PLC0415

        _send_datagrams()

    threading.Timer(1.0, wake_and_stop).start()
    began = datetime.now(UTC)  # noqa: TID251 - measures the loop itself
    looping.run()
    assert (datetime.now(UTC) - began).total_seconds() < 10  # noqa: TID251


def test_a_view_that_has_much_to_take_lets_the_others_have_their_turn(monkeypatch):
    taken = []
    monkeypatch.setattr(worker, "run_once", lambda *_: taken.append(1) or 200)
    assert worker.follow(None, NOW) is True
    assert len(taken) == worker._BATCHES_A_ROUND
    monkeypatch.setattr(worker, "run_once", lambda *_: 0)
    assert worker.follow(None, NOW) is False


def test_embargoes_come_first_in_a_round(settings, tmp_path):
    settings.WIREROOM_DATA_DIR = tmp_path
    names = [job.name for job in worker.jobs(Indexer())]
    views = ["archive", "numbering", "matching", "recalls"]
    assert names == ["releaser", "matching:prepare", *views, "delayed", "index"]
