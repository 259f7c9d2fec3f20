"""The addresses of the house. A room that has pages is found by its own `urls`."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as desk_urls

from wireroom.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("desk/", include(desk_urls)),
    path("", include("wireroom.terminal.urls")),
    path("", include("wireroom.delivery.alerts.urls")),
    path("", include("wireroom.public.urls")),
]
