"""Verdicts in words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec import Struct

from tests.factories.grants import make_grant, make_reader
from wireroom.customers.policy import Channel, Level, Reason, Verdict, judge, reasons
from wireroom.customers.rights.saying import say_grant, say_verdict, span, spell
from wireroom.kernel.newsitem import NewsItem, Profile, UpdateType

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NOW = TEN + 5 * MINUTE


class Released(Struct, frozen=True):
    """A version and when it was released."""

    item: NewsItem
    released_at: datetime = TEN


def version(number: int = 1, **over: object) -> Released:
    facts = {"guid": "g", "version": number, "language": "en", "headline": "h"}
    return Released(NewsItem(**facts | over))


def said(grant, *story: Released, channel: Channel | None = None) -> str:
    (answer,) = reasons(make_reader(grant), story or (version(),), NOW, channel)
    return say_grant(answer, NOW)


@pytest.mark.parametrize(
    ("grant", "words"),
    [
        (make_grant(product="wire"), "“wire” (full text): gives the full text."),
        (make_grant(Level.HEADLINE, product="wire"), "“wire” (headlines): gives the headline."),
        (
            make_grant(product="late", delay=15 * MINUTE),
            "“late” (full text, 15 minutes late): gives it from 24 Nov 2026, 10:15 UTC on.",
        ),
        (
            make_grant(product="new", archive=MINUTE),
            "“new” (full text, 1 minute back): does not reach back so far.",
        ),
        (
            make_grant(product="ru", languages=frozenset({"ru"})),
            "“ru” (full text): is not about this story.",
        ),
        (
            make_grant(product="gone", active_to=TEN - DAY),
            "“gone” (full text): ended on 23 Nov 2026, 10:00 UTC.",
        ),
        (
            make_grant(product="soon", active_from=TEN + DAY),
            "“soon” (full text): begins on 25 Nov 2026, 10:00 UTC.",
        ),
        (
            make_grant(product="some", stories=frozenset({"g"})),
            "“some” (samples only): gives the full text.",
        ),
    ],
)
def test_each_grant_answers_in_a_sentence(grant, words: str) -> None:
    assert said(grant) == words


def test_the_channels_that_were_sold_are_named() -> None:
    grant = make_grant(channels=frozenset({Channel.API, Channel.SFTP, Channel.FEED}))
    assert said(grant, channel=Channel.TERMINAL) == (
        "“all” (full text, by api, feed and sftp): can be used by api, feed and sftp only."
    )
    assert "gives the full text" in said(grant, channel=Channel.API)


def test_what_follows_and_what_is_a_test_say_so() -> None:
    over = make_grant(active_to=TEN + MINUTE)
    correction = version(2, update_type=UpdateType.CORRECTION_FACT)
    story = version(), Released(correction.item, NOW)
    assert said(over, *story).endswith(
        "gave the full text of an earlier version, so this one follows."
    )
    assert said(make_grant(), version(profile=Profile.TEST)).endswith("gives no tests.")


def test_a_verdict_says_how_much_and_why() -> None:
    granted = judge(make_reader(make_grant(product="wire")), [version()], NOW)
    assert say_verdict(granted) == "The full text can be read: “wire” covers the story."
    assert say_verdict(judge(make_reader(), [version()], NOW)) == (
        "Nothing can be read: no product is in force."
    )


def test_every_reason_has_its_words() -> None:
    found = {say_verdict(Verdict(Level.NONE, reason, "wire")) for reason in Reason}
    assert len(found) == len(Reason)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (DAY, "1 day"),
        (30 * DAY, "30 days"),
        (90 * MINUTE, "90 minutes"),
        (2 * 60 * MINUTE, "2 hours"),
    ],
)
def test_lengths_are_said_whole(length: timedelta, words: str) -> None:
    assert span(length) == words
    assert spell(TEN) == "24 Nov 2026, 10:00 UTC"
