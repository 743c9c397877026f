"""Refusals of the engine: a stable code and the values its sentence needs; the words are added where people read."""

from typing import Any


class EngineError(Exception):
    """The engine cannot go on, and says why by a code (`E-READ-102`) and named values.

    >>> str(EngineError("E-READ-102", file="a.csv"))
    "E-READ-102 file='a.csv'"
    """

    def __init__(self, code: str, **values: Any) -> None:
        self.code = code
        self.values = values
        shown = " ".join(f"{key}={value!r}" for key, value in values.items())
        super().__init__(f"{code} {shown}".rstrip())
