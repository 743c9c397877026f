"""What the dossier refuses."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotThere


class NoSuchPerson(NotThere):
    """No such person."""

    code = "E-PEOPLE-404"


class PersonMoved(Conflict):
    """Somebody saved this dossier while it was being edited. Values: the version there is now."""

    code = "E-PEOPLE-409"


class ChangeOvertaken(Conflict):
    """The field was changed again since; taking the older change back would lose the newer one."""

    code = "E-PEOPLE-410"


class ReasonMissing(KolonyError):
    """This needs a reason."""

    code = "E-PEOPLE-422"
    at = "reason"
    status = 422


class FieldRefused(KolonyError):
    """A field cannot hold this value."""

    code = "E-PEOPLE-423"
    status = 422

    @property
    def at(self) -> str:
        return self.values["field"]


class TypeNameTaken(KolonyError):
    """A business type is called so already. Values: `name`."""

    code = "E-PEOPLE-425"
    status = 409


class TypeInUse(KolonyError):
    """Dossiers carry this business type. Values: `name`."""

    code = "E-PEOPLE-426"
    status = 409


class TooManyLooks(KolonyError):
    """So many restricted values an hour is not looking up, it is copying out."""

    code = "E-PEOPLE-429"
    status = 429


class CannotMerge(KolonyError):
    """A person cannot be merged into themselves, into somebody who was merged away, or after erasure."""

    code = "E-PEOPLE-424"
    at = "other"
    status = 422


class PersonErased(KolonyError):
    """This person's data was erased on request; nothing can be added."""

    code = "E-PEOPLE-451"
    status = 410
