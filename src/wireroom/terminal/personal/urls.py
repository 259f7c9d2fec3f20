"""Addresses of a reader's own things, below `/terminal/`."""

from __future__ import annotations

from django.urls import path

from wireroom.terminal.personal.views import alerts, columns, editor, preferences, shelf, topics

urlpatterns = [
    path("terminal/topics/", topics.topics, name="terminal-topics"),
    path("terminal/topics/new/", editor.new, name="terminal-topic-new"),
    path("terminal/topics/check/", editor.check, name="terminal-topic-check"),
    path("terminal/topics/starters/", topics.take_starters, name="terminal-topic-starters"),
    path("terminal/topics/order/", topics.order, name="terminal-topic-order"),
    path("terminal/topics/undo/", topics.undo, name="terminal-topic-undo"),
    path("terminal/topics/<int:pk>/", editor.edit, name="terminal-topic"),
    path("terminal/topics/<int:pk>/mute/", topics.mute, name="terminal-topic-mute"),
    path("terminal/topics/<int:pk>/delete/", topics.delete, name="terminal-topic-delete"),
    path("terminal/columns/", columns.columns, name="terminal-columns"),
    path("terminal/alerts/", alerts.alerts, name="terminal-alerts"),
    path("terminal/alerts/new/", alerts.new, name="terminal-alerts-new"),
    path("terminal/alerts/seen/", alerts.seen, name="terminal-alerts-seen"),
    path("terminal/alerts/mute-story/", alerts.mute_story, name="terminal-alerts-mute-story"),
    path("terminal/bookmarks/", shelf.bookmarks, name="terminal-bookmarks"),
    path("terminal/bookmarks/<int:pk>/", shelf.bookmark, name="terminal-bookmark"),
    path(
        "terminal/bookmarks/story/<str:short>/",
        shelf.bookmark_story,
        name="terminal-bookmark-story",
    ),
    path("terminal/recent/", shelf.recent, name="terminal-recent"),
    path("terminal/recent/<str:short>/", shelf.recent_story, name="terminal-recent-story"),
    path("terminal/preferences/", preferences.preferences, name="terminal-preferences"),
    path("terminal/preferences/webhook/", preferences.webhook, name="terminal-webhook"),
    path("terminal/personal/unread/", alerts.unread, name="terminal-personal-unread"),
    path("terminal/personal/state/", shelf.state, name="terminal-personal-state"),
]
