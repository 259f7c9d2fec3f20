"""The back office of delivery: recalls, and feeds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from wireroom.customers.backoffice.rights_of_staff import READ, may
from wireroom.delivery.backoffice import feeds, feeds_acts, recall_papers, recalls
from wireroom.delivery.backoffice.panels import PressingPanel


class RecallsItem(MenuItem):
    """Recalls, for those who call customers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return may(request.user, READ)


class FeedsItem(RecallsItem):
    """Feeds, for the same."""


class NumbersItem(MenuItem):
    """How far recalls have come, for those who kill stories and do not see who reads them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may, and has not the whole boards."""
        return request.user.has_perm(recall_papers.KILL) and not may(request.user, READ)


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """Mount the pages; Wagtail lets only its users in."""
    return [
        path("feeds/", feeds.index, name="feeds"),
        path("feeds/<int:pk>/", feeds.show, name="feeds_feed"),
        path("feeds/<int:pk>/suspend/", feeds_acts.suspend, name="feeds_suspend"),
        path("feeds/<int:pk>/lift/", feeds_acts.lift, name="feeds_lift"),
        path("feeds/<int:pk>/resume/", feeds_acts.resume, name="feeds_resume"),
        path("feeds/<int:pk>/rewind/", feeds_acts.rewind, name="feeds_rewind"),
        path("feeds/<int:pk>/test/", feeds_acts.test, name="feeds_test"),
        path("feeds/delivery/<int:pk>/", feeds.delivery, name="feeds_delivery"),
        path("feeds/delivery/<int:pk>/again/", feeds_acts.redeliver, name="feeds_redeliver"),
        path("recalls/", recalls.index, name="recalls"),
        path("recalls/numbers/", recall_papers.numbers, name="recalls_numbers"),
        path("recalls/told/<int:pk>/", recalls.told, name="recalls_told"),
        path("recalls/<int:pk>/", recalls.show, name="recalls_board"),
        path("recalls/<int:pk>/escalate/", recalls.press, name="recalls_escalate"),
        path("recalls/<int:pk>/close/", recalls.close, name="recalls_close"),
        path("recalls/<int:pk>/certificate.pdf", recall_papers.certificate_pdf, name="recalls_pdf"),
        path(
            "recalls/<int:pk>/certificate.json", recall_papers.certificate_json, name="recalls_json"
        ),
    ]


@hooks.register("register_admin_menu_item")
def recalls_item() -> MenuItem:
    """Give the entry of the menu for sales and support."""
    return RecallsItem("Recalls", reverse("recalls"), icon_name="warning", order=310)


@hooks.register("register_admin_menu_item")
def feeds_item() -> MenuItem:
    """Give the entry of the menu for sales and support."""
    return FeedsItem("Feeds", reverse("feeds"), icon_name="upload", order=320)


@hooks.register("register_admin_menu_item")
def numbers_item() -> MenuItem:
    """Give the entry of the menu for chief editors."""
    return NumbersItem("Recalls", reverse("recalls_numbers"), icon_name="warning", order=310)


@hooks.register("construct_homepage_panels", order=210)
def fill_home(request: HttpRequest, panels: list[Any]) -> None:
    """Show on top what must not wait; after customers have filled the page."""
    if may(request.user, READ):
        panels.insert(0, PressingPanel())
