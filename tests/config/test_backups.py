"""`wireroom backup` and `wireroom restore`, on whole houses."""

from __future__ import annotations

import hashlib
import stat
import subprocess
import sys

import pytest

from tests.config.conftest import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def head_line(house):
    done = house.command("verify")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tell(house, name, target):
    """Release a few items."""
    with (house.data_dir.parent / "ledger").open("w+") as ledger:
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.config.crash_writer", name],
            env=house.environment,
            stdout=ledger,
        )
        wait_for(lambda: (house.data_dir.parent / "ledger").stat().st_size > target, "releases")
        writer.kill()
        writer.wait()


def test_a_backup_of_a_working_house_takes_its_place_again_as_a_new_epoch(demo_house, tmp_path):
    house, file = demo_house, tmp_path / "backup.sqlite3"
    serve = house.serve()
    saved = house.command("backup", str(file))
    assert saved.returncode == 0, saved.stderr
    assert " entries hold; head " in saved.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = house.command("backup", str(file))
    assert (again.returncode, again.stderr.count("\n")) == (1, 1)
    assert "exists already" in again.stderr

    tell(house, "later", 100)
    refused = house.command("restore", str(file))
    assert refused.returncode == 1
    assert f"as process {serve.pid}" in refused.stderr
    serve.terminate()
    assert serve.wait(12) == 0
    lost = head_line(house)
    assert lost != saved.stdout

    restored = house.command("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout.startswith(saved.stdout)
    assert head_line(house) == saved.stdout
    house.serve()
    wait_for(lambda: house.get("/healthz") == 200, "views that are rebuilt")
    (kept,) = [
        path for path in house.data_dir.glob("*.before-*") if not path.name.endswith(("wal", "shm"))
    ]
    house.extra = {"WIREROOM_DATABASE_URL": f"sqlite:///{kept}"}
    assert head_line(house) == lost


def contents(house):
    """Give every file of a house and what is in it, but for the locks of running processes."""
    files = {path for path in house.data_dir.rglob("*") if path.is_file()}
    files -= set(house.data_dir.glob("run/*"))
    return {path: hashlib.sha256(path.read_bytes()).digest() for path in files}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name = 'no database'", "not a file that `wireroom backup` wrote"),
        (None, "not of Wireroom"),
    ],
)
def test_what_is_no_backup_changes_nothing(house, tmp_path, content, words):
    file = tmp_path / "other"
    if content is None:
        subprocess.run([sys.executable, "-c", _OTHER, str(file)], check=True)
    else:
        file.write_bytes(content)
    before = contents(house)
    done = house.command("restore", str(file))
    assert done.returncode == 1
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert contents(house) == before


_OTHER = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('CREATE TABLE x (y)')"


def test_a_backup_that_was_tampered_with_is_refused(demo_house, tmp_path):
    file = tmp_path / "backup.sqlite3"
    assert demo_house.command("backup", str(file)).returncode == 0
    subprocess.run([sys.executable, "-c", _TAMPER, str(file)], check=True)
    before = contents(demo_house)
    done = demo_house.command("restore", str(file))
    assert done.returncode == 1
    assert "entry 3: the hash does not follow" in done.stderr
    assert contents(demo_house) == before


_TAMPER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
    file.execute(f"DROP TRIGGER {name}")
file.execute("UPDATE wire_logentry SET item = replace(item, 'a', 'e') WHERE seq = 3")
file.commit()
"""


def test_a_backup_that_cannot_be_written_leaves_none(house, tmp_path):
    done = house.command("backup", str(tmp_path / "nowhere" / "backup.sqlite3"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.part*"))


@pytest.mark.parametrize(
    ("argv", "tool"), [(("backup", "x"), "pg_dump"), (("restore", __file__), "pg_restore")]
)
def test_postgresql_has_tools_of_its_own(empty_house, argv, tool):
    empty_house.extra = {"WIREROOM_DATABASE_URL": "postgresql://u:p@127.0.0.1:9/x"}
    done = empty_house.command(*argv)
    assert done.returncode == 1
    assert tool in done.stderr
