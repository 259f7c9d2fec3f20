"""The OpenAPI 3.1 document: what ninja knows of the calls, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from wireroom.delivery.api.paging import BASE
from wireroom.delivery.api.problems import MEDIA_TYPE
from wireroom.delivery.api.representations import SHAPES
from wireroom.delivery.api.schemas.base import Problem
from wireroom.kernel.newsitem import NewsItem

Json = dict[str, Any]

_REFUSALS = {
    "400": "The request cannot be read: a bad query, cursor or body.",
    "401": "No access token, or one that is unknown, expired or revoked.",
    "403": "The token is not for this, or comes from another network.",
    "404": "There is no such thing, or it is not yours to see: the same answer.",
    "406": "None of the formats that you accept.",
    "409": "The state does not allow it, or the same write is under way.",
    "410": "The story was killed or is on hold: its text is withdrawn.",
    "413": "The body is too long.",
    "415": "The body is not `application/json`.",
    "422": "A value is not valid; fields say which and why.",
    "429": "Too many requests: wait as long as `Retry-After` says.",
    "500": "Our fault.",
}
_EVERYWHERE = ("400", "401", "403", "404", "422", "429", "500")
_OF_WRITES = ("409", "413", "415")
_WITHOUT_KEY = frozenset({"acknowledge"})
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A text of your own. The same write sent again with it is not done again: you"
    " get the first answer. Kept for 24 hours.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
}
_HEADERS = {
    "RateLimit": {
        "description": "Requests left, and for how many seconds.",
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many requests in how many seconds.",
        "schema": {"type": "string"},
    },
}
_TAG = {"ETag": {"description": "Strong; for `If-None-Match`.", "schema": {"type": "string"}}}


def document(schema: Json) -> Json:
    """Complete the document of ninja's."""
    schemas = schema["components"].setdefault("schemas", {})
    schemas["Problem"] = Problem.model_json_schema()
    schemas |= _of_items()
    schema["components"]["responses"] = {
        f"Problem{status}": {
            "description": text,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, text in _REFUSALS.items()
    }
    for method, operation in operations(schema):
        _complete(method, operation)
    schema["servers"] = [{"url": "/"}]
    _refer(schema)
    return schema


def _refer(value: Any) -> None:
    """Let places marked `x-component` refer to that component; Pydantic knows only its own."""
    if isinstance(value, list):
        for inner in value:
            _refer(inner)
    elif isinstance(value, dict):
        if name := value.get("x-component"):
            value.clear()
            value["$ref"] = f"#/components/schemas/{name}"
        for inner in value.values():
            _refer(inner)


def operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """Give each call with its method."""
    for path in schema["paths"].values():
        yield from path.items()


def _complete(method: str, operation: Json) -> None:
    responses = operation["responses"] = {
        str(status): response for status, response in operation["responses"].items()
    }
    for response in responses.values():
        response["headers"] = _HEADERS | (_TAG if method == "get" else {})
    name = operation["operationId"]
    operation["summary"] = operation["summary"].capitalize()
    statuses = {*_EVERYWHERE, *(_OF_WRITES if method != "get" else ())}
    if name in {"getItem", "getVersion"}:
        statuses |= {"406", "410"} if name == "getVersion" else {"406"}
        responses["200"]["content"] = _contents()
    if name == "fetchFeed":
        statuses.add("409")
    if method == "get":
        responses["304"] = {"description": "You have these bytes already."}
    responses |= {
        status: {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)
    }
    if method != "get" and name not in _WITHOUT_KEY:
        operation.setdefault("parameters", []).append(_KEY)


def _contents() -> Json:
    """Say in which formats an item is given."""
    found: Json = {}
    for shape in SHAPES:
        is_ours = shape.code == "item"
        schema = {"$ref": "#/components/schemas/Item"} if is_ours else {"type": "string"}
        if shape.suffix == "ninjs":
            schema = {"type": "object"}
        found[shape.accepts[0]] = {"schema": schema}
    return found


def _of_items() -> Json:
    """Describe our own JSON from the news item itself, and the envelope of feeds."""
    (root,), parts = msgspec.json.schema_components(
        [NewsItem], ref_template="#/components/schemas/{name}"
    )
    del root
    item = parts.pop("NewsItem")
    item["title"] = "Item"
    item["description"] = (
        "A version of a story in our own JSON: its fields, and what the reader has to know."
        " Fields that are empty are left out."
    )
    item.pop("additionalProperties", None)
    item["required"] = [
        "guid", "version", "language", "headline", "level", "released_at", "publishable",
    ]  # fmt: skip
    item["properties"] |= {
        "level": {"enum": ["headline", "full"]},
        "released_at": {"type": "string", "format": "date-time"},
        "first_released_at": {"type": "string", "format": "date-time"},
        "publishable": {"$ref": "#/components/schemas/PublishableOut"},
        "url": {"type": "string"},
    }
    envelope = {
        "type": "object",
        "title": "Envelope",
        "description": "One number of a feed.",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {
                "enum": [
                    "story.released",
                    "story.updated",
                    "story.corrected",
                    "story.held",
                    "story.killed",
                    "number.void",
                    "feed.test",
                ]
            },
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {"type": "object"},
        },
    }
    return {**parts, "Item": item, "Envelope": envelope}


def path_of(name: str, schema: Mapping[str, Any]) -> tuple[str, str]:
    """Give the method and the path of a call, below the address of the API."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] == name:
                return method.upper(), path.removeprefix(BASE)
    raise KeyError(name)
