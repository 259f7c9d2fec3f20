"""The benchmark of the back office, small: its customers can be made and its screens answer."""

from __future__ import annotations

import pytest
from bench.backoffice import goals, people, report, screens
from bench.backoffice.plan import COMPLETE, Plan

from tests.factories.customers import StaffFactory

SMALL = Plan(companies=30, repetitions=1, peer_repetitions=1)


def _figures(plan, p95):
    one = {"p50": p95, "p95": p95, "first": p95, "cpu": p95, "kb": 10.0}
    found = {"made_s": 1.0, "ours": {"customer: list": one}, "theirs": {"customer: list": one}}
    return {"plan": plan, "machine": {"cores": 2}, "results": {"SQLite": found}}


@pytest.mark.parametrize(("p95", "met"), [(150.0, True), (250.0, False)])
def test_the_goal_is_held_against_the_slowest_screen(p95, met):
    (goal,) = goals.judge(_figures(COMPLETE, p95))
    assert goal.met is met
    assert "customer: list" in goal.measured


def test_a_smaller_run_has_no_goal():
    assert goals.judge(_figures(SMALL, 1.0)) == []


def test_the_report_names_the_peer_beside_us():
    text = report.text(_figures(SMALL, 10.0))
    assert "| customer: list | 10.0" in text
    assert "Wagtail p50" in text


@pytest.mark.django_db
def test_every_screen_answers(client, monkeypatch):
    people.make(SMALL)
    client.force_login(StaffFactory(is_superuser=True))
    for name, address in screens.ours().items():
        assert client.get(address).status_code == 200, name
