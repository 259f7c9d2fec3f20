"""Settings of the room: typed, from the environment, each with its reason.

Every option of the push server is read from `WIREROOM_PUSH_` plus its name in capitals, by the push
process and by its source alike; neither needs Django for it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from wireroom.kernel.errors import WireroomError
from wireroom.kernel.network import LOOPBACK, Network, NotANetwork, read_proxies

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "WIREROOM_PUSH_"
_PROXIES = "WIREROOM_TRUSTED_PROXIES"
"""Shared with the pages, so without the prefix."""


class BadSetting(WireroomError):
    """A setting of the push server cannot be used."""

    code = "bad_setting"


@dataclass(frozen=True, kw_only=True)
class PushSettings:
    """How the push server behaves."""

    host: str = "127.0.0.1"
    """`WIREROOM_PUSH_HOST`: address to listen on. Put nginx in front for TLS; it reaches the server
    here."""

    port: int = 8001
    """`WIREROOM_PUSH_PORT`: port to listen on; 0 lets the system choose and the log name it."""

    origins: tuple[str, ...] = ()
    """`WIREROOM_PUSH_ORIGINS`: origins (`https://terminal.example.com`, comma separated) whose
    pages may read streams, beside pages from the same host name on any port."""

    trusted_proxies: tuple[Network, ...] = LOOPBACK
    """`WIREROOM_TRUSTED_PROXIES`: networks of the proxies in front, comma separated, whose
    `X-Forwarded-For` is believed; the same as for the pages."""

    max_streams: int = 100_000
    """`WIREROOM_PUSH_MAX_STREAMS`: connections at once; fewer when the limit on open files is
    lower. One more gets 503, or takes the place of the oldest connection that has not finished
    its request."""

    heartbeat_s: float = 15.0
    """`WIREROOM_PUSH_HEARTBEAT_S`: seconds between two comments on a silent stream; proxies
    commonly close after 30 to 60."""

    header_timeout_s: float = 10.0
    """`WIREROOM_PUSH_HEADER_TIMEOUT_S`: seconds that a request may take to arrive; slower senders
    are dropped."""

    header_limit_bytes: int = 16_384
    """`WIREROOM_PUSH_HEADER_LIMIT_BYTES`: longest request, address and headers together; longer
    ones get 431."""

    source_wait_s: float = 10.0
    """`WIREROOM_PUSH_SOURCE_WAIT_S`: seconds that a new connection waits while the source restarts
    before it gets 503. Browsers give a stream up for good after any status but 200, so waiting
    is kinder than refusing."""

    silence_s: float = 30.0
    """`WIREROOM_PUSH_SILENCE_S`: seconds without a word from the source after which it counts as
    hung and is replaced; it says something every `poll_s`."""

    lag_limit_bytes: int = 4 << 20
    """`WIREROOM_PUSH_LAG_LIMIT_BYTES`: what a stream may owe its reader before it is cut as
    `too_slow`; it can resume by position."""

    send_buffer_bytes: int = 98_304
    """`WIREROOM_PUSH_SEND_BUFFER_BYTES`: the kernel's send buffer for each stream. Left to itself
    it grows to 4 MB for each stalled one."""

    user_timeout_s: float = 30.0
    """`WIREROOM_PUSH_USER_TIMEOUT_S`: seconds without an acknowledgement after which the kernel
    closes a stream (TCP_USER_TIMEOUT)."""

    ring_entries: int = 10_000
    """`WIREROOM_PUSH_RING_ENTRIES`: entries that each class of equal rights keeps in memory; older
    ones come from the database."""

    ring_bytes: int = 256 << 20
    """`WIREROOM_PUSH_RING_BYTES`: bytes that all classes keep together; texts that classes share
    count once. Streams of feeds may keep a quarter as much beside that."""

    idle_class_s: float = 600.0
    """`WIREROOM_PUSH_IDLE_CLASS_S`: seconds that a class without streams is kept, so that
    reconnects find it warm."""

    retry_ms: int = 1000
    """`WIREROOM_PUSH_RETRY_MS`: shortest time a reader waits before it reconnects; each is told a
    time between this and three times this, so that they do not all come back at once."""

    stop_s: float = 4.0
    """`WIREROOM_PUSH_STOP_S`: seconds between the first `bye` and the end of the process."""

    preload_entries: int = 1000
    """`WIREROOM_PUSH_PRELOAD_ENTRIES`: newest entries of the wire that the source keeps ready for
    new classes and short resumes."""

    chunk_bytes: int = 262_144
    """`WIREROOM_PUSH_CHUNK_BYTES`: size of one piece of a replay from the database; a reader gets
    the next when it has taken one."""

    rights_check_s: float = 2.0
    """`WIREROOM_PUSH_RIGHTS_CHECK_S`: seconds between two looks at changed rights and ended
    sessions; a promise says 5 at most."""

    poll_s: float = 1.0
    """`WIREROOM_PUSH_POLL_S`: seconds between two looks at the wire when no wake-up came."""


@dataclass(frozen=True, kw_only=True)
class ApiSettings:
    """How much the customer API takes and gives."""

    requests_per_minute: int = 600
    """`WIREROOM_API_REQUESTS_PER_MINUTE`: requests that one token may make in a minute, counted by
    all web processes of a machine together."""

    body_limit_bytes: int = 65_536
    """`WIREROOM_API_BODY_LIMIT_BYTES`: longest body of a request; longer ones get 413."""

    most_lines: int = 200
    """`WIREROOM_API_MOST_LINES`: items and rows on one page at most."""


def load_api(environ: Mapping[str, str] = os.environ) -> ApiSettings:
    """Read the settings of the API.

    Raises:
        BadSetting: names the variable that cannot be read.
    """
    return ApiSettings(**_whole_numbers(ApiSettings(), "WIREROOM_API_", environ))


@dataclass(frozen=True, kw_only=True)
class FeedSettings:
    """How many feeds there may be, and how long what is said about deliveries is kept."""

    per_company: int = 50
    """`WIREROOM_FEEDS_PER_COMPANY`: feeds that a company may have at once."""

    rewind_days: int = 35
    """`WIREROOM_FEEDS_REWIND_DAYS`: how far back a feed can be rewound by time, and a dry run asked
    for."""

    attempt_days: int = 35
    """`WIREROOM_FEEDS_ATTEMPT_DAYS`: requests and answers of deliveries are kept so many days; the
    ledger itself never expires."""


def load_feeds(environ: Mapping[str, str] = os.environ) -> FeedSettings:
    """Read the settings of feeds.

    Raises:
        BadSetting: names the variable that cannot be read.
    """
    return FeedSettings(**_whole_numbers(FeedSettings(), "WIREROOM_FEEDS_", environ))


def _whole_numbers(
    usual: ApiSettings | FeedSettings, prefix: str, environ: Mapping[str, str]
) -> dict[str, int]:
    found = {}
    for field in fields(usual):
        name = prefix + field.name.upper()
        text = environ.get(name) or str(getattr(usual, field.name))
        if not text.isdecimal() or not 0 < int(text) < 1 << 31:
            raise BadSetting(f"{name}: {text!r} is no whole number above 0")
        found[field.name] = int(text)
    return found


def load(environ: Mapping[str, str] = os.environ, **overrides: str | int | None) -> PushSettings:
    """Read the settings; `overrides` that are not None win over the environment.

    Raises:
        BadSetting: names the variable that cannot be read.
    """
    defaults = PushSettings()
    found: dict[str, Any] = {}
    for field in fields(PushSettings):
        if field.name == "trusted_proxies":
            continue
        text = environ.get(PREFIX + field.name.upper())
        if text:
            found[field.name] = _read(field.name, text, getattr(defaults, field.name))
    found["trusted_proxies"] = _read_proxies(environ.get(_PROXIES))
    found.update({name: value for name, value in overrides.items() if value is not None})
    return replace(defaults, **found)


def _read_proxies(text: str | None) -> tuple[Network, ...]:
    try:
        return read_proxies(text)
    except NotANetwork as error:
        raise BadSetting(f"{_PROXIES}: {error.detail}") from None


def _read(name: str, text: str, default: object) -> object:
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(default, str):
        return text
    try:
        value = type(default)(text)  # type: ignore[call-arg]
    except ValueError:
        raise BadSetting(f"{PREFIX}{name.upper()}: {text!r} is not a number") from None
    if value < 0:  # type: ignore[operator]
        raise BadSetting(f"{PREFIX}{name.upper()}: {text!r} is negative")
    return value
