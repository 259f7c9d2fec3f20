"""Products by query: what is refused, what a bad one covers, and what is analysed how often."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import structlog

from tests.factories.items import make_item
from wireroom.customers.rights import product_query
from wireroom.customers.rights.product_query import (
    compile_product_query,
    explain,
    meets,
    plan_of_query,
)
from wireroom.query.errors import QueryError
from wireroom.query.plan import EVERYTHING, NOTHING

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
RELATIVE = (
    "date:today",
    "gas date:last7d",
    "gas AND -(oil OR date:yesterday)",
    "date:(2025 OR last24h)",
)


@pytest.fixture(autouse=True)
def _fresh():
    plan_of_query.cache_clear()
    product_query._document.cache_clear()


def test_the_empty_query_is_met_by_everything():
    assert plan_of_query("") == EVERYTHING
    assert meets("", make_item(), NOON)


def test_a_story_meets_a_query_by_its_text_or_does_not():
    item = make_item(headline="Gas prices rise")
    assert meets('"gas price"', item, NOON)
    assert not meets("oil", item, NOON)


@pytest.mark.parametrize("text", ["date:2026-11-01..", "date:2026-11", "date:..2026-12-01"])
def test_dates_that_stand_still_are_accepted(text):
    assert meets(text, make_item(), NOON)
    assert not meets(text, make_item(), datetime(2027, 1, 1, tzinfo=UTC)) or text.endswith("..")


@pytest.mark.parametrize("text", RELATIVE)
def test_dates_that_move_are_refused_where_they_stand(text):
    with pytest.raises(QueryError) as refused:
        compile_product_query(text)
    spot = text[refused.value.at : refused.value.at + refused.value.length]
    assert spot in {
        "date:today",
        "date:last7d",
        "date:yesterday",
        "last24h",
    }
    assert refused.value.hint


def test_a_product_cannot_name_a_product():
    with pytest.raises(QueryError):
        compile_product_query("product:gas")


@pytest.mark.parametrize("text", [*RELATIVE, "product:gas", "gas AND", '"open', "nosuchfield:x"])
def test_a_stored_query_that_is_none_covers_nothing_and_is_loud_once(text):
    with structlog.testing.capture_logs() as logs:
        assert plan_of_query(text) == NOTHING
        assert not meets(text, make_item(headline="gas"), NOON)
    assert [entry["log_level"] for entry in logs] == ["error"]
    assert logs[0]["query"] == text


def test_drafts_that_share_guid_and_version_are_told_apart():
    before = make_item(headline="Gas prices rise")
    after = make_item(guid=before.guid, headline="Oil prices rise")
    assert meets("gas", before, NOON)
    assert not meets("gas", after, NOON)
    assert meets("oil", after, NOON)


def test_a_version_is_analysed_once_for_all_who_ask():
    item = make_item()
    for query in ("harbour", "storm", "gas"):
        meets(query, item, NOON)
    assert product_query._document.cache_info().misses == 1


def test_few_versions_are_kept():
    for _ in range(100):
        meets("harbour", make_item(), NOON)
    assert product_query._document.cache_info().currsize <= 32


def test_a_query_is_explained_and_a_bad_one_says_why_it_gives_nothing():
    assert "gas" in explain("gas -sport")
    assert explain("gas AND").startswith("met by nothing")
