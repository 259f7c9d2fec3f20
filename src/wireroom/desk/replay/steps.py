"""An article's edit history as releases: the plan that the runner carries out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, structs

from wireroom.desk.replay.changes import correction, update_type
from wireroom.desk.replay.drafts import Draft, draft
from wireroom.desk.replay.records import Article, Revision
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.newsitem import CORRECTIONS, Correction, UpdateType


class NothingToSay(WireroomError):
    """The article has no words."""

    code = "nothing_to_say"
    http_status = 422


class Act(StrEnum):
    """What the desk does: each act makes exactly one version on the wire."""

    RELEASE = "release"
    HOLD = "hold"
    KILL = "kill"


class Step(Struct, frozen=True, kw_only=True):
    """One version to come: the `nth` of its act in the article's history, from 1."""

    nth: int
    at: datetime
    act: Act
    draft: Draft | None = None
    update: UpdateType = UpdateType.NEW
    correction: Correction | None = None


def steps(article: Article) -> dict[int, Step]:
    """Plan an article: the index of a revision → its step. Revisions that change nothing have none.

    A deletion in the middle holds the story and the next put lifts the hold; a deletion at the end
    kills it, because a kill is final.

    Raises:
        NothingToSay: no revision has words; one of several without words changes nothing.
    """
    plan: dict[int, Step] = {}
    current: Draft | None = None
    held = False
    last = len(article.revisions) - 1
    for index, revision in enumerate(article.revisions):
        step = None
        if revision.op == "delete":
            step = _stop(revision, final=index == last) if current and not held else None
            held = held or step is not None
        elif new := draft(article.path, revision):
            step = _release(revision, current, new, held=held)
            current, held = new, False
        if step is not None:
            nth = sum(each.act is step.act for each in plan.values()) + 1
            plan[index] = structs.replace(step, nth=nth)
    if not plan:
        raise NothingToSay(f"{article.path}: the article has no words.")
    return plan


def _stop(revision: Revision, *, final: bool) -> Step:
    act, kind = (Act.KILL, UpdateType.KILL) if final else (Act.HOLD, UpdateType.HOLD)
    return Step(nth=0, at=revision.at, act=act, update=kind)


def _release(revision: Revision, before: Draft | None, after: Draft, *, held: bool) -> Step | None:
    kind, wrong = UpdateType.NEW, None
    if before == after and not held:
        return None
    if before is not None:
        kind = UpdateType.DEVELOPMENT if held else update_type(before, after)
        wrong = correction(before, after) if kind in CORRECTIONS else None
    return Step(nth=0, at=revision.at, act=Act.RELEASE, draft=after, update=kind, correction=wrong)
