"""What the front end promises of itself: small controllers, no inline code, modules that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wireroom

SOURCE = Path(wireroom.__file__).parent
OURS = [path for path in SOURCE.rglob("static/**/*.js") if path.parent.name != "vendor"]
TEMPLATES = [
    path for room in ("design", "terminal", "public") for path in (SOURCE / room).rglob("*.html")
]
MAX_LINES = 60

by_name = {"ids": lambda path: str(path.relative_to(SOURCE))}


@pytest.mark.parametrize("path", OURS, **by_name)
def test_a_script_stays_small(path: Path) -> None:
    assert len([line for line in path.read_text().splitlines() if line.strip()]) <= MAX_LINES


@pytest.mark.parametrize("path", OURS, **by_name)
def test_a_script_imports_only_files_that_exist(path: Path) -> None:
    static = path.parents[next(i for i, p in enumerate(path.parents) if p.name == "static")]
    for wanted in re.findall(r'from "([^"]+)"', path.read_text()):
        target = (path.parent / wanted).resolve().relative_to(static)
        assert list(SOURCE.glob(f"*/static/{target}")), f"{path.name} imports {wanted}"


@pytest.mark.parametrize("path", TEMPLATES, **by_name)
def test_a_template_needs_no_inline_code(path: Path) -> None:
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=[\"']|javascript:", text)


def test_the_check_for_inline_code_sees_some() -> None:
    assert re.search(r"<script(?![^>]*\bsrc=)", "<script>alert(1)</script>")
    assert not re.search(r"<script(?![^>]*\bsrc=)", '<script type="module" src="a.js"></script>')
