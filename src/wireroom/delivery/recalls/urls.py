"""Addresses of recalls, for those who got a letter."""

from __future__ import annotations

from django.urls import path

from wireroom.delivery.recalls import views

urlpatterns = [
    path("recalls/acknowledge/<str:secret>/", views.acknowledge, name="recall-acknowledge"),
]
