"""Addresses under /desk/ that belong to no room in particular."""

from django.urls import path

from kolony.ground.frame import views

app_name = "frame"

urlpatterns = [
    path("style", views.style_page, name="style"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("shortcuts", views.shortcuts, name="shortcuts"),
]
