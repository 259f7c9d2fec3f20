"""Secret addresses of feeds."""

from __future__ import annotations

from django.urls import path

from wireroom.delivery.fetching import views

urlpatterns = [
    path("feeds/private/<str:secret>.<slug:suffix>", views.private_feed, name="private-feed"),
]
