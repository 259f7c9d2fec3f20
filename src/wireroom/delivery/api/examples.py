"""An example of each call, for curl, Python and JavaScript; a test runs every one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from msgspec import Struct

from wireroom.delivery.api.openapi import path_of

SAMPLES = {
    "guid": "urn:uuid:5f3b6c1e-8f1d-4c0a-9d55-0c8f6a2f7b11",
    "code": "fd_Qm9yZGVyLXdhdGNoLWRlc2s",
    "number": "1",
    "version": "1",
}
"""What stands in addresses of the documentation; a test puts what exists in its place."""
_ASKED: Mapping[str, Mapping[str, str]] = {
    "listItems": {"limit": "10"},
    "search": {"query": "harbour", "counts": "true"},
    "fetchFeed": {"after": "0"},
    "readLog": {"limit": "10"},
    "explain": {"guid": "{guid}"},
    "dryRun": {"query": "harbour"},
}
_SENT: Mapping[str, Mapping[str, Any]] = {
    "makeFeed": {"name": "Newsroom system", "destination": "feed", "query": "harbour"},
    "changeFeed": {"name": "Newsroom system, night desk"},
    "rewindFeed": {"to_number": 1},
    "testFeed": {"sample": "kill"},
    "acknowledge": {"upto": 1},
}


class Example(Struct, frozen=True, kw_only=True):
    """One call as it is sent."""

    method: str
    url: str
    has_key: bool
    body: Mapping[str, Any] | None

    @property
    def headers(self) -> Iterator[tuple[str, str]]:
        """What is sent beside the token."""
        if self.has_key:
            yield "Idempotency-Key", "a-text-of-your-own"
        if self.body is not None:
            yield "Content-Type", "application/json"

    @property
    def curl(self) -> str:
        """For a shell; the token stands in `TOKEN`."""
        lines = ['curl --fail-with-body -sS -H "Authorization: Bearer $TOKEN"']
        lines += [f"-X {self.method}"] if self.method != "GET" else []
        lines += [f'-H "{name}: {value}"' for name, value in self.headers]
        lines += [f"-d '{json.dumps(self.body)}'"] if self.body is not None else []
        return " \\\n  ".join([*lines, f'"{self.url}"'])

    @property
    def python(self) -> str:
        """For Python, with nothing but its own library."""
        told = [f'        "{name}": "{value}",' for name, value in self.headers]
        data = [f"    data=json.dumps({self.body!r}).encode(),"] if self.body is not None else []
        return "\n".join(
            [
                "import json, os, urllib.request",
                "",
                "request = urllib.request.Request(",
                f'    "{self.url}",',
                f'    method="{self.method}",',
                "    headers={",
                '        "Authorization": "Bearer " + os.environ["TOKEN"],',
                *told,
                "    },",
                *data,
                ")",
                "with urllib.request.urlopen(request) as answer:",
                "    print(json.load(answer))",
            ]
        )

    @property
    def javascript(self) -> str:
        """For JavaScript, in a module."""
        told = [f'    "{name}": "{value}",' for name, value in self.headers]
        body = [f"  body: JSON.stringify({json.dumps(self.body)}),"] if self.body else []
        return "\n".join(
            [
                f'const answer = await fetch("{self.url}", {{',
                f'  method: "{self.method}",',
                "  headers: {",
                "    Authorization: `Bearer ${process.env.TOKEN}`,",
                *told,
                "  },",
                *body,
                "});",
                "if (!answer.ok) throw new Error(await answer.text());",
                "console.log(await answer.json());",
            ]
        )


def example_of(
    name: str, schema: Mapping[str, Any], base: str, samples: Mapping[str, str] = SAMPLES
) -> Example:
    """Give the example of a call, with `samples` in the gaps of its address."""
    method, path = path_of(name, schema)
    operation = schema["paths"][f"/api/v1{path}"][method.lower()]
    asked = {key: text.format(**samples) for key, text in _ASKED.get(name, {}).items()}
    url = base + path.format(**{key: quote(text, safe=":") for key, text in samples.items()})
    has_key = any(each["name"] == "Idempotency-Key" for each in operation.get("parameters", ()))
    return Example(
        method=method,
        url=f"{url}?{urlencode(asked)}" if asked else url,
        has_key=has_key,
        body=_SENT.get(name),
    )
