"""What the documentation shows is run: every example of every call, and the tutorial."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.factories.customers import (
    AccessTokenFactory,
    CompanyFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.items import make_kill, release
from wireroom.delivery.api.examples import example_of
from wireroom.delivery.api.openapi import operations
from wireroom.delivery.api.urls import spelled
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.wire.consumers import run_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
]

TUTORIAL = Path(__file__).parents[3] / "docs/tutorial/first-feed.md"
BLOCK = re.compile(r"^```sh\n(.*?)^```\n+```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOKEN = "wr_examples"
PROGRAMS = {
    "curl": lambda code: ["bash", "-c", code],
    "python": lambda code: [sys.executable, "-c", code],
    "javascript": lambda code: ["node", "--input-type=module", "-e", code],
}


@pytest.fixture
def server(live_server: Any) -> Any:
    """A house with a customer whose token is `TOKEN`."""
    company = CompanyFactory()
    SubscriptionFactory(company=company, product=ProductFactory())
    AccessTokenFactory(company=company, secret=TOKEN, scopes=["api"])
    return live_server


def number() -> None:
    while run_once(NumberingConsumer()):
        pass


def run(command: list[str], folder: Path, **more: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "TOKEN": TOKEN, **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def make(server: Any, name: str, folder: Path) -> str:
    """Make a feed that has a number, as the examples do."""
    example = example_of("makeFeed", json.loads(spelled()), f"{server.url}/api/v1")
    code = example.curl.replace("a-text-of-your-own", name).replace("Newsroom system", name)
    return str(json.loads(run(["bash", "-c", code], folder))["feed"]["code"])


@pytest.mark.parametrize("language", PROGRAMS)
def test_every_example_runs(server: Any, language: str, tmp_path: Path) -> None:
    schema = json.loads(spelled())
    names = [operation["operationId"] for _, operation in operations(schema)]
    feed = make(server, "first", tmp_path)
    samples = {"guid": release().guid, "code": feed, "number": "1", "version": "1"}
    number()
    for name in sorted(names, key=lambda name: name == "closeFeed"):
        example = example_of(name, schema, f"{server.url}/api/v1", samples)
        code = getattr(example, language).replace("a-text-of-your-own", f"{language}-{name}")
        out = run(PROGRAMS[language](code), tmp_path)
        assert out.strip()[:1] == "{", name
    assert len(names) > 20


def test_an_example_that_is_refused_fails(server: Any, tmp_path: Path) -> None:
    """The negative of the test above."""
    schema = json.loads(spelled())
    example = example_of("getFeed", schema, f"{server.url}/api/v1")
    for language, program in PROGRAMS.items():
        with pytest.raises(AssertionError, match=r"not_found|404"):
            run(program(getattr(example, language)), tmp_path)


def test_the_tutorial_does_what_it_says(server: Any, tmp_path: Path) -> None:
    release()
    blocks = BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
    assert len(blocks) == TUTORIAL.read_text(encoding="utf-8").count("```sh")
    state, story = tmp_path / "state", None
    state.write_text("")
    for block, expected in blocks:
        if "after=0" in block:
            story = release()
            number()
        elif "kill.json" in block:
            assert story is not None
            release(make_kill(story.item))
            number()
        keep = "declare -p CODE AFTER LAST 2>/dev/null > state || true"
        script = f"set -e\n. ./state\n{block}\n{keep}"
        out = run(["bash", "-c", script], tmp_path, API=f"{server.url}/api/v1")
        for line in expected.splitlines():
            assert line in out, block
