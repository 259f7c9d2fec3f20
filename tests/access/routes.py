"""Every address of the house, from the resolver itself, with samples in its gaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver

_GAP = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
_REGEX = str.maketrans({"^": "", "$": "", "\\": ""})


class Route(NamedTuple):
    """One pattern: where it leads, and its name with its namespaces."""

    path: str
    name: str

    @property
    def gaps(self) -> list[str]:
        """The names of what stands in angle brackets."""
        return [one or other for one, other in _GAP.findall(self.path)]

    def address(self, samples: Mapping[str, object]) -> str:
        """Give an address of this route, its gaps filled from `samples`."""
        filled = _GAP.sub(lambda gap: str(samples[gap[1] or gap[2]]), self.path)
        return "/" + filled.translate(_REGEX).replace(".*", "nothing-of-ours")


def routes() -> list[Route]:
    """Give all of them."""
    return list(dict.fromkeys(_walk(get_resolver().url_patterns, "", "")))


def _walk(patterns: list[Any], path: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        elif isinstance(pattern, URLPattern):
            yield Route(here, space + (pattern.name or ""))
