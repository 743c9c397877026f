"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class GuardConfig(AppConfig):
    name = "kolony.ground.guard"
    label = "guard"
    verbose_name = _("Guard")

    def ready(self) -> None:
        import_string("kolony.ground.guard.registration.register")()
