"""The errors that the docs name are the errors that exist, with their status."""

from __future__ import annotations

import re

from tests.docs.reading import REFERENCE, Error, errors

ROW = re.compile(r"^\| `([a-z_]+)` \| (\d+) \| (yes|no) \|", re.MULTILINE)


def documented():
    text = (REFERENCE / "errors.md").read_text(encoding="utf-8")
    return {
        Error(code, int(status), temporary == "yes")
        for code, status, temporary in ROW.findall(text)
    }


def test_every_error_is_documented_with_its_status():
    assert set(errors()) - documented() == set()


def test_every_documented_error_exists():
    assert documented() - set(errors()) == set()


def test_no_two_errors_share_a_code():
    codes = [error.code for error in errors()]
    assert sorted(codes) == sorted(set(codes))
