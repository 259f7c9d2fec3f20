"""Addresses of the agency's site."""

from __future__ import annotations

from django.urls import path

from wireroom.public import views

urlpatterns = [
    path("", views.home, name="home"),
    path("story/<uuid:short>/", views.story, name="story"),
    path("interviews/", views.interviews, name="interviews"),
    path("press-releases/", views.press_releases, name="press-releases"),
    path("products/", views.products, name="products"),
    path("about/", views.about, name="about"),
    path("contacts/", views.contacts, name="contacts"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
]
