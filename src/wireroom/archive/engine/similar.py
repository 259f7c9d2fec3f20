"""More like this: stories that share the telling words of one."""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from math import log

from tantivy import Occur, Query

from wireroom.archive.engine.lines import lines_at
from wireroom.archive.engine.rights import Question
from wireroom.archive.engine.sight import IndexDamaged, Sight, sight
from wireroom.archive.engine.translate import term
from wireroom.customers.policy import Reader
from wireroom.customers.rights.reading import Line, view_story
from wireroom.query.document import TEXT, Document
from wireroom.query.plan import EVERYTHING, Says
from wireroom.wire import queries as wire

_WORDS = 24
"""How many words stand for a story."""
_LOOKED_AT = 48
"""How many different words of a story are weighed."""
_SHORTEST = 4
"""Letters of a word in Latin script that may tell something."""
_SHARED = 0.25
"""Which part of the words another story has to have."""
_TOO_COMMON, _STILL_FEW = 0.1, 20
"""A word that stands in more than a tenth of all stories tells nothing; 20 are not too many."""


def similar(reader: Reader, guid: str, now: datetime, limit: int = 10) -> list[Line]:
    """Give stories like one that the reader may see, best first; none for one that is hidden.

    Compares what the reader sees of the story with what the reader sees of others. Four queries.
    """
    view = view_story(reader, wire.versions(guid), now)
    if view is None or view.current.item.is_stopped:
        return []
    try:
        seen = sight(reader, now)
        if seen is None:
            return []
        story = Document(view.current.item, view.current.released_at)
        words = _telling(seen, story)
        if not words:
            return []
        places = seen.best(Question(_alike(seen, words, guid), None), limit).places
    except IndexDamaged:
        return []
    return lines_at(reader, places, now)


def _telling(seen: Sight, story: Document) -> dict[str, float]:
    """Weigh the first words of a story, where news says what it is: the rarer, the more telling.

    How rare is counted in what the reader may read, else hidden stories would choose the words.
    """
    stories = seen.count(seen.question(EVERYTHING).either)
    weights: dict[str, float] = {}
    for word in islice(filter(_may_tell, dict.fromkeys(story.stream(TEXT).keys)), _LOOKED_AT):
        found = seen.count(seen.question(Says(TEXT, ((word,),))).either)
        if 1 < found <= max(stories * _TOO_COMMON, min(_STILL_FEW, stories / 2)):
            weights[word] = log((stories + 1) / found)
    best = sorted(weights, key=lambda word: (-weights[word], word))[:_WORDS]
    return {word: weights[word] for word in best}


def _may_tell(word: str) -> bool:
    return not word.isdigit() and (len(word) >= _SHORTEST or not word.isascii())


def _alike(seen: Sight, words: dict[str, float], guid: str) -> Query:
    question = seen.question(EVERYTHING)
    least = max(round(len(words) * _SHARED), 1)
    sides = []
    for side, allowed in question.sides():
        shared = [
            (Occur.Should, Query.const_score_query(term(f"{side}_text", word), weight))
            for word, weight in words.items()
        ]
        sides.append(
            Query.boolean_query(
                [
                    (Occur.Must, Query.const_score_query(allowed, 0.0)),
                    (Occur.Must, Query.boolean_query(shared, least)),
                    (Occur.MustNot, term("guid", guid)),
                ]
            )
        )
    return Query.boolean_query([(Occur.Should, side) for side in sides])
