"""What of an index goes into a snapshot, and how it comes back."""

from __future__ import annotations

import ctypes
from array import array
from typing import Any

import numpy as np

from wireroom.matching.index.catalog import Catalog
from wireroom.matching.index.edges import DictEdges, TableEdges
from wireroom.matching.index.engine import State
from wireroom.matching.index.segment import CHECK, COLUMNS, Segment
from wireroom.matching.index.segments import Segments
from wireroom.matching.index.slots import Slots
from wireroom.matching.index.snapshot import Array, BadSnapshot, Head, described
from wireroom.matching.index.statistics import Statistics
from wireroom.query.plan import Node

_CHAINS = ("node_link", "link_atom", "link_next", "guess", "born", "variants")


def pack(state: State, plans: dict[int, Node], stamp: dict[str, Any]) -> tuple[Head, list[Array]]:
    """Give head and arrays of a state in which nothing is new (`Segments.seal`)."""
    catalog, segments, slots = state
    keys, nodes = catalog.edges.items()
    arrays: dict[str, Array] = {
        "ids": slots.ids[: slots.count],
        "masks": slots.masks[: slots.count],
        "flags": slots.flags[: slots.count],
        "edge_keys": keys,
        "edge_nodes": nodes,
        "seen": catalog.seen[: len(catalog)],
    }
    for name in _CHAINS:
        column = getattr(catalog, name)
        arrays[name] = np.frombuffer(column, np.float32 if name == "guess" else np.uint32)
    for number, segment in enumerate(segments.laid):
        arrays |= {f"{name} {number}": column for name, column in segment.columns()}
    head = Head(
        stamp=stamp, arrays=described(arrays), words=list(catalog.words), codes=catalog.codes,
        prefixes=catalog.prefixes, roots=catalog.roots, documents=catalog.documents,
        stories=catalog.statistics.stories, counts=dict(catalog.statistics.counts),
        plans=plans, segments=len(segments.laid),
    )  # fmt: skip
    return head, list(arrays.values())


def unpack(head: Head, arrays: dict[str, Array], core: ctypes.CDLL | None) -> State:
    """Give the state that was packed.

    Raises:
        BadSnapshot: the arrays do not fit together.
    """
    try:
        catalog = _catalog(head, arrays, core)
        slots = Slots(arrays["ids"], arrays["masks"], arrays["flags"])
        laid = [
            Segment(*(arrays[f"{name} {number}"] for name in COLUMNS))
            for number in range(head.segments)
        ]
        whole = _pairs(arrays) and all(_fits(part, len(catalog), slots.count) for part in laid)
    except (KeyError, IndexError) as error:
        raise BadSnapshot(f"The snapshot lacks {error}.") from error
    if not whole:
        raise BadSnapshot("The snapshot's arrays do not fit together.")
    return State(catalog, Segments(laid), slots)


def _catalog(head: Head, arrays: dict[str, Array], core: ctypes.CDLL | None) -> Catalog:
    catalog = Catalog(core)
    catalog.statistics = Statistics(head.stories, head.counts)
    catalog.documents = head.documents
    catalog.words = {word: number for number, word in enumerate(head.words, 1)}
    catalog.codes, catalog.prefixes, catalog.roots = head.codes, head.prefixes, head.roots
    for scope, prefixes in head.prefixes.items():
        for prefix in prefixes:
            catalog.index_prefix(scope, prefix)
    keys, nodes = arrays["edge_keys"], arrays["edge_nodes"]
    catalog.edges = DictEdges(keys, nodes) if core is None else TableEdges(core, keys, nodes)
    for name in _CHAINS:
        column = array("f" if name == "guess" else "I")
        column.frombytes(arrays[name].tobytes())
        setattr(catalog, name, column)
    catalog.make_room(len(catalog) * 9 // 8 + 64)
    catalog.seen[: len(arrays["seen"])] = arrays["seen"]
    return catalog


def _pairs(arrays: dict[str, Array]) -> bool:
    """Check that columns that are read side by side are of one length."""
    beside = (("ids", "masks", "flags"), ("link_atom", "link_next"), ("guess", "born", "variants"))
    return all(len({len(arrays[name]) for name in names}) == 1 for names in beside)


def _fits(segment: Segment, atoms: int, slots: int) -> bool:
    """Check every number that leads into another array: the core relies on it."""
    posts, clauses = len(segment.to), len(segment.slot)
    checked = (segment.to & CHECK) != 0
    return (
        len(segment.guard) == len(segment.also) == len(segment.mask) == posts
        and len(segment.begins) == clauses + 1
        and len(segment.start) <= atoms + 1
        and _ascends(segment.start, posts)
        and _ascends(segment.begins, len(segment.literal))
        and _below(segment.guard, atoms)
        and _below(segment.also >> np.uint32(1), atoms)
        and _below(segment.literal >> np.uint32(3), atoms)
        and _below(segment.slot, slots)
        and _below(segment.to[~checked], slots)
        and _below(segment.to[checked] ^ CHECK, clauses)
    )


def _ascends(begins: Array, end: int) -> bool:
    return bool(begins[0] == 0 and begins[-1] == end and (begins[1:] >= begins[:-1]).all())


def _below(numbers: Array, limit: int) -> bool:
    return not len(numbers) or int(numbers.max()) < limit
