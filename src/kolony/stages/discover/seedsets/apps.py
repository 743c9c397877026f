"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class SeedSetsConfig(AppConfig):
    name = "kolony.stages.discover.seedsets"
    label = "seedsets"
    verbose_name = _("Seed sets")

    def ready(self) -> None:
        import_string("kolony.stages.discover.seedsets.registration.register")()
