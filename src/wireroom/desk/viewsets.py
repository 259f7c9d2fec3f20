"""Wagtail's screens for stories and desks, with what the desk does differently."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.admin.widgets.datetime import AdminDateTimeInput
from wagtail.snippets.views import snippets
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from wireroom.desk import audit, rules, services, standing
from wireroom.desk.forms import StoryForm
from wireroom.desk.models import CannotBeTakenBack, Desk, Story
from wireroom.desk.newsroom import READ_THE_DESK
from wireroom.desk.refusals import explain
from wireroom.kernel.clock import utc_now
from wireroom.kernel.errors import WireroomError
from wireroom.wire import queries as wire
from wireroom.wire.entries import Entry

HEADLINE_CHARACTERS, SLUGLINE_CHARACTERS = 76, 24
"""What fits the narrowest terminal and the IPTC 7901 header."""


class ReleasesToTheWire:
    """A form of Wagtail's whose Publish button releases, and that says what became of it."""

    entry: Entry | None = None
    before: Entry | None = None

    def publish_action(self) -> HttpResponse | None:
        """Release the revision that was just saved; a refusal leaves it as a draft and says why."""
        self.before = wire.latest(self.object.guid)
        return self._or_say_why(self._publish)

    def _publish(self) -> None:
        self.entry = self.new_revision.publish(user=self.request.user, skip_permission_checks=True)

    def workflow_action_action(self) -> HttpResponse | None:
        """Approve or reject; a refused release leaves the story waiting and says why."""
        return self._or_say_why(super().workflow_action_action)

    def _or_say_why(self, action: Any) -> HttpResponse | None:
        try:
            action()
        except WireroomError as error:
            messages.error(self.request, explain(error, "Kept as a draft, not released."))
            return redirect(self.get_edit_url())
        return None

    def get_success_message(self, instance: Story | None = None) -> str:
        """Say what went out, if it did."""
        if self.action != "publish":
            return super().get_success_message(instance)
        if self.entry is None:
            return "Under embargo: it leaves the house when that ends, and is locked until then."
        if self.before and self.before.seq == self.entry.seq:
            return (
                f"Nothing has changed since version {self.entry.version}, so nothing was sent. "
                "To send it again, choose “Repeat”."
            )
        return f"Released: version {self.entry.version}, number {self.entry.seq} on the wire."

    def get_success_url(self) -> str:
        """Stay with the story after a release."""
        return self.get_edit_url() if self.action == "publish" else super().get_success_url()


class StoryCreateView(ReleasesToTheWire, snippets.CreateView):
    """Writing a new story."""


class StoryEditView(ReleasesToTheWire, snippets.EditView):
    """Writing at a story, with the verbs beside its title, and below it where the story stands."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the story; reading a draft leaves an audit row."""
        response = super().get(request, *args, **kwargs)
        audit.record(self.live_object, "story.draft.read", editor=request.user)
        return response

    def form_valid(self, form: Any) -> HttpResponse:
        """Save, and release if asked; a second click on Release finds the first one's work."""
        if self.action == "publish" and self._was_done_by_an_earlier_click(form):
            messages.info(self.request, "Already released: the earlier click did it.")
            return redirect(self.get_edit_url())
        return super().form_valid(form)

    def _was_done_by_an_earlier_click(self, form: Any) -> bool:
        live = self.live_object.live_revision
        if not live or not self.is_out_of_date:
            return False
        return rules.text_of(live.content) == rules.text_of(_as_saved(form.instance))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add where the story stands."""
        stands = standing.read(self.live_object, utc_now())
        return {**super().get_context_data(**kwargs), "standing": stands}

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """Offer the verbs that this person may use on this story."""
        return verbs(self.live_object, self.request.user)


def _as_saved(story: Story) -> dict[str, Any]:
    """Give the content that a revision of `story` would have, as the database gives it back."""
    return json.loads(json.dumps(story.serializable_data(), cls=DjangoJSONEncoder))


def verbs(story: Story, user: Any) -> list[HeaderButton]:
    """Give the buttons for what may be done to a story that is on the wire."""
    latest = wire.latest(story.guid)
    if latest is None or latest.item.is_killed:
        return []
    held = story.held_at is not None
    offered = [
        ("correct", "Correct", "edit", user.has_perm("desk.publish_story")),
        ("lift", "Lift hold", "lock-open", held and user.has_perm("desk.hold_story")),
        ("hold", "Hold", "lock", not held and user.has_perm("desk.hold_story")),
        ("kill", "Kill", "bin", user.has_perm("desk.kill_story")),
    ]
    return [
        HeaderButton(label, url=reverse(f"desk:{verb}", args=[story.pk]), icon_name=icon)
        for verb, label, icon, may in offered
        if may
    ]


class StoryDeleteView(snippets.DeleteView):
    """Deleting a draft; what went out stays."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say no before asking for a confirmation."""
        if self.object.was_released:
            messages.error(request, CannotBeTakenBack().detail)
            return redirect(reverse(self.edit_url_name, args=[self.object.pk]))
        return super().dispatch(request, *args, **kwargs)


class StoryUnpublishView(snippets.UnpublishView):
    """There is no unpublishing: a kill is the way."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Say so, and go back to the story."""
        messages.error(request, CannotBeTakenBack().detail)
        return redirect(reverse(self.edit_url_name, args=[self.object.pk]))


class StoryUnscheduleView(snippets.RevisionsUnscheduleView):
    """Calling off an embargoed release, if there is still time."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Call it off, or say that it has gone."""
        try:
            services.cancel_embargo(story=self.object, editor=request.user)
        except WireroomError as error:
            messages.error(request, error.detail)
        else:
            messages.success(request, "The embargoed release was called off; the text is a draft.")
        return redirect(self.get_next_url())


class _ReadingIsRecorded:
    """A screen that shows draft text; looking at it leaves an audit row."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it and record who looked."""
        response = super().get(request, *args, **kwargs)
        audit.record(self.object, "story.draft.read", editor=request.user)
        return response


class StoryCompareView(_ReadingIsRecorded, snippets.RevisionsCompareView):
    """Two revisions side by side."""


class StoryRevisionView(_ReadingIsRecorded, snippets.PreviewRevisionView):
    """An old revision as a page."""


class StoryTaskPreviewView(_ReadingIsRecorded, snippets.WorkflowPreviewView):
    """The revision that waits for approval, as a page."""


class ReasonPanel(FieldPanel):
    """Why this version; a question only when there was one before."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The question at one story."""

        def is_shown(self) -> bool:
            """Hide it at stories that were never released."""
            return super().is_shown() and self.instance.was_released


_TEXT = (
    FieldRowPanel(
        [
            FieldPanel("slugline", attrs={"data-desk-count": str(SLUGLINE_CHARACTERS)}),
            FieldPanel("urgency"),
        ]
    ),
    ReasonPanel("update_type"),
    FieldPanel("headline", attrs={"data-desk-count": str(HEADLINE_CHARACTERS)}),
    FieldPanel("standfirst"),
    FieldRowPanel([FieldPanel("dateline"), FieldPanel("byline")]),
    FieldPanel("body"),
    FieldPanel("ednotes"),
)
_CODING = (
    FieldRowPanel([FieldPanel("desk"), FieldPanel("language"), FieldPanel("genre")]),
    FieldPanel("topics"),
    FieldPanel("keywords"),
    FieldPanel("about"),
    MultiFieldPanel(
        [FieldPanel("rights_notice"), FieldPanel("profile")], heading="Rights and profile"
    ),
)
_EMBARGO = PublishingPanel(
    children=[
        FieldPanel(
            "go_live_at",
            heading="Embargo until (UTC)",
            widget=AdminDateTimeInput(
                js_overlay_parent_selector="#schedule-publishing-dialog",
                attrs={
                    "data-controller": "w-action",
                    "data-action": "w-dialog:hidden->w-action#reset",
                    "data-w-dialog-target": "notify",
                },
            ),
        )
    ]
)
"""Wagtail's schedule without an expiry: what was released cannot be taken back."""


class ForTheNewsroom:
    """Guards every address of a viewset: Wagtail itself leaves some open to all who come in.

    Its task previews and choosers ask for no permission (8.0.1), and sales come in too.
    """

    def get_urlpatterns(self) -> list[URLPattern]:
        """Ask for the right to read the desk, whatever else a view asks for."""
        patterns: list[URLPattern] = super().get_urlpatterns()
        for pattern in patterns:
            pattern.callback = permission_required(READ_THE_DESK, raise_exception=True)(
                pattern.callback
            )
        return patterns


class StoryChooserViewSet(ForTheNewsroom, SnippetChooserViewSet):
    """Choosing a story."""


class StoryViewSet(ForTheNewsroom, snippets.SnippetViewSet):
    """Everything Wagtail does with stories."""

    model = Story
    icon = "doc-full-inverse"
    add_to_admin_menu = True
    menu_order = 100
    url_prefix = "stories"
    copy_view_enabled = False
    list_display = (
        "__str__",
        Column("standing", label="Status", accessor=standing.word),
        "slugline",
        "desk",
        Column("urgency", accessor="get_urgency_display", sort_key="urgency"),
    )
    list_filter = ("desk", "genre", "language", "live")
    search_fields = ("headline", "slugline")
    ordering = ("-pk",)
    add_view_class = StoryCreateView
    edit_view_class = StoryEditView
    edit_template_name = "desk/edit.html"
    delete_view_class = StoryDeleteView
    unpublish_view_class = StoryUnpublishView
    revisions_unschedule_view_class = StoryUnscheduleView
    revisions_compare_view_class = StoryCompareView
    revisions_view_class = StoryRevisionView
    workflow_preview_view_class = StoryTaskPreviewView
    chooser_viewset_class = StoryChooserViewSet
    edit_handler = TabbedInterface(
        [
            ObjectList([*_TEXT, _EMBARGO], heading="Text"),
            ObjectList(_CODING, heading="Coding"),
        ],
        base_form_class=StoryForm,
    )


class DeskViewSet(snippets.SnippetViewSet):
    """The list of desks."""

    model = Desk
    icon = "group"
    add_to_settings_menu = True
