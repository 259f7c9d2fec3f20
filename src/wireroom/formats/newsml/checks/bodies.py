"""The text inside an item: is it what it says it is, and can it be printed?"""

from __future__ import annotations

from collections.abc import Iterator

from wireroom.formats.newsml import codes
from wireroom.formats.newsml.checks.fault import G2, Fault, fault
from wireroom.formats.nitf.codes import NAMESPACE as NITF
from wireroom.formats.xmlparts.making import XML_LANG, Element

_ROOTS = {
    codes.CONTENT_TYPES["nitf"]: f"{{{NITF}}}nitf",
    codes.CONTENT_TYPES["xhtml"]: f"{{{codes.XHTML}}}html",
}
_INLINE = frozenset({"a", "b", "cite", "em", "strong", "br"})
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "blockquote", "ol", "ul", "table"})
_FLOW = _INLINE | _BLOCKS
_INSIDE = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"title"}),
    "title": frozenset[str](),
    "body": _BLOCKS,
    "blockquote": _BLOCKS,
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    "li": _FLOW,
    "table": frozenset({"caption", "thead", "tbody"}),
    "thead": frozenset({"tr"}),
    "tbody": frozenset({"tr"}),
    "tr": frozenset({"th", "td"}),
    "th": _FLOW,
    "td": _FLOW,
    "br": frozenset[str](),
}
"""What an element of our XHTML may have inside; all others may have inline elements only."""
_ATTRIBUTES = frozenset({"class", "href", "lang", "dir", XML_LANG})
_SAFE_LINKS = ("http://", "https://", "mailto:")


def body_faults(item: Element) -> Iterator[Fault]:
    """Find bodies that are not of their content type, and bad XHTML.

    NITF is judged by its own schema.
    """
    for holder in item.iter(f"{G2}inlineXML"):
        root = holder[0] if len(holder) else None
        wanted = _ROOTS.get(holder.get("contenttype", ""))
        if root is None or root.tag != wanted:
            yield fault("body_type", holder, "The content is not of the type it says.")
        elif root.tag == f"{{{codes.XHTML}}}html":
            yield from _xhtml(root)


def _xhtml(root: Element) -> Iterator[Fault]:
    if [_name(child) for child in root] != ["head", "body"]:
        yield fault("bad_xhtml", root, "A page must have a head, then a body.")
    for element in root.iter():
        allowed = _INSIDE.get(_name(element), _INLINE)
        for child in element:
            if _name(child) not in allowed:
                yield fault("bad_xhtml", child, f"“{_name(child)}” must not stand here.")
        for name, value in ((str(key), str(it)) for key, it in element.attrib.items()):
            if name not in _ATTRIBUTES or (name == "href" and not _is_safe(value)):
                yield fault("bad_xhtml", element, f"The attribute “{name}” is not allowed here.")


def _name(element: Element) -> str:
    """Give the name of an XHTML element; of anything else, its whole tag."""
    return str(element.tag).removeprefix(f"{{{codes.XHTML}}}")


def _is_safe(address: str) -> bool:
    return address.lower().startswith(_SAFE_LINKS)
