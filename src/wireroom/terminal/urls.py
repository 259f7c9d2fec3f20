"""Addresses of the terminal and of signing in."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from wireroom.terminal import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="login"), name="logout"),
    path("terminal/", views.terminal, name="terminal"),
    path("terminal/ticket/", views.ticket, name="terminal-ticket"),
    path("terminal/story/<str:short>/", views.story, name="terminal-story"),
]
