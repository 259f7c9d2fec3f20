"""The page for those who write programs: the customer API, from its own OpenAPI document."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from msgspec import Struct

from wireroom.delivery.api.examples import Example, example_of
from wireroom.delivery.api.paging import BASE
from wireroom.delivery.api.representations import SHAPES
from wireroom.delivery.api.urls import spelled
from wireroom.public.caching import Page
from wireroom.public.pages import for_everybody, page


class Value(Struct, frozen=True, kw_only=True):
    """A parameter, or a field of a body."""

    name: str
    place: str
    kind: str
    is_required: bool
    about: SafeString


class Call(Struct, frozen=True, kw_only=True):
    """One call as the page shows it."""

    name: str
    title: str
    method: str
    path: str
    about: SafeString
    values: tuple[Value, ...]
    answers: tuple[tuple[str, str], ...]
    example: Example


class Group(Struct, frozen=True, kw_only=True):
    """Calls about one thing."""

    title: str
    calls: tuple[Call, ...]


@for_everybody
def developers(_: HttpRequest, now: datetime) -> Page:
    """Show every call with its parameters, answers and examples."""
    site = str(settings.WIREROOM_SITE_URL).rstrip("/")
    context = {"groups": groups(f"{site}{BASE}"), "base": f"{site}{BASE}", "shapes": SHAPES}
    return page("public/developers.html", now, context)


@lru_cache(maxsize=2)
def groups(base: str) -> tuple[Group, ...]:
    """Read the calls from the document, in its order; `base` is the API's address."""
    schema = json.loads(spelled())
    found: dict[str, list[Call]] = {}
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            call = _call(method, path.removeprefix(BASE), operation, schema, base)
            found.setdefault(operation["tags"][0], []).append(call)
    return tuple(Group(title=title, calls=tuple(calls)) for title, calls in found.items())


def _call(method: str, path: str, operation: Any, schema: Any, base: str) -> Call:
    name = operation["operationId"]
    answers = {
        status: answer.get("description") or _referred(answer, schema)["description"]
        for status, answer in sorted(operation["responses"].items())
    }
    return Call(
        name=name,
        title=operation["summary"],
        method=method.upper(),
        path=path,
        about=_marked(operation["description"]),
        values=(*_parameters(operation, schema), *_fields(operation, schema)),
        answers=tuple(answers.items()),
        example=example_of(name, schema, base),
    )


def _parameters(operation: Any, schema: Any) -> list[Value]:
    return [
        Value(
            name=each["name"],
            place={"query": "address", "path": "path", "header": "header"}[each["in"]],
            kind=_kind(each["schema"], schema),
            is_required=each["required"],
            about=_marked(each.get("description", "")),
        )
        for each in operation.get("parameters", ())
    ]


def _fields(operation: Any, schema: Any) -> list[Value]:
    if "requestBody" not in operation:
        return []
    body = _referred(operation["requestBody"]["content"]["application/json"]["schema"], schema)
    required = body.get("required", ())
    return [
        Value(
            name=name,
            place="body",
            kind=_kind(each, schema),
            is_required=name in required,
            about=_marked(each.get("description", "")),
        )
        for name, each in body["properties"].items()
    ]


def _referred(value: Any, schema: Any) -> Any:
    if "$ref" not in value:
        return value
    for key in value["$ref"].removeprefix("#/").split("/"):
        schema = schema[key]
    return schema


def _kind(value: Any, schema: Any) -> str:
    """Say in a word what a value is."""
    value = _referred(value, schema)
    if "enum" in value:
        return ", ".join(str(each) or "nothing" for each in value["enum"])
    if "anyOf" in value:
        kinds = [_kind(each, schema) for each in value["anyOf"]]
        return " or ".join(kind for kind in kinds if kind != "null")
    kind = str(value.get("format") or value.get("type", "")).replace("-", " ")
    return f"list of {_kind(value['items'], schema)}" if kind == "array" else kind


def _marked(text: str) -> SafeString:
    """Give a text of the document as HTML: what stands in backticks is code."""
    parts = [str(escape(part)) for part in " ".join(text.split()).split("`")]
    pieces = (f"<code>{part}</code>" if at % 2 else part for at, part in enumerate(parts))
    return mark_safe("".join(pieces))  # noqa: S308 - every part is escaped
