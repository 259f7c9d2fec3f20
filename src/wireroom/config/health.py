"""`/healthz`: is this machine fit to serve? 200 or 503; details for the machine itself only."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from wireroom.archive import search
from wireroom.config import heartbeat
from wireroom.config.views_of_the_wire import consumers
from wireroom.kernel.clock import iso, utc_now
from wireroom.wire import closing, queries
from wireroom.wire.consumers import cursor

_SILENT_AFTER_S = 30.0
_SUPERVISED = "WIREROOM_SUPERVISED"
"""`serve` sets it for its children: then this machine has a deliverer, or should."""
_LOOPBACK = frozenset({"127.0.0.1", "::1"})


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Tell whether the database answers, the wire is open, and worker and deliverer work.

    How much was released is nobody's business outside: strangers get the verdict alone.
    """
    state = examine(utc_now())
    status = 200 if state["status"] == "ok" else 503
    from_here = (
        request.META.get("REMOTE_ADDR") in _LOOPBACK and "X-Forwarded-For" not in request.headers
    )
    return JsonResponse(state if from_here else {"status": state["status"]}, status=status)


def examine(now: datetime) -> dict[str, Any]:
    """Give the state of the machine; `status` is "ok" or names the first trouble."""
    try:
        head = queries.head()
        lag = {each.name: head - cursor(each.name) for each in consumers()}
        lag["index"] = head - search.indexed_to()
    except DatabaseError as error:
        return {"status": "database_unreachable", "detail": str(error)}
    run_dir = settings.WIREROOM_DATA_DIR / "run"
    beat, delivering = heartbeat.read(run_dir), heartbeat.read(run_dir, "deliverer")
    return {
        "status": _verdict(beat, delivering, now),
        "wire": {"head": head, "epoch": queries.current_epoch(), "open": not closing.is_closed()},
        "lag": lag,
        "worker": _facts(beat),
        "deliverer": _facts(delivering),
    }


def _facts(beat: heartbeat.Beat | None) -> dict[str, Any]:
    return {
        "seen_at": iso(beat.at) if beat else None,
        "succeeded_at": {n: iso(at) for n, at in beat.succeeded_at.items()} if beat else {},
        "troubles": beat.troubles if beat else {},
    }


def _verdict(beat: heartbeat.Beat | None, delivering: heartbeat.Beat | None, now: datetime) -> str:
    """Judge the signs of life.

    Pages that `serve` did not start may do without a deliverer: several machines share one.
    """
    if closing.is_closed():
        return "wire_closed"
    if beat is None or _is_silent(beat, now):
        return "worker_silent"
    if beat.troubles:
        return "worker_in_trouble"
    if delivering is None:
        return "deliverer_silent" if os.environ.get(_SUPERVISED) else "ok"
    if _is_silent(delivering, now):
        return "deliverer_silent"
    return "deliverer_in_trouble" if delivering.troubles else "ok"


def _is_silent(beat: heartbeat.Beat, now: datetime) -> bool:
    return (now - beat.at).total_seconds() > _SILENT_AFTER_S
