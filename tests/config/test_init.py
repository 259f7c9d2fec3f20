"""`wireroom init`, once and again."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing

import pytest

from tests.support import templates

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_it_makes_a_private_directory_and_key_and_asked_again_changes_nothing(empty_house):
    first = empty_house.command("init")
    assert first.returncode == 0, first.stderr
    assert "wireroom serve" in first.stderr
    assert first.stdout == ""
    key = empty_house.data_dir / "secret-key"
    assert (mode(empty_house.data_dir), mode(key)) == (0o700, 0o600)
    before = key.read_text(), rows(empty_house)
    empty_house.data_dir.chmod(0o755)
    again = empty_house.command("init")
    assert again.returncode == 0, again.stderr
    assert (key.read_text(), rows(empty_house)) == before
    assert mode(empty_house.data_dir) == 0o700
    assert not (empty_house.data_dir / "demo.json").exists()


def rows(house):
    """Give what is in the tables that `init` fills."""
    with closing(sqlite3.connect(house.data_dir / "wireroom.sqlite3")) as file:
        filled = ("auth_group", "desk_", "wagtailcore_site", "wire_")
        names = [name for (name,) in file.execute(_TABLES) if name.startswith(filled)]
        assert len(names) > len(filled)
        return {name: file.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}  # noqa: S608 - our own names


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def test_the_demo_prints_its_passwords_and_asked_again_the_same(demo_house, demo_template_dir):
    first = templates.told(demo_template_dir)
    assert "password for all: merrow-" in first
    assert mode(demo_house.data_dir / "demo.json") == 0o600
    again = demo_house.command("init", "--demo")
    assert (again.returncode, again.stdout) == (0, first)
    verified = demo_house.command("verify")
    assert verified.returncode == 0, verified.stdout
    assert not verified.stdout.startswith("0 entries")


def test_the_demo_is_not_poured_into_a_real_agency(house):
    made = house.command("manage", "createsuperuser", "--noinput", "--email", "chief@real.example")
    assert made.returncode == 0, made.stderr
    done = house.command("init", "--demo")
    assert done.returncode == 1
    assert "belongs to a real agency" in done.stderr
    assert not (house.data_dir / "demo.json").exists()


def test_a_token_is_made_for_a_person_and_for_nobody_else(house):
    house.command("manage", "createsuperuser", "--noinput", "--email", "chief@real.example")
    done = house.command("token", "Chief@real.example", "--name", "terminal", "--days", "3")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("wr_")
    refused = house.command("token", "nobody@real.example")
    assert (refused.returncode, refused.stdout) == (1, "")


def test_a_new_epoch_has_a_new_name(house):
    names = [house.command("new-epoch", "--reason", "test").stdout for _ in range(2)]
    assert len(set(names)) == 2
    assert house.command("new-epoch").returncode == 2
