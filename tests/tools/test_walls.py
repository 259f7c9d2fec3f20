"""The walls in pyproject.toml stand, also around rooms that are yet to come."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/wireroom"
KNOW_READERS = {"customers", "delivery", "matching", "usage"}
"""Rooms that know who reads what; some are planned."""


@pytest.fixture(scope="module")
def contracts():
    """The contracts by their ids."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in project["tool"]["importlinter"]["contracts"]}


def rooms():
    return {path.parent.name for path in SOURCE.glob("*/__init__.py")}


def test_the_desk_is_walled_off_from_every_room_that_knows_readers(contracts):
    forbidden = {name.rpartition(".")[2] for name in contracts["wall-desk"]["forbidden_modules"]}
    assert forbidden == KNOW_READERS & rooms()


def test_the_tables_of_every_room_that_has_some_are_private(contracts):
    with_tables = {room for room in rooms() if list((SOURCE / room).glob("models*"))}
    protected = {
        name.split(".")[1]
        for contract in contracts.values()
        for name in contract.get("protected_modules", ())
        if name.endswith(".models")
    }
    assert protected == with_tables


def test_every_room_with_an_inside_is_checked_inside(contracts):
    checked = {name.rpartition(".")[2] for name in contracts["inside"]["containers"]}
    assert checked == rooms() - {"config", "design", "formats", "kernel", "query"}
