"""Searching at the terminal: one list for wire and archive, and nobody finds what is not theirs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from tests.factories.grants import EVERYTHING
from tests.factories.items import make_item, make_kill, release
from wireroom.delivery.places import place_of
from wireroom.kernel.ids import short
from wireroom.kernel.newsitem import Company, Instrument, Paragraph, Subject, UpdateType
from wireroom.terminal import listing
from wireroom.terminal.places import sealed_count

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"X-Script": "1"}
CANARY = "zanzibarite"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def _page(client: Any, address: str = "/terminal/", **parts: str) -> str:
    answer = client.get(address, parts)
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def _headlines(page: str) -> list[str]:
    found = re.findall(
        r'class="line__headline"[^>]*>(.*?)</span>', re.sub("(?s)<template.*?</template>", "", page)
    )
    return [unescape(re.sub("<[^>]+>", "", text)) for text in found if text]


def _body(text: str) -> tuple[Paragraph, ...]:
    return (Paragraph(text=text),)


def test_a_query_lists_what_it_finds_and_nothing_else(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises")
    on_wire(headline="Football result")
    page = _page(subscriber(), q="gas")
    assert _headlines(page) == ["Gas price rises"]
    assert "<b>1</b> story" in page


def test_without_script_the_box_is_a_form_that_keeps_the_query(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="Gas price rises")
    page = _page(subscriber(), q='"gas price"')
    assert 'method="get" action="/terminal/"' in page
    assert 'name="q"' in page
    assert 'value="&quot;gas price&quot;"' in page


def test_the_script_gets_only_the_list_and_what_stands_above_it(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="Gas price rises")
    page = _page(subscriber(), "/terminal/search/", q="gas")
    assert "<html" not in page
    assert _headlines(page) == ["Gas price rises"]
    assert 'data-live="true"' in page


def test_no_query_is_the_wire(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises")
    page = _page(subscriber(), "/terminal/search/", q="  ")
    assert _headlines(page) == ["Gas price rises"]
    assert "data-live" not in page


def test_the_query_is_said_in_words(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises")
    page = _page(subscriber(), q="gas lang:en")
    assert 'class="results__words' in page
    assert "English" in page


def test_newest_first_or_best_first(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas gas gas", body=_body("Gas and more gas."))
    on_wire(headline="Weather", body=_body("Rain, wind, and somewhere far below also some gas."))
    client = subscriber()
    assert _headlines(_page(client, q="gas")) == ["Weather", "Gas gas gas"]
    assert _headlines(_page(client, q="gas", sort="relevance")) == ["Gas gas gas", "Weather"]
    assert 'data-live="true"' not in _page(client, q="gas", sort="relevance")


def test_all_versions_when_they_are_asked_for(subscriber: Any, on_wire: Any) -> None:
    first = on_wire(headline="Gas price rises")
    on_wire(
        replace(
            first.item, version=2, headline="Gas price falls", update_type=UpdateType.DEVELOPMENT
        )
    )
    client = subscriber()
    assert _headlines(_page(client, q="gas")) == ["Gas price falls"]
    page = _page(client, q="gas", versions="all")
    assert _headlines(page) == ["Gas price falls", "Gas price rises"]
    assert "<b>2</b> versions" in page
    assert "<b>1</b> story" in _page(client, q="gas")


@pytest.mark.parametrize("sort", ["newest", "relevance"])
def test_older_results_are_behind_a_link_each_once(
    subscriber: Any, on_wire: Any, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "FOUND", 2)
    for number in range(5):
        on_wire(headline=f"Gas {number}")
    client, seen, address = subscriber(), [], f"/terminal/?q=gas&sort={sort}"
    for _ in range(3):
        page = client.get(address).content.decode()
        seen += _headlines(page)
        found = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(found[1]) if found else ""
    assert sorted(seen) == [f"Gas {number}" for number in range(5)]
    assert not address


@pytest.mark.parametrize("part", ["before", "skip", "until"])
def test_a_place_that_is_none_of_ours_is_missing(subscriber: Any, part: str) -> None:
    assert subscriber().get("/terminal/", {"q": "gas", part: "7"}).status_code == 404


def test_a_number_of_lines_is_no_place_and_a_place_no_number_of_lines(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire()
    client = subscriber()
    for part, value in (("skip", place_of(1)), ("before", sealed_count(1))):
        assert client.get("/terminal/", {"q": "storm", part: value}).status_code == 404


def test_a_bad_query_points_at_the_character_and_says_what_to_write(
    subscriber: Any, on_wire: Any
) -> None:
    on_wire(headline="Gas price rises")
    page = _page(subscriber(), q="gas AND (price")
    assert 'aria-invalid="true"' in page
    assert '<mark class="problem__here">' in page
    assert 'class="problem__message"' in page
    assert _headlines(page) == []


@pytest.mark.parametrize(
    "text", [HOSTILE, f"({HOSTILE}", f'headline:"{HOSTILE}"', f"{HOSTILE}:x", '"><i>', "%00", "\0"]
)
def test_markup_in_a_query_stays_text_wherever_it_is_repeated(
    subscriber: Any, on_wire: Any, text: str
) -> None:
    entry = on_wire(headline=f"{HOSTILE} gas", body=_body("Text."))
    client = subscriber()
    for address in (
        "/terminal/",
        "/terminal/search/",
        "/terminal/facets/",
        "/terminal/build/",
        f"/terminal/story/{short(entry.guid)}/",
    ):
        for headers in ({}, BY_SCRIPT):
            answer = client.get(address, {"q": text}, headers=headers)
            page = answer.content.decode()
            assert answer.status_code == 200
            assert "<script>alert" not in page
            assert "<img" not in page
            assert '"><i>' not in page


def test_the_builder_is_a_page_for_those_without_script(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas deal")
    client = subscriber()
    page = _page(client, "/terminal/build/", q="gas")
    assert "<html" in page
    assert 'name="words" value="gas"' in page
    fragment = client.get("/terminal/build/", {"q": "gas"}, headers=BY_SCRIPT).content.decode()
    assert "<html" not in fragment
    made = client.get("/terminal/compose/", {"words": "gas", "language": "en"})
    assert made["Location"] == "/terminal/?q=gas+lang%3Aen"


def test_a_word_that_finds_nothing_is_mended(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Pipeline reopens")
    client = subscriber()
    page = _page(client, q="pipelien")
    assert "Did you mean" in page
    assert "?q=pipeline" in page
    assert "Did you mean" not in _page(client, q="pipeline")


def test_while_the_index_is_being_built_the_number_says_so(subscriber: Any, on_wire: Any) -> None:
    client = subscriber()
    release(headline="Gas price rises")
    assert "index is being built" in _page(client, q="gas")
    on_wire(headline="Gas price falls")
    assert "index is being built" not in _page(client, q="gas")


# who finds what


def test_a_headline_reader_finds_no_word_of_the_body(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gas price rises", body=_body(f"It is {CANARY} that did it."))
    client = subscriber(level="headline")
    for parts in ({"q": CANARY}, {"q": CANARY, "sort": "relevance"}, {"q": f"text:{CANARY[:4]}*"}):
        page = _page(client, **parts)
        assert _headlines(page) == []
        assert "<b>0</b> stories" in page
    assert _headlines(_page(client, q=f"gas -{CANARY}")) == ["Gas price rises"]
    assert _headlines(_page(subscriber(), q=CANARY)) == ["Gas price rises"]


def test_what_may_not_be_read_is_not_found_counted_suggested_or_offered(
    subscriber: Any, on_wire: Any
) -> None:
    company = Company(name=CANARY.title(), instruments=(Instrument(ticker="ZNZ"),))
    on_wire(headline=f"{CANARY} found", companies=(company,), body=_body(CANARY))
    on_wire(headline="Neue Gaspreise", language="de")
    client = subscriber(languages=["de"])
    for address, parts in (
        ("/terminal/", {"q": CANARY}),
        ("/terminal/", {"q": f"{CANARY[:-1]}x"}),
        ("/terminal/facets/", {}),
        ("/terminal/complete/", {"before": CANARY[:4]}),
        ("/terminal/complete/", {"before": f"company:{CANARY[:4]}"}),
        ("/terminal/complete/", {"before": "company:"}),
        ("/terminal/build/", {}),
        ("/terminal/export.csv", {"q": CANARY[:4] + "*"}),
    ):
        answer = client.get(address, parts)
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        asked = parts.get("q", "")
        assert CANARY not in text.replace(asked, "").lower()
        assert "ZNZ" not in text
    owner = _page(subscriber(), "/terminal/complete/", before=CANARY[:4])
    assert CANARY in owner


def test_of_a_killed_story_no_word_is_found(subscriber: Any, on_wire: Any) -> None:
    first = on_wire(headline=f"{CANARY} found", body=_body(CANARY))
    on_wire(make_kill(first.item))
    client = subscriber()
    assert _headlines(_page(client, q=CANARY)) == []
    assert CANARY not in _page(client, "/terminal/complete/", before=CANARY[:4])


# the story beside its results


def test_words_of_the_query_are_marked_in_headline_and_text(subscriber: Any, on_wire: Any) -> None:
    entry = on_wire(
        headline="Gas & oil prices", body=_body('The <strong>gas</strong> price of "x" <b>rose.')
    )
    client = subscriber()
    assert "<mark>Gas</mark> &amp; oil prices" in _page(client, q="gas")
    address = f"/terminal/story/{short(entry.guid)}/"
    story = client.get(address, {"q": '"gas price"'}, headers=BY_SCRIPT).content.decode()
    assert "<strong><mark>gas</mark></strong><mark> price</mark>" in story
    assert "Matched because" in story
    plain = client.get(address, headers=BY_SCRIPT).content.decode()
    assert "<mark>" not in plain
    assert "Matched because" not in plain


def test_a_headline_reader_is_told_no_reason_out_of_the_body(subscriber: Any, on_wire: Any) -> None:
    entry = on_wire(headline="Gas price rises", body=_body(f"It is {CANARY}."))
    address = f"/terminal/story/{short(entry.guid)}/"
    text = (
        subscriber(level="headline")
        .get(address, {"q": f"gas OR {CANARY}"}, headers=BY_SCRIPT)
        .content.decode()
    )
    assert CANARY not in text.replace(f"gas+OR+{CANARY}", "")


def test_stories_like_this_one_are_listed_below_it(subscriber: Any, on_wire: Any) -> None:
    words = "Pipeline gas transit contract dispute arbitration tribunal Vienna."
    entry = on_wire(headline="Gas dispute in Vienna", body=_body(words))
    on_wire(headline="Gas dispute goes on in Vienna", body=_body(words))
    on_wire(headline="Geheim", language="de", body=_body(words))
    for number in range(8):
        on_wire(headline=f"Weather {number}", body=_body("Rain and wind."))
    text = _page(subscriber(languages=["en"]), f"/terminal/story/{short(entry.guid)}/like/")
    assert "Gas dispute goes on" in text
    assert "Geheim" not in text
    hidden = subscriber(languages=["ru"]).get(f"/terminal/story/{short(entry.guid)}/like/")
    assert hidden.status_code == 404


# facets and completion


def test_counts_add_their_condition_to_the_query_and_take_it_away_again(
    subscriber: Any, on_wire: Any
) -> None:
    topic = Subject(code="medtop:20000386", label="commodity market")
    on_wire(headline="Gas price rises", topics=(topic,))
    on_wire(headline="Gas leak")
    client = subscriber()
    page = _page(client, "/terminal/facets/", q="gas")
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    added = next(link for link in links if "commodity" in link)
    assert _headlines(client.get(added).content.decode()) == ["Gas price rises"]
    query = added.partition("?")[2]
    on = client.get(f"/terminal/facets/?{query}").content.decode()
    assert 'aria-current="true"' in on
    taken = re.search(r'href="([^"]+)"[^>]*aria-current="true"', on)
    assert taken is not None
    assert taken[1] == "/terminal/?q=gas"


def test_fields_values_names_and_words_are_offered_while_typing(
    subscriber: Any, on_wire: Any
) -> None:
    company = Company(name="Gazprom", instruments=(Instrument(ticker="GAZP", mic="MISX"),))
    on_wire(headline="Gazette prints", companies=(company,))
    client = subscriber()

    def offered(before: str, after: str = "") -> list[str]:
        answer = client.get("/terminal/complete/", {"before": before, "after": after}).json()
        return [option["insert"] for option in answer["options"]]

    assert "company:" in offered("com")
    assert "company:GAZP " in offered("gaz")
    assert "gazette " in offered("gaz")
    assert offered("company:gaz") == ["company:GAZP "]
    assert "language:en " in offered("language:")
    assert "urgency:flash " in offered("gas urgency:f")
    assert offered("nonsense:x") == []
    assert offered("") == []


def test_completion_replaces_only_what_is_being_typed(subscriber: Any, on_wire: Any) -> None:
    on_wire(headline="Gazette prints")
    answer = (
        subscriber().get("/terminal/complete/", {"before": "oil -gaz", "after": " lang:en"}).json()
    )
    assert answer["keep"] == "oil -"
    assert answer["rest"] == "lang:en"


# what it costs


def test_a_search_costs_the_same_few_queries_however_much_it_finds(
    subscriber: Any, on_wire: Any, django_assert_max_num_queries: Any
) -> None:
    client = subscriber()
    for number in range(20):
        on_wire(make_item(headline=f"Gas {number}"))
    with django_assert_max_num_queries(20):
        assert len(_headlines(_page(client, "/terminal/search/", q="gas"))) == 20


def test_the_pages_of_searching_are_closed_to_whoever_is_not_signed_in(client: Any) -> None:
    for address in ("search/", "facets/", "complete/", "build/", "compose/", "export.csv"):
        assert client.get(f"/terminal/{address}", {"q": "gas"}).status_code == 302
        assert client.get(f"/terminal/{address}", headers=BY_SCRIPT).status_code == 401
    assert client.post("/terminal/live/", headers=BY_SCRIPT).status_code == 401


def test_nothing_is_suggested_while_the_name_of_a_field_is_being_typed(monkeypatch, now) -> None:
    monkeypatch.setattr(listing.index, "did_you_mean", lambda *_: "come")
    assert listing._suggestion("gas comp", EVERYTHING, now) == ""
    assert listing._suggestion("gas cmoe", EVERYTHING, now) == "come"
