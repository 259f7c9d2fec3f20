"""Filling an empty agency: staff, products, customers, two days of stories."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from wireroom.config.demo import load, marker
from wireroom.config.demo.newsroom import Newsroom
from wireroom.customers import services as customers
from wireroom.customers.services.sales import SALES
from wireroom.desk.newsroom import CHIEF_EDITORS, EDITORS, set_up_newsroom
from wireroom.kernel.clock import utc_now
from wireroom.matching import services as matching

_ACTOR = "wireroom init --demo"
_SUBSCRIBED = timedelta(days=40)
_GROUPS = {"editor": EDITORS, "chief": CHIEF_EDITORS, "sales": SALES}


def fill(data_dir: Path, say: Callable[[str], None]) -> None:
    """Make everything in one transaction, then the marker: a demo is whole or not there."""
    now, password = utc_now(), f"merrow-{secrets.token_hex(4)}"
    agency = load("agency")
    with transaction.atomic():
        _fill(agency, password, now, say)
    _keep(data_dir, agency, password)


def _fill(agency: dict[str, Any], password: str, now: datetime, say: Callable[[str], None]) -> None:
    set_up_newsroom(desks=agency["desks"])
    say(f"demo: {agency['name']}, its products and customers")
    _staff(agency, password, now)
    _customers(agency, password, now)
    stories = load("stories")["stories"]
    say(f"demo: {len(stories)} stories")
    newsroom = Newsroom(
        editor=get_user_model().objects.get(email=agency["staff"][0]["email"]),
        chief=get_user_model().objects.get(email=agency["staff"][1]["email"]),
    )
    newsroom.tell(stories, now)


def _keep(data_dir: Path, agency: dict[str, Any], password: str) -> None:
    people = [*agency["staff"], *(p for company in agency["companies"] for p in company["people"])]
    accounts = [{"email": p["email"], "what": p["what"], "password": password} for p in people]
    descriptor = os.open(marker(data_dir), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"agency": agency["name"], "accounts": accounts}, file, indent=1)


def _staff(agency: dict[str, Any], password: str, now: datetime) -> None:
    for facts in agency["staff"]:
        person = _person(facts, password, now, is_staff=True)
        person.groups.add(Group.objects.get(name=_GROUPS[facts["role"]]))


def _customers(agency: dict[str, Any], password: str, now: datetime) -> None:
    began_at = now - _SUBSCRIBED
    names = ("code", "name", "description", "level", "public", "topics", "genres")
    products = {
        facts["code"]: customers.create_product(
            **{name: facts[name] for name in names if name in facts}, now=began_at, actor=_ACTOR
        )
        for facts in agency["products"]
    }
    for facts in agency["companies"]:
        company = customers.create_company(
            code=facts["code"], name=facts["name"], now=began_at, actor=_ACTOR
        )
        ended = facts.get("ended_days_ago")
        for code in facts["products"]:
            customers.subscribe(
                company_id=company.pk,
                product_id=products[code].pk,
                active_from=began_at,
                active_to=now - timedelta(days=ended) if ended else None,
                now=began_at,
                actor=_ACTOR,
            )
        for facts_of_person in facts["people"]:
            person = _person(facts_of_person, password, now, company_id=company.pk)
            _topics(person.pk, facts_of_person.get("topics", ()), now)


def _topics(person_id: int, topics: Iterable[dict[str, Any]], now: datetime) -> None:
    for facts in topics:
        topic_id = matching.save_topic(
            person_id=person_id,
            name=facts["name"],
            query=facts["query"],
            folder=facts.get("folder"),
            colour=facts.get("colour"),
            now=now,
        )
        channels = {name: facts[name] for name in ("sound", "email") if name in facts}
        matching.set_rule(person_id=person_id, topic_id=topic_id, now=now, **channels)
        if facts.get("shared"):
            matching.share_topic(person_id=person_id, topic_id=topic_id, shared=True, now=now)


def _person(facts: dict[str, Any], password: str, now: datetime, **more: Any) -> Any:
    return customers.create_person(
        email=facts["email"],
        first_name=facts["first_name"],
        last_name=facts["last_name"],
        password=password,
        now=now,
        actor=_ACTOR,
        **more,
    )
