"""How many customers there are, and how often a screen is asked for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A whole run on one database."""

    companies: int
    repetitions: int
    peer_repetitions: int

    @property
    def people(self) -> int:
        """Ten in each company."""
        return self.companies * 10

    @property
    def subscriptions(self) -> int:
        """Three of each company."""
        return self.companies * 3

    @property
    def audit_rows(self) -> int:
        """Twenty for each company."""
        return self.companies * 20


COMPLETE = Plan(companies=10_000, repetitions=40, peer_repetitions=10)
QUICK = Plan(companies=1_000, repetitions=10, peer_repetitions=4)
