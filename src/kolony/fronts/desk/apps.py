"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "kolony.fronts.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        import_string("kolony.fronts.desk.registration.register")()
