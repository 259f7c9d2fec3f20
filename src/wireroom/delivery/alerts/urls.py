"""Addresses of alerts."""

from __future__ import annotations

from django.urls import path

from wireroom.delivery.alerts import views

urlpatterns = [
    path("alerts/unsubscribe/<str:token>/", views.unsubscribe, name="alerts-unsubscribe"),
]
