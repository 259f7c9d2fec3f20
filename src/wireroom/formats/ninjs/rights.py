"""The rights of an item in ninjs."""

from __future__ import annotations

from typing import Any

from wireroom.formats.codes import DATA_MINING
from wireroom.kernel.newsitem import Rights


def parts(rights: Rights) -> dict[str, Any]:
    """Give the properties that hold rights; an empty one is none.

    `rightsInfo` must have exactly one of `linkedRights` and `encodedRights`: it links to the term
    of the PLUS vocabulary that says whether data mining is allowed.
    """
    term = DATA_MINING.get(rights.data_mining)
    return {
        "copyrightHolder": rights.holder,
        "copyrightNotice": rights.notice,
        "usageTerms": rights.usage_terms,
        "rightsInfo": {"linkedRights": term} if term else {},
    }
