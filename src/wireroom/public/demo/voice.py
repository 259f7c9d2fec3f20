"""Digits, spoken: recordings of one voice, each a little faster or slower, over murmuring.

The murmur is made of the same voice backwards, so that no filter takes it away without the digits.
"""

from __future__ import annotations

import io
import random
import wave
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]
"""Mono, from -1 to 1."""

_FOLDER = Path(__file__).parent / "voice"
_RATE_HZ = 8000
_SILENCE = 128
"""The middle of an eight-bit sample, which has no sign."""
_MURMUR = 0.12
_HISS = 0.02


def speak(digits: str) -> bytes:
    """Give `digits` as a WAV file: eight bits, 8 kHz, mono, some seconds."""
    chance = random.SystemRandom()
    pieces = [_pause(chance)]
    for digit in digits:
        pieces += [_paced(_recording(digit), chance), _pause(chance)]
    speech = np.concatenate(pieces)
    noise = np.random.default_rng(chance.getrandbits(64)).normal(0, _HISS, len(speech))
    return _wav(speech * chance.uniform(0.8, 0.95) + _murmur(len(speech), chance) + noise)


@cache
def _recording(digit: str) -> Samples:
    with wave.open(str(_FOLDER / f"{digit}.wav")) as file:
        stored = np.frombuffer(file.readframes(file.getnframes()), np.uint8)
    samples: Samples = stored / _SILENCE - 1
    return samples / max(float(np.abs(samples).max()), 0.01)


def _pause(chance: random.Random) -> Samples:
    return np.zeros(round(chance.uniform(0.5, 1.0) * _RATE_HZ))


def _paced(samples: Samples, chance: random.Random) -> Samples:
    """Change the pace, and with it the pitch, by up to a tenth, and the loudness."""
    length = round(len(samples) * chance.uniform(0.95, 1.15))
    places = np.linspace(0, len(samples) - 1, length)
    return np.interp(places, np.arange(len(samples)), samples) * chance.uniform(0.8, 1)


def _murmur(length: int, chance: random.Random) -> Samples:
    pieces: list[Samples] = []
    while sum(map(len, pieces)) < length:
        pieces.append(_paced(_recording(chance.choice("0123456789")), chance)[::-1])
    return np.concatenate(pieces)[:length] * _MURMUR


def _wav(samples: Samples) -> bytes:
    stored = np.clip(samples * (_SILENCE - 1) + _SILENCE, 0, 255).astype(np.uint8)
    with io.BytesIO() as out:
        with wave.open(out, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(1)
            file.setframerate(_RATE_HZ)
            file.writeframes(stored.tobytes())
        return out.getvalue()
