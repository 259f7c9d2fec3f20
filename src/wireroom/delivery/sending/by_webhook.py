"""Posts to a customer's address: signed, one connection each, in order."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from urllib.parse import urlsplit, urlunsplit

from wireroom.delivery.sending.carrying import SLOW_AFTER_S, Stopwatch, kept, one_by_one, sentence
from wireroom.delivery.sending.parcels import (
    DELIVERED,
    Clock,
    Ending,
    Feed,
    Parcel,
    Piece,
    Result,
)
from wireroom.delivery.webhooks import signing
from wireroom.delivery.webhooks.answers import Answer, Outcome
from wireroom.delivery.webhooks.posting import Post, Poster

TIMEOUT_S = 15.0
"""For a whole post; Standard Webhooks 1.0 recommends 15 to 30."""
_SIGNATURE = "webhook-signature"
_ENDINGS = {
    Outcome.DELIVERED: Ending.TAKEN,
    Outcome.GONE: Ending.GONE,
    Outcome.REFUSED: Ending.FAILED,
    Outcome.FAILED: Ending.FAILED,
}


class WebhookCarrier:
    """Carries parcels by POST."""

    def __init__(self, poster: Poster) -> None:
        """Post through `poster`, whose time holds for each post."""
        self._poster = poster

    def carry(self, parcel: Parcel, clock: Clock) -> list[Result]:
        """Post piece by piece, the time of each attempt in its signature."""
        return one_by_one(parcel.pieces, partial(self._post, parcel.feed, clock))

    def rest(self) -> None:
        """Keep nothing."""

    def _post(self, feed: Feed, clock: Clock, piece: Piece) -> Result:
        now, watch = clock(), Stopwatch()
        post = Post(url=feed.target["url"], body=piece.body, headers=_headers(feed, piece, now))
        answer = self._poster.post(post, now)
        return Result(
            delivery_ids=(piece.delivery_id,),
            ending=_ENDINGS[answer.outcome],
            outcome=_outcome(answer),
            at=now,
            took_ms=watch.took_ms,
            status=answer.status,
            detail=sentence(answer.detail),
            request=_spelled(post),
            answer=kept(answer.said),
            retry_after=answer.retry_after,
            slow=watch.took_s > SLOW_AFTER_S or answer.timed_out,
        )


def _headers(feed: Feed, piece: Piece, now: datetime) -> dict[str, str]:
    number = {} if piece.number is None else {"wireroom-number": str(piece.number)}
    return {
        "content-type": piece.content_type,
        **signing.headers(piece.name, piece.body, feed.secrets, now),
        "wireroom-feed": feed.code,
        **number,
        "wireroom-event": piece.event,
    }


def _outcome(answer: Answer) -> str:
    """Name what came of it by a code that programs may rely on."""
    if answer.outcome is Outcome.DELIVERED:
        return DELIVERED
    if answer.outcome is Outcome.REFUSED:
        return "address_refused"
    if answer.status:
        return f"http_{answer.status}"
    if answer.timed_out:
        return "timed_out"
    return "tls_failed" if answer.tls else "not_reached"


def _spelled(post: Post) -> str:
    """Spell a request for the log: without its signature, and without what follows a `?`."""
    parts = urlsplit(post.url)
    shown = urlunsplit(parts._replace(query="…" if parts.query else "", fragment=""))
    fields = {**post.headers, _SIGNATURE: "…"}
    lines = [f"POST {shown}", *(f"{name}: {text}" for name, text in fields.items()), ""]
    return kept("\n".join(lines) + "\n" + post.body[:8000].decode("utf-8", "replace"))
