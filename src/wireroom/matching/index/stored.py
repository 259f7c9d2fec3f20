"""What of an index goes into a snapshot, and how it comes back."""

from __future__ import annotations

import ctypes
from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import Catalog
from wireroom.matching.index.edges import DictEdges, TableEdges
from wireroom.matching.index.engine import State
from wireroom.matching.index.segment import CHECK, CLAUSES, SHELVES, Segment, Shelf
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
        arrays |= _columns(segment, number)
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
        laid = [_segment(arrays, number) for number in range(head.segments)]
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


def _columns(segment: Segment, number: int) -> dict[str, Array]:
    """Give a segment's arrays by their names in the file."""
    found = {f"{number} {name}": getattr(segment, name) for name in CLAUSES}
    for kind in SHELVES:
        shelf: Shelf = getattr(segment, kind)
        found |= {f"{number} {kind} {name}": column for name, column in shelf.columns()}
    return found


def _segment(arrays: dict[str, Array], number: int) -> Segment:
    plain, guarded, full = (
        Shelf(**{name: arrays[f"{number} {kind} {name}"] for name in names})
        for kind, names in SHELVES.items()
    )
    begins, slot, literal = (arrays[f"{number} {name}"] for name in CLAUSES)
    return Segment(plain, guarded, full, begins, slot, literal)


def _pairs(arrays: dict[str, Array]) -> bool:
    """Check that columns that are read side by side are of one length."""
    beside = (("ids", "masks", "flags"), ("link_atom", "link_next"), ("guess", "born", "variants"))
    return all(len({len(arrays[name]) for name in names}) == 1 for names in beside)


def _fits(segment: Segment, atoms: int, slots: int) -> bool:
    """Check every number that leads into another array: the core relies on it."""
    clauses = len(segment.slot)
    return (
        len(segment.begins) == clauses + 1
        and _ascends(segment.begins, len(segment.literal))
        and _below(segment.literal, atoms, shift=3)
        and _below(segment.slot, slots)
        and _below(segment.plain.to, int(CHECK))
        and all(_leads(shelf, atoms, slots, clauses) for shelf in segment.shelves())
    )


def _leads(shelf: Shelf, atoms: int, slots: int, clauses: int) -> bool:
    straight = shelf.to < CHECK
    return (
        all(len(column) == len(shelf.to) for name, column in shelf.columns() if name != "start")
        and len(shelf.start) <= atoms + 1
        and _ascends(shelf.start, len(shelf.to))
        and (shelf.guard is None or _below(shelf.guard, atoms))
        and (shelf.also is None or _below(shelf.also, atoms, shift=1))
        and _end(shelf.to, straight) <= slots
        and _end(shelf.to, ~straight) <= int(CHECK) + clauses
    )


def _ascends(begins: Array, end: int) -> bool:
    return bool(begins[0] == 0 and begins[-1] == end and (begins[1:] >= begins[:-1]).all())


def _below(numbers: Array, limit: int, *, shift: int = 0) -> bool:
    """Check without an array in between, which would be as large as what it looks at."""
    return not len(numbers) or int(numbers.max()) >> shift < limit


def _end(numbers: Array, where: NDArray[np.bool_]) -> int:
    """Give one more than the highest of some numbers, 0 when there are none."""
    return int(np.max(numbers, where=where, initial=0)) + 1 if where.any() else 0
