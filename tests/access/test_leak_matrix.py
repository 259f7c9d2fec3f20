"""What a reader may not see answers like what does not exist, whatever is asked and however."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tests.access.answers import MANNERS, SCRIPT, Answer, ask
from tests.access.leaks import (
    FULL,
    MAY_SAY,
    NONE,
    READERS,
    STATES,
    Sight,
    Told,
    item,
    put,
    sight,
    word,
)
from wireroom.delivery.places import present_place

pytestmark = pytest.mark.django_db

Clients = dict[str, Client]
Stories = dict[str, Told]

everybody = pytest.mark.parametrize("who", ["anonymous", *READERS])

SITE = "the site"
BY_STORY: dict[str, tuple[str, dict[str, str]]] = {
    SITE: ("/story/{}/", {}),
    "the screen": ("/terminal/story/{}/", {}),
    "the fragment": ("/terminal/story/{}/", SCRIPT),
    "its first version": ("/terminal/story/{}/?version=1", SCRIPT),
}
LIKE = "/terminal/story/{}/like/"


def seen_by(who: str, state: str, channel: str) -> Sight:
    if channel == SITE:
        return FULL if state == "public" else NONE
    return sight(who, state)


@everybody
def test_a_story_by_its_address(clients: Clients, stories: Stories, who: str) -> None:
    wrong = []
    for channel, (address, headers) in BY_STORY.items():
        for how in MANNERS:
            told = {
                state: ask(clients[who], address.format(s.short), s.short, how=how, **headers)
                for state, s in stories.items()
            }
            for state, answer in told.items():
                seen = seen_by(who, state, channel)
                fault = faults(answer, state, seen, told["missing"], how)
                wrong += [f"{channel}, {how}, {state}: {fault}"] if fault else []
    assert wrong == []


def faults(answer: Answer, state: str, seen: Sight, absent: Answer, how: str) -> str:
    """Say what an answer betrays, or fails to say."""
    if seen is NONE:
        return "" if answer == absent else answer.unlike(absent)
    says, may = answer.says(state), MAY_SAY[seen]
    if exceeds(says, may):
        return f"says more than {seen}"
    return f"does not say {seen}" if how == "GET" and says != may else ""


def exceeds(says: tuple[bool, bool], may: tuple[bool, bool]) -> bool:
    return any(has and not might for has, might in zip(says, may, strict=True))


@everybody
def test_what_is_like_a_story(clients: Clients, stories: Stories, who: str) -> None:
    told = {
        state: ask(clients[who], LIKE.format(s.short), s.short, **SCRIPT)
        for state, s in stories.items()
    }
    wrong = [
        f"{state}: {answer.unlike(told['missing'])}"
        for state, answer in told.items()
        if (answer == told["missing"]) != (sight(who, state) is NONE)
    ]
    assert wrong == []
    assert too_much(who, told) == []


def too_much(who: str, told: dict[str, Answer]) -> list[str]:
    """Name the answers that say more of any story than may be seen."""
    return [
        f"{name} says too much of {state}"
        for name, answer in told.items()
        for state in STATES
        if exceeds(answer.says(state), MAY_SAY[sight(who, state)])
    ]


ACTS: dict[str, Callable[[str], tuple[str, dict[str, str]]]] = {
    "keep": lambda name: (f"/terminal/bookmarks/story/{name}/", {"keep": "1", "note": "mine"}),
    "drop": lambda name: (f"/terminal/bookmarks/story/{name}/", {"keep": "0"}),
    "open": lambda name: (f"/terminal/recent/{name}/", {}),
    "mute": lambda name: ("/terminal/alerts/mute-story/", {"guid": f"urn:uuid:{name}"}),
}
OWN_LISTS = ("/terminal/bookmarks/", "/terminal/recent/", "/terminal/alerts/")


@everybody
def test_an_act_upon_a_story(clients: Clients, stories: Stories, who: str) -> None:
    def do(act: str, name: str) -> Answer:
        address, form = ACTS[act](name)
        return Answer(clients[who].post(address, form, headers=SCRIPT), name)

    wrong = []
    for act in ACTS:
        absent = do(act, stories["missing"].short)
        for state, told in stories.items():
            answer = do(act, told.short)
            if (answer == absent) != (sight(who, state) is NONE):
                wrong.append(f"{act}, {state}: {answer.unlike(absent)}")
    assert wrong == []
    assert too_much(who, {path: ask(clients[who], path) for path in OWN_LISTS}) == []


BY_WORDS: dict[str, tuple[str, dict[str, str]]] = {
    "the screen": ("/terminal/?q={}", {}),
    "results": ("/terminal/search/?q={}", SCRIPT),
    "relevance": ("/terminal/search/?q={}&order=relevance", SCRIPT),
    "all versions": ("/terminal/search/?q={}&versions=all", SCRIPT),
    "everything but": ("/terminal/search/?q=-({})", SCRIPT),
    "with others": ("/terminal/search/?q=harbour+OR+{}", SCRIPT),
    "counts": ("/terminal/facets/?q={}", SCRIPT),
    "the builder": ("/terminal/build/?q={}", SCRIPT),
    "composition": ("/terminal/compose/?any={}", SCRIPT),
    "trying a topic": ("/terminal/topics/check/?q={}", SCRIPT),
    "a new topic": ("/terminal/topics/new/?q={}", {}),
}
BY_WORD = {"completion": "/terminal/complete/?before={}", "the file": "/terminal/export.csv?q={}"}
"""Where the answer tells the beginning of what was asked, or several words make no sense."""


def search(client: Client, channel: str, words: list[str]) -> Answer:
    address, headers = BY_WORDS[channel]
    return ask(client, address.format("+OR+".join(words)), *words, **headers)


@everybody
def test_words_of_hidden_texts_are_found_like_words_that_nobody_wrote(
    clients: Clients, stories: Stories, who: str
) -> None:
    hidden = hidden_words(who)
    nobodys = [word("missing", f"{number}") for number in range(len(hidden))]
    wrong = []
    for channel in BY_WORDS:
        answer, absent = (search(clients[who], channel, each) for each in (hidden, nobodys))
        if answer != absent:
            guilty = [
                each
                for each in hidden
                if search(clients[who], channel, [each])
                != search(clients[who], channel, nobodys[:1])
            ]
            wrong.append(f"{channel}: {named(guilty)}: {answer.unlike(absent)}")
    for channel, address in BY_WORD.items():
        begun = [each[:9] for each in (*hidden, nobodys[0])]
        *answers, absent = (ask(clients[who], address.format(each), each) for each in begun)
        guilty = [each for each, answer in zip(begun, answers, strict=False) if answer != absent]
        wrong += [f"{channel}: {named(guilty)}"] if guilty else []
    assert wrong == []


def hidden_words(who: str) -> list[str]:
    return [
        word(state, part)
        for state in STATES
        for part, may in zip(("headline", "text"), MAY_SAY[sight(who, state)], strict=True)
        if not may
    ]


def named(words: list[str]) -> list[str]:
    """Say of which story and part each word is."""
    known = {
        word(state, part): f"{part} of {state}" for state in STATES for part in ("headline", "text")
    }
    return [name for each in words for text, name in known.items() if text.startswith(each)]


@pytest.mark.parametrize(
    "channel", ["the screen", "results", "counts", "composition", "trying a topic"]
)
def test_who_may_read_a_text_finds_its_words(
    clients: Clients, stories: Stories, channel: str
) -> None:
    """The negative of the test above: the questions do find what may be found."""
    found, absent = (
        search(clients["full"], channel, [word(state, "text"), word("missing", "1")])
        for state in ("premium", "missing")
    )
    assert found != absent


LISTS = ("/terminal/", "/terminal/search/", "/terminal/export.csv", "/terminal/columns/",
         "/terminal/facets/", "/terminal/topics/check/?q=harbour")  # fmt: skip


@everybody
def test_no_list_says_more_than_may_be_seen(clients: Clients, stories: Stories, who: str) -> None:
    assert too_much(who, {path: ask(clients[who], path) for path in LISTS}) == []
    for path in ("/", "/press-releases/", "/interviews/", "/products/"):
        answer = ask(clients[who], path)
        said = [state for state in STATES if any(answer.says(state))]
        assert set(said) <= {"public"}, path


def test_who_may_read_a_story_has_it_on_the_lists(clients: Clients, stories: Stories) -> None:
    """The negative of the test above."""
    for path in ("/terminal/", "/terminal/search/", "/terminal/export.csv"):
        assert ask(clients["full"], path).says("premium")[0], path
    assert ask(clients["anonymous"], "/").says("public")[0]


@pytest.mark.parametrize("who", [who for who in READERS if sight(who, "others") is NONE])
def test_a_release_for_others_changes_nothing_on_any_list(
    clients: Clients, stories: Stories, who: str, now: datetime
) -> None:
    addresses = ("/", "/press-releases/", *LISTS)
    before, place = {path: ask(clients[who], path) for path in addresses}, present_place()
    late = item("late", "others")
    put(late, now)
    changed = {path: ask(clients[who], path).unlike(before[path]) for path in addresses}
    assert {path: how for path, how in changed.items() if how != "alike"} == {}
    asked = {"queries": {"a": {"q": "harbour", "after": place}}}
    live = clients[who].post("/terminal/live/", asked, content_type="application/json")
    assert not any(Answer(live).says("late"))


def test_a_release_for_oneself_comes_live(
    clients: Clients, stories: Stories, now: datetime
) -> None:
    """The negative of the test above."""
    place = present_place()
    put(item("late", "others"), now)
    asked = {"queries": {"a": {"q": "harbour", "after": place}}}
    live = clients["other"].post("/terminal/live/", asked, content_type="application/json")
    assert Answer(live).says("late")[0]
