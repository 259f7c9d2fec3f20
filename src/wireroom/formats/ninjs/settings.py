"""What a feed may set of ninjs."""

from __future__ import annotations

from wireroom.formats.options import choice, flag, table

URGENCY = table(
    "urgency",
    "The ninjs urgency, 1 to 9, of each of ours.",
    {str(urgency): urgency for urgency in range(1, 9)},
    lambda value: type(value) is int and 1 <= value <= 9,  # noqa: PLR2004 - the schema's bounds
    "Give each urgency a whole number from 1 to 9.",
)
BODIES = choice("bodies", "Which bodies to write.", ("both", "html", "plain"), "both")
BROADER = flag("broader", "Whether to list the broader topics of each topic too.", usual=False)

OPTIONS = (URGENCY, BODIES, BROADER)
