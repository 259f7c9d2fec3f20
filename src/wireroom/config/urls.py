"""The addresses of the house. A room that has pages is found by its own `urls`."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk_urls

from wireroom.account.signing_in.throttling import too_many
from wireroom.config import doors
from wireroom.config.health import healthz

handler429 = too_many

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("desk/login/", doors.enter),
    path("desk/logout/", doors.leave),
    path("desk/", include(desk_urls)),
    path("api/", include("wireroom.delivery.api.urls")),
    path("", include("wireroom.account.urls")),
    path("", include("wireroom.terminal.urls")),
    path("", include("wireroom.delivery.alerts.urls")),
    path("", include("wireroom.delivery.recalls.urls")),
    path("", include("wireroom.delivery.fetching.urls")),
    path("", include("wireroom.delivery.sending.urls")),
    path("", include("wireroom.public.urls")),
]
