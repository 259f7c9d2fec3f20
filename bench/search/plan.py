"""How much a run of the search benchmark does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole run."""

    stories: int
    postgresql_stories: int
    """Loading PostgreSQL takes longest: it gets the first so many."""
    questions: int
    """Of each kind, put once for each reader."""
    questions_to_others: int
    appended: int
    compared: int
    """Questions of each kind whose counts are compared, for each reader."""


COMPLETE = Plan(
    stories=1_000_000,
    postgresql_stories=100_000,
    questions=200,
    questions_to_others=50,
    appended=100,
    compared=20,
)


def custom(stories: int, questions: int = 50) -> Plan:
    """Plan a smaller run, PostgreSQL with a fifth of the stories."""
    return Plan(
        stories=stories,
        postgresql_stories=max(stories // 5, 1),
        questions=questions,
        questions_to_others=max(questions // 4, 1),
        appended=min(questions, 100),
        compared=10,
    )
