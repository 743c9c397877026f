"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutsideConfig(AppConfig):
    name = "kolony.fronts.outside"
    label = "outside"
    verbose_name = _("Outside services")
