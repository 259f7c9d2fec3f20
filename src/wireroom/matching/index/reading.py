"""What a document has of what the index knows: atoms, or tokens for the core to look up."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from wireroom.matching.index.catalog import SHORTEST_PREFIX, Catalog
from wireroom.matching.index.slots import Numbers
from wireroom.query.document import Document

_Tokens = NDArray[np.uint64]
_NODE = np.uint64(32)


class Words(NamedTuple):
    """The words of all scopes that are asked for, one scope after the other."""

    tokens: array[int]
    """0 stands for words that no plan knows."""
    places: array[int]
    runs: array[int]
    """For each scope the root of its phrases and how many words it has."""


def words(catalog: Catalog, document: Document) -> Words:
    """Give the words as the core wants them."""
    tokens, places, runs = array("I"), array("I"), array("I")
    known = catalog.words.get
    for scope, root in catalog.roots.items():
        stream = document.stream(scope)
        if stream.keys:
            tokens.extend(map(known, stream.keys, repeat(0)))
            places.extend(stream.places)
            runs.extend((root, len(stream.keys)))
    return Words(tokens, places, runs)


def other_atoms(catalog: Catalog, document: Document) -> array[int]:
    """Give the atoms of codes and prefixes."""
    atoms = array("I", filter(None, map(catalog.codes.get, document.codes)))
    for scope, lengths in catalog.lengths.items():
        known = catalog.prefixes[scope]
        for word in set(document.stream(scope).surfaces):
            for length in lengths.get(word[:SHORTEST_PREFIX], ()):
                atom = known.get(word[:length])
                if atom and len(word) >= length:
                    atoms.append(atom)
    return atoms


def word_atoms(catalog: Catalog, table: Mapping[int, int], document: Document) -> Numbers:
    """Give the atoms of words and phrases, some twice: what the core does in `walk`."""
    known = catalog.words.get
    ends = [np.zeros(0, np.uint64)]
    for scope, root in catalog.roots.items():
        stream = document.stream(scope)
        tokens = np.fromiter(map(known, stream.keys, repeat(0)), np.uint64, len(stream.keys))
        ends += _ends(table, root, tokens, np.array(stream.places, np.int64))
    return _chained(catalog, np.concatenate(ends))


def _ends(
    table: Mapping[int, int], root: int, tokens: _Tokens, places: NDArray[np.int64]
) -> Iterator[_Tokens]:
    """Give the nodes that one word leads to, then those of two words, and so on.

    From each word on, edges are followed as far as they lead and no break comes.
    """
    begins = np.flatnonzero(tokens)
    nodes = np.full(len(begins), root, np.uint64)
    length = 0
    while len(begins):
        keys = nodes << _NODE | tokens[begins + length]
        nodes = np.fromiter(map(table.get, keys.tolist(), repeat(0)), np.uint64, len(keys))
        led = nodes != 0
        nodes, begins = nodes[led], begins[led]
        yield nodes
        length += 1
        goes_on = begins < len(tokens) - length
        nodes, begins = nodes[goes_on], begins[goes_on]
        goes_on = places[begins + length] - places[begins] == length
        nodes, begins = nodes[goes_on], begins[goes_on]


def _chained(catalog: Catalog, nodes: _Tokens) -> Numbers:
    """Give the atoms in the chains of nodes."""
    node_link = np.frombuffer(catalog.node_link, np.uint32)
    link_atom = np.frombuffer(catalog.link_atom, np.uint32)
    link_next = np.frombuffer(catalog.link_next, np.uint32)
    links = node_link[nodes]
    atoms = [np.zeros(0, np.uint32)]
    while len(links := links[links != 0]):
        atoms.append(link_atom[links])
        links = link_next[links]
    return np.concatenate(atoms)
