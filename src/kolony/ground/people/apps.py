"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "kolony.ground.people"
    label = "people"
    verbose_name = _("People")

    def ready(self) -> None:
        import_string("kolony.ground.people.registration.register")()
