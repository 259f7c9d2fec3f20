"""The addresses of the desk's own pages, below Wagtail's."""

from __future__ import annotations

from django.urls import path

from wireroom.desk import views

app_name = "desk"

urlpatterns = [
    path("board/", views.board, name="board"),
    path("flash/", views.flash, name="flash"),
    path("story/<int:pk>/correct/", views.correct, name="correct"),
    path("story/<int:pk>/hold/", views.hold, name="hold"),
    path("story/<int:pk>/lift/", views.lift, name="lift"),
    path("story/<int:pk>/kill/", views.kill, name="kill"),
    path("story/<int:pk>/embargo/", views.embargo, name="embargo"),
]
