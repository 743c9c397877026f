"""What the guard refuses. The words are added at the edge."""

from kolony.ground.kit.errors import KolonyError, NotThere


class UndeclaredAction(LookupError):
    """Somebody asks for an action that no room declared: a mistake of ours, never of the reader."""


class UndeclaredKind(LookupError):
    """An audit kind nobody declared: a mistake of ours, never of the reader."""


class OutsideTransaction(RuntimeError):
    """An audit entry belongs into the transaction of the change it tells of."""


class LinkSpent(NotThere):
    """A one-time sign-in link that was used, has expired, or never was: the three look the same."""

    code = "E-GUARD-410"
    status = 410


class EmailTaken(KolonyError):
    """There is an account with this address already."""

    code = "E-GUARD-409"
    status = 409


class LastOwner(KolonyError):
    """Without an owner nobody could let anybody in any more."""

    code = "E-GUARD-423"
    status = 409


class NoSuchAccount(NotThere):
    """No account has this id."""

    code = "E-GUARD-404"


class UnknownRole(KolonyError):
    """No such role."""

    code = "E-GUARD-422"
    status = 422


class KeyMissing(KolonyError):
    """Something was sealed with a master key that is not in the key folder."""

    code = "E-GUARD-500"
    status = 500


class Unreadable(KolonyError):
    """A sealed value was changed, or belongs to another place: it does not open."""

    code = "E-GUARD-501"
    status = 500
