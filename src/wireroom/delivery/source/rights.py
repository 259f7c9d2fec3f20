"""Who the readers of streams are, and whether they still are."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, cast

import msgspec

from wireroom.customers import queries
from wireroom.customers.access.networks import may_come
from wireroom.customers.access.tokens import digest
from wireroom.customers.directory import owners_of_tokens
from wireroom.customers.policy import Channel, live
from wireroom.customers.rights.readers import NOBODY
from wireroom.delivery import tickets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from wireroom.customers.policy import Reader
    from wireroom.delivery.push.frames import EndReason, Lookup

PUBLIC = "public"
_TOKEN, _SESSION = "token", "session"

_spell = msgspec.json.Encoder(order="deterministic").encode


class Principal(NamedTuple):
    """Somebody whose credential is good: what they may read, and the name of equal rights."""

    reader: Reader
    rights: str
    whole: Reader
    """With delayed products and samples too, which streams of the wire leave out."""

    @property
    def is_somebody(self) -> bool:
        """Whether the credential is good by this channel, and its owner active."""
        return self.whole is not NOBODY


class Rights:
    """Principals as they were at the last look, and what must be looked at again.

    A principal is named by its credential and where it is used: `public`, `token:HASH@ADDRESS`,
    `session:PERSON:KEY@ADDRESS`. Names are kept in both processes and never logged. A token reads
    by the channel `stream`; the public and whoever is signed in look at a screen. Streams are real
    time: only what is held without delay is theirs (ADR 0015).
    """

    def __init__(self) -> None:
        """Know nobody yet."""
        self._known: dict[str, Principal] = {}
        self._generation = -1
        self._boundary: datetime | None = None
        self._names: dict[object, str] = {}
        self._token_ids: dict[str, int] = {}
        self._used: set[int] = set()
        self._opened: Counter[int] = Counter()
        self._elsewhere: set[str] = set()

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
        self._elsewhere.clear()
        unknown = wanted - self._known.keys()
        self._learn_tokens([name for name in unknown if name.startswith(_TOKEN)], now)
        self._learn_people([name for name in unknown if name.startswith(_SESSION)], now)
        if PUBLIC in unknown:
            self._known[PUBLIC] = self._principal(queries.public_reader(now), now)
        gone = self.signed_out(wanted)
        self._used |= {self._token_ids[name] for name in wanted if name in self._token_ids}
        return {
            name: self._known[name] for name in wanted if name in self._known and name not in gone
        }

    def signed_out(self, principals: Iterable[str]) -> set[str]:
        """Give those principals whose browser session has ended."""
        sessions = {name: _key(name) for name in principals if name.startswith(_SESSION)}
        if not sessions:
            return set()
        alive = queries.sessions_alive(set(sessions.values()))
        return {name for name, key in sessions.items() if key not in alive}

    def is_elsewhere(self, principal: str) -> bool:
        """Whether the last `find` left a good credential out because of where it is used."""
        return principal in self._elsewhere

    def why_over(self, principals: Iterable[str]) -> tuple[dict[str, EndReason], dict[str, str]]:
        """Say of principals that may not go on: why, and of sessions that were ended, since when.

        A session that nobody knows to have ended counts as signed out.
        """
        gone = {name: _key(name) for name in self.signed_out(principals)}
        ended = queries.why_ended_among(gone.values())
        over = {name: ended[key] for name, key in gone.items() if key in ended}
        reasons: dict[str, EndReason] = dict.fromkeys(principals, "rights_changed")
        reasons |= dict.fromkeys(gone, "signed_out")
        reasons |= {name: cast("EndReason", facts.why) for name, facts in over.items()}
        return reasons, {name: facts.ended_at.isoformat() for name, facts in over.items()}

    def take_used(self, open_names: Iterable[str] = ()) -> set[int]:
        """Give the tokens used since the last time, and those of `open_names`."""
        used = self._used | {self._token_ids[n] for n in open_names if n in self._token_ids}
        self._used = set()
        return used

    def note_opened(self, principal: str) -> None:
        """Count a stream that was opened, if it was with a token."""
        if principal in self._token_ids:
            self._opened[self._token_ids[principal]] += 1

    def take_opened(self) -> Counter[int]:
        """Give how many streams tokens have opened since the last time."""
        opened, self._opened = self._opened, Counter()
        return opened

    def companies_of(self, principals: Iterable[str]) -> dict[str, int]:
        """Give the company of each token that is its company's own, and no person's. One query."""
        ids = {name: self._token_ids[name] for name in principals if name in self._token_ids}
        owners = owners_of_tokens(ids.values()) if ids else {}
        return {
            name: owners[pk].company_id or 0
            for name, pk in ids.items()
            if pk in owners and owners[pk].person_id is None
        }

    def forget(self, principal: str) -> None:
        """Drop what is known of a principal without streams."""
        self._known.pop(principal, None)
        self._token_ids.pop(principal, None)

    def _learn_tokens(self, names: list[str], now: datetime) -> None:
        hashes = {name: bytes.fromhex(_key(name)) for name in names}
        wanted = set(hashes.values())
        found = queries.readers_of_tokens(wanted, now, Channel.STREAM) if wanted else {}
        networks = queries.networks_of_tokens(found) if found else {}
        for name, hash_ in hashes.items():
            if hash_ in found and self._may_come(name, networks.get(hash_)):
                self._known[name] = self._principal(found[hash_].reader, now)
                self._token_ids[name] = found[hash_].token_id

    def _learn_people(self, names: list[str], now: datetime) -> None:
        ids = {name: int(name.split(":")[1]) for name in names}
        people = set(ids.values())
        readers = queries.readers_of_people(people, now, Channel.TERMINAL) if people else {}
        networks = queries.networks_of_sessions(map(_key, names)) if names else {}
        for name, person_id in ids.items():
            if self._may_come(name, networks.get(_key(name))):
                self._known[name] = self._principal(readers[person_id], now)

    def _may_come(self, name: str, networks: list[str] | None) -> bool:
        if may_come(networks or (), name.partition("@")[2]):
            return True
        self._elsewhere.add(name)
        return False

    def _principal(self, reader: Reader, now: datetime) -> Principal:
        current = live(reader)
        return Principal(current, self.name_of(current, now), reader)

    def name_of(self, reader: Reader, now: datetime) -> str:
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


def _key(name: str) -> str:
    return name.partition("@")[0].rpartition(":")[2]


def _principal_of(lookup: Lookup, now: datetime) -> str | None:
    match lookup.kind:
        case "public":
            return PUBLIC
        case "token":
            return f"{_TOKEN}:{digest(lookup.secret).hex()}@{lookup.address}"
        case "ticket":
            redeemed = tickets.redeem(lookup.secret, now)
            if redeemed is None:
                return None
            return f"{_SESSION}:{redeemed[0]}:{redeemed[1]}@{lookup.address}"
