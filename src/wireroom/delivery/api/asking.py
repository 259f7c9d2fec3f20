"""What a list is asked for: the query language, and the filters that everybody needs."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from wireroom.customers.queries import products_of
from wireroom.delivery.api.caller import Caller, api_settings
from wireroom.query.plan import Node
from wireroom.query.planning import compile_text

MOST_CHARS = 2_000

Text = Annotated[str, Field(max_length=MOST_CHARS)]


class Asked(Schema):
    """Filters of lists and searches. All that are given have to be met."""

    model_config = ConfigDict(extra="ignore")

    query: Text = Field(
        default="", description="A query in the query language, such as `topic:economy AND gas`."
    )
    language: str = Field(
        default="", pattern=r"^([a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8}){0,3})?$", description="BCP 47."
    )
    topic: str = Field(
        default="",
        pattern=r"^([a-z]{2,12}:[A-Za-z0-9_-]{1,40})?$",
        description="A media topic such as `medtop:20000344`, and those below it.",
    )
    max_urgency: int | None = Field(default=None, ge=1, le=8, description="1 flash … 8.")
    limit: int = Field(default=50, ge=1, le=10_000, description="At most so many; 200 is the most.")

    @property
    def lines(self) -> int:
        """How many lines are given at most."""
        return min(self.limit, api_settings().most_lines)


def plan_of(asked: Asked, caller: Caller) -> Node | None:
    """Read what is asked, as this reader means it; None: everything.

    Raises:
        QueryError: the query is none (400).
    """
    parts = [f"({asked.query})"] if asked.query.strip() else []
    parts += [f'lang:"{asked.language}"'] if asked.language else []
    parts += [f'topic:"{asked.topic}"'] if asked.topic else []
    parts += [f"urgency:<={asked.max_urgency}"] if asked.max_urgency else []
    if not parts:
        return None
    products = products_of(caller.reader, caller.now)
    if parts[0] == f"({asked.query})":
        compile_text(asked.query, caller.now, products)  # so that a fault is told by its place
    return compile_text(" ".join(parts), caller.now, products)
