"""How the archive follows the wire."""

from __future__ import annotations

from wireroom.archive.models import ReleasedVersion
from wireroom.wire.entries import Entry

NAME = "archive"


class ArchiveConsumer:
    """A `wire.consumers.Consumer`: one row an entry; taking one in twice changes nothing."""

    name = NAME

    def handle(self, entry: Entry) -> None:
        """Index one entry."""
        row_of(entry).save()

    def wipe(self) -> None:
        """Forget every entry."""
        ReleasedVersion.objects.all().delete()


def row_of(entry: Entry) -> ReleasedVersion:
    """Give the row that stands for `entry`, not saved."""
    item = entry.item
    return ReleasedVersion(
        seq=entry.seq,
        guid=entry.guid,
        version=entry.version,
        released_at=entry.released_at,
        pub_status=item.pub_status.value,
        update_type=item.update_type.value,
        urgency=item.urgency,
        profile=item.profile.value,
        genre=item.genre[:64],
        language=item.language[:35],
    )
