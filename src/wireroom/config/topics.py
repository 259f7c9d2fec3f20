"""The Media Topics of this house: a file in its data directory."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

from wireroom.kernel import mediatopics
from wireroom.kernel.files import sync
from wireroom.kernel.mediatopics_file import NotMediaTopics, decode, encode, read_dump

NAME = "mediatopics.json"


class Imported(NamedTuple):
    """What an import gave."""

    vocabulary: mediatopics.Vocabulary
    is_news: bool
    """Whether anything changed."""


def take_into_use(data_dir: Path, language: str) -> None:
    """Use the imported topics in this process, or the built-in ones where none were imported.

    Raises:
        ImproperlyConfigured: the file is damaged.
    """
    try:
        mediatopics.use(stored(data_dir), language)
    except (NotMediaTopics, OSError) as error:
        advice = "Run `wireroom topics import FILE` again, or delete it."
        raise ImproperlyConfigured(f"{data_dir / NAME}: {error} {advice}") from error


def stored(data_dir: Path) -> mediatopics.Vocabulary | None:
    """Read what was imported; None: nothing was.

    Raises:
        NotMediaTopics: the file is damaged.
    """
    path = data_dir / NAME
    return decode(path.read_bytes()) if path.exists() else None


def import_dump(file: Path, data_dir: Path, *, afresh: bool = False) -> Imported:
    """Join a dump of IPTC to what was imported before; the same one again changes nothing.

    The file of the house is replaced in one step, or not at all. `afresh` forgets what was
    imported before, and may be damaged.

    Raises:
        NotMediaTopics: `file` is no such dump, or the house's own file is damaged.
        OSError: a file cannot be read or written.
    """
    found = read_dump(file.read_bytes())
    before = None if afresh else stored(data_dir)
    vocabulary = mediatopics.merged(before, found) if before else found
    path, data = data_dir / NAME, encode(vocabulary)
    if path.exists() and path.read_bytes() == data:
        return Imported(vocabulary, is_news=False)
    _replace(path, data)
    return Imported(vocabulary, is_news=True)


def _replace(path: Path, data: bytes) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        sync(part)
        part.rename(path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)
