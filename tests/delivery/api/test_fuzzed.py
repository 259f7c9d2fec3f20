"""Schemathesis asks every call whatever the document allows: no 500, no answer but as described."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import checks

from tests.factories.items import make_kill, release
from wireroom.delivery.api.openapi import operations
from wireroom.delivery.numbering import NumberingConsumer
from wireroom.wire.consumers import run_once

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.timeout(600)]

EXAMPLES = int(os.environ.get("WIREROOM_TEST_EXAMPLES", "25"))
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


@pytest.fixture
def _open_connection(real: dict[str, Any]) -> Iterator[None]:
    """The application shares the test's transaction: it must not close its connection.

    After `real`: each call of a test client connects the signals again.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def real(sold: Any) -> dict[str, Any]:
    """Fill a house, and name what is in it."""
    call = sold()
    made = call.post("/feeds", {"name": "Desk", "destination": "feed"})
    entries = [release() for _ in range(4)]
    release(make_kill(entries[0].item))
    while run_once(NumberingConsumer()):
        pass
    code = made.json()["feed"]["code"]
    return {"token": call.secret, "code": code, "number": 2, "version": "1",
            "guid": entries[1].guid, "killed": entries[0].guid}  # fmt: skip


@pytest.mark.usefixtures("_open_connection")
def test_every_call_answers_as_described(real: dict[str, Any], limited: Any) -> None:
    limited(requests_per_minute=1 << 30)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        ask(operation, real)
        asked += 1
    assert asked == len(list(operations(schema.raw_schema)))


def ask(operation: Any, real: dict[str, Any]) -> None:
    cases = operation.as_strategy()
    keys = st.text("abcdefgh", min_size=1, max_size=3)

    @seed(2)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(case=cases, is_real=st.booleans(), is_killed=st.booleans(), key=keys)
    def run(case: Any, is_real: bool, is_killed: bool, key: str) -> None:
        if is_real:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = real[name]
            if is_killed and "guid" in (case.path_parameters or {}):
                case.path_parameters["guid"] = real["killed"]
        headers = {"Authorization": f"Bearer {real['token']}"}
        if case.method.upper() != "GET":
            headers["Idempotency-Key"] = f"{operation.label}{key}".replace(" ", "")
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)

    run()
