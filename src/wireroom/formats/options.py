"""A feed's own settings of a format: what may be set, what is usual, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from wireroom.formats.outgoing import Options

Judge = Callable[[Any], str]
"""Gives a sentence about what is wrong with a value; nothing when it is right."""


class Option(Struct, frozen=True, kw_only=True):
    """One setting.

    Attributes:
        name: as feeds and the API spell it.
        about: what it does, in a sentence.
        usual: its value in a feed that does not set it.
        judge: says what is wrong with a value.
        choices: the values there are, where they can be listed.
    """

    name: str
    about: str
    usual: Any
    judge: Judge
    choices: tuple[Any, ...] = ()

    def of(self, options: Options) -> Any:
        """Give the value in force."""
        return options.get(self.name, self.usual)


class TableOption(Option, frozen=True, kw_only=True):
    """A mapping table of which a feed may set single rows."""

    def of(self, options: Options) -> Mapping[str, Any]:
        """Give the usual table with the feed's own rows laid over it."""
        return {**self.usual, **options.get(self.name, {})}


def faults(options: Options, known: Sequence[Option]) -> dict[str, str]:
    """Say what is wrong with a feed's options: a sentence for each, by name."""
    by_name = {option.name: option for option in known}
    found = {
        name: by_name[name].judge(value) if name in by_name else "This format has no such option."
        for name, value in options.items()
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def choice(name: str, about: str, values: Sequence[Any], usual: Any) -> Option:
    """Make an option that takes one of `values`."""
    allowed = ", ".join(map(str, values))

    def judge(value: Any) -> str:
        return "" if _is_in(value, values) else f"Choose one of: {allowed}."

    return Option(name=name, about=about, usual=usual, judge=judge, choices=tuple(values))


def flag(name: str, about: str, *, usual: bool) -> Option:
    """Make an option that is true or false."""
    return choice(name, about, (True, False), usual)


def whole(name: str, about: str, lowest: int, highest: int, usual: int) -> Option:
    """Make an option that is a whole number of a range."""

    def judge(value: Any) -> str:
        right = type(value) is int and lowest <= value <= highest
        return "" if right else f"Give a whole number from {lowest} to {highest}."

    return Option(name=name, about=about, usual=usual, judge=judge)


def words(name: str, about: str, right: Callable[[str], bool], advice: str, usual: str) -> Option:
    """Make an option that is a text for which `right` holds."""

    def judge(value: Any) -> str:
        return "" if isinstance(value, str) and right(value) else advice

    return Option(name=name, about=about, usual=usual, judge=judge)


def table(
    name: str, about: str, usual: Mapping[str, Any], right: Callable[[Any], bool], advice: str
) -> TableOption:
    """Make an option that sets rows of a table; its keys are those of the usual one."""

    def judge(value: Any) -> str:
        if not isinstance(value, Mapping):
            return f"Give an object. {advice}"
        unknown = sorted(str(key) for key in value if key not in usual)
        if unknown:
            return f"There is no row {', '.join(unknown)}; there are: {', '.join(usual)}."
        return "" if all(map(right, value.values())) else advice

    return TableOption(name=name, about=about, usual=usual, judge=judge)


def _is_in(value: Any, values: Sequence[Any]) -> bool:
    return any(type(value) is type(each) and value == each for each in values)
