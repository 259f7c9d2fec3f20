"""What everybody who is signed in sees and changes of their own account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.account.pages.conftest import signed_in
from tests.factories.customers import ProductFactory, StaffFactory, SubscriptionFactory
from wireroom.customers.models import SignIn
from wireroom.kernel.clock import utc_now

OWN = ("", "profile/", "reading/", "sessions/", "terms/")


@pytest.mark.parametrize("page", OWN)
def test_every_page_of_one_s_own_is_there(as_reader, page):
    assert as_reader.get(f"/account/{page}").status_code == 200


@pytest.mark.parametrize("page", OWN)
def test_staff_have_an_account_too(db, page):
    assert signed_in(StaffFactory()).get(f"/account/{page}").status_code == 200


@pytest.mark.parametrize("page", OWN)
def test_whoever_is_not_signed_in_is_led_to_the_door(db, page):
    answer = Client().get(f"/account/{page}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/login/?next=/account/")


def test_pages_are_not_stored(as_reader):
    assert "no-store" in as_reader.get("/account/")["Cache-Control"]


def test_the_first_page_takes_a_bounded_number_of_queries(
    as_boss, company, django_assert_max_num_queries
):
    for _ in range(5):
        SubscriptionFactory(company=company)
    with django_assert_max_num_queries(20):
        as_boss.get("/account/")


def test_a_profile_is_changed(as_reader, reader):
    facts = {"first_name": " Rupert ", "last_name": "Ünal", "job_title": "Trader", "phone": "1"}
    assert as_reader.post("/account/profile/", facts).status_code == 302
    reader.refresh_from_db()
    assert (reader.first_name, reader.last_name, reader.job_title) == ("Rupert", "Ünal", "Trader")


def test_a_profile_that_is_too_long_is_shown_again_as_typed(as_reader, reader):
    answer = as_reader.post("/account/profile/", {"first_name": "n" * 151, "last_name": "Kept"})
    assert answer.status_code == 400
    assert b"Kept" in answer.content
    assert b'aria-invalid="true"' in answer.content
    reader.refresh_from_db()
    assert reader.last_name == "Reader"


def test_nobody_changes_role_company_or_address_by_the_profile(as_reader, reader, stranger):
    facts = {
        "first_name": "R",
        "role": "administrator",
        "company": stranger.company_id,
        "email": "x@y.example",
        "is_staff": "1",
    }
    as_reader.post("/account/profile/", facts)
    reader.refresh_from_db()
    assert (reader.role, reader.email, reader.is_staff) == ("reader", "reader@bank.example", False)
    assert reader.company_id != stranger.company_id


def test_a_name_with_markup_is_text(as_reader, reader):
    as_reader.post("/account/profile/", {"first_name": "<script>x</script>"})
    page = as_reader.get("/account/").content
    assert b"<script>x" not in page
    assert b"&lt;script&gt;x" in page


def test_what_may_be_read_is_said_with_its_limits(as_reader, company):
    product = ProductFactory(name="Economy", level="headline", archive_days=30, languages=["en"])
    SubscriptionFactory(
        company=company, product=product, delay_minutes=15, channels=["terminal", "email"]
    )
    page = as_reader.get("/account/reading/").content.decode()
    for words in (
        "Economy",
        "Headlines only",
        "15 minutes after release",
        "The last 30 days",
        "English",
        "Terminal, E-mail",
        "Further notice",
    ):
        assert words in page


def test_what_is_over_coming_withdrawn_or_another_s_is_not_said(as_reader, company, stranger):
    now = utc_now()
    SubscriptionFactory(company=company, product__name="Over", active_to=now)
    SubscriptionFactory(
        company=company, product__name="Coming", active_from=now + timedelta(days=1)
    )
    SubscriptionFactory(company=company, product__name="Withdrawn", product__active=False)
    SubscriptionFactory(company=stranger.company, product__name="Another")
    ProductFactory(name="Unsold")
    ProductFactory(name="Free", public=True)
    page = as_reader.get("/account/reading/").content.decode()
    for name in ("Over", "Coming", "Withdrawn", "Another", "Unsold"):
        assert f">{name}<" not in page
    assert ">Free<" in page


def test_channels_that_product_and_subscription_do_not_share_are_none(as_reader, company):
    SubscriptionFactory(company=company, product__channels=["api"], channels=["email"])
    page = as_reader.get("/account/reading/").content.decode()
    assert "<dd>None</dd>" in page


def test_sessions_are_listed_and_this_one_is_marked(as_reader, reader):
    other = signed_in(reader)
    page = as_reader.get("/account/sessions/").content.decode()
    assert page.count("This one") == 1
    assert SignIn.objects.filter(person=reader, ended_at=None).count() == 2
    assert other.get("/account/").status_code == 200


def test_another_session_of_one_s_own_is_ended(as_reader, reader):
    other = signed_in(reader)
    row = SignIn.objects.get(session_key=other.session.session_key)
    assert as_reader.post(f"/account/sessions/{row.pk}/end/").status_code == 302
    assert other.get("/account/").status_code == 302
    assert as_reader.get("/account/").status_code == 200


def test_all_other_sessions_are_ended(as_reader, reader, as_boss):
    others = [signed_in(reader), signed_in(reader)]
    as_reader.post("/account/sessions/end-others/")
    assert [each.get("/account/").status_code for each in others] == [302, 302]
    assert as_reader.get("/account/").status_code == 200
    assert as_boss.get("/account/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(as_reader, as_boss):
    row = SignIn.objects.get(session_key=as_boss.session.session_key)
    theirs = as_reader.post(f"/account/sessions/{row.pk}/end/")
    missing = as_reader.post("/account/sessions/999999/end/")
    assert (theirs.status_code, theirs.content) == (404, missing.content)
    assert as_boss.get("/account/").status_code == 200


def test_recent_sign_ins_of_somebody_else_are_not_shown(as_reader, boss):
    Client().post("/login/", {"login": boss.email, "password": "wrong"})
    assert b"Failed" not in as_reader.get("/account/sessions/").content
    assert b"Failed" in signed_in(boss).get("/account/sessions/").content
