from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscoverConfig(AppConfig):
    name = "kolony.stages.discover"
    label = "discover"
    verbose_name = _("Discover")
