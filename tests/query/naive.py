"""What a query means, once more and as plainly as possible: no plan, no streams, no codes.

It walks the tree over the item itself. Words are cut sign by sign here, not by the patterns of
`wireroom.query.analysis`; only the stemmers are the same.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from itertools import combinations, product

import Stemmer

from tests.query.strategies import NOW, PRODUCTS
from wireroom.kernel.markup import plain
from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import Answer, ListBlock, Question, Quote, Table
from wireroom.query.ast import And, Close, Empty, InField, Not, Or, Prefix, Range
from wireroom.query.document import Document
from wireroom.query.predicate import matches

GAP = 10  # places between two texts
STEMMERS = {name: Stemmer.Stemmer(name) for name in ("english", "german", "russian")}
URGENCIES = {"flash": 1, "alert": 2, "urgent": 3, "normal": 4}
NAMED = {"person": "people", "place": "places", "org": "organisations", "company": "companies"}
COUNTRIES = ("country:", "iso3166-1a2:", "iso3166-1a3:", "cptry:")
VOICED = "\u3099\u309a\uff9e\uff9f"
UNSPACED = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "HALFWIDTH KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "IDEOGRAPHIC",
)


def is_unspaced(sign):
    return unicodedata.name(sign, "").startswith(UNSPACED)


def is_mark(sign):
    return unicodedata.category(sign).startswith("M")


def cut(text):
    """Cut a text into words, sign by sign."""
    words, word, is_inside = [], "", False
    for at, sign in enumerate(text):
        after = text[at + 1 : at + 2]
        if is_inside and sign in VOICED and words and not word:
            words[-1] += sign
        elif is_unspaced(sign) and (sign.isalnum() or is_inside):
            words, word, is_inside = [*words, word, sign], "", True
        elif sign.isalnum() or (is_mark(sign) and is_inside):
            word, is_inside = word + sign, True
        elif sign in "'’" and is_inside and after.isalnum():
            word += sign
        else:
            words, word, is_inside = [*words, word], "", False
    return [word for word in [*words, word] if word and surface(word)]


def lowered(word):
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(folded.split()).replace("’", "'")


def surface(word):
    decomposed = unicodedata.normalize("NFKD", lowered(word))
    kept = [sign for sign in decomposed if sign != "ـ" and not _falls(sign)]
    return unicodedata.normalize("NFC", "".join(kept))


def _falls(sign):
    blocks = ("COMBINING", "HEBREW POINT", "HEBREW ACCENT", "ARABIC")
    is_of_japanese = sign in VOICED
    return is_mark(sign) and not is_of_japanese and unicodedata.name(sign, "").startswith(blocks)


def key(word, language):
    low, bare = lowered(word), surface(word)
    if any("CYRILLIC" in unicodedata.name(sign, "") for sign in low):
        return STEMMERS["russian"].stemWord(low.replace("\u0451", "\u0435"))
    if not any("a" <= sign <= "z" for sign in bare):
        return bare
    if language == "de":
        return surface(STEMMERS["german"].stemWord(low))
    return STEMMERS["english"].stemWord(bare)


def placed(texts):
    """Give the words of texts with their places."""
    found, place = [], 0
    for text in texts:
        words = cut(text)
        found += [(word, place + at) for at, word in enumerate(words)]
        place += len(words) + GAP if words else 0
    return found


def texts_of(item, scope):  # noqa: PLR0911 - a scope each
    match scope:
        case "headline":
            return [item.headline]
        case "slug":
            return [item.slugline]
        case "byline":
            return [item.byline]
        case "keyword":
            return list(item.keywords)
        case "source":
            return [item.rights.holder]
        case "text":
            head = [item.headline, item.slugline, item.standfirst, item.dateline, item.byline]
            return [*head, *item.keywords, *(text for block in item.body for text in _of(block))]
        case _:
            return [entity.name for entity in getattr(item, NAMED[scope])]


def _of(block):
    match block:
        case ListBlock():
            found = list(block.items)
        case Table():
            found = [block.caption, *(cell for row in block.rows for cell in row)]
        case Quote():
            found = [block.text, block.source]
        case Question() | Answer():
            found = [block.speaker, block.text]
        case _:
            found = [block.text]
    return [plain(text) for text in found]


def meets(expr, item, released_at, field=None):  # noqa: C901, PLR0911 - a kind of node each
    """Say whether a story meets a query, at `NOW`."""
    match expr:
        case Empty():
            return True
        case And(parts=parts):
            return all(meets(part, item, released_at, field) for part in parts)
        case Or(parts=parts):
            return any(meets(part, item, released_at, field) for part in parts)
        case Not(part=part):
            return not meets(part, item, released_at, field)
        case InField(field=name, value=value):
            return meets(value, item, released_at, name)
        case Range(field="date"):
            return _between_days(expr, released_at)
        case Range():
            return _between_numbers(expr, item.urgency)
        case _ if field in {None, "text", "headline", "slug", "byline", "keyword", "source"}:
            return _said(expr, item, field or "text")
        case _ if field in NAMED:
            return _said(expr, item, field) or _is_coded(expr, item, field)
        case _:
            return _has(field, expr.text.strip(), item, released_at)


def _between_numbers(expr, number):
    low, high = (URGENCIES.get(text.lower()) or int(text or 0) for text in (expr.low, expr.high))
    is_above = not low or number > low or (number == low and expr.low_included)
    return is_above and (not high or number < high or (number == high and expr.high_included))


def _between_days(expr, released_at):
    """Compare days as texts: 2026-11 is the beginning of all its days."""
    day = released_at.strftime("%Y-%m-%d")
    low, high = (_day(text) for text in (expr.low, expr.high))
    is_above = not low or day[: len(low)] > low or (day[: len(low)] == low and expr.low_included)
    part = day[: len(high)]
    return is_above and (not high or part < high or (part == high and expr.high_included))


def _day(text):
    if text in {"today", "yesterday"}:
        return (NOW - timedelta(days=text == "yesterday")).strftime("%Y-%m-%d")
    return text


def _said(expr, item, scope):
    words = placed(texts_of(item, scope))
    if isinstance(expr, Prefix) and not any(is_unspaced(sign) for sign in expr.text):
        (beginning,) = (surface(word) for word in cut(expr.text))
        return any(surface(word).startswith(beginning) for word, _ in words)
    own = "de" if item.language.lower().split("-")[0] == "de" else ""
    found = [(key(word, own), place) for word, place in words]
    ways = {tuple(key(word, way) for word in cut(expr.text)) for way in ("", "de")}
    if isinstance(expr, Close):
        return any(_near(dict.fromkeys(way), expr.gap, found) for way in ways)
    return any(_follow(way, found) for way in ways)


def _follow(way, found):
    for at in range(len(found) - len(way) + 1):
        window = found[at : at + len(way)]
        places = [place for _, place in window]
        together = places == list(range(places[0], places[0] + len(way)))
        if together and [one for one, _ in window] == list(way):
            return True
    return False


def _near(way, gap, found):
    places = {one: [place for other, place in found if other == one] for one in way}
    if not all(places.values()):
        return False
    return all(
        any(abs(a - b) <= gap + 1 for a, b in product(places[one], places[other]))
        for one, other in combinations(way, 2)
    )


def _is_coded(expr, item, field):
    if isinstance(expr, Prefix | Close):
        return False
    wanted = expr.text.strip().lower()
    for entity in getattr(item, NAMED[field]):
        codes = [entity.code]
        for paper in getattr(entity, "instruments", ()):
            codes += [paper.isin, paper.ticker]
            codes += [f"{paper.ticker}.{paper.mic}"] if paper.ticker and paper.mic else []
        if wanted in [code.lower() for code in codes if code]:
            return True
    return False


def same(one, other):
    """Whether two texts are the same words, spelled alike but for case and accents."""
    return [surface(word) for word in cut(one)] == [surface(word) for word in cut(other)]


def _has(field, text, item, released_at):  # noqa: C901, PLR0911 - a field each
    match field:
        case "topic":
            return _is_about(text, item)
        case "country":
            places = [place for place in item.places if place.code.lower().startswith(COUNTRIES)]
            codes = [place.code.rpartition(":")[2].lower() for place in places]
            return text.lower() in codes or any(same(text, place.name) for place in places)
        case "language":
            wanted = {"german": "de"}.get(text.lower(), text.lower())
            return wanted in {item.language.lower(), item.language.lower().split("-")[0]}
        case "genre":
            return item.genre == text if ":" in text else same(item.genre.split(":")[1], text)
        case "desk":
            return bool(item.desk) and same(item.desk, text)
        case "guid":
            return item.guid in {text, f"urn:uuid:{text}"}
        case "status":
            return item.pub_status == text.lower()
        case "update":
            own = item.update_type.value
            return text.lower() == own or (text == "correction" and own.startswith("correction"))
        case "urgency":
            return item.urgency == (URGENCIES.get(text) or int(text))
        case "product":
            return matches(PRODUCTS[text], Document(item, released_at))
        case "date" if text.startswith("last"):
            number, unit = int(text[4:-1]), text[-1]
            hours = number * 24 if unit == "d" else number
            return released_at >= NOW - timedelta(hours=hours)
        case "date":
            return released_at.strftime("%Y-%m-%d").startswith(_day(text))
    raise AssertionError(field)


def _is_about(text, item):
    codes = [code for topic in item.topics for code in (topic.code, *topic.broader)]
    if text.isdecimal():
        return f"medtop:{text}" in codes
    if ":" in text:
        return text in codes or (text.lower().startswith("medtop:") and text.lower() in codes)
    named = [code for code, label in LABELS.items() if same(label, text)]
    labels = [topic.label for topic in item.topics if topic.label]
    return bool(set(named) & set(codes)) or any(same(label, text) for label in labels)
