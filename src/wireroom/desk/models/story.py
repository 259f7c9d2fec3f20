"""The story as the desk works on it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from wireroom.desk import releasing, vocabulary
from wireroom.desk.blocks import AboutBlock, BodyBlock, NoteBlock
from wireroom.desk.conf import desk_settings
from wireroom.desk.fields import TopicsField
from wireroom.desk.models.desk import Desk
from wireroom.desk.models.locks import KilledLock
from wireroom.desk.projection import project
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.kernel.ids import new_guid
from wireroom.kernel.newsitem import NORMAL, NewsItem, Profile, UpdateType
from wireroom.wire import queries as wire_queries
from wireroom.wire.entries import Entry


class CannotBeTakenBack(WireroomError):
    """What was released cannot be taken back. Hold, correct or kill the story instead."""

    code = "cannot_be_taken_back"
    http_status = 409


def refuse_to_delete(instance: Story, **_: Any) -> None:
    """Stop the deletion of a story that went out, whoever asks for it.

    A signal, because queryset deletes and cascades do not pass by `Story.delete`.

    Raises:
        CannotBeTakenBack: a version of it is on the wire.
    """
    if instance.was_released:
        raise CannotBeTakenBack(guid=instance.guid)


def languages() -> list[tuple[str, str]]:
    """Give the languages that stories are written in."""
    return list(desk_settings().languages)


def usual_language() -> str:
    """Give the language of a new story."""
    return desk_settings().languages[0][0]


class Story(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """A story as the desk works on it: drafts, revisions, workflow. What went out is on the wire.

    The row is the live text; the fields that say why the next version goes out (`update_type`,
    `correction_*`) are already those of the next one.
    """

    guid = models.CharField(max_length=60, unique=True, default=new_guid, editable=False)
    slugline = models.CharField(
        max_length=60, blank=True, help_text="Topic words, like RUSSIA-GAS/TALKS"
    )
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(blank=True)
    dateline = models.CharField(max_length=120, blank=True, help_text="MOSCOW, Nov 24")
    byline = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, choices=languages, default=usual_language)
    urgency = models.PositiveSmallIntegerField(choices=vocabulary.URGENCIES, default=NORMAL)
    genre = models.CharField(max_length=60, choices=vocabulary.GENRES, default="genre:Current")
    profile = models.CharField(
        max_length=20,
        choices=[(profile.value, profile.value.capitalize()) for profile in Profile],
        default=Profile.NEWS.value,
        help_text="Only news is meant for publication.",
    )
    desk = models.ForeignKey(
        Desk, on_delete=models.PROTECT, null=True, blank=True, related_name="stories"
    )
    body = StreamField(BodyBlock(), blank=True)
    topics = TopicsField(help_text="IPTC Media Topics")
    keywords = models.CharField(max_length=300, blank=True, help_text="Separated by commas")
    about = StreamField(AboutBlock(), blank=True, verbose_name="companies, people and places")
    ednotes = StreamField([("note", NoteBlock())], blank=True, verbose_name="notes")
    rights_notice = models.CharField(
        max_length=300, blank=True, help_text="Leave empty for the rights line of the house."
    )
    go_live_at = models.DateTimeField(
        "embargo until",
        null=True,
        blank=True,
        help_text="Nothing leaves the house before this moment. UTC.",
    )
    update_type = models.CharField(
        "why this version",
        max_length=20,
        choices=(*vocabulary.UPDATES, *vocabulary.CORRECTIONS),
        default=UpdateType.DEVELOPMENT.value,
        help_text="For the second and later versions; the first one is new.",
    )
    correction_was = models.TextField(blank=True, editable=False)
    correction_now = models.TextField(blank=True, editable=False)
    correction_where = models.CharField(max_length=200, blank=True, editable=False)
    correction_why = models.TextField(blank=True, editable=False)
    live = models.BooleanField(default=False, editable=False)  # Wagtail's default is True
    held_at = models.DateTimeField(null=True, editable=False)
    killed_at = models.DateTimeField(null=True, editable=False)
    flash_key = models.CharField(max_length=100, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where given

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name_plural = "stories"
        ordering = ("-pk",)
        permissions = (
            ("hold_story", "Can put a story on hold and lift the hold"),
            ("kill_story", "Can kill a story"),
        )

    def __str__(self) -> str:
        """Name it by its headline, else by its slugline."""
        return self.headline or self.slugline or "Story without a headline"

    def with_content_json(self, content: dict[str, Any]) -> Story:
        """Give the story with a revision's text; what the story is and where it stands stays."""
        story: Story = super().with_content_json(content)
        for name in ("guid", "held_at", "killed_at", "flash_key"):
            setattr(story, name, getattr(self, name))
        return story

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Save the text as a revision.

        Autosave may overwrite an editor's own last revision, but not one that is on the wire or
        waits for its embargo: that one is what was approved, and its key names a release.
        """
        over = kwargs.get("overwrite_revision")
        if over and (over.pk == self._live_revision_now() or over.approved_go_live_at):
            kwargs["overwrite_revision"] = None
        return super().save_revision(*args, **kwargs)

    def _live_revision_now(self) -> int | None:
        rows = Story.objects.filter(pk=self.pk)
        return rows.values_list("live_revision_id", flat=True).first()

    def publish(
        self,
        revision: Revision,
        user: Any = None,
        changed: bool = True,  # noqa: FBT001, FBT002 - Wagtail's signature
        log_action: bool | str = True,  # noqa: FBT001, FBT002
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,  # noqa: FBT001, FBT002
        *,
        now: datetime | None = None,
        alone: bool = False,
    ) -> Entry | None:
        """Make `revision` the live text and append it to the wire, in one transaction.

        Gives the entry on the wire; None for an embargoed revision, which only gets its time.
        Publishing what is live already gives the entry of the first time. `alone` waives the
        four-eyes rule.

        Raises:
            WireroomError: see `releasing.allow` and `wire.services.append`; nothing has happened.
        """
        now = (
            now or utc_now()
        )  # Wagtail calls this from its buttons and workflows and passes no time
        with transaction.atomic():
            if entry := releasing.allow(self, revision, user=user, alone=alone):
                return entry
            releasing.ReleaseAction(
                revision,
                now=now,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
            ).execute(skip_permission_checks=skip_permission_checks)
            self.refresh_from_db()
            self.__dict__.pop("scheduled_revision", None)
            if self.live_revision_id != revision.pk:
                return None
            return releasing.append(self, revision, user=user, now=now)

    def unpublish(self, *_: Any, **__: Any) -> None:
        """Refuse: the wire is append-only.

        Raises:
            CannotBeTakenBack: always.
        """
        raise CannotBeTakenBack(guid=self.guid)

    def get_lock(self) -> BaseLock | None:
        """Give the lock on the story; a kill is the strongest."""
        return KilledLock(self) if self.killed_at else super().get_lock()

    def to_newsitem(self, *, latest: NewsItem | None, now: datetime) -> NewsItem:
        """Give the story as it would follow `latest` on the wire; see `projection.project`."""
        return project(self, latest=latest, now=now)

    @property
    def was_released(self) -> bool:
        """Whether any version of it is on the wire."""
        return wire_queries.latest(self.guid) is not None

    def make_preview_request(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render the preview; the editor frames it, so the public site's ban on framing comes off.

        Wagtail passes the preview through all middleware as if it were the page `/`; the desk's own
        headers are added to what is returned here.
        """
        response: HttpResponse = super().make_preview_request(*args, **kwargs)
        for header in ("Content-Security-Policy", "X-Frame-Options"):
            response.headers.pop(header, None)
        return response

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:  # noqa: ARG002 - Wagtail's signature
        """Show it as a page of its own."""
        return "desk/preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Show the item as receivers will get it."""
        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return {**context, "item": project(self, latest=None, now=utc_now())}
