"""What the desk hangs into Wagtail."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html, format_html_join
from wagtail import hooks
from wagtail.admin.search import SearchArea
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.action_menu import PublishMenuItem, UnpublishMenuItem
from wagtail.snippets.models import register_snippet

from wireroom.desk import audit, releasing
from wireroom.desk.models import Story
from wireroom.desk.newsroom import READ_THE_DESK
from wireroom.desk.panels import BoardPanel, FlashPanel
from wireroom.desk.viewsets import DeskViewSet, StoryViewSet

register_snippet(StoryViewSet)
register_snippet(DeskViewSet)

_OUT_OF_THE_WAY = {"explorer", "images", "documents", "help", "reports", "snippets"}
"""Menu items that only those who run the site need."""


class ReleaseMenuItem(PublishMenuItem):
    """The Publish button in the newsroom's words."""

    template_name = "desk/release_button.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """Show it to whoever may release, and not to the author when the house wants four eyes."""
        if not super().is_shown(context):
            return False
        story = context.get("instance")
        revision = story.latest_revision if story else None
        return revision is None or releasing.may_release(revision, context["request"].user)

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Tell the button what it will do."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        story = parent_context.get("instance")
        return {**context, "held": bool(story and story.held_at)}


@hooks.register("construct_snippet_action_menu")
def offer_release(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Say Release instead of Publish, and never Unpublish."""
    if context.get("model") is not Story:
        return
    items[:] = [item for item in items if not isinstance(item, UnpublishMenuItem | PublishMenuItem)]
    release = ReleaseMenuItem(order=30)
    if release.is_shown({**context, "request": request}):
        items.append(release)
        items.sort(key=lambda item: item.order)
    for item in items:
        item.label = str(item.label).replace("and Publish", "and release")


@hooks.register("construct_homepage_panels")
def fill_home(request: HttpRequest, panels: list[Any]) -> None:
    """Put the newsroom in the place of Wagtail's dashboard, for those who work in it.

    Sales come in by the same door and must not see what is embargoed or in work.
    """
    panels[:] = [FlashPanel(), BoardPanel()] if request.user.has_perm(READ_THE_DESK) else []


@hooks.register("construct_homepage_summary_items")
def drop_summary(request: HttpRequest, items: list[Any]) -> None:  # noqa: ARG001 - Wagtail's signature
    """Leave out the counts of pages and images."""
    items.clear()


@hooks.register("construct_main_menu")
def tidy_menu(request: HttpRequest, items: list[Any]) -> None:
    """Keep what an editor does not need out of the way."""
    if not request.user.is_superuser:
        items[:] = [item for item in items if item.name not in _OUT_OF_THE_WAY]


@hooks.register("register_admin_search_area")
def search_stories() -> SearchArea:
    """Make the search box of the menu look for stories."""
    url = reverse("wagtailsnippets_desk_story:list")
    return SearchArea("Stories", url, icon_name="doc-full-inverse", order=1)


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """Mount the desk's own pages; Wagtail lets only its users in."""
    return [path("newsroom/", include("wireroom.desk.urls"))]


@hooks.register("register_log_actions")
def name_actions(actions: LogActionRegistry) -> None:
    """Teach the log our verbs."""
    audit.register(actions)


@hooks.register("insert_global_admin_js")
def add_scripts() -> str:
    """Count characters while an editor writes, and name the text boxes to screen readers."""
    scripts = [(static(f"desk/{name}.js"),) for name in ("counters", "names")]
    return format_html_join("\n", '<script src="{}" defer></script>', scripts)


@hooks.register("insert_global_admin_css")
def add_styles() -> str:
    """Style the desk's own parts."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))
