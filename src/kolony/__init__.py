"""Kolony (科罗尼): find, win, grow, run, care for, govern and keep your KOLs and KOCs."""

__version__ = "0.1.0"
