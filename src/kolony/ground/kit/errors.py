"""Errors as codes with values. The words, in both languages, are added where people read them."""

from collections.abc import Mapping
from typing import Any


class KolonyError(Exception):
    """Something the reader can act on: a stable code, and the values its sentence needs.

    Rooms derive one class per refusal and set `code` ("E-DISC-404") and `status` (the HTTP status at the edge).
    """

    code = "E-KOL-400"
    status = 400
    at: str = ""
    """The field of a form that the refusal is about, if it is about one."""

    def __init__(self, **values: Any) -> None:
        self.values: Mapping[str, Any] = values
        super().__init__(f"{self.code} {values}" if values else self.code)


class NotAllowed(KolonyError):
    """The actor may not do this; says which action was asked for and who may."""

    code = "E-GUARD-403"
    status = 403


class NotThere(KolonyError):
    """No such thing, or none that this reader may know of: the two look the same on purpose."""

    code = "E-KOL-404"
    status = 404


class Conflict(KolonyError):
    """Somebody else was faster; the newer state is shown beside what was typed."""

    code = "E-KOL-409"
    status = 409
