"""Bookmarks with notes, recent stories, and who sees them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace

from tests.factories.items import make_kill, release
from wireroom.kernel.clock import utc_now
from wireroom.kernel.ids import new_guid, short
from wireroom.kernel.newsitem import Paragraph, UpdateType
from wireroom.terminal.models import Bookmark, Recent
from wireroom.terminal.personal import shelf

pytestmark = pytest.mark.django_db

BY_SCRIPT = {"X-Script": "1"}


def _keep(client: Client, guid: str, **facts: Any) -> int:
    return client.post(f"/terminal/bookmarks/story/{short(guid)}/", facts).status_code


def _page(client: Client, name: str = "bookmarks") -> str:
    return client.get(f"/terminal/{name}/").content.decode()


def test_a_story_is_kept_with_a_note_and_found_again(trader: Any) -> None:
    entry = release(headline="Storm")
    _keep(trader.client, entry.guid, keep=1, note="for the morning call")
    page = _page(trader.client)
    assert "Storm" in page
    assert "for the morning call" in page
    assert "Storm" not in _page(trader.client, "recent")


def test_bookmarks_are_found_by_words_of_note_and_headline(trader: Any) -> None:
    entry = release(headline="Storm over Riga")
    _keep(trader.client, entry.guid, keep=1, note="call Anna")
    for words, is_found in (("anna", True), ("riga call", True), ("berlin", False)):
        page = trader.client.get("/terminal/bookmarks/", {"words": words}).content.decode()
        assert ("Storm over Riga" in page) is is_found


def test_keeping_twice_keeps_once_and_the_note_stays(trader: Any) -> None:
    entry = release()
    _keep(trader.client, entry.guid, keep=1, note="first")
    _keep(trader.client, entry.guid, keep=1)
    assert Bookmark.objects.get().note == "first"


def test_a_bookmark_is_dropped_from_the_story_and_from_the_list(trader: Any) -> None:
    one, other = release(), release()
    for entry in (one, other):
        _keep(trader.client, entry.guid, keep=1)
    _keep(trader.client, one.guid, keep=0)
    left = Bookmark.objects.get()
    assert left.guid == other.guid
    trader.client.post(f"/terminal/bookmarks/{left.pk}/", {"drop": 1})
    assert not Bookmark.objects.exists()


def test_a_killed_story_shows_its_notice_and_not_what_it_said(trader: Any) -> None:
    entry = release(headline="Old claim")
    _keep(trader.client, entry.guid, keep=1)
    release(make_kill(entry.item))
    page = _page(trader.client)
    assert "Killed" in page
    assert "Old claim" not in page


def test_a_correction_is_marked(trader: Any) -> None:
    entry = release(headline="Old figure")
    _keep(trader.client, entry.guid, keep=1)
    corrected = {"version": 2, "headline": "New figure", "update_type": UpdateType.CORRECTION_FACT}
    release(replace(entry.item, **corrected))
    page = _page(trader.client)
    assert "Corrected" in page
    assert "New figure" in page
    assert "Old figure" not in page


def test_what_may_not_be_read_any_more_is_only_said_to_be_gone(hire: Any) -> None:
    reader = hire(languages=["en"])
    entry = release(headline="Sturm", language="de")
    shelf.add_bookmark(reader.id, entry.guid, utc_now())
    shelf.note_opened(reader.id, entry.guid, utc_now())
    for name in ("bookmarks", "recent"):
        page = _page(reader.client, name)
        assert "No longer available" in page
        assert "Sturm" not in page
        assert short(entry.guid) not in page


def test_a_headline_reader_finds_the_headline_and_no_byte_of_the_body(hire: Any) -> None:
    reader = hire(level="headline")
    entry = release(headline="Storm", body=(Paragraph(text="canary-4711"),))
    _keep(reader.client, entry.guid, keep=1)
    page = _page(reader.client)
    assert "Storm" in page
    assert "canary-4711" not in page


def test_a_story_that_may_not_be_read_is_not_kept(hire: Any) -> None:
    reader = hire(languages=["en"])
    hidden = release(language="de").guid
    for guid in (hidden, new_guid()):
        assert _keep(reader.client, guid, keep=1) == 404
        assert reader.client.post(f"/terminal/recent/{short(guid)}/").status_code == 404
    assert not Bookmark.objects.exists()
    assert not Recent.objects.exists()


def test_somebody_elses_bookmark_does_not_exist(trader: Any, hire: Any) -> None:
    stranger, colleague = hire(), hire(trader.person.company)
    entry = release(headline="Storm")
    _keep(trader.client, entry.guid, keep=1, note="secret plan")
    pk = Bookmark.objects.get().pk
    for other in (stranger, colleague):
        assert other.client.post(f"/terminal/bookmarks/{pk}/", {"drop": 1}).status_code == 404
        assert "secret plan" not in _page(other.client)
    assert Bookmark.objects.get().note == "secret plan"
    assert trader.client.post(f"/terminal/bookmarks/{pk}/", {"note": "new"}).status_code == 302


def test_opened_stories_are_listed_the_last_first_and_can_be_forgotten(trader: Any) -> None:
    one, other = release(headline="First"), release(headline="Second")
    for entry in (one, other, one):
        address = f"/terminal/recent/{short(entry.guid)}/"
        assert trader.client.post(address, headers=BY_SCRIPT).status_code == 200
    page = _page(trader.client, "recent")
    assert 0 < page.index("First") < page.index("Second")
    trader.client.post("/terminal/recent/")
    assert "First" not in _page(trader.client, "recent")


def test_only_the_last_hundred_are_kept(trader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "MOST_RECENT", 2)
    for _ in range(3):
        shelf.note_opened(trader.id, release().guid, utc_now())
    assert Recent.objects.count() == 2


def test_nothing_is_written_without_the_forms_secret_or_by_a_link(trader: Any) -> None:
    entry = release()
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = trader.client.cookies
    for address in (
        f"/terminal/bookmarks/story/{short(entry.guid)}/",
        f"/terminal/recent/{short(entry.guid)}/",
        "/terminal/personal/state/",
    ):
        assert careful.post(address).status_code == 403
        assert trader.client.get(address).status_code == 405
