"""What the desk refuses by itself, before any room is asked."""

from kolony.ground.kit.errors import KolonyError


class FieldUnread(KolonyError):
    """What was typed into a field cannot be what the field is for."""

    code = "E-DESK-422"
    status = 422
