"""The front page and its ticker."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.stories import make_canary, make_correction, make_guid, make_kill, make_story
from tests.public.conftest import INTERVIEW, PRESS, Release
from wireroom.delivery.positions import unseal
from wireroom.kernel.newsitem import NewsItem, UpdateType
from wireroom.public import views


def numbered(number: int, **over: object) -> NewsItem:
    return make_story(guid=make_guid(number), headline=f"Story number {number}.", **over)


def headlines(page: str) -> list[int]:
    ticker = page.partition("front__aside")[0]
    return [int(found) for found in re.findall(r"Story number (\d+)\.", ticker)]


def earlier(page: str) -> str | None:
    found = re.search(r'href="(\?before=[^"]+)"', page)
    return "/" + found[1] if found else None


def test_the_ticker_has_a_line_for_each_story_newest_first(site: Client, release: Release) -> None:
    release(numbered(1), numbered(2, urgency=1))
    page = site.get("/").text
    assert headlines(page) == [2, 1]
    assert re.search(
        r'<time datetime="[\d-]+T[\d:.]+Z" data-format="ticker">\d\d/\d\d \d\d:\d\d<', page
    )
    assert '<b class="tag tag--flash">Flash</b>' in page


def test_without_public_products_the_ticker_is_empty(client: Client, release: Release) -> None:
    release(make_story(headline="CANARY"))
    page = client.get("/").text
    assert "CANARY" not in page
    assert "Nothing has been released yet." in page


def test_no_byte_of_a_premium_text_stands_on_the_page(site: Client, release: Release) -> None:
    release(make_canary())
    page = site.get("/").text
    assert "Central bank holds key rate at 15%" in page
    assert "CANARY" not in page


def test_a_correction_replaces_its_line_and_says_so(site: Client, release: Release) -> None:
    release(make_story(), make_correction())
    page = site.get("/").text
    assert "holds key rate at 15%" not in page
    assert "tag--correction" in page


def test_a_kill_leaves_a_marked_notice(site: Client, release: Release) -> None:
    release(make_story(), make_kill())
    page = site.get("/").text
    assert "holds key rate" not in page
    assert '<b class="tag tag--kill">Killed</b>' in page


def test_pages_lead_to_the_oldest_story_without_a_script(
    site: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TICKER_LINES", 3)
    release(*(numbered(n) for n in range(1, 9)))
    seen, link = [], "/"
    while link:
        page = site.get(link).text
        seen += headlines(page)
        link = earlier(page)
    assert seen == [8, 7, 6, 5, 4, 3, 2, 1]


def test_the_first_page_holds_a_day_and_at_least_a_few_lines(
    site: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TICKER_FEWEST", 2)
    release(*(numbered(n) for n in range(1, 4)), ago=timedelta(hours=30))
    assert headlines(site.get("/").text) == [3, 2]
    release(*(numbered(n) for n in range(4, 8)))
    page = site.get("/").text
    assert headlines(page) == [7, 6, 5, 4]
    assert page.count('class="ticker__day"') == 1


def test_a_place_that_is_not_ours_is_not_found(site: Client, release: Release) -> None:
    release(make_story())
    for place in ("1", "", "x" * 500, "%00"):
        assert site.get(f"/?before={place}").status_code == 404


def test_the_stream_goes_on_after_the_newest_line(site: Client, release: Release) -> None:
    entry = release(numbered(1), numbered(2))
    found = re.search(r'data-ticker-cursor-value="([^"]+)"', site.get("/").text)
    assert found is not None
    position = unseal(found[1])
    assert position is not None
    assert position.seq == entry.seq


def test_earlier_pages_are_not_live(
    site: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "TICKER_LINES", 1)
    release(numbered(1), numbered(2))
    link = earlier(site.get("/").text)
    assert link is not None
    assert 'data-controller="ticker"' not in site.get(link).text


def test_a_hidden_release_changes_no_byte(
    client: Client, press_for_all: None, release: Release
) -> None:
    release(make_story(genre=PRESS))
    before = client.get("/")
    release(numbered(2), make_story(version=2, update_type=UpdateType.DEVELOPMENT))
    after = client.get("/")
    assert before.content == after.content
    assert before.headers["ETag"] == after.headers["ETag"]


def test_sections_show_their_genre_and_no_other(site: Client, release: Release) -> None:
    release(
        numbered(1, genre=INTERVIEW, standfirst="A long talk."),
        numbered(2, genre=PRESS),
        numbered(3),
    )
    aside = site.get("/").text.partition("front__aside")[2]
    assert "Story number 1." in aside
    assert "A long talk." in aside
    assert "Story number 2." in aside
    assert "Story number 3." not in aside


@pytest.mark.parametrize(
    ("path", "genre"), [("/interviews/", INTERVIEW), ("/press-releases/", PRESS)]
)
def test_lists_show_their_genre_and_no_other(
    site: Client, release: Release, path: str, genre: str
) -> None:
    release(numbered(1, genre=genre, standfirst="Teaser."), numbered(2))
    page = site.get(path).text
    assert "Story number 1." in page
    assert "Teaser." in page
    assert "Story number 2." not in page


def test_lists_have_earlier_pages(
    site: Client, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "LIST_LINES", 2)
    release(*(numbered(n, genre=PRESS) for n in range(1, 4)))
    page = site.get("/press-releases/").text
    link = earlier(page)
    assert link is not None
    assert headlines(site.get("/press-releases" + link).text) == [1]


@pytest.mark.parametrize("stories", [2, 30])
def test_the_page_takes_as_many_queries_however_long_it_is(
    site: Client, release: Release, django_assert_max_num_queries, stories: int
) -> None:
    release(*(numbered(n, genre=PRESS if n % 2 else INTERVIEW) for n in range(1, stories + 1)))
    with django_assert_max_num_queries(18):
        site.get("/")
