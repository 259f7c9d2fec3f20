"""All formats by their code: what they are called on the line, and who writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from msgspec import Struct

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
        is_json: whether the bytes are a JSON value, to stand inside another.
        check: reads a feed's options; gives a sentence for each one that is wrong, by name.
    """

    code: str
    name: str
    media_type: str
    suffix: str
    render: Render
    is_json: bool = False
    check: Callable[[Options], Mapping[str, str]] = lambda options: dict.fromkeys(
        options, "This format has no such option."
    )


class UnknownFormat(WireroomError):
    """There is no format of this name."""

    code: ClassVar[str] = "unknown_format"
    http_status: ClassVar[int] = 406


def formats() -> Sequence[Format]:
    """Give every format of single items, in the order of screens."""
    return ()


def format_of(code: str) -> Format:
    """Find a format.

    Raises:
        UnknownFormat: there is none with this code.
    """
    for found in formats():
        if found.code == code:
            return found
    raise UnknownFormat(f"There is no format “{code}”.", format=code)
