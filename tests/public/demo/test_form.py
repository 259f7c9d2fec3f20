"""The form for a demo: what it takes, what it refuses, and that nothing typed is lost."""

from __future__ import annotations

import html
import re

import pytest
from captcha.models import CaptchaStore
from django.test import Client

from tests.factories.customers import CompanyFactory, ProductFactory, SubscriptionFactory
from tests.public.demo.filling import filled, refilled, token_in
from wireroom.customers import services
from wireroom.customers.models import DemoRequest, OutgoingMail
from wireroom.kernel.clock import utc_now
from wireroom.public.demo import answers
from wireroom.public.demo.form_token import read_token

pytestmark = pytest.mark.django_db

TYPED = {"first_name": "Zoë", "last_name": "O'Brien & Söhne", "message": "<b>Hello</b>\nthere"}


def send(client, product, **over):
    return client.post("/subscribe/", filled(client, products=[product.pk], **over))


def is_done(response):
    return response.status_code == 303 and response.url == "/subscribe/sent/"


def keeps_what_was_typed(page):
    text = html.unescape(page.text)
    return all(words in text for words in TYPED.values()) and "checked" in text


def test_a_form_that_is_filled_in_makes_a_request_and_a_letter(client, product):
    assert is_done(send(client, product, job_title="Dealer", phone="+44 20 7946 0000"))
    found = DemoRequest.objects.get()
    assert (found.first_name, found.company_name, found.country) == ("Grace", "Quay Bank", "GB")
    assert list(found.products.all()) == [product]
    assert found.terms.number == 1
    assert found.address == "127.0.0.1"
    assert OutgoingMail.objects.get().to == "grace@quay.example"


def test_the_form_is_for_one_reader_and_says_where_one_is(client, product):
    page = client.get("/subscribe/")
    assert "no-store" in page.headers["Cache-Control"]
    assert "ETag" not in page.headers
    assert "csrftoken" in page.cookies
    assert "<h1>Subscription and demo access</h1>" in page.text
    assert 'href="/terms/"' in page.text
    assert client.head("/subscribe/").content == b""
    assert client.put("/subscribe/").status_code == 405


def test_the_site_links_to_the_form(client, product):
    for path in ("/", "/products/"):
        assert 'href="/subscribe/"' in client.get(path).text


def test_without_products_or_terms_the_form_works_all_the_same(client, db):
    page = client.get("/subscribe/").text
    assert "What interests you" not in page
    assert "terms of use (in a new tab)" not in page
    data = filled(client)
    del data["terms"]
    assert is_done(client.post("/subscribe/", data))
    assert DemoRequest.objects.get().terms is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("first_name", "", "Write your first name."),
        ("last_name", " \u202e\u2066 ", "Write your last name."),
        ("company_name", "\x00", "Write your company’s name."),
        ("email", "", "Write an e-mail address"),
        ("email", "grace", "Write an e-mail address"),
        ("email", "grace@quay.example\r\nBcc: x@y.example", "Write an e-mail address"),
        ("email", '"a b"@quay.example', "Write an e-mail address"),
        ("email", "x@mailinator.com", "throw-away addresses"),
        ("country", "", "Choose a country."),
        ("country", "XX", "Choose a country."),
        ("phone", "call me", "Write a telephone number"),
        ("terms", "", "Read the terms of use"),
        ("digits", "", "Write the five digits"),
        ("digits", "00000x", "These are not the digits"),
        ("first_name", "x" * 10_240, "Shorten this to 150 characters; it has 10240."),
        ("message", "x" * 10_240, "Shorten this to 4000 characters; it has 10240."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_on_top(client, product, field, value, words):
    page = send(client, product, **{field: value})
    assert page.status_code == 422
    text = page.text.replace("&#x27;", "’")
    assert text.count(words) == 2
    assert f'href="#id_{field}"' in text
    assert f'id="id_{field}_error"' in text
    assert f'id_{field}_error"' in text.partition('aria-describedby="')[2]
    assert 'aria-invalid="true"' in text
    assert "<title>Please check: " in text
    assert not DemoRequest.objects.exists()


def test_a_product_must_be_chosen_and_be_one_that_is_offered(client, product):
    hidden = ProductFactory(listed=False)
    data = filled(client)
    assert "Choose at least one product." in client.post("/subscribe/", data).text
    page = client.post("/subscribe/", filled(client, products=[hidden.pk]))
    assert "no longer on offer" in page.text
    assert 'href="#id_products_0"' in page.text


def test_nothing_is_lost_when_something_is_wrong(client, product):
    page = send(client, product, **TYPED, email="wrong")
    assert keeps_what_was_typed(page)
    again = refilled(token_in(page.text), products=[product.pk], **TYPED)
    assert is_done(client.post("/subscribe/", again))


def test_the_digits_are_asked_for_anew_when_something_else_was_wrong(client, product):
    data = filled(client, products=[product.pk], email="wrong")
    page = client.post("/subscribe/", data)
    assert f'value="{data["digits"]}"' not in page.text
    assert token_in(page.text).digits != read_token(data["form"]).digits
    assert CaptchaStore.objects.count() == 1


def test_digits_count_once(client, product):
    data = filled(client, products=[product.pk], email="wrong")
    client.post("/subscribe/", data)
    page = client.post("/subscribe/", data | {"email": "grace@quay.example"})
    assert "These are not the digits" in page.text
    assert not DemoRequest.objects.exists()


def test_digits_of_another_form_do_not_count(client, product):
    mine, other = filled(client, products=[product.pk]), filled(client)
    page = client.post("/subscribe/", mine | {"digits": other["digits"]})
    assert "These are not the digits" in page.text
    assert not DemoRequest.objects.exists()
    assert is_done(client.post("/subscribe/", other | {"products": [product.pk]}))


@pytest.mark.parametrize(
    "spell",
    [
        " ".join,
        lambda text: text.translate({ord("0") + digit: chr(0x0660 + digit) for digit in range(10)}),
    ],
)
def test_digits_may_be_typed_with_spaces_or_in_digits_of_another_script(client, product, spell):
    data = filled(client, products=[product.pk])
    assert is_done(client.post("/subscribe/", data | {"digits": spell(data["digits"])}))


def test_a_forged_or_missing_token_is_refused_and_nothing_is_lost(client, product):
    for form in ("", "nonsense", "eyJhIjoxfQ:AAAA", "\ud7ff", "x" * 5000):
        page = send(client, product, form=form, **TYPED)
        assert page.status_code == 422
        assert "We could not tell which form this was." in page.text
        assert keeps_what_was_typed(page)
    assert not DemoRequest.objects.exists()


def test_a_form_that_was_open_for_hours_is_sent_again_with_nothing_lost(client, product):
    page = send(client, product, open_for_s=7300, **TYPED)
    assert "open for more than two hours" in page.text
    assert keeps_what_was_typed(page)
    assert not DemoRequest.objects.exists()
    again = filled(client, products=[product.pk], open_for_s=7100)
    assert is_done(client.post("/subscribe/", again))


def test_what_is_filled_in_faster_than_anybody_types_is_asked_for_again(client, product):
    page = send(client, product, open_for_s=1, **TYPED)
    assert "faster than anybody types" in page.text
    assert keeps_what_was_typed(page)
    assert not DemoRequest.objects.exists()


def test_a_field_that_nobody_sees_must_stay_empty(client, product):
    page = send(client, product, fax_extension="http://spam.example", **TYPED)
    assert "a field that nobody can see" in page.text
    assert keeps_what_was_typed(page)
    assert "spam.example" not in page.text
    assert not DemoRequest.objects.exists()
    trap = page.text[page.text.index('class="demo__trap"') :][:300]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap


def test_without_the_cookie_the_form_is_shown_again_with_nothing_lost(product):
    client = Client(enforce_csrf_checks=True)
    data = filled(client, products=[product.pk], **TYPED)
    page = client.post("/subscribe/", data)
    assert page.status_code == 422
    assert "did not send back our cookie" in page.text
    assert keeps_what_was_typed(page)
    assert not DemoRequest.objects.exists()
    key = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    again = refilled(token_in(page.text), products=[product.pk], csrfmiddlewaretoken=key)
    assert is_done(client.post("/subscribe/", again))


def test_new_digits_need_no_script_judge_nothing_and_lose_nothing(client, product):
    data = filled(client, products=[product.pk], **TYPED, email="half-typ", new_digits="1")
    page = client.post("/subscribe/", data)
    assert page.status_code == 200
    assert keeps_what_was_typed(page)
    assert "half-typ" in page.text
    assert "field__error" not in page.text
    old, new = read_token(data["form"]), token_in(page.text)
    assert (new.form, new.made_at) == (old.form, old.made_at)
    assert new.digits != old.digits
    assert not CaptchaStore.objects.filter(hashkey=old.digits).exists()


def test_a_second_sending_is_answered_like_the_first_and_makes_no_second_request(client, product):
    data = filled(client, products=[product.pk])
    assert is_done(client.post("/subscribe/", data))
    assert is_done(client.post("/subscribe/", data))
    assert DemoRequest.objects.count() == OutgoingMail.objects.count() == 1


@pytest.mark.parametrize("is_taken", [True, False])
def test_the_second_of_two_clicks_is_answered_like_the_first(
    client, product, monkeypatch, is_taken
):
    """Both looked before either had used the digits up."""
    data = filled(client, products=[product.pk])
    if is_taken:
        client.post("/subscribe/", data)
    else:
        CaptchaStore.objects.all().delete()
    looks = iter([False])
    ask = answers.customers.is_demo_requested
    monkeypatch.setattr(
        answers.customers, "is_demo_requested", lambda form: next(looks, None) or ask(form)
    )
    assert is_done(client.post("/subscribe/", data)) is is_taken
    assert DemoRequest.objects.count() == OutgoingMail.objects.count() == int(is_taken)


def test_nobody_learns_from_the_page_who_is_a_customer(client, product):
    company = CompanyFactory(domain="bank.example")
    SubscriptionFactory(company=company)
    stranger = send(client, product, email="a@new.example")
    customer = send(client, product, email="a@bank.example")
    assert is_done(stranger)
    assert (stranger.status_code, stranger.url) == (customer.status_code, customer.url)
    assert client.get(stranger.url).content == client.get(customer.url).content
    assert OutgoingMail.objects.count() == 2


def test_too_many_are_told_when_and_whom_to_call(client, product):
    for _ in range(12):
        services.note_attempt(address="127.0.0.1", now=utc_now())
    page = send(client, product, **TYPED)
    assert page.status_code == 429
    assert 3500 < int(page.headers["Retry-After"]) <= 3600
    for words in ("Please try again later", "+44 20 7946 0000", "sales@agency.example"):
        assert words in page.text
    assert not re.search(r"</time>\s+[.,]", page.text)
    assert keeps_what_was_typed(page)
    assert not DemoRequest.objects.exists()


def test_terms_that_changed_meanwhile_are_read_again(client, product):
    data = filled(client, products=[product.pk])
    services.publish_terms(text="New.", now=utc_now(), actor=None)
    page = client.post("/subscribe/", data)
    assert "The terms of use have changed" in page.text
    again = refilled(token_in(page.text), products=[product.pk])
    assert is_done(client.post("/subscribe/", again))
    assert DemoRequest.objects.get().terms.number == 2


def test_the_terms_are_a_page_for_everybody(client, product):
    page = client.get("/terms/")
    assert "No framing." in page.text
    assert "Version 1" in page.text
    assert "public" in page.headers["Cache-Control"]
    assert "being prepared" not in page.text


def test_while_there_are_no_terms_their_page_says_so(client, db):
    page = client.get("/terms/")
    assert page.status_code == 200
    assert "being prepared" in page.text
    assert "Version" not in page.text
