"""Addresses of the terminal."""

from __future__ import annotations

from django.urls import path

from wireroom.terminal import views
from wireroom.terminal.personal.urls import urlpatterns as personal_urls

urlpatterns = [
    path("terminal/", views.terminal, name="terminal"),
    path("terminal/search/", views.results, name="terminal-results"),
    path("terminal/facets/", views.facets, name="terminal-facets"),
    path("terminal/complete/", views.completion, name="terminal-complete"),
    path("terminal/build/", views.builder, name="terminal-build"),
    path("terminal/compose/", views.composition, name="terminal-compose"),
    path("terminal/export.csv", views.export, name="terminal-export"),
    path("terminal/live/", views.live, name="terminal-live"),
    path("terminal/ticket/", views.ticket, name="terminal-ticket"),
    path("terminal/story/<str:short>/", views.story, name="terminal-story"),
    path("terminal/story/<str:short>/like/", views.alike, name="terminal-alike"),
    *personal_urls,
]
