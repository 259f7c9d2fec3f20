"""Products as bits."""

from __future__ import annotations

from datetime import timedelta

from tests.factories.grants import make_grant, make_reader
from tests.factories.stories import make_story
from wireroom.customers.policy import Channel, Level
from wireroom.matching.masks import Products
from wireroom.wire.entries import Entry


def version(now, **over) -> Entry:
    item = make_story(**over)
    return Entry(seq=1, guid=item.guid, version=1, released_at=now, item=item, raw=b"", hash=b"")


def test_an_item_shares_a_bit_with_those_whose_products_cover_it_only(now) -> None:
    products = Products()
    text = make_reader(make_grant(product="text", genres=frozenset({"genre:Current"})))
    talks = make_reader(make_grant(product="talks", genres=frozenset({"genre:Interview"})))
    masks = [products.mask_of([reader], now) for reader in (text, talks)]
    covering = products.covering(version(now), Level.FULL)
    assert [bool(mask & covering) for mask in masks] == [True, False]
    assert products.covering(version(now), Level.HEADLINE) == 0


def test_levels_are_told_apart(now) -> None:
    products = Products()
    mask = products.mask_of([make_reader(make_grant(Level.HEADLINE))], now)
    assert products.covering(version(now), Level.FULL) == 0
    assert products.covering(version(now), Level.HEADLINE) == mask


def test_what_has_ended_or_not_begun_gives_no_bit(now) -> None:
    hour = timedelta(hours=1)
    ended = make_grant(active_to=now)
    coming = make_grant(product="coming", active_from=now + hour)
    products = Products()
    assert products.mask_of([make_reader(ended, coming)], now) == 0
    assert products.covering(version(now), Level.FULL) == 0


def test_companies_with_the_same_product_are_asked_about_once(now) -> None:
    products = Products()
    hour = timedelta(hours=1)
    readers = [make_reader(make_grant(active_from=now - n * hour), name=str(n)) for n in range(9)]
    assert len({products.mask_of([reader], now) for reader in readers}) == 1
    assert len(products._terms) == 1


def test_more_products_than_bits_share_bits_and_none_is_lost(now) -> None:
    products = Products()
    readers = [make_reader(make_grant(product=f"p{n}")) for n in range(70)]
    masks = [products.mask_of([reader], now) for reader in readers]
    assert all(0 < mask < 1 << 32 for mask in masks)
    covering = products.covering(version(now), Level.FULL)
    assert all(mask & covering for mask in masks)


def test_after_a_change_of_rights_products_keep_their_bits(now) -> None:
    products = Products()
    one, two = make_reader(make_grant(product="one")), make_reader(make_grant(product="two"))
    before = products.mask_of([one], now), products.mask_of([two], now)
    products.forget()
    assert products.covering(version(now), Level.FULL) == 0
    assert (products.mask_of([two], now), products.mask_of([one], now)) == before[::-1]


def test_what_is_late_and_what_is_a_sample_gives_no_bit(now) -> None:
    products = Products()
    late = make_grant(product="late", delay=timedelta(minutes=15))
    sample = make_grant(product="sample", stories=frozenset({"g"}))
    assert products.mask_of([make_reader(late, sample)], now) == 0
    assert products.covering(version(now), Level.FULL) == 0
    assert products.mask_of([make_reader(late, make_grant())], now)


def test_what_readers_hold_differently_is_asked_once(now) -> None:
    products = Products()
    by_mail = make_grant(channels=frozenset({Channel.EMAIL}))
    shallow = make_grant(archive=timedelta(days=7), active_from=now - timedelta(days=1))
    masks = {products.mask_of([make_reader(grant)], now) for grant in (by_mail, shallow)}
    assert masks == {products.covering(version(now), Level.FULL)}
    assert len(products._terms) == 1
