"""All saved queries in one index: which of them does this version meet?

Pure: no Django, no input or output besides a snapshot's file. `predicate.matches` is its truth.
"""

from wireroom.matching.index.core import EngineMissing
from wireroom.matching.index.index import ALL, MatchIndex
from wireroom.matching.index.snapshot import BadSnapshot

__all__ = ["ALL", "BadSnapshot", "EngineMissing", "MatchIndex"]
