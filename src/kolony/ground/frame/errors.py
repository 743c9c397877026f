"""What the frame refuses."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotThere


class NoSuchView(NotThere):
    """The saved view is gone, or belongs to somebody else: the two look the same."""

    code = "E-FRAME-404"


class ViewNameTaken(Conflict):
    """The reader already has a view of this name on this page."""

    code = "E-FRAME-409"
    at = "name"


class ViewNotSaved(KolonyError):
    """A name is missing, or the filters are too long to keep."""

    code = "E-FRAME-422"
    at = "name"
    status = 422
