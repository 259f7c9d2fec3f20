"""What every service does: take its turn, act in somebody's name, refuse what is not valid."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import models, router, transaction

from wireroom.customers.acting import acting
from wireroom.customers.models.rights_change import RightsChange, take_turn
from wireroom.kernel.errors import WireroomError

M = TypeVar("M", bound=models.Model)


class NotValid(WireroomError):
    """The values do not make a valid record; the fields say which and why."""

    code = "not_valid"
    http_status = 422


class NotFound(WireroomError):
    """There is no such record."""

    code = "not_found"
    http_status = 404


@contextmanager
def change_of_rights(verb: str, *, now: datetime, actor: str | None) -> Iterator[None]:
    """Run the block as one transaction, alone among changes of rights, audited as `verb`."""
    using = router.db_for_write(RightsChange)
    with transaction.atomic(using=using), acting(actor, now=now, verb=verb):
        take_turn(using)
        yield


def save_valid(record: M) -> M:
    """Check and save.

    Raises:
        NotValid: a field or a rule of the model says no.
    """
    with held_valid():
        record.full_clean()
    record.save()
    return record


@contextmanager
def held_valid() -> Iterator[None]:
    """Turn what a model says against its values into an error of ours.

    Raises:
        NotValid: a check in the block says no.
    """
    try:
        yield
    except ValidationError as error:
        told = {name: " ".join(messages) for name, messages in error.message_dict.items()}
        raise NotValid(" ".join(told.values()), **told) from error


def get(model: type[M], pk: int) -> M:
    """Fetch one.

    Raises:
        NotFound: there is none with this key.
    """
    found = model._default_manager.filter(pk=pk).first()
    if found is None:
        raise NotFound(f"There is no such {model._meta.verbose_name}.", id=pk)
    return found
