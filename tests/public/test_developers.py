"""The page for developers shows every call, and nothing that is none."""

from __future__ import annotations

import json
from html import unescape
from typing import Any

import pytest
from django.test import Client

from wireroom.delivery.api.openapi import operations
from wireroom.delivery.api.urls import spelled
from wireroom.public.developers import _marked, groups

pytestmark = pytest.mark.django_db


def test_every_call_of_the_document_is_on_the_page_with_its_examples(settings: Any) -> None:
    settings.WIREROOM_SITE_URL = "https://wire.example"
    answer = Client().get("/developers/")
    assert answer.status_code == 200
    text = unescape(answer.content.decode())
    names = {operation["operationId"] for _, operation in operations(json.loads(spelled()))}
    calls = [call for group in groups("https://wire.example/api/v1") for call in group.calls]
    assert {call.name for call in calls} == names
    for call in calls:
        for example in (call.example.curl, call.example.python, call.example.javascript):
            assert example in text
            assert "https://wire.example/api/v1/" in example


def test_what_the_document_says_is_shown_as_text() -> None:
    assert _marked("a `<b>` <i>") == "a <code>&lt;b&gt;</code> &lt;i&gt;"


def test_it_needs_no_session_and_sets_no_cookie() -> None:
    answer = Client().get("/developers/")
    assert not answer.cookies
    assert "public" in answer["Cache-Control"]
