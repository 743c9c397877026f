"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class DiscoverConfig(AppConfig):
    name = "kolony.stages.discover"
    label = "discover"
    verbose_name = _("Discover")

    def ready(self) -> None:
        import_string("kolony.stages.discover.registration.register")()
