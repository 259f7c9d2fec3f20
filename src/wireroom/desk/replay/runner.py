"""Carrying out the plan at the desk, version by version: it can stop anywhere and go on.

How far an article has come is read from the desk itself: a revision for every text, the wire for
holds and kills. Nothing is kept beside it, so nothing can disagree with it.
"""

from __future__ import annotations

import hmac
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from msgspec import Struct

from wireroom.desk import services
from wireroom.desk.models import Desk, Story
from wireroom.desk.replay.fields import story_fields
from wireroom.desk.replay.intake import take_in
from wireroom.desk.replay.records import Article
from wireroom.desk.replay.steps import Act, Step, steps
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import UpdateType
from wireroom.wire import queries as wire_queries
from wireroom.wire.closing import OutcomeUnknown, WireClosed

WITHDRAWN = "Withdrawn by source"
_NOTHING = "(nothing)"


class Moment(Struct, frozen=True):
    """A revision in its place in time, before anybody knows whether it changes anything."""

    at: datetime
    article: Article
    index: int


def in_order_of_time(articles: Iterable[Article]) -> list[Moment]:
    """Give the revisions of all articles in time order; those of one article keep theirs."""
    moments: list[Moment] = []
    for article in articles:
        latest = article.revisions[0].at
        for index, revision in enumerate(article.revisions):
            latest = max(latest, revision.at)
            moments.append(Moment(latest, article, index))
    moments.sort(key=lambda moment: moment.at)
    return moments


class Plans:
    """The plans of articles under way; made when the first revision is due, then forgotten."""

    def __init__(self) -> None:
        self._plans: dict[str, dict[int, Step]] = {}

    def step(self, moment: Moment) -> Step | None:
        """Give what the desk does at `moment`, None when nothing changed.

        Raises:
            NothingToSay: the article has no words.
        """
        article = moment.article
        if article.path not in self._plans:
            self._plans[article.path] = {}  # an article that fails does so once
            self._plans[article.path] = steps(article)
        plan = self._plans[article.path]
        if moment.index == len(article.revisions) - 1:
            del self._plans[article.path]
        return plan.get(moment.index)


class Replayer:
    """Releases steps at the desk as `editor`, in the name of `desk`."""

    def __init__(self, *, editor: Any, desk: Desk) -> None:
        """Look up what has been replayed already."""
        self._editor = editor
        self._desk = desk
        self._known = set(Story.objects.values_list("guid", flat=True))

    def done(self, article: Article, step: Step) -> bool:
        """Whether the desk has made this step before, in this run or an earlier one."""
        story = self._story(article)
        if story is None:
            return False
        if step.act is Act.KILL:
            return story.killed_at is not None
        return step.nth <= (_holds(story) if step.act is Act.HOLD else story.revisions.count())

    def carry_out(self, article: Article, step: Step, *, now: datetime) -> None:
        """Release one step.

        Raises:
            WireroomError: the desk or the wire refused it.
            ValidationError: a field cannot hold what the source says.
        """
        story = self._story(article)
        if step.act is Act.HOLD and story is not None:
            services.hold(story=story, reason=WITHDRAWN, editor=self._editor, now=now)
        elif step.act is Act.KILL and story is not None:
            services.kill(story=story, reason=WITHDRAWN, editor=self._editor, now=now)
        elif story is None:
            self._first(article, step, now)
        else:
            self._next(story, article, step, now)

    def _first(self, article: Article, step: Step, now: datetime) -> None:
        fields = {**_fields(article, step), "guid": guid_of(article.path)}
        story = take_in(fields, desk=self._desk, editor=self._editor, now=now)
        self._known.add(story.guid)

    def _next(self, story: Story, article: Article, step: Step, now: datetime) -> None:
        changes = _fields(article, step)
        if step.correction is None:
            reason = step.update if step.update is not UpdateType.NEW else UpdateType.DEVELOPMENT
            services.update(
                story=story, editor=self._editor, now=now, reason=reason, changes=changes
            )
            return
        services.correct(
            story=story,
            was=step.correction.was.strip() or _NOTHING,
            is_=step.correction.now.strip() or _NOTHING,
            where=step.correction.where,
            why=step.correction.why,
            kind=step.update,
            editor=self._editor,
            now=now,
            changes=changes,
        )

    def _story(self, article: Article) -> Story | None:
        guid = guid_of(article.path)
        return Story.objects.get(guid=guid) if guid in self._known else None


def guid_of(path: str) -> str:
    """Give the guid of an article's story: the same every time, here and nowhere else."""
    key = settings.SECRET_KEY.encode()
    return uuid.UUID(
        bytes=hmac.digest(key, f"replay:{path}".encode(), "sha256")[:16], version=4
    ).urn


def _fields(article: Article, step: Step) -> dict[str, Any]:
    assert step.draft is not None  # noqa: S101 - releases carry a draft
    return story_fields(step.draft, article.revisions[0].at)


def _holds(story: Story) -> int:
    return sum(e.item.update_type is UpdateType.HOLD for e in wire_queries.versions(story.guid))


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one moment: released, there already, refused with a reason, nothing."""

    released: bool = False
    refused: str = ""


def replay(
    moments: Iterable[Moment],
    replayer: Replayer,
    *,
    clock: Callable[[], datetime],
    wait: Callable[[datetime], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Release what `moments` hold and give the outcome of each.

    `wait` is called with the source's time before each release, so that a pace can be kept; what
    was released in an earlier run is passed over without waiting.
    """
    plans = Plans()
    for moment in moments:
        try:
            step = plans.step(moment)
            if step is None or replayer.done(moment.article, step):
                yield Outcome()
                continue
            wait(step.at)
            head = wire_queries.head()
            replayer.carry_out(moment.article, step, now=clock())
            yield Outcome(released=wire_queries.head() > head)
        except (WireroomError, ValidationError) as error:
            if isinstance(error, WireClosed | OutcomeUnknown):
                raise
            article = moment.article
            yield Outcome(refused=f"line {article.line}, {article.path}: {_said(error)}")


def _said(error: Exception) -> str:
    return error.detail if isinstance(error, WireroomError) else " ".join(str(error).split())
