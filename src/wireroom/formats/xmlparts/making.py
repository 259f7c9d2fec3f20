"""Elements made from text that may hold anything, and the bytes of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements
Child = Element | str | None

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")

UNKNOWN_LANGUAGE = "und"
"""ISO 639-3, for a language that no tag tells."""

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
"""In the quotes that receivers' own readers expect; lxml writes the other ones."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def legal(text: str) -> str:
    """Drop what XML 1.0 cannot carry (its clause 2.2), and the delete character."""
    return _ILLEGAL.sub("", text)


def language(tag: str) -> str:
    """Give a tag as `xml:lang` takes it: `und` when it is none (XML Schema part 2, 3.3.3)."""
    spelled = tag.replace("_", "-")
    return spelled if _LANGUAGE.fullmatch(spelled) else UNKNOWN_LANGUAGE


class Maker:
    """Makes the elements of one namespace; none: the empty name."""

    def __init__(self, namespace: str = "") -> None:
        """Remember the namespace, which is the default one of every element made."""
        self._before = f"{{{namespace}}}" if namespace else ""
        self._nsmap = {None: namespace} if namespace else None

    def __call__(
        self, tag: str, attributes: Mapping[str, str] | None = None, *children: Child
    ) -> Element:
        """Make an element. Attributes that are empty and children that are None are left out."""
        made = etree.Element(f"{self._before}{tag}", nsmap=self._nsmap)  # type: ignore[arg-type] # the stubs know no default one
        for name, value in (attributes or {}).items():
            if kept := legal(value):
                made.set(name, kept)
        for child in children:
            append(made, child)
        return made


def append(parent: Element, child: Child) -> None:
    """Put an element or text at the end of `parent`."""
    if isinstance(child, str):
        _append_text(parent, legal(child))
    elif child is not None:
        parent.append(child)


def _append_text(parent: Element, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def document(root: Element, doctype: str | None = None) -> bytes:
    """Write a document: UTF-8 with its declaration, not indented, since spaces are text."""
    etree.cleanup_namespaces(root)
    head = f"{_DECLARATION}\n{doctype}\n" if doctype else f"{_DECLARATION}\n"
    return head.encode() + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
