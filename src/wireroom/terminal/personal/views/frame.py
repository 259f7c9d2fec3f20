"""What every personal page shows around itself."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wireroom.delivery.places import present_place
from wireroom.terminal.words import words


def page(request: HttpRequest, template: str, status: int = 200, /, **facts: Any) -> HttpResponse:
    """Render a personal page with the place from which its stream goes on.

    Call `present_place` yourself and give it as `cursor` when the page shows live lines.
    """
    facts.setdefault("cursor", present_place())
    facts["words_json"] = json.dumps(words())
    return render(request, f"terminal/personal/{template}.html", facts, status=status)
