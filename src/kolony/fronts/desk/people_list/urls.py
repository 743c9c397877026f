"""Addresses of the list of people."""

from django.urls import path

from kolony.fronts.desk.people_list import placed, several, views, vocabulary

urlpatterns = [
    path("", views.people, name="people"),
    path("placed", placed.placed, name="people-placed"),
    path("types", vocabulary.vocabulary, name="people-types"),
    path("export", views.export, name="people-export"),
    path("several", several.change, name="people-several"),
    path("several/undo", several.undo, name="people-several-undo"),
]
