"""Writes files on a customer's server: under a temporary name first, then renamed at once."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import datetime

import asyncssh

from wireroom.delivery.destinations.file_names import file_name
from wireroom.delivery.destinations.ssh import reach, sign_in
from wireroom.delivery.sending.carrying import BUDGET_S, SLOW_AFTER_S, Stopwatch, kept, sentence
from wireroom.delivery.sending.manifests import manifest, manifest_name
from wireroom.delivery.sending.parcels import (
    DELIVERED,
    Clock,
    Ending,
    Feed,
    Parcel,
    Piece,
    Result,
)
from wireroom.delivery.sending.sftp_troubles import TIMED_OUT, Trouble, read_trouble
from wireroom.delivery.webhooks.addresses import Resolve, resolve

TIMEOUT_S = 20.0
"""For signing in, and for each file with its manifest."""
_TEMPORARY = ".part"


class SftpCarrier:
    """Carries parcels by SFTP, one connection for each."""

    def __init__(self, resolver: Resolve = resolve, *, timeout_s: float = TIMEOUT_S) -> None:
        """Say how long signing in, and a file, may take."""
        self._resolver, self._timeout_s = resolver, timeout_s

    def carry(self, parcel: Parcel, clock: Clock) -> list[Result]:
        """Write file by file; every trouble becomes an outcome."""
        return asyncio.run(self._carry(parcel, clock))

    def rest(self) -> None:
        """Keep nothing."""

    async def _carry(self, parcel: Parcel, clock: Clock) -> list[Result]:
        results: list[Result] = []
        watch = Stopwatch()
        try:
            await self._write_all(parcel, clock, results)
        except Exception as error:  # noqa: BLE001 - whatever a server does is an outcome
            results.append(_failed(parcel, len(results), read_trouble(error), watch, at=clock()))
        return results

    async def _write_all(self, parcel: Parcel, clock: Clock, results: list[Result]) -> None:
        feed, until_s = parcel.feed, time.monotonic() + BUDGET_S
        line = reach(feed.target["host"], feed.target["port"], self._resolver)
        connection = await asyncio.wait_for(
            sign_in(line, feed.target, feed.secrets[0]), self._timeout_s
        )
        try:
            session = await asyncio.wait_for(connection.start_sftp_client(), self._timeout_s)
            for piece in parcel.pieces:
                if results and time.monotonic() > until_s:
                    return
                watch, at = Stopwatch(), clock()
                written = _write_piece(session, feed, piece)
                said = await asyncio.wait_for(written, self._timeout_s)
                results.append(_taken(piece, feed, said, watch, at=at))
        finally:
            connection.abort()


async def _write_piece(session: asyncssh.SFTPClient, feed: Feed, piece: Piece) -> str:
    """Write a file and then its manifest, and say what was done.

    Who sees a manifest may rely on the file. The same number twice replaces what is there.
    """
    lines = []
    name = file_name(feed.target["file_name"], piece.named)
    if not piece.void_why:
        lines.append(await _put(session, feed.target["directory"], name, piece.body))
    if feed.target["manifest"]:
        body = manifest(piece, feed.code, name)
        lines.append(await _put(session, feed.target["directory"], manifest_name(piece), body))
    return "\n".join(lines) or "Nothing to write: this number is void."


async def _put(session: asyncssh.SFTPClient, directory: str, name: str, body: bytes) -> str:
    path = f"{directory.rstrip('/')}/{name}" if directory else name
    temporary = path + _TEMPORARY
    try:
        async with session.open(temporary, "wb") as file:
            await file.write(body)
            with suppress(asyncssh.SFTPOpUnsupported):
                await file.fsync()
        await _rename(session, temporary, path)
    except asyncssh.SFTPFailure as error:
        if error.code == asyncssh.FX_FAILURE and await _is_full(session, directory):
            raise asyncssh.SFTPNoSpaceOnFilesystem("The disk is full.") from error
        raise
    return f"wrote {path}: {len(body)} bytes"


async def _rename(session: asyncssh.SFTPClient, old: str, new: str) -> None:
    """Rename over what is there, in one step where the server can (`posix-rename@openssh.com`)."""
    try:
        await session.posix_rename(old, new)
    except asyncssh.SFTPOpUnsupported:
        with suppress(asyncssh.SFTPNoSuchFile):
            await session.remove(new)
        await session.rename(old, new)


async def _is_full(session: asyncssh.SFTPClient, directory: str) -> bool:
    """Ask for free space: version 3 of the protocol knows no code for a full disk."""
    try:
        found = await session.statvfs(directory or ".")
    except asyncssh.SFTPError:
        return False
    return found.bavail == 0 or (found.files > 0 and found.favail == 0)


def _taken(piece: Piece, feed: Feed, said: str, watch: Stopwatch, *, at: datetime) -> Result:
    return Result(
        delivery_ids=(piece.delivery_id,),
        ending=Ending.TAKEN,
        outcome=DELIVERED,
        at=at,
        took_ms=watch.took_ms,
        request=kept(f"{_spelled(feed)}\n{said}"),
        slow=watch.took_s > SLOW_AFTER_S,
    )


def _failed(
    parcel: Parcel, done: int, trouble: Trouble, watch: Stopwatch, *, at: datetime
) -> Result:
    return Result(
        delivery_ids=(parcel.pieces[done].delivery_id,),
        ending=Ending.FAILED,
        outcome=trouble.outcome,
        at=at,
        took_ms=watch.took_ms,
        detail=sentence(trouble.detail),
        request=kept(_spelled(parcel.feed)),
        slow=trouble.outcome == TIMED_OUT or watch.took_s > BUDGET_S,
    )


def _spelled(feed: Feed) -> str:
    target = feed.target
    return f"sftp://{target['user']}@{target['host']}:{target['port']}/{target['directory']}"
