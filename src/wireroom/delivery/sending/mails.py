"""The mails of a feed: one version by itself, or a digest. Text first, HTML beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from msgspec import Struct

from wireroom.delivery.alerts.stories import spell
from wireroom.delivery.destinations.file_names import DEFAULT, file_name
from wireroom.delivery.mail.letters import Attachment, Letter, message_id
from wireroom.delivery.sending import unsubscribing
from wireroom.delivery.sending.parcels import Feed, Piece
from wireroom.design.brand import agency
from wireroom.formats import html, text
from wireroom.formats.language import direction
from wireroom.formats.notices import banner, embargo, notices
from wireroom.formats.outgoing import Outgoing
from wireroom.formats.textdoc import rights_lines
from wireroom.kernel.markup import one_line, plain
from wireroom.kernel.newsitem import NOTICES
from wireroom.matching.rules import clock_of

HEADLINE_STYLE, TEXT = "headline", "text"
_FOLDER = "delivery/sending"


class Told(Struct, frozen=True, kw_only=True):
    """One version as a mail shows it. `html` is safe; every other text is plain."""

    headline: str
    banner: str
    embargo: str
    notices: Sequence[str]
    standfirst: str
    byline: str
    dateline: str
    html: str
    text: str
    url: str
    released_at: str
    reference: str
    language: str
    direction: str
    rights: Sequence[str]

    @property
    def title(self) -> str:
        """The headline behind what has to be known first."""
        same = self.headline.upper().startswith(self.banner[:4]) if self.banner else True
        return self.headline if same else f"{self.banner}: {self.headline}"


class Mailing(Struct, frozen=True, kw_only=True):
    """What goes as one mail to each address: numbers in order, `named` after the first."""

    pieces: Sequence[Piece]

    @property
    def named(self) -> str:
        """The name that stays the same at every attempt."""
        return self.pieces[0].name


def mailings(feed: Feed, pieces: Sequence[Piece]) -> list[Mailing]:
    """Divide a parcel: each by itself, or news as one digest and each correction by itself.

    Void numbers go into no mail. What some addresses have already is no part of another digest.
    """
    real = [piece for piece in pieces if piece.outgoing]
    if not feed.schedule:
        return [Mailing(pieces=(piece,)) for piece in real]
    calm = [piece for piece in real if piece.number is not None and not _is_notice(piece)]
    found = [Mailing(pieces=(piece,)) for piece in real if piece not in calm]
    for had in dict.fromkeys(piece.taken_by for piece in calm):
        together = [piece for piece in calm if piece.taken_by == had]
        found.append(Mailing(pieces=together))
    return sorted(found, key=lambda mailing: pieces.index(mailing.pieces[0]))


def _is_notice(piece: Piece) -> bool:
    return piece.outgoing is not None and piece.outgoing.item.update_type in NOTICES


def letters(feed: Feed, mailing: Mailing, now: datetime) -> Iterator[Letter]:
    """Write the mail for each address that has not got it.

    To and `List-Unsubscribe` are its own: one click ends the mail to this address and no other.
    """
    had, context = set(mailing.pieces[0].taken_by), _context(feed, mailing, now)
    attachments = _attachments(mailing)
    for address in feed.target["to"]:
        if address not in had:
            own = {**context, "unsubscribe": unsubscribing.url(feed.id, address, now)}
            yield _letter(feed, mailing.named, address, own, attachments)


def _letter(
    feed: Feed,
    name: str,
    address: str,
    context: dict[str, Any],
    attachments: tuple[Attachment, ...],
) -> Letter:
    return Letter(
        to=address,
        name="",
        subject=context["subject"],
        text=render_to_string(f"{_FOLDER}/mail.txt", context),
        html="" if feed.format == TEXT else render_to_string(f"{_FOLDER}/mail.html", context),
        message_id=message_id(
            settings.SECRET_KEY, f"{name} to {address}", settings.WIREROOM_MAIL_FROM
        ),
        unsubscribe_url=context["unsubscribe"],
        attachments=attachments,
    )


def _context(feed: Feed, mailing: Mailing, now: datetime) -> dict[str, Any]:
    clock = clock_of(str(feed.schedule.get("zone") or "UTC"))
    full = feed.target.get("style") != HEADLINE_STYLE
    outgoing = {one.outgoing.item.guid: one.outgoing for one in mailing.pieces if one.outgoing}
    stories = [tell(one, clock, full=full) for one in outgoing.values()]
    count = f"{len(stories)} stories"
    alone = len(stories) == 1
    return {
        "stories": stories,
        "subject": stories[0].title if alone else f"{feed.name}: {count}",
        "lead": "" if alone else f"{count} · {spell(now, clock)}",
        "rights": list(dict.fromkeys(line for story in stories for line in story.rights)),
        "feed": feed.name,
        "agency": agency(),
    }


def tell(outgoing: Outgoing, clock: tzinfo, *, full: bool) -> Told:
    """Write a version down; without `full` the headline and what has to be known about it."""
    item = outgoing.item
    number = "" if outgoing.number is None else f" · no. {outgoing.number}"
    told = [str(notice) for notice in notices(outgoing)]
    return Told(
        headline=one_line(plain(item.headline)),
        banner=" ".join(banner(item)),
        embargo=embargo(item),
        notices=told,
        standfirst=plain(item.standfirst) if full else "",
        byline=plain(item.byline) if full else "",
        dateline=plain(item.dateline) if full else "",
        html=html.body(item.body) if full else "",
        text=text.body(item.body) if full else "",
        url=outgoing.url,
        released_at=spell(outgoing.released_at, clock),
        reference=f"{item.slugline or item.guid} · version {item.version}{number}",
        language=item.language,
        direction=direction(item.language),
        rights=rights_lines(item.rights) or (agency().rights_line,),
    )


def _attachments(mailing: Mailing) -> tuple[Attachment, ...]:
    """Give the documents of a feed whose format is made for machines."""
    return tuple(
        Attachment(
            name=file_name(DEFAULT, piece.named), content_type=piece.content_type, body=piece.body
        )
        for piece in mailing.pieces
        if piece.body
    )
