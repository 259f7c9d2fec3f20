"""Where the words of phrases lead: a trie's edges, exact, as a dictionary or as the core's table.

An edge goes from a node by a token to a node; its key is `node << 32 | token`. Nodes and tokens
are numbers from 1. Both kinds of table hold the same edges and are saved as the same two arrays.
"""

from __future__ import annotations

import ctypes
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Nodes = NDArray[np.uint32]

_FIRST_SLOTS = 1 << 10
_FULL = 0.6


class Edges(Protocol):
    """Edges by their keys."""

    def get(self, key: int) -> int:
        """Give the node an edge leads to; 0 when there is none."""

    def put(self, key: int, node: int) -> None:
        """Add an edge that was not there."""

    def items(self) -> tuple[Keys, Nodes]:
        """Give all edges, keys and nodes side by side."""


class DictEdges:
    """Edges as a dictionary, for the engine without compiled code."""

    def __init__(self, keys: Keys | None = None, nodes: Nodes | None = None) -> None:
        """Take the edges that were saved."""
        self.table: dict[int, int] = {}
        if keys is not None and nodes is not None:
            self.table = dict(zip(keys.tolist(), nodes.tolist(), strict=True))

    def get(self, key: int) -> int:
        """Give the node an edge leads to; 0 when there is none."""
        return self.table.get(key, 0)

    def put(self, key: int, node: int) -> None:
        """Add an edge that was not there."""
        self.table[key] = node

    def items(self) -> tuple[Keys, Nodes]:
        """Give all edges, keys and nodes side by side."""
        count = len(self.table)
        return (
            np.fromiter(self.table.keys(), np.uint64, count),
            np.fromiter(self.table.values(), np.uint32, count),
        )


class TableEdges:
    """Edges in two arrays that the core reads: a hash table with open addressing."""

    def __init__(
        self, core: ctypes.CDLL, keys: Keys | None = None, nodes: Nodes | None = None
    ) -> None:
        """Take the edges that were saved."""
        self._core = core
        self._count = 0 if keys is None else len(keys)
        self._make(_FIRST_SLOTS)
        while self._count > self.slots * _FULL:
            self._make(self.slots * 2)
        if keys is not None and nodes is not None:
            self._enter(keys, nodes)

    def get(self, key: int) -> int:
        """Give the node an edge leads to; 0 when there is none."""
        found: int = self._core.wr_edge(self.slots, self._keys_at, self._nodes_at, key)
        return found

    def put(self, key: int, node: int) -> None:
        """Add an edge that was not there."""
        self._count += 1
        if self._count > self.slots * _FULL:
            keys, nodes = self.keys, self.nodes
            self._make(self.slots * 2)
            self._enter(keys, nodes)
        self._enter(np.array([key], np.uint64), np.array([node], np.uint32))

    def items(self) -> tuple[Keys, Nodes]:
        """Give all edges, keys and nodes side by side."""
        used = np.flatnonzero(self.keys)
        return self.keys[used], self.nodes[used]

    def _make(self, slots: int) -> None:
        self.slots = slots
        self.keys = np.zeros(slots, np.uint64)
        self.nodes = np.zeros(slots, np.uint32)
        self._keys_at, self._nodes_at = self.keys.ctypes.data, self.nodes.ctypes.data

    def _enter(self, keys: Keys, nodes: Nodes) -> None:
        new_keys, new_nodes = keys.ctypes.data, nodes.ctypes.data
        self._core.wr_enter(
            self.slots, self._keys_at, self._nodes_at, len(keys), new_keys, new_nodes
        )
