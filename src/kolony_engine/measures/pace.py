"""The community's own pace: how long a window must be to see somebody, and how fast the past fades."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Window and half-life in days, and the history they were read from. Stated beside every score."""

    window_days: float
    half_life_days: float
    span_days: float
