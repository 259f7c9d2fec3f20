"""Addresses of feeds by mail."""

from __future__ import annotations

from django.urls import path

from wireroom.delivery.sending import views

urlpatterns = [
    path("feeds/unsubscribe/<str:token>/", views.unsubscribe, name="feeds-unsubscribe"),
]
