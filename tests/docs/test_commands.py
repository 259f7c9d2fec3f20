"""The commands that the docs name are the commands that exist."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.docs.reading import REFERENCE, ROOT, code, pages

MAKE = re.compile(r"(?:^|[\s;&])make ([a-z][\w-]*)")
WIREROOM = re.compile(r"(?:^|[\s/;&])wireroom ([a-z][\w-]*)")


@pytest.fixture(scope="module")
def commands():
    """What `wireroom --help` offers."""
    text = subprocess.run(
        [sys.executable, "-m", "wireroom.config.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(re.findall(r"^    ([a-z][\w-]*)  ", text, re.MULTILINE))


@pytest.fixture(scope="module")
def targets():
    """What the Makefile can make."""
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def documented():
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    return set(re.findall(r"^## `wireroom ([\w-]+)", text, re.MULTILINE))


def test_every_command_is_documented_and_every_documented_command_exists(commands):
    assert documented() == commands


def test_every_make_target_is_documented_and_every_documented_one_exists(targets):
    text = (REFERENCE / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `make ([\w-]+)", text, re.MULTILINE)) == targets


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_commands_that_exist(page, commands, targets):
    lines = code(page.read_text(encoding="utf-8"))
    assert {name for line in lines for name in MAKE.findall(line)} <= targets
    assert {name for line in lines for name in WIREROOM.findall(line)} <= commands


def test_every_target_says_what_it_is_for(targets):
    lines = (ROOT / "Makefile").read_text().splitlines()
    explained = {line.partition(":")[0] for line in lines if re.match(r"[a-z][\w-]*:.*## \w", line)}
    assert explained == targets
