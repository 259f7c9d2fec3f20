"""Preferences: the time zone, the hours of the digest, the webhook."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from msgspec import Struct

from wireroom.customers.policy import Reader
from wireroom.kernel.errors import WireroomError
from wireroom.terminal.access import for_readers, person_id
from wireroom.terminal.personal import channels
from wireroom.terminal.personal.trying import try_webhook
from wireroom.terminal.personal.views.frame import page

_HOURS = [str(hour) for hour in range(24)]


class Hour(Struct, frozen=True):
    """An hour of the day, and whether a digest goes out then."""

    number: int
    chosen: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def preferences(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Show the preferences; a POST changes time zone and hours."""
    if request.method != "POST":
        return _show(request)
    hours = {int(hour) for hour in request.POST.getlist("hours") if hour in _HOURS}
    try:
        zone = request.POST.get("time_zone", "")
        channels.set_preferences(person_id(request), zone, hours, now)
    except WireroomError as error:
        return _show(request, 400, errors=[error.detail])
    messages.success(request, gettext("Saved."))
    return redirect("terminal-preferences")


@require_POST
@for_readers
def webhook(request: HttpRequest, _reader: Reader, now: datetime) -> HttpResponse:
    """Set the address, whose secret is shown in this answer alone; `remove` or `test` it."""
    who, url = person_id(request), request.POST.get("url", "").strip()
    if "test" in request.POST:
        return _show(request, test=try_webhook(who, now))
    if "remove" in request.POST or not url:
        channels.remove_webhook(who, now)
        return redirect("terminal-preferences")
    try:
        return _show(request, secret=channels.set_webhook(who, url, now))
    except WireroomError as error:
        return _show(request, 400, webhook_error=error.detail, webhook_url=url)


def zones() -> list[str]:
    """Give the time zones that have a place in their name, and UTC."""
    places = (zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc"))
    return ["UTC", *sorted(places)]


def _show(request: HttpRequest, status: int = 200, /, **facts: Any) -> HttpResponse:
    kept = channels.channels_of(person_id(request))
    shown = {
        "zones": zones(),
        "time_zone": kept.time_zone,
        "is_set": kept.is_set,
        "hours": [Hour(int(hour), int(hour) in kept.digest_hours) for hour in _HOURS],
        "webhook_url": kept.webhook_url,
        "webhook_trouble": kept.webhook_trouble,
    }
    return page(request, "preferences", status, **shown | facts)
