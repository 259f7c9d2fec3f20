"""The demo's commercial side: products, companies, their people and what these watch for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from wireroom.customers import services as customers
from wireroom.matching import services as matching

ACTOR = "wireroom init --demo"
SINCE = timedelta(days=200)
"""Since when the demo agency has been selling."""
_PRODUCT = (
    "code",
    "name",
    "description",
    "price_text",
    "level",
    "public",
    "listed",
    "topics",
    "genres",
    "delay_minutes",
    "archive_days",
    "channels",
)
_PERSON = ("first_name", "last_name", "job_title", "role")


class Sales:
    """Sells what the demo's data say; everybody it makes has the same password."""

    def __init__(
        self, agency: Mapping[str, Any], password: str, now: datetime, *, manager_id: int
    ) -> None:
        """Take the data; `now` is the day on which the demo begins, the manager sells all of it."""
        self._manager_id = manager_id
        self._agency = agency
        self._password = password
        self._now = now
        self._began_at = now - SINCE
        self.products: dict[str, int] = {}
        """Keys by codes, as of `companies`, once the shop is open."""
        self.companies: dict[str, int] = {}
        self.people: list[tuple[int, int]] = []
        """Those who may read now, with their companies."""

    def open_shop(self) -> None:
        """Put the products on offer and bring the customers in."""
        for facts in self._agency["products"]:
            product = customers.create_product(
                **_some(facts, _PRODUCT), now=self._began_at, actor=ACTOR
            )
            self.products[facts["code"]] = product.pk
        for facts in self._agency["companies"]:
            self._win(facts)

    def show_samples(self, guids: Mapping[str, str]) -> None:
        """Show samples of products: stories by their headlines, once they are told."""
        for facts in self._agency["products"]:
            if samples := [guids[headline] for headline in facts.get("samples", ())]:
                product_id = self.products[facts["code"]]
                customers.change_product(
                    product_id=product_id, samples=samples, now=self._now, actor=ACTOR
                )

    def _win(self, facts: dict[str, Any]) -> None:
        company = customers.create_company(
            **_some(facts, ("code", "name", "country", "domain")),
            manager_id=self._manager_id,
            now=self._began_at,
            actor=ACTOR,
        )
        self.companies[facts["code"]] = company.pk
        since = self._now - timedelta(days=facts["since_days"]) if "since_days" in facts else None
        for code in facts["products"]:
            customers.subscribe(
                company_id=company.pk,
                product_id=self.products[code],
                active_from=since or self._began_at,
                active_to=self._end(facts),
                **_some(facts, ("kind", "seats", "channels")),
                sold_by_id=self._manager_id,
                now=since or self._began_at,
                actor=ACTOR,
            )
        for person in facts["people"]:
            self._welcome(person, company.pk, over="ended_days_ago" in facts)

    def _end(self, facts: dict[str, Any]) -> datetime | None:
        if "ended_days_ago" in facts:
            return self._now - timedelta(days=facts["ended_days_ago"])
        if "ends_in_days" in facts:
            return self._now + timedelta(days=facts["ends_in_days"])
        return None

    def _welcome(self, facts: dict[str, Any], company_id: int, *, over: bool) -> None:
        person = customers.create_person(
            email=facts["email"],
            **_some(facts, _PERSON),
            password=self._password,
            company_id=company_id,
            now=self._began_at,
            actor=ACTOR,
        )
        customers.accept_terms(
            number=1, email=person.email, person_id=person.pk, where="demo", now=self._now
        )
        if not over:
            self.people.append((person.pk, company_id))
        self._watch(person.pk, facts.get("topics", ()))

    def _watch(self, person_id: int, topics: Iterable[dict[str, Any]]) -> None:
        whose: dict[str, Any] = {"person_id": person_id, "now": self._now}
        for facts in topics:
            topic_id = matching.save_topic(
                **whose,
                name=facts["name"],
                query=facts["query"],
                folder=facts.get("folder"),
                colour=facts.get("colour"),
            )
            matching.set_rule(**whose, topic_id=topic_id, **_some(facts, ("sound", "email")))
            if facts.get("shared"):
                matching.share_topic(**whose, topic_id=topic_id, shared=True)


def _some(facts: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}
