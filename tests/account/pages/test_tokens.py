"""A company's tokens: which are offered, how they are made, and that a secret is shown once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.factories.customers import START, SubscriptionFactory
from wireroom.customers.models import AccessToken
from wireroom.customers.queries import reader_for_token
from wireroom.kernel.clock import utc_now


def make_token(client, **over):
    facts = {"name": "newsroom", "scopes": ["stream"], "days": "30"} | over
    return client.post("/account/tokens/", facts, follow=True)


def test_a_token_s_secret_is_shown_once_and_opens_the_company_s_products(as_boss, boss, company):
    SubscriptionFactory(company=company)
    page = make_token(as_boss).content.decode()
    secret = re.search(r"wr_[\w-]+", page).group()
    assert "curl -sN" in page
    assert secret not in as_boss.get("/account/tokens/").content.decode()
    token = AccessToken.objects.get()
    assert (token.company, token.scopes, token.created_by) == (company, ["stream"], boss)
    assert timedelta(days=29) < token.expires_at - utc_now() <= timedelta(days=30)
    assert reader_for_token(secret, utc_now()).reader.grants


@pytest.mark.parametrize(
    "over",
    [{"scopes": []}, {"scopes": ["terminal"]}, {"days": "9999"}, {"name": ""}, {"name": "n" * 201}],
)
def test_a_token_that_is_not_right_is_not_made(as_boss, company, over):
    SubscriptionFactory(company=company)
    assert make_token(as_boss, **over).status_code == 400
    assert not AccessToken.objects.exists()


def test_reloading_the_answer_makes_no_second_token_and_keeps_no_secret(as_boss, company):
    SubscriptionFactory(company=company)
    answer = make_token(as_boss)
    assert [where for where, _ in answer.redirect_chain] == ["/account/tokens/"]
    assert "no-store" in answer["Cache-Control"]
    assert "wr_" not in str(dict(as_boss.session))
    as_boss.get("/account/tokens/")
    assert AccessToken.objects.count() == 1


def test_a_secret_waits_sealed_and_for_a_look_at_the_page(as_boss, company):
    SubscriptionFactory(company=company)
    as_boss.post("/account/tokens/", {"name": "x", "scopes": ["stream"], "days": "30"})
    assert "wr_" not in str(dict(as_boss.session))
    as_boss.head("/account/tokens/")
    assert "wr_" in as_boss.get("/account/tokens/").content.decode()
    assert "wr_" not in as_boss.get("/account/tokens/").content.decode()


def test_only_ways_that_a_subscription_covers_are_offered(as_boss, company):
    SubscriptionFactory(company=company, channels=["terminal", "api"])
    page = as_boss.get("/account/tokens/").content.decode()
    assert 'value="api"' in page
    assert 'value="stream"' not in page
    assert "Your subscriptions do not cover: Live stream, Feeds, SFTP." in page
    assert make_token(as_boss).status_code == 400
    assert not AccessToken.objects.exists()
    made = make_token(as_boss, scopes=["api"]).content.decode()
    assert "wr_" in made
    assert "curl" not in made


@pytest.mark.parametrize(
    "over",
    [
        {"channels": ["terminal", "email"]},
        {"active_to": START + timedelta(days=1)},
        {"product__active": False},
    ],
)
def test_a_token_that_would_open_nothing_is_not_offered(as_boss, company, over):
    SubscriptionFactory(company=company, **over)
    page = as_boss.get("/account/tokens/").content.decode()
    assert "a token would open nothing" in page
    assert 'name="scopes"' not in page
    assert make_token(as_boss).status_code == 400
    assert not AccessToken.objects.exists()


def test_a_delayed_product_is_not_for_the_live_stream(as_boss, company):
    SubscriptionFactory(company=company, delay_minutes=15)
    page = as_boss.get("/account/tokens/").content.decode()
    assert 'value="stream"' not in page
    assert 'value="api"' in page


def test_a_token_is_revoked_and_then_useless(as_boss, company):
    SubscriptionFactory(company=company)
    secret = re.search(r"wr_[\w-]+", make_token(as_boss).content.decode()).group()
    address = f"/account/tokens/{AccessToken.objects.get().pk}/revoke/"
    assert as_boss.get(address).status_code == 405
    as_boss.post(address)
    assert reader_for_token(secret, utc_now()) is None
    assert b"revoked already" in as_boss.post(address, follow=True).content
