"""Terms of use on a page."""

from __future__ import annotations

import re

import pytest

from wireroom.customers.terms.agreement import terms_html


def test_markdown_becomes_headings_below_the_page_s_own():
    found = terms_html("# Use\n\n## More\n\n- **no** framing\n\n[law](https://law.example/)")
    assert "<h2>Use</h2>" in found
    assert "<h3>More</h3>" in found
    assert "<strong>no</strong>" in found
    assert 'href="https://law.example/"' in found


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](https://tracker.example/x.png)",
        "<iframe src='https://x.example'></iframe>",
        '<a href="https://x.example" style="position:fixed">x</a>',
    ],
)
def test_nothing_active_and_nothing_foreign_comes_through(evil):
    found = terms_html(evil)
    tags = set(re.findall(r"<(\w+)", found))
    assert tags <= {"p"}
    assert "<script" not in found
