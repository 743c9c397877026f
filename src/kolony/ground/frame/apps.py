"""The frame: what every page of the house is made of. It knows Django and no KOL word."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "kolony.ground.frame"
    label = "frame"
    verbose_name = "Frame"
