"""What a check finds."""

from __future__ import annotations

from msgspec import Struct

from wireroom.formats.newsml.codes import NAMESPACE
from wireroom.formats.xmlparts.making import Element

G2 = f"{{{NAMESPACE}}}"


class Fault(Struct, frozen=True, kw_only=True):
    """One thing that is wrong: a stable code, the element, and a sentence."""

    code: str
    where: str
    text: str


def fault(code: str, element: Element, text: str) -> Fault:
    """Make a fault of `element`, with its line when it was read from a document."""
    name = str(element.tag).rpartition("}")[2]
    return Fault(code=code, where=f"{name}, line {element.sourceline}", text=text)
