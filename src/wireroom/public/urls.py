"""Addresses of the agency's site."""

from __future__ import annotations

from django.urls import path

from wireroom.public import developers, feeds, views
from wireroom.public.demo import views as demo

urlpatterns = [
    path("", views.home, name="home"),
    path("story/<uuid:short>/", views.story, name="story"),
    path("interviews/", views.interviews, name="interviews"),
    path("press-releases/", views.press_releases, name="press-releases"),
    path("feeds/<slug:section>.<slug:suffix>", feeds.feed, name="public-feed"),
    path("products/", views.products, name="products"),
    path("products/<slug:code>/", views.product, name="product"),
    path("about/", views.about, name="about"),
    path("contacts/", views.contacts, name="contacts"),
    path("developers/", developers.developers, name="developers"),
    path("subscribe/", demo.subscribe, name="subscribe"),
    path("subscribe/sent/", demo.sent, name="demo-sent"),
    path("subscribe/digits/<slug:key>.png", demo.picture, name="demo-picture"),
    path("subscribe/digits/<slug:key>.wav", demo.sound, name="demo-sound"),
    path("subscribe/proof/<str:secret>/", demo.proof, name="demo-proof"),
    path("terms/", demo.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
    path("robots.txt", views.robots, name="robots"),
]
