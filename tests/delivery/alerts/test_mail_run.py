"""Mail at once, to a real server."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from tests.factories.customers import SubscriptionFactory
from tests.factories.items import make_item, make_kill
from tests.factories.matching import make_reader, make_topic
from tests.support.mail_server import SilentServer
from wireroom.customers.models import Person, Subscription
from wireroom.kernel.clock import utc_now
from wireroom.kernel.newsitem import Paragraph

EMAIL = "email"
CANARY = "zyxwvut"


def body(found, kind="plain"):
    return found.get_body((kind,)).get_content()


def test_a_match_is_mailed_once(house, mail):
    house.reader(email="instant")
    item = make_item(body=(Paragraph(text="Ships moved <em>again</em> &amp; soon."),), urgency=1)
    house.release(item)
    house.send()
    house.send()
    (found,) = mail.messages
    assert found["subject"] == "FLASH: Harbour reopens after storm"
    assert "Ships moved again & soon." in body(found)
    assert "Ships moved again &amp; soon." in body(found, "html")
    assert f"https://wire.example/terminal/story/{item.guid.removeprefix('urn:uuid:')}/" in body(
        found
    )
    assert f"https://wire.example/terminal/topics/{house.topic}/" in body(found)
    assert "without prior written consent" in body(found)
    assert found["list-unsubscribe"].strip().startswith("<https://wire.example/alerts/unsubscribe/")
    assert house.states(EMAIL) == [("sent", "")]


def test_who_did_not_ask_gets_nothing(house, mail):
    house.reader()
    house.reader("volcano", email="instant")
    house.release()
    house.send()
    assert mail.messages == []


def test_who_bought_headlines_gets_the_headline(house, mail):
    person = make_reader(level="headline")
    make_topic(person, "harbour", email="instant")
    house.release(body=(Paragraph(text=CANARY),), standfirst=CANARY)
    house.send()
    (found,) = mail.messages
    assert "Harbour" in found["subject"]
    assert CANARY not in found.as_string() + body(found) + body(found, "html")


@pytest.mark.parametrize("way", ["right", "channel", "person", "kill"])
def test_what_may_not_be_read_any_more_is_not_sent(house, mail, way):
    person = house.reader(email="instant")
    item = make_item(body=(Paragraph(text=CANARY),))
    house.release(item)
    if way == "right":
        Subscription.objects.update(active_to=utc_now() - timedelta(seconds=1))
    elif way == "channel":
        Subscription.objects.update(channels=["terminal", "webhook"])
    elif way == "person":
        Person.objects.filter(pk=person).update(is_active=False)
    else:
        house.release(make_kill(item))
    house.send()
    state, reason = house.states(EMAIL)[0]
    assert state == "dropped"
    expected = {
        "right": "not readable",
        "channel": "not readable",
        "person": "not active",
        "kill": "killed since",
    }
    assert expected[way] in reason
    assert all(CANARY not in body(found) for found in mail.messages)
    assert [found["subject"] for found in mail.messages] == (
        ["KILL: HARBOUR-STORM"] if way == "kill" else []
    )


def test_a_kill_after_a_mail_follows_it_with_its_reason(house, mail):
    house.reader(email="instant")
    item = make_item()
    house.release(item)
    house.send()
    house.release(make_kill(item))
    house.send()
    killed = mail.messages[1]
    assert "KILLED" in body(killed, "html")
    assert "The story is wrong." in body(killed)
    assert "Ships moved" not in body(killed)


def test_a_crash_between_sending_and_recording_sends_the_same_mail_again(house, mail):
    house.reader(email="instant")
    house.release()
    house.send()
    house.alerts(EMAIL).update(state="pending", next_attempt_at=utc_now())  # as if never recorded
    house.new_sender()
    house.send()
    first, second = mail.messages
    assert first["message-id"] == second["message-id"]


def test_what_another_sender_has_claimed_is_not_sent_until_its_lease_ends(house, mail):
    house.reader(email="instant")
    house.release()
    house.sender._runs[0]._batch.claim(10, utc_now())
    house.new_sender()
    house.send()
    assert mail.messages == []
    house.send(utc_now() + timedelta(seconds=301))
    assert len(mail.messages) == 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 5.1.1 no such user", "failed"), ("450 4.2.0 busy", "pending"), ("", "sent")],
)
def test_a_server_that_says_no_for_good_is_believed(house, mail, answer, state):
    house.reader(email="instant")
    house.release()
    mail.rcpt = answer
    house.send()
    assert house.states(EMAIL) == [(state, answer)]
    mail.rcpt = ""
    house.send(utc_now() + timedelta(minutes=2))
    assert len(mail.messages) == (0 if state == "failed" else 1)


def test_a_server_that_is_away_gets_everything_when_it_is_back(house, mail, settings):
    for _ in range(5):
        house.reader(email="instant")
    house.release()
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    house.send()
    assert {state for state, _ in house.states(EMAIL)} == {"pending"}
    settings.EMAIL_PORT = port
    house.send()
    assert mail.messages == []  # its pause is not over
    house.send(utc_now() + timedelta(minutes=6))
    assert len(set(mail.recipients)) == len(mail.messages) == 5


def test_a_day_without_a_server_is_given_up(house, mail, settings):
    house.reader(email="instant")
    house.release()
    settings.EMAIL_PORT = 1
    now = utc_now()
    for hour in range(40):
        house.send(now + timedelta(hours=hour))
    ((state, error),) = house.states(EMAIL)
    assert (state, "refused" in error.lower()) == ("failed", True)


def test_a_server_that_hangs_does_not_hold_the_loop(house, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 2
    for _ in range(6):
        house.reader(email="instant")
    house.release()
    with SilentServer() as server:
        settings.EMAIL_PORT = server.port
        began_s = time.monotonic()
        assert house.sender.turn(utc_now())
        assert not house.sender.turn(utc_now())
        assert time.monotonic() - began_s < 1
        assert house.sender.is_busy
        house.sender.finish(utc_now, 8)
    assert {state for state, _ in house.states(EMAIL)} == {"pending"}


def test_stopping_lets_go_of_what_has_not_begun(house, mail):
    for _ in range(8):
        house.reader(email="instant")
    house.release()
    house.sender.turn(utc_now())
    house.sender.finish(utc_now, 8)
    begun = len(mail.messages)
    assert begun < 8
    house.new_sender()
    house.send()
    assert len(set(mail.recipients)) == len(mail.recipients) == 8


def test_a_database_that_fails_after_sending_does_not_send_twice(house, mail, monkeypatch):
    from django.db import OperationalError  # noqa: PLC0415 - this test alone

    from wireroom.matching import services  # noqa: PLC0415 - as above

    house.reader(email="instant")
    house.release()
    record, is_locked = services.record_sent, [True]

    def sometimes(**facts):
        if is_locked:
            raise OperationalError("database is locked")
        record(**facts)

    monkeypatch.setattr(services, "record_sent", sometimes)
    with pytest.raises(OperationalError):
        house.send()
    is_locked.clear()
    house.send(utc_now() + timedelta(seconds=301))  # the lease is over, too
    assert len(mail.messages) == 1
    assert house.states(EMAIL) == [("sent", "")]


def test_a_headline_cannot_become_a_header(house, mail):
    house.reader(email="instant")
    house.release(headline="Harbour\r\nBcc: all@example.com\r\n\r\n\u202eevil")
    house.send()
    (found,) = mail.messages
    assert found["bcc"] is None
    assert found["subject"].strip() == "Harbour Bcc: all@example.com evil"
    assert len(mail.recipients) == 1


def test_html_of_a_headline_stays_text(house, mail):
    house.reader(email="instant")
    house.release(headline="Harbour <script>x</script> &amp; <img src=https://evil.example/p>")
    house.send()
    html = body(mail.messages[0], "html")
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    ("language", "headline", "direction"),
    [("ar", "عاصفة في الميناء", "rtl"), ("ru", "Гавань открыта", "ltr"), ("zh", "港口", "ltr")],
)
def test_any_script_is_mailed_in_its_direction(house, mail, language, headline, direction):
    house.reader("", email="instant")
    house.release(language=language, headline=headline)
    house.send()
    (found,) = mail.messages
    assert found["subject"].strip() == headline
    assert f'lang="{language}" dir="{direction}"' in body(found, "html")


def test_a_colleague_of_another_company_gets_nothing(house, mail):
    house.reader(email="instant")
    stranger = SubscriptionFactory(product__topics=["medtop:15000000"]).company
    make_topic(make_reader(stranger), "harbour", email="instant")
    house.release()
    house.send()
    assert len(mail.messages) == 1
