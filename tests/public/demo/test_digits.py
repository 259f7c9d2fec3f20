"""The digits: to see, to hear, and gone."""

from __future__ import annotations

import io
import wave
from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from PIL import Image

from wireroom.kernel.clock import utc_now
from wireroom.public.demo import digits

pytestmark = pytest.mark.django_db


@pytest.fixture
def key():
    return digits.new_digits()


def test_there_are_five_digits_and_not_always_the_same():
    found = {digits.five_digits()[0] for _ in range(20)}
    assert len(found) > 1
    assert all(len(each) == 5 and each.isdecimal() for each in found)


def test_a_picture_shows_them_and_is_not_kept(client, key):
    page = client.get(f"/subscribe/digits/{key}.png")
    assert Image.open(io.BytesIO(page.content)).format == "PNG"
    assert "no-store" in page.headers["Cache-Control"]
    assert client.get("/subscribe/digits/unknown.png").status_code == 410


def test_a_sound_speaks_them_the_same_each_time_and_piece_by_piece(client, key):
    page = client.get(f"/subscribe/digits/{key}.wav")
    whole = b"".join(page)
    with wave.open(io.BytesIO(whole)) as sound:
        assert sound.getnframes() / sound.getframerate() > 3  # five digits with their pauses
    piece = client.get(f"/subscribe/digits/{key}.wav", headers={"range": "bytes=0-99"})
    assert piece.status_code == 206
    assert b"".join(piece) == whole[:100]
    assert client.get("/subscribe/digits/unknown.wav").status_code == 410


def test_digits_are_used_up_by_the_first_answer_right_or_wrong(key):
    now = utc_now()
    right = CaptchaStore.objects.get(hashkey=key).response
    assert digits.use_up(key, right, now)
    assert not digits.use_up(key, right, now)
    other = digits.new_digits()
    right = CaptchaStore.objects.get(hashkey=other).response
    assert not digits.use_up(other, "12", now)
    assert not digits.use_up(other, right, now)


def test_digits_that_nobody_answered_are_forgotten(key):
    now = utc_now()
    right = CaptchaStore.objects.get(hashkey=key).response
    assert digits.forget_expired(now) == 0
    later = now + timedelta(hours=3)
    assert not digits.use_up(key, right, later)
    digits.new_digits()
    assert digits.forget_expired(later) == 1
    assert not CaptchaStore.objects.exists()
