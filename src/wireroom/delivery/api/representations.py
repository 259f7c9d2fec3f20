"""In which format an item is given: by the suffix of its address, else by `Accept`."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.http.request import MediaType
from msgspec import Struct

from wireroom.delivery.api.problems import NotAcceptable
from wireroom.delivery.house import house
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.registry import Format, formats
from wireroom.kernel.errors import WireroomError


class Shape(Struct, frozen=True):
    """A format as the API names it: its code, its suffix, and the media types that ask for it."""

    code: str
    suffix: str
    accepts: tuple[str, ...]


SHAPES = (
    Shape("item", "json", ("application/json",)),
    Shape("ninjs", "ninjs", ("application/vnd.iptc.ninjs+json",)),
    Shape(
        "newsml-g2",
        "g2.xml",
        ("application/vnd.iptc.g2.newsmessage+xml", "application/xml", "text/xml"),
    ),
    Shape("nitf", "nitf.xml", ("application/vnd.iptc.nitf+xml",)),
    Shape("iptc7901", "7901", ("text/vnd.iptc.7901",)),
    Shape("html", "html", ("text/html",)),
    Shape("text", "txt", ("text/plain",)),
)
"""In the order of preference among what is accepted equally."""


def split(name: str) -> tuple[str, str]:
    """Take the last part of an address apart: the guid, and the suffix or nothing."""
    guid, _, suffix = name.partition(".")
    return guid, suffix


def shape_for(suffix: str, accept: str) -> Shape | None:
    """Choose a shape; None: there is no such suffix.

    Raises:
        NotAcceptable: there is no suffix, and `accept` names nothing that we have.
    """
    offered = offered_shapes()
    if suffix:
        return next((shape for shape in offered if shape.suffix == suffix), None)
    wanted = _in_order(accept)
    if not wanted:
        return offered[0]
    for media_type in wanted:
        for shape in offered:
            if any(media_type.match(each) for each in shape.accepts):
                return shape
    raise NotAcceptable(formats=", ".join(each for shape in offered for each in shape.accepts))


def offered_shapes() -> list[Shape]:
    """Give the shapes of which there is a format."""
    known = _by_code()
    return [shape for shape in SHAPES if shape.code in known]


def written(shape: Shape, outgoing: Outgoing) -> HttpResponse:
    """Write an item.

    Raises:
        NotAcceptable: the format cannot spell this item.
    """
    form = _by_code()[shape.code]
    try:
        body = form.render(outgoing, house(), {})
    except WireroomError as error:
        raise NotAcceptable(error.detail, format=shape.suffix) from error
    response = HttpResponse(body, content_type=_content_type(shape, form))
    response.headers["Content-Disposition"] = "inline"
    if shape.code == "html":
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _content_type(shape: Shape, form: Format) -> str:
    if shape.code == "item":
        return "application/json; charset=utf-8"
    if shape.code in {"ninjs", "newsml-g2", "nitf", "iptc7901"}:
        return shape.accepts[0]
    return form.content_type({})


def _by_code() -> Mapping[str, Format]:
    return {form.code: form for form in formats()}


def _in_order(accept: str) -> list[MediaType]:
    """Read `Accept` (RFC 9110, 12.5.1): by quality, then by precision, without what is refused."""
    found = [MediaType(part) for part in accept.split(",") if "/" in part]
    wanted = [each for each in found if each.quality > 0]
    return sorted(wanted, key=lambda each: (each.quality, each.specificity), reverse=True)
