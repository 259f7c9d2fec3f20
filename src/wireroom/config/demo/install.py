"""Filling an empty agency: staff, products, customers, two days of stories."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

from wireroom.config.demo import load, marker, terms_of_use
from wireroom.config.demo.feeds import set_up
from wireroom.config.demo.habits import read_for_a_month
from wireroom.config.demo.newsroom import Newsroom
from wireroom.config.demo.pipeline import SELLER, bring_in
from wireroom.config.demo.sales import ACTOR, SINCE, Sales
from wireroom.customers import services as customers
from wireroom.customers.services.sales import SALES, SUPPORT
from wireroom.desk.newsroom import CHIEF_EDITORS, EDITORS, set_up_newsroom
from wireroom.kernel.clock import utc_now

_GROUPS = {"editor": EDITORS, "chief": CHIEF_EDITORS, "sales": SALES, "support": SUPPORT}


def fill(data_dir: Path, say: Callable[[str], None]) -> None:
    """Make everything in one transaction, then the marker: a demo is whole or not there."""
    now, password = utc_now(), f"merrow-{secrets.token_hex(4)}"
    agency = load("agency")
    with transaction.atomic():
        sales = _fill(agency, password, now, say)
    read_for_a_month(sales.people, now)
    _keep(data_dir, agency, password)


def _fill(
    agency: dict[str, Any], password: str, now: datetime, say: Callable[[str], None]
) -> Sales:
    set_up_newsroom(desks=agency["desks"])
    say(f"demo: {agency['name']}, its products and customers")
    _staff(agency, password, now)
    customers.publish_terms(text=terms_of_use(), now=now - SINCE, actor=ACTOR)
    seller = get_user_model().objects.get(email=SELLER)
    sales = Sales(agency, password, now, manager_id=seller.pk)
    sales.open_shop()
    bring_in(load("demos")["demos"], sales.products, sales.companies, now)
    stories = load("stories")["stories"]
    say(f"demo: {len(stories)} stories")
    newsroom = Newsroom(
        editor=get_user_model().objects.get(email=agency["staff"][0]["email"]),
        chief=get_user_model().objects.get(email=agency["staff"][1]["email"]),
    )
    sales.show_samples(newsroom.tell(stories, now))
    set_up(load("feeds")["feeds"], sales.companies, now)
    return sales


def _keep(data_dir: Path, agency: dict[str, Any], password: str) -> None:
    people = [*agency["staff"], *(p for company in agency["companies"] for p in company["people"])]
    accounts = [{"email": p["email"], "what": p["what"], "password": password} for p in people]
    descriptor = os.open(marker(data_dir), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"agency": agency["name"], "accounts": accounts}, file, indent=1)


def _staff(agency: dict[str, Any], password: str, now: datetime) -> None:
    for facts in agency["staff"]:
        person = customers.create_person(
            email=facts["email"],
            first_name=facts["first_name"],
            last_name=facts["last_name"],
            is_staff=True,
            password=password,
            now=now - SINCE,
            actor=ACTOR,
        )
        person.groups.add(Group.objects.get(name=_GROUPS[facts["role"]]))
