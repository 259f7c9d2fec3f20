"""The official schemas, as judges: each says what is wrong, a sentence for each fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

Judge = Callable[[bytes], list[str]]


@cache
def ninjs(shared_data: Path) -> Judge:
    """Judge by the ninjs 3.1 schema; formats of dates and URIs count."""
    folder = shared_data / "standards" / "ninjs"
    geo = _json(folder / "test_suite" / "GeoJSON-schema.json")
    registry = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo)
    )
    schema = _json(folder / "ninjs-schema_3.1.json")
    checker = Draft202012Validator.FORMAT_CHECKER
    return _judge(Draft202012Validator(schema, registry=registry, format_checker=checker))


@cache
def json_feed(shared_data: Path) -> Judge:
    """Judge by the schema of JSON Feed 1.1."""
    schema = _json(shared_data / "standards" / "jsonfeed" / "schema-v1.1.json")
    return _judge(Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER))


@cache
def atom(shared_data: Path) -> Judge:
    """Judge by the RELAX NG schema of RFC 4287."""
    schema = etree.RelaxNG(etree.parse(shared_data / "standards" / "atom" / "atom.rng"))

    def judge(data: bytes) -> list[str]:
        valid = schema.validate(etree.fromstring(data))
        return [] if valid else [str(error) for error in schema.error_log]

    return judge


def _judge(validator: Any) -> Judge:
    return lambda data: [
        f"{error.json_path}: {error.message[:300]}"
        for error in validator.iter_errors(json.loads(data))
    ]


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
