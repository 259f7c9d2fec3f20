"""What all bodies have in common."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from django.http import HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field, PlainSerializer, WithJsonSchema

from wireroom.kernel.clock import iso

Moment = Annotated[
    datetime,
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
"""A time as we spell it: RFC 3339 in UTC with milliseconds."""


class Out(Schema):
    """A body of ours: nothing but what is declared, optional fields left out when empty."""

    model_config = ConfigDict(extra="forbid")


class In(Schema):
    """A body of the customer's: a field that we do not know is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


class Problem(Out):
    """An error (RFC 9457). `code` is stable; fields beside these depend on it."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description="`urn:wireroom:error:` and the code.")
    title: str
    status: int
    detail: str
    code: str = Field(description="One of docs/reference/errors.md; stable, never translated.")


def reply(body: Out, status: int = HTTPStatus.OK) -> HttpResponse:
    """Write a body; empty optional fields are left out."""
    text = body.model_dump_json(exclude_none=True)
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
