"""How demos become customers: numbers, chart, table, export."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from tests.factories.customers import DemoRequestFactory
from tests.support.backoffice import is_refused
from wireroom.customers.models import AccessEvent, Stage
from wireroom.kernel.clock import utc_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def demos():
    now = utc_now()
    DemoRequestFactory(requested_at=now, state=Stage.REQUESTED)
    DemoRequestFactory(
        requested_at=now - timedelta(days=9), proven_at=now - timedelta(days=9),
        activated_at=now - timedelta(days=9), converted_at=now, state=Stage.CONVERTED,
    )  # fmt: skip


def test_the_report_has_numbers_a_chart_and_the_same_in_a_table(sales, support, demos):
    for client in (sales, support):
        page = client.get(reverse("customers_conversion")).content.decode()
        assert "50 %" in page
        assert "9 days" in page
        start = page.index('<svg class="cust-chart"')
        end = page.index("</svg>", start) + len("</svg>")
        chart = ET.fromstring(page[start:end])  # noqa: S314 - our own page
        assert chart.get("role") == "img"
        assert [child.tag for child in chart][:2] == ["title", "desc"]
        assert page.index("<table", end) > 0


def test_nothing_asked_for_is_said_in_words(sales):
    page = sales.get(reverse("customers_conversion")).content.decode()
    assert "Nobody asked for a demo in that time." in page
    assert '<svg class="cust-chart"' not in page


def test_a_period_narrows_it(sales, demos):
    asked = {"since": "2020-01-01", "until": "2020-12-31"}
    page = sales.get(reverse("customers_conversion"), asked).content.decode()
    assert "Nobody asked for a demo" in page


def test_the_months_are_exported_on_record(sales, demos):
    answer = sales.get(reverse("customers_conversion"), {"export": "csv"})
    lines = answer.content.decode().splitlines()
    assert lines[0] == "month,requested,proven,converted"
    assert sum(int(line.split(",")[1]) for line in lines[1:]) == 2
    assert AccessEvent.objects.get(what="list:exported").subject == "conversion"


def test_editors_do_not_see_it(editor, demos):
    assert is_refused(editor.get(reverse("customers_conversion"), {"export": "csv"}))
