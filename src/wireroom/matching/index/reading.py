"""What a document has of what the index knows: atoms, or tokens for the core to look up."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import NamedTuple

from wireroom.matching.index.catalog import SHORTEST_PREFIX, Catalog
from wireroom.matching.index.edges import DictEdges
from wireroom.query.document import Document


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


def word_atoms(catalog: Catalog, edges: DictEdges, document: Document) -> set[int]:
    """Give the atoms of words and phrases: what the core does in `walk`."""
    known, table = catalog.words.get, edges.table
    ends: set[int] = set()
    for scope, root in catalog.roots.items():
        stream = document.stream(scope)
        tokens = list(map(known, stream.keys, repeat(0)))
        firsts = {token: table.get(root << 32 | token, 0) for token in set(tokens)}
        ends.update(firsts.values())
        begun = {token: node for token, node in firsts.items() if node in edges.inner}
        places = stream.places
        for at, token in enumerate(tokens):
            if token in begun:
                ends.update(_follow(table, begun[token], tokens, places, at))
    return {atom for end in ends if catalog.node_link[end] for atom in catalog.chain(end)}


def _follow(
    table: dict[int, int], node: int, tokens: Sequence[int], places: Sequence[int], at: int
) -> Iterator[int]:
    """Give the nodes that the words after `at` lead to, as far as they do and no break comes."""
    place = places[at]
    for next_at in range(at + 1, len(tokens)):
        if places[next_at] - place != next_at - at:
            return
        node = table.get(node << 32 | tokens[next_at], 0)
        if not node:
            return
        yield node
