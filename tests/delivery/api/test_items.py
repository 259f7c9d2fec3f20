"""Items by the API: lists, single items, versions, formats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from tests.factories.customers import ProductFactory
from tests.factories.items import make_item, make_kill, release
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph, Subject, UpdateType
from wireroom.wire import services

pytestmark = pytest.mark.django_db


def put(at: Any, **over: Any) -> Any:
    with transaction.atomic():
        return services.append(make_item(**over), now=at)


def test_an_item_is_given_with_the_word_whether_it_may_be_published(sold: Any) -> None:
    call, entry = sold(), release()
    answer = call.get(f"/items/{entry.guid}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    item = answer.json()
    assert item["headline"] == "Harbour reopens after storm"
    assert item["publishable"]["answer"] == "yes"
    assert item["body"]


def test_a_short_name_is_good_as_well(sold: Any) -> None:
    call, entry = sold(), release()
    short = entry.guid.removeprefix("urn:uuid:")
    assert call.get(f"/items/{short}").content == call.get(f"/items/{entry.guid}").content


def test_what_is_hidden_is_as_missing_as_what_never_was(sold: Any) -> None:
    hidden = release(topics=(Subject(code="own:others"),))
    call = sold(ProductFactory(topics=["own:mine"]))
    missing = "urn:uuid:00000000-0000-4000-8000-000000000000"
    answers = [call.get(f"/items/{guid}") for guid in (hidden.guid, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    names = [{*answer.headers} for answer in answers]
    assert names[0] == names[1]
    assert "ETag" not in names[0]


def test_a_condition_on_what_is_hidden_says_nothing(sold: Any) -> None:
    hidden = release(topics=(Subject(code="own:others"),))
    call, other = sold(ProductFactory(topics=["own:mine"])), sold()
    tag = other.get(f"/items/{hidden.guid}")["ETag"]
    for condition in (tag, "*"):
        assert call.get(f"/items/{hidden.guid}", If_None_Match=condition).status_code == 404
    assert other.get(f"/items/{hidden.guid}", If_None_Match=tag).status_code == 304


def test_two_levels_have_two_tags(sold: Any) -> None:
    entry = release()
    full, headline = sold(), sold(ProductFactory(level="headline"))
    tags = [each.get(f"/items/{entry.guid}")["ETag"] for each in (full, headline)]
    assert tags[0] != tags[1]
    assert headline.get(f"/items/{entry.guid}", If_None_Match=tags[0]).status_code == 200
    assert "Ships moved" not in headline.get(f"/items/{entry.guid}").content.decode()


def test_a_killed_story_is_its_notice_and_its_text_is_gone(sold: Any) -> None:
    call, entry = sold(), release()
    address = f"/items/{entry.guid}/versions/1"
    assert call.get(address).status_code == 200
    release(make_kill(entry.item))
    notice = call.get(f"/items/{entry.guid}").json()
    assert (notice["pub_status"], notice["publishable"]["answer"]) == ("canceled", "no")
    assert "body" not in notice
    assert call.get(address).status_code == 410
    assert call.get(address).json()["code"] == "story_stopped"
    assert "Ships moved" not in call.get(address).content.decode()
    assert call.get(f"/items/{entry.guid}/versions/9").status_code == 404


def test_an_earlier_version_is_not_to_be_published(sold: Any) -> None:
    call, entry = sold(), release()
    release(guid=entry.guid, version=2, update_type=UpdateType.DEVELOPMENT)
    first = call.get(f"/items/{entry.guid}/versions/1").json()
    assert first["publishable"]["why"] == "superseded"
    assert call.get(f"/items/{entry.guid}").json()["publishable"]["why"] == "usable"


SHAPES = {
    "json": "application/json",
    "ninjs": "application/vnd.iptc.ninjs+json",
    "g2.xml": "application/vnd.iptc.g2.newsmessage+xml",
    "nitf.xml": "application/vnd.iptc.nitf+xml",
    "7901": "text/vnd.iptc.7901",
    "html": "text/html",
    "txt": "text/plain",
}


@pytest.mark.parametrize(("suffix", "media_type"), SHAPES.items())
def test_every_format_by_suffix_and_by_accept(sold: Any, suffix: str, media_type: str) -> None:
    call, entry = sold(), release()
    by_suffix = call.get(f"/items/{entry.guid}.{suffix}")
    by_accept = call.get(f"/items/{entry.guid}", Accept=media_type)
    version = call.get(f"/items/{entry.guid}/versions/1.{suffix}")
    assert by_suffix.status_code == 200, by_suffix.content
    assert by_suffix["Content-Type"].startswith(media_type)
    assert by_suffix.content == by_accept.content == version.content
    assert b"Ships moved" in by_suffix.content
    assert by_suffix.content == call.get(f"/items/{entry.guid}.{suffix}").content


def test_what_is_accepted_most_is_given(sold: Any) -> None:
    call, entry = sold(), release()
    address = f"/items/{entry.guid}"
    html = call.get(address, Accept="application/json;q=0.5, text/html;q=0.9, */*;q=0.1")
    assert html["Content-Type"].startswith("text/html")
    assert call.get(address, Accept="*/*")["Content-Type"].startswith("application/json")
    refused = call.get(address, Accept="image/png")
    assert (refused.status_code, refused.json()["code"]) == (406, "not_acceptable")
    assert call.get(f"{address}.png").status_code == 404


def test_a_list_is_newest_first_and_goes_back_to_the_end(sold: Any) -> None:
    call = sold()
    guids = [release().guid for _ in range(7)]
    address, seen = "/items?limit=3", []
    while address:
        answer = call.get(address)
        seen += [line["guid"] for line in answer.json()["items"]]
        address = next_of(answer)
    assert seen == guids[::-1]


def next_of(answer: Any) -> str:
    link = answer.headers.get("Link", "")
    return link[1 : link.index(">")] if 'rel="next"' in link else ""


def test_from_a_cursor_on_everything_comes_oldest_first_also_meanwhile(sold: Any) -> None:
    call = sold()
    guids = [release().guid for _ in range(3)]
    first = call.get("/items?limit=2").json()
    after, seen = first["after"], [line["guid"] for line in first["items"]]
    older = call.get(f"/items?limit=2&before={first['before']}").json()
    seen += [line["guid"] for line in older["items"]]
    guids += [release().guid for _ in range(5)]
    more, fresh = True, []
    while more:
        page = call.get(f"/items?limit=2&after={after}").json()
        fresh += [line["guid"] for line in page["items"]]
        after, more = page["after"], page["more"]
        if len(guids) < 9:
            guids.append(release().guid)
    assert fresh == guids[3:]
    assert {*seen, *fresh} == {*guids}
    assert call.get(f"/items?after={after}").json()["items"] == []


def test_what_is_released_for_others_leaves_no_trace_in_pages(sold: Any) -> None:
    call = sold(ProductFactory(topics=["own:mine"]))
    release(topics=(Subject(code="own:mine"),))
    first = call.get("/items").json()
    for _ in range(3):
        release(topics=(Subject(code="own:others"),))
    page = call.get(f"/items?after={first['after']}&limit=1").json()
    assert (page["items"], page["more"]) == ([], False)
    assert call.get("/items").json() == first


def test_what_is_sold_with_a_delay_comes_when_its_time_has_come(sold: Any) -> None:
    """It lies behind the cursor then, and is not missed; nor does it come twice."""
    call = sold(ProductFactory(delay_minutes=60), ProductFactory(topics=["own:fast"]))
    now = utc_now()
    late = put(now - timedelta(minutes=60, seconds=-2), headline="Late")
    fast = put(now, topics=(Subject(code="own:fast"),), headline="Fast")
    first = call.get("/items").json()
    assert [line["guid"] for line in first["items"]] == [fast.guid]
    import time  # noqa: PLC0415 - the clock is the matter of this test

    time.sleep(2.1)
    page = call.get(f"/items?after={first['after']}").json()
    assert [line["guid"] for line in page["items"]] == [late.guid]
    assert call.get(f"/items?after={page['after']}").json()["items"] == []
    assert call.get(f"/items/{late.guid}").status_code == 200


def test_the_query_and_the_filters_narrow_a_list(sold: Any) -> None:
    call = sold()
    after = call.get("/items").json()["after"]
    wanted = release(headline="Gas prices rise", language="en", urgency=2)
    release(headline="Gas prices fall", language="de")
    release(headline="Tennis")
    for place in ("", f"&after={after}"):
        page = call.get(f"/items?query=gas&language=en&max_urgency=3{place}").json()
        assert [line["guid"] for line in page["items"]] == [wanted.guid]


def test_a_bad_query_is_told_by_its_place(sold: Any) -> None:
    answer = sold().get("/items?query=gas+AND+(")
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "bad_query")
    assert answer["Content-Type"] == "application/problem+json"
    assert problem["at"] <= 9


@pytest.mark.parametrize("cursor", ["x", "%00", "aaaa.bbbb", "é", "A" * 150])
@pytest.mark.parametrize("name", ["after", "before"])
def test_a_made_up_cursor_is_refused(sold: Any, name: str, cursor: str) -> None:
    answer = sold().get(f"/items?{name}={cursor}")
    assert answer.status_code in {400, 404}
    assert answer["Content-Type"] == "application/problem+json"


def test_whole_items_in_a_list_are_noted_and_counted_lines_are_not(
    sold: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[Any] = []
    monkeypatch.setattr(
        "wireroom.delivery.api.metering.note_received", lambda **facts: noted.append(facts)
    )
    call, entry = sold(), release(body=(Paragraph(text="One."),))
    assert "item" not in call.get("/items").json()["items"][0]
    assert noted == []
    whole = call.get("/items?include=item").json()["items"][0]["item"]
    assert whole["body"]
    assert [[*facts["stories"]] for facts in noted] == [[(entry.guid, 1)]]
    assert noted[0]["company_id"] == call.company.pk
    call.get(f"/items/{entry.guid}.txt")
    assert len(noted) == 2


def test_the_newest_page_has_one_tag_until_something_comes(sold: Any) -> None:
    call = sold(ProductFactory(topics=["own:mine"]))
    release(topics=(Subject(code="own:mine"),))
    tag = call.get("/items")["ETag"]
    release(topics=(Subject(code="own:others"),))
    assert call.get("/items", If_None_Match=tag).status_code == 304
    release(topics=(Subject(code="own:mine"),))
    assert call.get("/items", If_None_Match=tag).status_code == 200
