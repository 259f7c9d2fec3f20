"""Who the readers of streams are, and whether they still are."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from wireroom.customers import queries
from wireroom.customers.tokens import digest
from wireroom.delivery import tickets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wireroom.customers.policy import Reader
    from wireroom.delivery.push.frames import Lookup

PUBLIC = "public"
_TOKEN, _SESSION = "token", "session"

_spell = msgspec.json.Encoder(order="deterministic").encode


class Principal(NamedTuple):
    """Somebody whose credential is good: what they may read, and the name of equal rights."""

    reader: Reader
    rights: str


class Rights:
    """Principals as they were at the last look, and what must be looked at again.

    A principal is named by its credential: `public`, `token:HASH`, `session:PERSON:KEY`. Names are
    kept in both processes and never logged.
    """

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: dict[str, Principal] = {}
        self._generation = -1
        self._boundary: datetime | None = None
        self._names: dict[object, str] = {}

    def has_changed(self, now: datetime) -> bool:
        """Whether rights may have changed since the last look; then forget all that was known."""
        generation = queries.rights_generation()
        is_over = self._boundary is not None and self._boundary <= now
        if generation == self._generation and not is_over:
            return False
        self._generation, self._boundary = generation, queries.next_boundary(now)
        self._known.clear()
        self._names.clear()
        return True

    def principals_of(self, lookups: Collection[Lookup], now: datetime) -> list[str | None]:
        """Name the principal of each look-up; None for a credential that says nothing."""
        return [_principal_of(lookup, now) for lookup in lookups]

    def find(self, principals: Iterable[str], now: datetime) -> dict[str, Principal]:
        """Give the principals whose credential is good now; the others are left out.

        Sessions are looked at each time, the rest only after rights have changed.
        """
        wanted = set(principals)
        unknown = wanted - self._known.keys()
        self._learn_tokens([name for name in unknown if name.startswith(_TOKEN)], now)
        self._learn_people([name for name in unknown if name.startswith(_SESSION)], now)
        if PUBLIC in unknown:
            reader = queries.public_reader(now)
            self._known[PUBLIC] = Principal(reader, self._name_of(reader, now))
        gone = self.signed_out(wanted)
        return {
            name: self._known[name] for name in wanted if name in self._known and name not in gone
        }

    def signed_out(self, principals: Iterable[str]) -> set[str]:
        """Give those principals whose browser session has ended."""
        sessions = {
            name: name.rpartition(":")[2] for name in principals if name.startswith(_SESSION)
        }
        if not sessions:
            return set()
        alive = queries.sessions_alive(set(sessions.values()))
        return {name for name, key in sessions.items() if key not in alive}

    def forget(self, principal: str) -> None:
        """Drop what is known of a principal without streams."""
        self._known.pop(principal, None)

    def _learn_tokens(self, names: list[str], now: datetime) -> None:
        hashes = {bytes.fromhex(name.rpartition(":")[2]): name for name in names}
        for hash_, found in (queries.readers_of_tokens(hashes, now) if hashes else {}).items():
            rights = self._name_of(found.reader, now)
            self._known[hashes[hash_]] = Principal(found.reader, rights)

    def _learn_people(self, names: list[str], now: datetime) -> None:
        ids = {name: int(name.split(":")[1]) for name in names}
        readers = queries.readers_of_people(set(ids.values()), now) if ids else {}
        for name, person_id in ids.items():
            reader = readers[person_id]
            self._known[name] = Principal(reader, self._name_of(reader, now))

    def _name_of(self, reader: Reader, now: datetime) -> str:
        """Name the rights: equal names mean equal verdicts until a boundary, in any process."""
        name = self._names.get(reader.grants)
        if name is None:
            active = [grant.active_at(now) for grant in reader.grants]
            text = _spell([reader.grants, active])
            name = self._names[reader.grants] = blake2b(text, digest_size=12).hexdigest()
        return name


def sessions_among(principals: Iterable[str]) -> list[str]:
    """Give those principals that are browser sessions."""
    return [name for name in principals if name.startswith(_SESSION)]


def _principal_of(lookup: Lookup, now: datetime) -> str | None:
    match lookup.kind:
        case "public":
            return PUBLIC
        case "token":
            return f"{_TOKEN}:{digest(lookup.secret).hex()}"
        case "ticket":
            redeemed = tickets.redeem(lookup.secret, now)
            return f"{_SESSION}:{redeemed[0]}:{redeemed[1]}" if redeemed else None
