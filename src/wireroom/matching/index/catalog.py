"""The atoms: what plans ask for, numbered, and how a document's words and codes lead to them.

Atom 0 is in every document. An atom of words may be reached by several phrases (its variants) and
is one thing all the same: the last node of each of them has it in its chain.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Iterator

import numpy as np

from wireroom.matching.index.edges import DictEdges, Edges, TableEdges
from wireroom.matching.index.statistics import Statistics

TRUE = 0
SHORTEST_PREFIX = 2
_WEIGHT = 32
"""What was guessed when an atom was made counts as much as this many documents."""


class Catalog:
    """Words, codes, prefixes and phrases, and the atoms they lead to."""

    def __init__(self, core: ctypes.CDLL | None) -> None:
        """Begin with nothing; `core` is the compiled core, if it is to be used."""
        self.statistics = Statistics()
        self.documents = 0
        self.words: dict[str, int] = {}
        self.codes: dict[str, int] = {}
        self.prefixes: dict[str, dict[str, int]] = {}
        self.lengths: dict[str, dict[str, tuple[int, ...]]] = {}
        """By scope and the first two letters: how long the prefixes are that begin so."""
        self.roots: dict[str, int] = {}
        self.edges: Edges = DictEdges() if core is None else TableEdges(core)
        self.node_link = array("I", [0])
        self.link_atom = array("I", [0])
        self.link_next = array("I", [0])
        self.guess = array("f")
        self.born = array("I")
        self.variants = array("I")
        self.seen = np.zeros(0, np.uint32)
        self.make_room(1)
        self._atom(1.0, 0)

    def __len__(self) -> int:
        return len(self.guess)

    def make_room(self, atoms: int) -> None:
        """Provide for so many atoms what is written to while matching."""
        self.present = np.zeros(atoms, np.uint8)
        self.found = np.zeros(atoms, np.uint32)
        more = np.zeros(atoms - len(self.seen), np.uint32)
        self.seen = np.concatenate([self.seen, more])

    def of_code(self, code: str) -> int:
        """Give the atom of a code."""
        atom = self.codes.get(code)
        if atom is None:
            atom = self.codes[code] = self._atom(self.statistics.of_code(code), 0)
        return atom

    def of_prefix(self, scope: str, prefix: str) -> int:
        """Give the atom of a prefix of at least `SHORTEST_PREFIX` letters."""
        known = self.prefixes.setdefault(scope, {})
        atom = known.get(prefix)
        if atom is None:
            atom = known[prefix] = self._atom(self.statistics.of_prefix(scope, prefix), 0)
            self.index_prefix(scope, prefix)
        return atom

    def index_prefix(self, scope: str, prefix: str) -> None:
        """Have words looked up that begin like this prefix."""
        heads = self.lengths.setdefault(scope, {})
        head = prefix[:SHORTEST_PREFIX]
        heads[head] = tuple(sorted({*heads.get(head, ()), len(prefix)}))

    def of_words(self, scope: str, variants: tuple[tuple[str, ...], ...]) -> int:
        """Give the atom that is present when one of the variants, all distinct, is said."""
        ends = [self._end(scope, variant) for variant in variants]
        for atom in self.chain(ends[0]):
            others = all(atom in self.chain(end) for end in ends[1:])
            if self.variants[atom] == len(ends) and others:
                return atom
        atom = self._atom(self.statistics.of_words(scope, variants), len(ends))
        for end in ends:
            self._link(end, atom)
        return atom

    def share(self, atom: int) -> float:
        """Estimate the share of documents that have an atom."""
        met = self.documents - self.born[atom]
        return (float(self.seen[atom]) + self.guess[atom] * _WEIGHT) / (met + _WEIGHT)

    def chain(self, node: int) -> Iterator[int]:
        """Give the atoms that a node has."""
        link = self.node_link[node]
        while link:
            yield self.link_atom[link]
            link = self.link_next[link]

    def _end(self, scope: str, phrase: tuple[str, ...]) -> int:
        node = self.roots.get(scope, 0)
        if not node:
            node = self.roots[scope] = self._node()
        for word in phrase:
            token = self.words.setdefault(word, len(self.words) + 1)
            key = node << 32 | token
            node = self.edges.get(key)
            if not node:
                node = self._node()
                self.edges.put(key, node)
        return node

    def _node(self) -> int:
        self.node_link.append(0)
        return len(self.node_link) - 1

    def _link(self, node: int, atom: int) -> None:
        self.link_atom.append(atom)
        self.link_next.append(self.node_link[node])
        self.node_link[node] = len(self.link_atom) - 1

    def _atom(self, guess: float, variants: int) -> int:
        self.guess.append(guess)
        self.born.append(self.documents)
        self.variants.append(variants)
        if len(self.guess) > len(self.seen):
            self.make_room(len(self.guess) * 5 // 4 + 64)
        return len(self.guess) - 1
