"""Elements from text that may hold anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from wireroom.formats.xmlparts.inline import fill
from wireroom.formats.xmlparts.making import Maker, document, language, legal

INLINE = {"strong": ("b", {"class": "x"}), "em": ("i", {}), "a": ("a", {})}


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_and_attribute_gives_a_document_that_reads_back(text):
    make = Maker("urn:x")
    read = etree.fromstring(document(make("a", {"b": text}, text, make("c"), text)))
    assert (read.text or "") == legal(text)
    assert (read[0].tail or "") == legal(text)
    assert read.get("b", "") == legal(text)


def test_controls_are_dropped_and_nothing_else():
    assert legal("a\x00b\x01\x0b\x1f\x7f\ud800\ufffec") == "abc"
    assert legal("a\tb\nc\rd\u0416\U0001f3e6\u200f") == "a\tb\nc\rd\u0416\U0001f3e6\u200f"


@pytest.mark.parametrize(
    ("tag", "spelled"),
    [("en", "en"), ("pt_BR", "pt-BR"), ("zh-Hans", "zh-Hans"), ("", "und"), ("no tag", "und")],
)
def test_a_language_is_one_or_unknown(tag, spelled):
    assert language(tag) == spelled


def test_empty_attributes_and_absent_children_leave_nothing():
    assert document(Maker()("a", {"b": ""}, None, "")).endswith(b"\n<a/>")


def test_a_document_says_its_encoding_and_its_type():
    data = document(Maker()("a", None, "\u0416"), "<!DOCTYPE a>")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE a>\n'
    assert data == f"{head}<a>\u0416</a>".encode()


def test_inline_markup_becomes_elements_and_harm_becomes_nothing():
    make = Maker()
    markup = 'x <strong>y <em>z</em></strong>&amp;<script>no</script><a href="javascript:1">l</a>'
    filled = fill(make("p"), markup, make, INLINE)
    assert etree.tostring(filled) == b'<p>x <b class="x">y <i>z</i></b>&amp;<a>l</a></p>'
