"""What a query asks of an item, in the few tests that every engine knows.

The parser's tree is what somebody wrote; a plan is what it means. Predicate, matcher and archive
are each a translation of these nodes, and must agree about every document.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class _Node(Struct, frozen=True, tag=True):
    """A piece of a plan: immutable, compared by value, fit to be stored as JSON."""


class Has(_Node, frozen=True):
    """The item carries any of these codes; see `wireroom.query.document` for their spelling."""

    codes: tuple[str, ...]


class Says(_Node, frozen=True):
    """Any of the variants stands in the scope: its keys one after the other.

    A word is a variant of one key. There are several variants when languages that share a script
    inflect differently; a document is read by its own language.
    """

    scope: str
    variants: tuple[tuple[str, ...], ...]


class Starts(_Node, frozen=True):
    """A word of the scope begins with `prefix`, folded but not inflected."""

    scope: str
    prefix: str


class Near(_Node, frozen=True):
    """For any of the variants: every two of its keys, which are distinct, stand close together.

    Two keys are close when at most `gap` words lie between them, in either order.
    """

    scope: str
    variants: tuple[tuple[str, ...], ...]
    gap: int


class Released(_Node, frozen=True):
    """The version was released at or after `since` and before `until`; None: no bound."""

    since: datetime | None = None
    until: datetime | None = None


class All(_Node, frozen=True):
    """Every part holds. Of no parts: everything."""

    parts: tuple[Node, ...]


class Any(_Node, frozen=True):
    """At least one part holds. Of no parts: nothing."""

    parts: tuple[Node, ...]


class Not(_Node, frozen=True):
    """The part does not hold."""

    part: Node


Node = Has | Says | Starts | Near | Released | All | Any | Not

EVERYTHING = All(())
NOTHING = Any(())
