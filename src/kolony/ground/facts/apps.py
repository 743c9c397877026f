"""The room's entry in Django's register."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "kolony.ground.facts"
    label = "facts"
    verbose_name = _("Data & imports")
    default_auto_field = "django.db.models.BigAutoField"
