"""Finding records by a few letters, in lists of a hundred thousand."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet

from wireroom.customers.models import Company, Person

MOST_WORDS = 6
_MOST_SUBJECTS = 1_000


def matching(text: str, fields: Iterable[str]) -> Q:
    """Ask for every word of `text` in any of `fields`, in any case of letters.

    A field of the form `company` or `person` looks in the company's name and code or the person's
    address: one look at that table, not a join for every row.
    """
    words = text.split()[:MOST_WORDS]
    return reduce(operator.and_, (_anywhere(word, fields) for word in words), Q())


def _anywhere(word: str, fields: Iterable[str]) -> Q:
    return reduce(operator.or_, (_in_field(field, word) for field in fields), Q())


def _in_field(field: str, word: str) -> Q:
    if field in {"company", "company_id"}:
        return Q(company__in=companies(word).values("pk"))
    if field == "person":
        return Q(person__in=Person.objects.filter(contains("email", word)).order_by().values("pk"))
    return contains(field, word)


def contains(field: str, word: str) -> Q:
    """Ask for `word` within `field`; SQLite folds the case of ASCII only, so say the usual ones."""
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.title()}
    wanted = (Q(**{f"{field}__icontains": spelling}) for spelling in sorted(spellings))
    return reduce(operator.or_, wanted)


def companies(text: str) -> QuerySet[Company]:
    """Give the companies with all words of `text` in name or code."""
    return Company.objects.filter(matching(text, ("name", "code"))).order_by()


def people(text: str) -> QuerySet[Person]:
    """Give the people with all words of `text` in address or name."""
    found = Person.objects.filter(matching(text, ("email", "first_name", "last_name")))
    return found.order_by()


def subjects_of(text: str) -> list[str]:
    """Name what the audit calls the people and companies found by `text`, and what is theirs."""
    found: list[str] = []
    for company in companies(text).prefetch_related("subscriptions", "tokens")[:20]:
        found.append(f"company:{company.pk}")
        found += [f"subscription:{each.pk}" for each in company.subscriptions.all()]
        found += [f"accesstoken:{each.pk}" for each in company.tokens.all()]
    ids: Any = people(text).values_list("pk", flat=True)[:_MOST_SUBJECTS]
    return [*found[:_MOST_SUBJECTS], *(f"person:{pk}" for pk in ids)]
