"""The OpenAPI document is one, and says what is answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.factories.items import release
from wireroom.delivery.api.openapi import operations

pytestmark = pytest.mark.django_db


def document() -> Any:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    return json.loads(answer.content)


def test_it_is_valid_and_served_to_everybody() -> None:
    found = document()
    assert found["openapi"].startswith("3.1")
    validate(found)


def test_a_document_with_a_fault_is_not_valid() -> None:
    """The negative of the test above."""
    found = document()
    next(operations(found))[1]["responses"] = "nothing"
    with pytest.raises(Exception, match="nothing"):
        validate(found)


def test_every_call_asks_for_a_token_and_names_its_errors() -> None:
    for method, operation in operations(document()):
        assert operation["security"], operation["operationId"]
        assert {"401", "403", "404", "422", "429", "500"} <= {*operation["responses"]}
        assert operation["description"].endswith((".", "410.")), operation["operationId"]
        keys = [each["name"] for each in operation.get("parameters", ())]
        has_key = "Idempotency-Key" in keys
        assert has_key == (method != "get" and operation["operationId"] != "acknowledge")


@pytest.mark.parametrize(
    "path", ["/items", "/items?include=item", "/search?query=harbour&counts=true", "/account",
             "/products", "/topics", "/usage", "/feeds", "/items/{guid}"]
)  # fmt: skip
def test_answers_are_what_it_says(sold: Any, path: str) -> None:
    call, entry, found = sold(), release(), document()
    name = path.partition("?")[0]
    schema = found["paths"][f"/api/v1{name}"]["get"]["responses"]["200"]["content"]
    answer = call.get(path.replace("{guid}", entry.guid))
    assert answer.status_code == 200
    whole = schema["application/json"]["schema"] | {"components": found["components"]}
    Draft202012Validator(whole).validate(answer.json())
