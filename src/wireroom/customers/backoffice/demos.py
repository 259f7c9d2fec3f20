"""The pipeline of demos."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods
from wagtail.admin.ui.tables import Column

from wireroom.customers.backoffice.asking import ConvertDemoForm, ExtendDemoForm, RefuseDemoForm
from wireroom.customers.backoffice.columns import country, moment, plain, spell
from wireroom.customers.backoffice.deciding import ask
from wireroom.customers.backoffice.filters import DemoFilters
from wireroom.customers.backoffice.history import events_of
from wireroom.customers.backoffice.listing import (
    CustomersViewSet,
    QuickIndexView,
    RecordInspectView,
    inspect_url,
)
from wireroom.customers.backoffice.rights_of_staff import MANAGE, only_with
from wireroom.customers.demos.countries import country_name
from wireroom.customers.models import DemoRequest, Stage
from wireroom.customers.services import demos


class DemoIndexView(QuickIndexView):
    """The list, with the states and how many are in each above it."""

    template_name = "customers/demos.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Count by state, in one query."""
        rows = DemoRequest.objects.order_by().values_list("state")
        counted = dict(rows.annotate(number=Count("pk")))
        chosen = self.request.GET.get("state", "")
        stages = [
            {"value": value, "label": label, "number": counted.get(value, 0),
             "chosen": value == chosen}
            for value, label in Stage.choices
        ]  # fmt: skip
        context = super().get_context_data(**kwargs)
        return {**context, "stages": stages, "every": sum(counted.values()), "chosen": chosen}


class DemoInspectView(RecordInspectView):
    """One request: what was typed, and the way it went."""

    template_name = "customers/demo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the way, and the events of this request."""
        added = {"way": self._way(), "events": events_of(f"demo:{self.object.reference}")}
        return {**super().get_context_data(**kwargs), **added}

    def _way(self) -> list[tuple[str, datetime]]:
        demo = self.object
        steps = (
            ("Requested", demo.requested_at), ("Proven", demo.proven_at),
            ("Active", demo.activated_at), ("Converted", demo.converted_at),
            ("Refused", demo.refused_at),
            ("Ended" if demo.state == Stage.EXPIRED else "Ends", self._end()),
        )  # fmt: skip
        return [(label, at) for label, at in steps if at]

    def _end(self) -> datetime | None:
        """Give the end of a demo that was neither converted nor refused before."""
        demo = self.object
        return demo.ends_at if demo.state in {Stage.ACTIVE, Stage.EXPIRED} else None

    def get_products_display_value(self) -> str:
        """Name what they are interested in."""
        return ", ".join(str(product) for product in self.object.products.all()) or "not said"

    def get_country_display_value(self) -> str:
        """Name the country."""
        return country_name(self.object.country)

    def acts(self) -> list[tuple[str, str]]:
        """Offer what the state allows."""
        demo, found = self.object, []
        if demo.company_id:
            found.append(("Show the company", inspect_url(demo.company)))
        if not self.manages:
            return found
        if demo.state in {Stage.ACTIVE, Stage.EXPIRED}:
            found.append(("Convert to paid", reverse("demorequest:convert", args=[demo.pk])))
            found.append(("Extend", reverse("demorequest:extend", args=[demo.pk])))
        if demo.state in {Stage.REQUESTED, Stage.PROVEN, Stage.ACTIVE}:
            found.append(("Refuse", reverse("demorequest:refuse", args=[demo.pk])))
        return found


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a demo run longer."""
    return _decide(request, pk, ExtendDemoForm, _extend, "Extend the demo")


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Refuse a request, or end its demo."""
    return _decide(request, pk, RefuseDemoForm, _refuse, "Refuse the demo")


@require_http_methods(["GET", "POST"])
@only_with(MANAGE)
def convert(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a demo into paid subscriptions."""
    return _decide(request, pk, ConvertDemoForm, _convert, "Convert to paid")


def _extend(**facts: Any) -> str:
    demo = demos.extend_demo(**facts)
    return f"Extended to {spell(demo.ends_at)}: {demo}." if demo.ends_at else f"Extended: {demo}."


def _refuse(**facts: Any) -> str:
    return f"Refused: {demos.refuse_demo(**facts)}."


def _convert(*, products: Any, sold_by: Any, **facts: Any) -> str:
    ids = [product.pk for product in products]
    demo = demos.convert_demo(product_ids=ids, sold_by_id=sold_by and sold_by.pk, **facts)
    return f"Converted to paid ({', '.join(map(str, products))}): {demo}."


def _decide(request: HttpRequest, pk: int, form_class: Any, act: Any, title: str) -> HttpResponse:
    demo = get_object_or_404(DemoRequest, pk=pk)
    usual = {"products": demo.products.all(), "sold_by": request.user.pk}
    page = inspect_url(demo)
    return ask(
        request,
        form_class(request.POST or None, initial=usual),
        lambda **facts: (act(request_id=pk, **facts), page),
        title=title,
        subtitle=str(demo),
        button=title,
        back=page,
    )


def _name(demo: DemoRequest) -> str:
    return f"{demo.first_name} {demo.last_name}"


class DemoViewSet(CustomersViewSet):
    """Demo requests."""

    model = DemoRequest
    icon = "view"
    index_view_class = DemoIndexView
    inspect_view_class = DemoInspectView
    ordering = "-requested_at"
    list_display = (
        "company_name", Column("who", label="Who", accessor=_name),
        plain("get_state_display", "State"), plain("email", "E-mail"), country(),
        moment("requested_at", "Requested"), moment("ends_at", "Ends"),
    )  # fmt: skip
    filterset_class = DemoFilters
    search_fields = ("email", "company_name", "first_name", "last_name", "reference")
    list_export = (
        "reference", "state", "first_name", "last_name", "company_name", "job_title", "email",
        "phone", "country", "requested_at", "proven_at", "activated_at", "ends_at",
        "converted_at", "refused_at", "refused_why", "decided_by",
    )  # fmt: skip
    inspect_view_fields = (
        "reference", "state", "first_name", "last_name", "company_name", "job_title", "email",
        "phone", "country", "products", "message", "terms", "address", "network", "refused_why",
        "decided_by", "person", "company",
    )  # fmt: skip

    def get_urlpatterns(self) -> list[Any]:
        """Add the three decisions."""
        return [
            *super().get_urlpatterns(),
            path("extend/<int:pk>/", extend, name="extend"),
            path("convert/<int:pk>/", convert, name="convert"),
            path("refuse/<int:pk>/", refuse, name="refuse"),
        ]
