from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameConfig(AppConfig):
    name = "kolony.ground.frame"
    label = "frame"
    verbose_name = _("Frame")
