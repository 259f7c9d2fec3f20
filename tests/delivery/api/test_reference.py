"""The reference names the calls and formats that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

from wireroom.delivery.api.representations import SHAPES
from wireroom.delivery.api.urls import spelled

REFERENCE = Path(__file__).parents[3] / "docs/reference/api.md"


def test_the_reference_lists_every_call_and_no_other() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([A-Z]+) (/\S+)` \|", text, re.MULTILINE)
    paths = json.loads(spelled())["paths"]
    calls = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in paths.items()
        for method in methods
    }
    assert set(listed) == calls
    assert len(listed) == len(calls)


def test_the_reference_lists_every_format() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `\.(\S+)` \| (.*) \|$", text, re.MULTILINE)
    found = {suffix: re.findall(r"`([^`]+)`", accepts) for suffix, accepts in rows}
    assert found == {shape.suffix: [*shape.accepts] for shape in SHAPES}
