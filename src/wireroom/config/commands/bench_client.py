"""`wireroom bench-client`: how does the stream behave?"""

from __future__ import annotations

import argparse
import asyncio
import time
from urllib.parse import urlsplit

from wireroom.config.commands.terms import DONE, FAILED, WRONG_USAGE, say
from wireroom.config.sseclient import EventReader
from wireroom.config.tally import Tally
from wireroom.kernel.errors import WireroomError

SUMMARY = "read a stream, count, check order and duplicates, and measure the delay"
DESCRIPTION = """\
Open one or many streams, read them for a while and report: items, duplicates, items out of
order, and the delay from release to arrival. The delay assumes that client and wire share a
clock.

    wireroom bench-client http://localhost:8001/stream --connections 100 --seconds 30

Exit code 0: streams were read and no promise was broken; 1: something was, or no stream opened."""


class StreamRefused(WireroomError):
    """The server did not open a stream."""

    code = "stream_refused"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("url", metavar="URL", help="http://host:port/stream, options included")
    parser.add_argument("--token", help="bearer token; without one the stream is the public's")
    parser.add_argument("--connections", type=int, default=1, help="streams to open (1)")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to read (10)")
    parser.add_argument("--items", type=int, help="stop earlier, after so many items in all")


def run(args: argparse.Namespace) -> int:
    """Read and report."""
    if not _is_address(args.url):
        say("URL must be http://host:port/path. For https, measure on the server itself.")
        return WRONG_USAGE
    tally = Tally(since_s=time.time())
    refusals = asyncio.run(_read_all(args, tally))
    for line in tally.lines():
        print(line)
    for text in sorted(set(refusals)):
        say(f"{refusals.count(text)} × {text}")
    return FAILED if refusals or tally.faults else DONE


def _is_address(url: str) -> bool:
    try:
        address = urlsplit(url)
        return address.scheme == "http" and bool(address.hostname) and address.port != 0
    except ValueError:
        return False


async def _read_all(args: argparse.Namespace, tally: Tally) -> list[str]:
    enough = asyncio.Event()
    streams = [asyncio.create_task(_read(args, tally, enough)) for _ in range(args.connections)]
    stop = asyncio.create_task(enough.wait())
    reading = asyncio.create_task(asyncio.wait(streams))
    await asyncio.wait({reading, stop}, timeout=args.seconds, return_when="FIRST_COMPLETED")
    for task in (stop, reading, *streams):
        task.cancel()
    results = await asyncio.gather(*streams, return_exceptions=True)
    failures = [r for r in results if isinstance(r, Exception)]
    for failure in failures:
        if not isinstance(failure, StreamRefused | OSError):
            raise failure
    return [str(failure) for failure in failures]


async def _read(args: argparse.Namespace, tally: Tally, enough: asyncio.Event) -> None:
    address = urlsplit(args.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port or 80)
    try:
        writer.write(_request(args))
        await _headers(reader)
        events = EventReader()
        seen: dict[str, int] = {}
        while data := await reader.read(65536):
            now_s = time.time()  # the wall clock: delays count from the release's own time
            for event in events.feed(data):
                tally.take(event, seen, now_s)
            if args.items and tally.items >= args.items:
                enough.set()
    finally:
        writer.close()


def _request(args: argparse.Namespace) -> bytes:
    address = urlsplit(args.url)
    target = (address.path or "/stream") + (f"?{address.query}" if address.query else "")
    lines = [f"GET {target} HTTP/1.0", f"Host: {address.netloc}", "Accept: text/event-stream"]
    if args.token:
        lines.append(f"Authorization: Bearer {args.token}")
    return "\r\n".join([*lines, "", ""]).encode()


async def _headers(reader: asyncio.StreamReader) -> None:
    status = (await reader.readline()).decode("latin-1").strip()
    while (await reader.readline()).strip():
        pass
    if " 200" not in status:
        raise StreamRefused(f"the server said: {status or 'nothing'}")
