"""The back office of sales and support: the menu “Customers”, composed of its parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSetGroup

from wireroom.customers.backoffice import permissions, report, viewing, views
from wireroom.customers.backoffice.audits import (
    AccessEventViewSet,
    RightsChangeViewSet,
    SignInViewSet,
)
from wireroom.customers.backoffice.choosing import company_chooser, person_chooser
from wireroom.customers.backoffice.customers import CompanyViewSet, CustomerViewSet
from wireroom.customers.backoffice.demos import DemoViewSet
from wireroom.customers.backoffice.letters import InvitationViewSet, LetterViewSet
from wireroom.customers.backoffice.offers import (
    AccessTokenViewSet,
    ProductViewSet,
    SubscriptionViewSet,
)
from wireroom.customers.backoffice.panels import EndingsPanel
from wireroom.customers.backoffice.providers import ProviderViewSet
from wireroom.customers.backoffice.rights_of_staff import READ, may
from wireroom.customers.backoffice.terms import TermsViewSet

permissions.register()


class ForReaders(MenuItem):
    """An entry of the menu for those who may look at customers."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return may(request.user, READ)


class CustomersMenu(ModelViewSetGroup):
    """All of it under one entry of the menu, which nobody sees without the permission."""

    menu_label = "Customers"
    menu_icon = "group"
    menu_order = 300
    items = (
        CompanyViewSet,
        CustomerViewSet,
        SubscriptionViewSet,
        DemoViewSet,
        ProductViewSet,
        AccessTokenViewSet,
        InvitationViewSet,
        SignInViewSet,
        ProviderViewSet,
        TermsViewSet,
        LetterViewSet,
        RightsChangeViewSet,
        AccessEventViewSet,
    )

    def get_submenu_items(self) -> list[Any]:
        """Add the pages that are not lists."""
        pages = (
            ("Conversion", "customers_conversion", "table"),
            ("Why (not)?", "customers_why", "help"),
        )
        items = super().get_submenu_items()
        added = [
            ForReaders(label, reverse(name), icon_name=icon, order=len(items) + place)
            for place, (label, name, icon) in enumerate(pages)
        ]
        return [*items, *added]


@hooks.register("register_admin_viewset")
def customers_menu() -> list[Any]:
    """Give the menu and the choosers to Wagtail."""
    return [CustomersMenu(), company_chooser, person_chooser]


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """Mount the pages that are not lists; Wagtail lets only its users in."""
    return [
        path("customers/see-as/", viewing.see_as, name="customers_see_as"),
        path("customers/see-as/end/", viewing.end_see_as, name="customers_see_as_end"),
        path("customers/why/", viewing.why_page, name="customers_why"),
        path("customers/conversion/", report.conversion, name="customers_conversion"),
        path("customers/invite/<int:pk>/", views.invite, name="customers_invite"),
    ]


@hooks.register("construct_homepage_panels", order=200)
def fill_home(request: HttpRequest, panels: list[Any]) -> None:
    """Show sales what needs them soon; after the desk has cleared the page for itself."""
    if may(request.user, READ):
        panels.append(EndingsPanel())
