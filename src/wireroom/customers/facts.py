"""Who people are, for rooms that keep their numbers only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wireroom.customers.models import Person
from wireroom.kernel.batches import batches


class PersonFacts(NamedTuple):
    """Whom to write to. A person without a company is of the agency."""

    email: str
    name: str
    company_id: int | None
    is_active: bool


def person_facts(ids: Iterable[int]) -> dict[int, PersonFacts]:
    """Give the facts about each person asked for, in one query (for each 10,000).

    Unknown ones are left out, inactive ones say so. What somebody may read, `reader_of` knows.
    """
    found: dict[int, PersonFacts] = {}
    for keys in batches(ids):
        for person in Person.objects.filter(pk__in=keys):
            found[person.pk] = PersonFacts(
                email=person.email,
                name=person.name,
                company_id=person.company_id,
                is_active=person.is_active,
            )
    return found


def company_of(person_id: int) -> int | None:
    """Give the number of a person's company; None: of the agency, or unknown."""
    rows = Person.objects.filter(pk=person_id).values_list("company", flat=True)
    found: int | None = rows.first()
    return found
