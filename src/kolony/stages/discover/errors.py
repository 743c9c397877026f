"""What can be refused in this room."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotThere


class NoSuchCandidate(NotThere):
    """Nobody with this id stands in this run."""

    code = "E-DISC-404"


class NothingLoaded(KolonyError):
    """A run was asked for while no events are loaded."""

    code = "E-DISC-410"
    status = 409


class ReasonMissing(KolonyError):
    """A dismissal says why."""

    code = "E-DISC-422"
    at = "reason"
    status = 422


class AlreadyDecided(Conflict):
    """Somebody else has just nominated or dismissed this member."""

    code = "E-DISC-409"


class CannotUndo(Conflict):
    """The decision cannot be taken back any more: the person has since been worked with, or it was undone before."""

    code = "E-DISC-423"


class NoMailServer(KolonyError):
    """A letter was asked for, but nobody could deliver it."""

    code = "E-DISC-503"
    status = 409
