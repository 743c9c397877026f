"""What the desk refuses by itself, before any room is asked."""

from typing import Any

from kolony.ground.kit.errors import KolonyError


class FieldUnread(KolonyError):
    """What was typed into a field cannot be what the field is for. Values: `field` and `why` in the reader's words."""

    code = "E-DESK-422"
    status = 422

    def __init__(self, *, at: str, **values: Any) -> None:
        super().__init__(**values)
        self.at = at
