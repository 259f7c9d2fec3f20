"""Who reads, what there is to read, and how much of it each may see: the oracle of the leak tests.

The table is written by hand and knows nothing of the policy.
"""

from __future__ import annotations

import string
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any, NamedTuple

from django.db import transaction

from tests.factories.customers import (
    CompanyFactory,
    PersonFactory,
    ProductFactory,
    SubscriptionFactory,
)
from tests.factories.desk import draft, editor
from tests.factories.items import make_item, make_kill
from wireroom.kernel.ids import new_guid, short
from wireroom.kernel.newsitem import (
    EdNote,
    NewsItem,
    Paragraph,
    Profile,
    PubStatus,
    Subject,
    UpdateType,
)
from wireroom.wire import services

PRESS = "genre:Press_Release"


class Sight(Enum):
    """How much of a story somebody may see. A notice is that of a hold or a kill: no text."""

    NONE = "none"
    NOTICE = "notice"
    HEADLINE = "headline"
    FULL = "full"


NONE, NOTICE, HEADLINE, FULL = Sight
READERS = ("headline", "full", "other", "demo", "lapsed", "staff")
SEEN = {
    "premium": (NONE, FULL, NONE, NONE, NONE, FULL),
    "common": (HEADLINE, FULL, NONE, NONE, NONE, FULL),
    "held": (NOTICE, NOTICE, NONE, NONE, NONE, NOTICE),
    "killed": (NOTICE, NOTICE, NONE, NONE, NONE, NOTICE),
    "delayed": (NONE, NONE, NONE, NONE, NONE, FULL),
    "old": (NONE, NONE, NONE, NONE, NONE, FULL),
    "others": (NONE, NONE, FULL, NONE, NONE, FULL),
    "public": (FULL, FULL, FULL, FULL, NONE, FULL),
    "embargoed": (NONE, NONE, NONE, NONE, NONE, NONE),
    "test": (NONE, NONE, NONE, NONE, NONE, NONE),
    "missing": (NONE, NONE, NONE, NONE, NONE, NONE),
}
STATES = tuple(SEEN)
MAY_SAY = {
    NONE: (False, False),
    NOTICE: (False, False),
    HEADLINE: (True, False),
    FULL: (True, True),
}
"""Whether an answer may have the word of the headline, and that of the text."""


def sight(reader: str, state: str) -> Sight:
    """Say how much of a story in `state` a reader may see on a screen of their own."""
    if reader == "anonymous":
        return NONE
    return SEEN[state][READERS.index(reader)]


def word(state: str, part: str) -> str:
    """Give the word that stands in one part of one story and nowhere else; all are as long.

    Letters by chance: none is another's prefix, stem or misspelling.
    """
    digest = sha256(f"{state} {part}".encode()).digest()
    return "".join(string.ascii_lowercase[byte % 26] for byte in digest[:14])


class Told(NamedTuple):
    """A story as addresses and tests name it."""

    state: str
    guid: str

    @property
    def short(self) -> str:
        """The name that stands in addresses."""
        return short(self.guid)


def item(state: str, topic: str, **over: Any) -> NewsItem:
    """Make a story with a word of its own in its headline and one in its text."""
    return make_item(
        headline=f"Harbour {word(state, 'headline')} reopens",
        slugline="HARBOUR",
        body=(Paragraph(text=f"Ships {word(state, 'text')} moved."),),
        topics=(Subject(code=f"own:{topic}"),),
        **over,
    )


def put(made: NewsItem, now: datetime) -> NewsItem:
    """Release at `now`."""
    with transaction.atomic():
        services.append(made, now=now)
    return made


def fill_wire(now: datetime) -> dict[str, Told]:
    """Put a story in every state on the wire, some minutes old, and give them by state."""
    soon = now - timedelta(minutes=5)
    made = {
        "old": put(item("old", "archived"), now - timedelta(days=60)),
        "premium": put(item("premium", "premium"), soon),
        "common": put(item("common", "common"), soon),
        "held": put(item("held", "common"), soon),
        "killed": put(item("killed", "common"), soon),
        "delayed": put(item("delayed", "slow"), soon),
        "others": put(item("others", "others"), soon),
        "public": put(item("public", "press", genre=PRESS), soon),
        "test": put(item("test", "common", profile=Profile.TEST), soon),
    }
    put(hold(made["held"]), soon)
    put(make_kill(made["killed"]), soon)
    guids = {state: story.guid for state, story in made.items()}
    guids |= {"embargoed": embargoed(now).guid, "missing": new_guid()}
    return {state: Told(state, guids[state]) for state in STATES}


def hold(of: NewsItem) -> NewsItem:
    """Make the hold of a story as the desk issues it."""
    return make_item(
        guid=of.guid,
        version=2,
        headline="HOLD: HARBOUR",
        slugline=of.slugline,
        topics=of.topics,
        body=(),
        pub_status=PubStatus.WITHHELD,
        update_type=UpdateType.HOLD,
        ednotes=(EdNote(role="hold", text="Being checked.", publishable=True),),
    )


def embargoed(now: datetime) -> Any:
    """Make a story that waits at the desk for its time."""
    story = draft(
        headline=f"Harbour {word('embargoed', 'headline')} reopens",
        standfirst=f"Ships {word('embargoed', 'text')} moved.",
        go_live_at=now + timedelta(hours=1),
    )
    story.latest_revision.publish()
    return story


def sell(now: datetime) -> dict[str, Any]:
    """Make the products, and give a company for each kind of customer."""
    ProductFactory(code="press", public=True, genres=[PRESS])
    common = ProductFactory(topics=["own:common", "own:premium"])
    slow = ProductFactory(topics=["own:slow"], delay_minutes=60)
    archived = ProductFactory(topics=["own:archived"], archive_days=30)
    return {
        "headline": company(ProductFactory(level="headline", topics=["own:common"])),
        "full": company(common, slow, archived),
        "other": company(ProductFactory(topics=["own:others"])),
        "demo": company(common, kind="demo", active_to=now + timedelta(days=7), delay_minutes=60),
        "lapsed": company(common, active_to=now - timedelta(days=90)),
    }


def company(*products: Any, **terms: Any) -> Any:
    """Make a company that has these products."""
    made = CompanyFactory()
    for product in products:
        SubscriptionFactory(company=made, product=product, **terms)
    return made


def people(companies: dict[str, Any]) -> dict[str, Any]:
    """Make one person of each company, and an editor."""
    found = {name: PersonFactory(company=each) for name, each in companies.items()}
    return found | {"staff": editor()}
