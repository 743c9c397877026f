"""Addresses under /desk/ that belong to no room in particular."""

from django.urls import path

from kolony.ground.frame import views

app_name = "frame"

urlpatterns = [
    path("style", views.style_page, name="style"),
    path("style/toast", views.style_toast, name="style-toast"),
    path("style/names", views.style_names, name="style-names"),
    path("style/error/<int:status>", views.style_error, name="style-error"),
    path("bell", views.bell, name="bell"),
    path("bell/dot", views.bell_dot, name="bell-dot"),
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("shortcuts", views.shortcuts, name="shortcuts"),
    path("views", views.save_view, name="view-save"),
    path("views/<uuid:view_id>/change", views.change_view, name="view-change"),
    path("views/<uuid:view_id>/delete", views.delete_view, name="view-delete"),
]
