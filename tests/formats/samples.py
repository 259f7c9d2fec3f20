"""Items whose every format is kept in `golden`; `python -m tests.formats.samples` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.factories.stories import make_correction, make_kill, make_story
from tests.formats.house import HOUSE, outgoing
from wireroom.formats.collections import Collection, Gone, atom, jsonfeed, rss
from wireroom.formats.registry import formats
from wireroom.kernel.newsitem import (
    Answer,
    Company,
    EdNote,
    Entity,
    Heading,
    Instrument,
    Link,
    ListBlock,
    NewsItem,
    Paragraph,
    Question,
    Quote,
    Rights,
    Subject,
    Table,
)

FOLDER = Path(__file__).with_name("golden")
FORMATS = ("ninjs", "iptc7901", "item", "html", "text")
RIGHTS = Rights(
    holder="Example News Agency",
    notice="© Example News Agency.",
    usage_terms="No republication or framing without consent.",
    data_mining="reserved",
)

STORIES: dict[str, NewsItem] = {
    "flash": make_story(
        urgency=1,
        keywords=("rates", "central bank"),
        topics=(
            Subject(
                code="medtop:20000350",
                label="central bank",
                broader=("medtop:20000346", "medtop:20000344", "medtop:04000000"),
            ),
        ),
        places=(Entity(name="Moscow", code="wd:Q649"),),
        people=(Entity(name="A. Governor"),),
        companies=(
            Company(
                name="Example Bank",
                instruments=(Instrument(isin="RU0009029540", ticker="EXB", mic="MISX"),),
            ),
        ),
        links=(Link(rel="translation_of", guid="urn:uuid:11111111-1111-4111-8111-111111111111"),),
        ednotes=(EdNote(text="An analysis follows by 14:00.", role="more", publishable=True),),
        body=(
            Paragraph(
                text="The board of the central bank held its key rate at <strong>15%</strong> on"
                " Friday, as expected, &amp; said that it sees no room for a cut before spring."
            ),
            Paragraph(text='Its <a href="https://example.com/statement">statement</a> says so.'),
            Heading(text="Outlook"),
            ListBlock(items=("Inflation slows to 4.5%", "Growth stays near 1%"), ordered=True),
            Table(
                rows=(("Meeting", "Rate"), ("October", "15.5%"), ("November", "15%")),
                caption="Key rate",
            ),
            Quote(text="We are patient.", source="A. Governor"),
            Question(text="When will you cut?", speaker="Agency"),
            Answer(text="When we can.", speaker="A. Governor"),
        ),
        rights=RIGHTS,
    ),
    "correction": make_correction(rights=RIGHTS),
    "kill": make_kill(rights=RIGHTS),
}


def files() -> Iterator[tuple[str, bytes]]:
    """Give the name and content of every golden file; controls are spelled in angle brackets."""
    for name, item in STORIES.items():
        for form in formats():
            if form.code in FORMATS:
                data = form.render(outgoing(item), HOUSE, {})
                yield f"{name}.{form.code}.{form.suffix}", _visible(data)
    listed = Collection(
        title="Economy",
        self_url="https://example.com/feeds/economy",
        site_url="https://example.com/economy",
        updated_at=outgoing(STORIES["flash"]).released_at,
        entries=(outgoing(STORIES["flash"]),),
        gone=(
            Gone(
                guid="urn:uuid:22222222-2222-4222-8222-222222222222",
                at=outgoing(STORIES["kill"]).released_at,
            ),
        ),
    )
    for kind, write in (("atom", atom), ("rss", rss), ("json", jsonfeed)):
        yield f"list.{kind}", write.render(listed, HOUSE)


def _visible(data: bytes) -> bytes:
    text = data.decode().replace("\r\n", "<CR>\n")
    for control in "\x01\x02\x03\x04\x07\x7f":
        text = text.replace(control, f"<{ord(control):02X}>")
    return text.encode()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, content in files():
        (FOLDER / name).write_bytes(content)
