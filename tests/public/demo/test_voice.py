"""Spoken digits: long enough to be heard, never twice the same, and only digits."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest

from wireroom.public.demo.voice import speak


def _samples(made: bytes) -> np.ndarray:
    with wave.open(io.BytesIO(made)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 1, 8000)
        return np.frombuffer(file.readframes(file.getnframes()), np.uint8)


def test_every_digit_is_heard_between_pauses():
    for digit in "0123456789":
        samples = np.abs(_samples(speak(digit)).astype(int) - 128)
        assert samples[: 8000 // 2].max() < 40
        assert samples.max() > 60  # the softest is 0.64 of what is possible, less the murmur


def test_more_digits_take_longer():
    assert len(_samples(speak("12345"))) > len(_samples(speak("12"))) + 3 * 8000 * 0.5


def test_the_same_digits_never_sound_the_same():
    assert speak("12345") != speak("12345")


def test_what_is_no_digit_is_not_spoken():
    with pytest.raises(FileNotFoundError):
        speak("x")
