"""All formats by their code: what they are called on the line, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct

from wireroom.formats import htmldoc, iptc7901, itemjson, newsml, ninjs, nitf, textdoc
from wireroom.formats.options import Option, faults
from wireroom.formats.outgoing import House, Options, Outgoing
from wireroom.kernel.errors import WireroomError

Render = Callable[[Outgoing, House, Options], bytes]


class Format(Struct, frozen=True, kw_only=True):
    """One format of single items.

    Attributes:
        code: as feeds and the API name it.
        name: as screens name it.
        media_type: for `Content-Type`, without a charset.
        suffix: of file names and addresses, without the dot.
        options: what a feed may set.
        is_json: whether the bytes are a JSON value, to stand inside another.
        charset: of the bytes, for a feed's options; empty where the media type needs none.
    """

    code: str
    name: str
    media_type: str
    suffix: str
    render: Render
    options: tuple[Option, ...] = ()
    is_json: bool = False
    charset: Callable[[Options], str] = lambda _: ""

    def check(self, options: Options) -> Mapping[str, str]:
        """Read a feed's options; give a sentence for each one that is wrong, by name."""
        return faults(options, self.options)

    def content_type(self, options: Options) -> str:
        """Spell the value of `Content-Type`."""
        charset = self.charset(options)
        return f"{self.media_type}; charset={charset}" if charset else self.media_type


class UnknownFormat(WireroomError):
    """There is no format of this name."""

    code: ClassVar[str] = "unknown_format"
    http_status: ClassVar[int] = 406


def _utf8(_: Options) -> str:
    return "utf-8"


_FORMATS: tuple[Format, ...] = (
    Format(
        code="newsml-g2",
        name="NewsML-G2 2.35",
        media_type="application/vnd.iptc.g2.newsmessage+xml",
        suffix="xml",
        render=newsml.render,
        options=newsml.OPTIONS,
    ),
    Format(
        code="ninjs",
        name="ninjs 3.1",
        media_type="application/json",
        suffix="json",
        render=ninjs.render,
        options=ninjs.OPTIONS,
        is_json=True,
    ),
    Format(
        code="nitf",
        name="NITF 3.6",
        media_type="application/nitf+xml",
        suffix="nitf",
        render=nitf.render,
        options=nitf.OPTIONS,
    ),
    Format(
        code="nitf-plain",
        name="NITF 3.6 with DOCTYPE, no namespace",
        media_type="text/xml",
        suffix="xml",
        render=nitf.render_plain,
        options=nitf.OPTIONS,
        charset=_utf8,
    ),
    Format(
        code="iptc7901",
        name="IPTC 7901",
        media_type="text/plain",
        suffix="iptc",
        render=iptc7901.render,
        options=iptc7901.OPTIONS,
        charset=iptc7901.charset,
    ),
    Format(
        code="item",
        name="Wireroom JSON",
        media_type="application/json",
        suffix="json",
        render=itemjson.render,
        is_json=True,
    ),
    Format(
        code="html",
        name="HTML",
        media_type="text/html",
        suffix="html",
        render=htmldoc.render,
        charset=_utf8,
    ),
    Format(
        code="text",
        name="Plain text",
        media_type="text/plain",
        suffix="txt",
        render=textdoc.render,
        options=textdoc.OPTIONS,
        charset=_utf8,
    ),
)
"""In the order of screens."""


def formats() -> Sequence[Format]:
    """Give every format of single items, in the order of screens."""
    return _FORMATS


def format_of(code: str) -> Format:
    """Find a format.

    Raises:
        UnknownFormat: there is none with this code.
    """
    for found in formats():
        if found.code == code:
            return found
    raise UnknownFormat(f"There is no format “{code}”.", format=code)
