"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "kolony.ground.facts"
    label = "facts"
    verbose_name = _("Data & imports")

    def ready(self) -> None:
        import_string("kolony.ground.facts.registration.register")()
