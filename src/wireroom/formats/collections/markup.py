"""XML of web feeds, written as text: lists are long, and their readers are many and old."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wireroom.formats.outgoing import Outgoing
from wireroom.formats.text import printable
from wireroom.formats.xmlparts.making import legal
from wireroom.kernel.clock import iso

HEAD = '<?xml version="1.0" encoding="utf-8"?>'

_TEXT = str.maketrans({"&": "&#x26;", "<": "&#x3C;", ">": "&#x3E;", "\r": "&#xD;"})
_VALUE = _TEXT | str.maketrans({'"': "&#x22;", "\n": "&#xA;", "\t": "&#x9;"})
"""By number, not by name: the RSS Advisory Board's profile found that more readers get it right."""


def text(words: str) -> str:
    """Spell words as the content of an element."""
    return printable(legal(words)).translate(_TEXT)


def element(name: str, words: str = "", /, **attributes: str) -> str:
    """Write an element that holds words; without both words and attributes there is none.

    A name like `xml__lang` is that of a namespace: `xml:lang`; one that ends in `_` loses it.
    """
    if not words and not attributes:
        return ""
    return opened(name, **attributes) + f"{text(words)}</{name}>"


def opened(name: str, /, **attributes: str) -> str:
    """Write the tag that opens an element; attributes without a value are left out."""
    spelled = (
        f' {key.rstrip("_").replace("__", ":")}="{printable(legal(value)).translate(_VALUE)}"'
        for key, value in attributes.items()
        if value
    )
    return f"<{name}{''.join(spelled)}>"


def document(parts: Iterable[str]) -> bytes:
    """Put the lines of a document together."""
    return "\n".join((HEAD, *filter(None, parts), "")).encode()


def numbered(outgoing: Outgoing) -> Iterator[str]:
    """Say in elements of our own what programs want to know; nothing in a list without numbers."""
    if outgoing.number is None:
        return
    answer = outgoing.publishable
    until = iso(answer.until) if answer.until else ""
    yield element("wire:number", str(outgoing.number))
    yield element("wire:version", str(outgoing.item.version))
    yield element("wire:status", outgoing.item.pub_status.value)
    yield element(
        "wire:publishable", answer.text, answer=answer.answer, why=answer.why, until=until
    )
