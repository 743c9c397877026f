"""What can be refused in this room."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotThere


class NoSuchSet(NotThere):
    """No seed set, step or segment of this name or number."""

    code = "E-SEED-404"


class NothingToChooseFrom(KolonyError):
    """No events, or no list of candidates yet."""

    code = "E-SEED-410"
    status = 409


class NotDoneYet(KolonyError):
    """A set that is still being chosen, or could not be chosen, has no result to keep or to hand out."""

    code = "E-SEED-411"
    status = 409


class NameTaken(KolonyError):
    """Another saved set or segment of this community has the name."""

    code = "E-SEED-422"
    at = "name"
    status = 422


class NobodyToReach(KolonyError):
    """The audience is empty, or nobody in it ever reacted to anybody."""

    code = "E-SEED-423"
    status = 422


class TooFewOfGroup(KolonyError):
    """A set must hold so many of a group, and fewer of it may be chosen."""

    code = "E-SEED-424"
    status = 422


class LeastTooDear(KolonyError):
    """The budget does not pay for those who must be in and the least asked of a group."""

    code = "E-SEED-425"
    status = 422


class SetMoved(Conflict):
    """Somebody else saved this set or segment meanwhile."""

    code = "E-SEED-409"
