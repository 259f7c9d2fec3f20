"""What a page points at is there."""

from __future__ import annotations

import re

import pytest

from tests.docs.reading import ROOT, code, pages, prose, slugs

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:")


def name_of(page):
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_relative_link_leads_somewhere(page):
    for target in LINK.findall(prose(page.read_text(encoding="utf-8"))):
        if OUTSIDE.match(target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{target} is not there"
        if anchor:
            assert anchor in slugs(there.read_text(encoding="utf-8")), f"{target}: no such heading"


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_every_file_that_a_page_names_exists(page):
    for text in code(page.read_text(encoding="utf-8")):
        for path in re.findall(r"(?<![\w./-])((?:src|docs|tests|tools|bench)/[\w./-]*\w)", text):
            assert (ROOT / path).exists(), f"{path} is not in the repository"


def test_every_page_of_the_docs_can_be_reached_from_the_index():
    docs = ROOT / "docs"
    reached, waiting = set(), [docs / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists() or page.suffix != ".md":
            continue
        reached.add(page)
        targets = LINK.findall(prose(page.read_text(encoding="utf-8")))
        waiting += [(page.parent / target.partition("#")[0]).resolve() for target in targets]
    assert {name_of(page) for page in docs.rglob("*.md")} <= {name_of(page) for page in reached}
