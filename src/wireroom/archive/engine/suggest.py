"""Words and names that a reader may read, for whoever is typing a query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from wireroom.archive.engine.names import SEPARATOR, Name
from wireroom.archive.engine.sight import IndexDamaged, Sight, sight
from wireroom.customers.policy import Reader
from wireroom.query.analysis import Token, fold, tokens, variants
from wireroom.query.document import TEXT
from wireroom.query.plan import EVERYTHING, Says

_OPERATORS = frozenset({"AND", "OR", "NOT"})
_SHORTEST_PREFIX = 2
"""Letters of Latin script before a word is completed; one letter begins too many words."""
_SHORTEST = 4
"""Letters of a word that is worth a guess."""
_TWO_SLIPS = 8
"""Letters of a word in which two slips are forgiven."""
_GUESSED = 8
"""Unknown words of a text that are looked at."""


def complete_words(reader: Reader, prefix: str, now: datetime, limit: int = 10) -> tuple[str, ...]:
    """Give words of readable stories that begin with `prefix`, the most frequent first.

    From two letters on; one sign is enough in scripts that spell words with few.
    """
    wanted = fold(prefix)
    if " " in wanted or (len(wanted) < _SHORTEST_PREFIX and wanted.isascii()):
        return ()
    found = _terms(reader, now, "surfaces", f"{TEXT}:{wanted}", limit)
    return tuple(term.partition(":")[2] for term in found)[:limit]


def complete_names(
    reader: Reader, field: str, prefix: str, now: datetime, limit: int = 10
) -> tuple[Name, ...]:
    """Give names on readable stories of which a word begins with `prefix`, the most frequent first.

    Args:
        reader: who is typing.
        field: topic, company, person, place, org, desk, genre or language.
        prefix: what is typed; empty gives the most frequent of all.
        now: the moment of asking.
        limit: how many at most.
    """
    found: dict[str, Name] = {}
    for term in _terms(reader, now, "names", f"{field}{SEPARATOR}{fold(prefix)}", limit * 4):
        _, _, rest = term.split(SEPARATOR, 2)
        name = Name.of(rest)
        found.setdefault(name.value, name)
    return tuple(found.values())[:limit]


def _terms(reader: Reader, now: datetime, kind: str, prefix: str, limit: int) -> list[str]:
    try:
        seen = sight(reader, now)
        if seen is None or not reader.grants:
            return []
        counts = _counted(seen, kind, prefix, limit)
    except IndexDamaged:
        return []
    return sorted(counts, key=lambda term: (-counts[term], term))


def _counted(seen: Sight, kind: str, prefix: str, limit: int | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for side, query in seen.question(EVERYTHING).sides():
        counts.update(dict(seen.terms(f"{side}_{kind}", prefix, query, limit)))
    return counts


def did_you_mean(reader: Reader, text: str, now: datetime) -> str:
    """Give a text with words that find something in place of such as find nothing; "": no better.

    Only words of readable stories are put in. Fields, operators and short words stay as they are.
    """
    try:
        seen = sight(reader, now)
        if seen is None or not reader.grants:
            return ""
        return _mended(seen, text)
    except IndexDamaged:
        return ""


def _mended(seen: Sight, text: str) -> str:
    mended = text
    for word in reversed(list(_guessable(text))[:_GUESSED]):
        better = _better(seen, word.surface) if _finds_nothing(seen, word.surface) else ""
        if better:
            mended = mended[: word.start] + better + mended[word.end :]
    return mended if mended != text else ""


def _guessable(text: str) -> Iterator[Token]:
    for word in tokens(text):
        after = text[word.end : word.end + 1]
        if (
            len(word.surface) >= _SHORTEST
            and word.surface.isalpha()
            and text[word.start : word.end] not in _OPERATORS
            and after not in {":", "*"}
        ):
            yield word


def _finds_nothing(seen: Sight, word: str) -> bool:
    plan = Says(TEXT, variants(word))
    return not seen.fresh(plan) and not seen.count(seen.question(plan).either)


def _better(seen: Sight, word: str) -> str:
    """Find the word with the fewest slips, and of these the most frequent."""
    forgiven = 2 if len(word) >= _TWO_SLIPS else 1
    for begin in (word[:2], word[0]):
        counts = _counted(seen, "surfaces", f"{TEXT}:{begin}", None)
        near = [
            (slips, -number, other)
            for term, number in counts.items()
            if (slips := _slips(word, other := term.partition(":")[2])) <= forgiven
        ]
        if near:
            return min(near)[2]
    return ""


@lru_cache(maxsize=10_000)
def _slips(one: str, other: str) -> int:
    """Count letters put in, left out, changed, and neighbours swapped; many is any number."""
    if abs(len(one) - len(other)) > 2:  # noqa: PLR2004 - more are never forgiven
        return 99
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        last, row, before = before, [i, *[0] * len(other)], row
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], last[j - 2] + 1)
    return row[-1]
