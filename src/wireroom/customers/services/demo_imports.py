"""Requests for a demo that were kept elsewhere before: an agency brings its pipeline along."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, structs

from wireroom.customers.models import AccessEvent, Product, Stage
from wireroom.customers.services.base import change_of_rights, save_valid
from wireroom.customers.services.demo_requests import Application, request_of


class Way(Struct, frozen=True, kw_only=True):
    """How far a request had come, and when. Whose demo it became: `company_id`, `person_id`."""

    proven_at: datetime | None = None
    activated_at: datetime | None = None
    ends_at: datetime | None = None
    converted_at: datetime | None = None
    refused_at: datetime | None = None
    refused_why: str = ""
    decided_by: str = ""
    company_id: int | None = None
    person_id: int | None = None

    def stage(self, now: datetime) -> Stage:
        """Say how far it has come by `now`."""
        if self.refused_at:
            return Stage.REFUSED
        if self.converted_at:
            return Stage.CONVERTED
        if self.activated_at:
            return Stage.EXPIRED if self.ends_at and self.ends_at <= now else Stage.ACTIVE
        return Stage.PROVEN if self.proven_at else Stage.REQUESTED


def import_demo(
    *, application: Application, requested_at: datetime, way: Way, now: datetime, actor: str | None
) -> int:
    """Keep a request with its way and give its key; nobody is written to, no right is given.

    What a demo reads by is its company's subscriptions, which are brought in by themselves.

    Raises:
        NotValid: the values do not make a request.
    """
    request = request_of(application, requested_at)
    for name, value in structs.asdict(way).items():
        setattr(request, name, value)
    request.state = way.stage(now)
    with change_of_rights("import", now=now, actor=actor):
        save_valid(request)
        request.products.set(Product.objects.filter(pk__in=application.products))
        subject = f"demo:{request.reference}"
        AccessEvent.record(what="demo:imported", now=now, actor=actor or "", subject=subject)
    return request.pk
