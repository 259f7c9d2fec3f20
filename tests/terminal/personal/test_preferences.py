"""Time zone, hours of the digest, webhook."""

from __future__ import annotations

import re
from typing import Any

import pytest

from wireroom.delivery.webhooks.answers import Answer, Outcome, failed
from wireroom.matching import queries as matching

pytestmark = pytest.mark.django_db

ADDRESS = "/terminal/preferences/"


def test_zone_and_hours_are_kept(trader: Any) -> None:
    form = {"time_zone": "Europe/Paris", "hours": ["6", "18"]}
    assert trader.client.post(ADDRESS, form).status_code == 302
    kept = matching.preferences_of([trader.id])[trader.id]
    assert (kept.time_zone, tuple(kept.digest_hours)) == ("Europe/Paris", (6, 18))
    page = trader.client.get(ADDRESS).content.decode()
    assert "<option selected>Europe/Paris</option>" in page
    assert 'value="18" checked' in page


@pytest.mark.parametrize(
    "form",
    [
        {"time_zone": "Mars/Olympus", "hours": ["6"]},
        {"time_zone": "Europe/Paris", "hours": []},
        {"time_zone": "Europe/Paris", "hours": ["25"]},
        {},
    ],
)
def test_what_is_none_is_refused(trader: Any, form: dict[str, Any]) -> None:
    answer = trader.client.post(ADDRESS, form)
    assert answer.status_code == 400
    assert b'role="alert"' in answer.content


def test_the_secret_of_a_webhook_is_shown_once(trader: Any) -> None:
    form = {"url": "https://hooks.example/wire", "save": "1"}
    page = trader.client.post(f"{ADDRESS}webhook/", form).content.decode()
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", page)
    assert secret is not None
    later = trader.client.get(ADDRESS).content.decode()
    assert "https://hooks.example/wire" in later
    assert "whsec_" not in later


@pytest.mark.parametrize("url", ["http://hooks.example/", "https://u:p@x.example/", "nonsense"])
def test_an_address_that_may_not_be_called_is_refused(trader: Any, url: str) -> None:
    answer = trader.client.post(f"{ADDRESS}webhook/", {"url": url})
    assert answer.status_code == 400
    assert b'aria-invalid="true"' in answer.content
    assert matching.webhook_of(trader.id) is None


def test_a_webhook_is_tested_and_says_how_that_went(
    trader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Answer(outcome=Outcome.DELIVERED, status=200), failed("answered 500")]
    posts: list[Any] = []
    monkeypatch.setattr(
        "wireroom.delivery.webhooks.posting.Poster.post",
        lambda _self, post, _now: posts.append(post) or answers.pop(0),
    )
    form = {"url": "https://hooks.example/wire", "test": "1"}
    assert b"no address" in trader.client.post(f"{ADDRESS}webhook/", form).content
    trader.client.post(f"{ADDRESS}webhook/", {"url": form["url"]})
    assert b"took the test" in trader.client.post(f"{ADDRESS}webhook/", form).content
    assert b"answered 500" in trader.client.post(f"{ADDRESS}webhook/", form).content
    assert posts[0].url == "https://hooks.example/wire"
    assert posts[0].headers["webhook-signature"].startswith("v1,")


def test_a_webhook_is_removed(trader: Any) -> None:
    trader.client.post(f"{ADDRESS}webhook/", {"url": "https://hooks.example/wire"})
    trader.client.post(f"{ADDRESS}webhook/", {"url": "https://hooks.example/wire", "remove": "1"})
    assert "hooks.example" not in trader.client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("email", "zone", "kept"),
    [
        ("digest", "Asia/Tokyo", "Asia/Tokyo"),
        ("digest", "Mars/Olympus", "UTC"),
        ("none", "Asia/Tokyo", "UTC"),
    ],
)
def test_the_first_digest_takes_the_time_zone_of_the_browser(
    trader: Any, email: str, zone: str, kept: str
) -> None:
    form = {"query": "gas", "email": email, "time_zone": zone}
    assert trader.client.post("/terminal/topics/new/", form).status_code == 302
    assert matching.preferences_of([trader.id])[trader.id].time_zone == kept


def test_preferences_are_everybodys_own(trader: Any, hire: Any) -> None:
    colleague = hire(trader.person.company)
    trader.client.post(f"{ADDRESS}webhook/", {"url": "https://hooks.example/wire"})
    assert "hooks.example" not in colleague.client.get(ADDRESS).content.decode()
