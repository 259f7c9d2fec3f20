"""What caches, frames and browsers are told."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.factories.stories import make_correction, make_guid, make_kill, make_story
from tests.public.conftest import PRESS, Release, address

STORY = address(make_guid(1))
PAGES = [
    "/",
    STORY,
    "/interviews/",
    "/press-releases/",
    "/products/",
    "/about/",
    "/contacts/",
    "/privacy/",
    "/robots.txt",
]


@pytest.fixture
def told(site: Client, release: Release) -> Client:
    release(make_story(genre=PRESS))
    return site


@pytest.mark.parametrize("path", [*PAGES, address(make_guid(2))])
def test_every_cache_asks_before_each_use_and_nothing_is_personal(told: Client, path: str) -> None:
    headers = told.get(path).headers
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in headers
    assert "Cookie" not in headers.get("Vary", "")


@pytest.mark.parametrize("path", PAGES)
def test_the_same_bytes_are_not_sent_twice(told: Client, path: str) -> None:
    etag = told.get(path).headers["ETag"]
    again = told.get(path, headers={"if-none-match": etag})
    assert again.status_code == 304
    assert again.content == b""
    assert again.headers["ETag"] == etag
    assert told.get(path, headers={"if-none-match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", ["/", STORY, "/press-releases/"])
@pytest.mark.parametrize("change", [make_kill, make_correction])
def test_after_a_kill_or_correction_nothing_is_not_modified(
    told: Client, release: Release, path: str, change
) -> None:
    etag = told.get(path).headers["ETag"]
    release(change(genre=PRESS))
    after = told.get(path, headers={"if-none-match": etag})
    assert after.status_code in {200, 410}
    assert after.headers.get("ETag") != etag
    assert told.get(path, headers={"if-none-match": "*"}).status_code in {304, 410}


def test_a_hidden_and_an_absent_story_do_not_differ_in_conditions(
    client: Client, press_for_all: None, release: Release
) -> None:
    release(make_story())
    for condition in ({"if-none-match": "*"}, {"if-match": "*"}, {"if-match": '"x"'}):
        hidden, absent = (client.get(address(make_guid(n)), headers=condition) for n in (1, 2))
        assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content)
        assert dict(hidden.headers) == dict(absent.headers)


@pytest.mark.parametrize("path", PAGES)
def test_head_has_the_headers_of_get(told: Client, path: str) -> None:
    get, head = told.get(path), told.head(path)
    assert dict(head.headers) == dict(get.headers)


@pytest.mark.parametrize("path", ["/", STORY])
def test_nothing_but_reading_is_allowed(told: Client, path: str) -> None:
    assert told.post(path).status_code == 405


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/robots.txt"])
def test_no_page_has_inline_script_or_style_or_a_frame(told: Client, path: str) -> None:
    response = told.get(path)
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", response.text)
    policy = response.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_every_local_link_of_the_site_leads_somewhere(told: Client) -> None:
    links = {
        link
        for path in PAGES
        for link in re.findall(r'href="(/[^"]*)"', told.get(path).text)
        if not link.startswith(("/static/", "/login/"))
    }
    assert STORY in links
    assert {link: told.get(link).status_code for link in links} == dict.fromkeys(links, 200)
