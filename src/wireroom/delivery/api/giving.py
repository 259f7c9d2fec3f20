"""From a line of the archive to what the API says of it."""

from __future__ import annotations

import json
from datetime import datetime

from django.conf import settings

from wireroom.customers.rights.reading import Line
from wireroom.delivery.api.schemas.items import ItemLine, PublishableOut
from wireroom.delivery.house import house
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.projection import LEVEL_NAMES
from wireroom.formats.publishable import publishable
from wireroom.formats.registry import format_of
from wireroom.kernel.ids import short
from wireroom.kernel.mediatopics import LABELS
from wireroom.kernel.newsitem import NewsItem


def outgoing_of(line: Line, now: datetime, newest: NewsItem | None = None) -> Outgoing:
    """Give a version as formats take it.

    `sent_at` is the release: the same version gives the same bytes each time, so that whoever has
    them can ask whether they have changed.
    """
    site = str(settings.WIREROOM_SITE_URL).rstrip("/")
    return Outgoing(
        item=line.item,
        level=int(line.level),
        released_at=line.released_at,
        first_released_at=line.first_released_at,
        sent_at=line.released_at,
        publishable=publishable(line.item, now, newest=newest),
        url=f"{site}/terminal/story/{short(line.guid)}/",
        topic_labels={
            topic.code: LABELS[topic.code] for topic in line.item.topics if topic.code in LABELS
        },
    )


def line_of(line: Line, now: datetime, base: str, *, whole: bool) -> ItemLine:
    """Give a line of a list; `whole`: with the item in our own JSON.

    `base` is the address of the API, without a slash at its end.
    """
    item = line.item
    out = outgoing_of(line, now)
    return ItemLine(
        guid=item.guid,
        version=item.version,
        released_at=line.released_at,
        first_released_at=line.first_released_at,
        level=LEVEL_NAMES[int(line.level)],  # type: ignore[arg-type]  # its two names
        headline=item.headline,
        slugline=item.slugline,
        language=item.language,
        urgency=int(item.urgency),
        genre=item.genre,
        profile=item.profile.value,
        pub_status=item.pub_status.value,
        update_type=item.update_type.value,
        publishable=PublishableOut.of(out.publishable),
        href=f"{base}/items/{item.guid}",
        item=json.loads(format_of("item").render(out, house(), {})) if whole else None,
    )
