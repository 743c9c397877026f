from django.urls import path

from kolony.fronts.desk.people_list import views

urlpatterns = [
    path("", views.people, name="people"),
    path("export", views.export, name="people-export"),
]
