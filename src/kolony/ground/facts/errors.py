"""Refusals of this room. Each has a stable code; the sentences are in `refusals`."""

from kolony.ground.kit.errors import Conflict, KolonyError, NotThere


class NoSuchLoad(NotThere):
    code = "E-FACT-404"


class NoSuchSource(NotThere):
    code = "E-FACT-405"


class LoadMoved(Conflict):
    """Somebody, or the job, moved this load on; `state` is where it stands now."""

    code = "E-FACT-409"


class FileSeenBefore(Conflict):
    """The very same bytes are already here: values `name`, `load_id`, `state`."""

    code = "E-FACT-201"


class UploadTooLarge(KolonyError):
    code = "E-FACT-202"
    status = 413


class ArchiveUnreadable(KolonyError):
    code = "E-FACT-203"


class ArchiveUnsafe(KolonyError):
    """A name in the archive leads outside its folder, is a link, or is encrypted."""

    code = "E-FACT-204"


class ArchiveBomb(KolonyError):
    """The archive unpacks to more than we accept, or packs suspiciously tight."""

    code = "E-FACT-205"
    status = 413


class OutsideImportFolder(KolonyError):
    code = "E-FACT-206"


class NothingToRead(KolonyError):
    code = "E-FACT-207"


class MappingIncomplete(KolonyError):
    """Columns without which there is no event: values `columns`."""

    code = "E-FACT-208"


class MappingDoubled(KolonyError):
    code = "E-FACT-209"


class FileMappingIncomplete(MappingIncomplete):
    """The same for one of several files: values `file`, `columns`."""

    code = "E-FACT-221"


class FileMappingDoubled(MappingDoubled):
    code = "E-FACT-222"


class NoFileOfEvents(KolonyError):
    """Of several files none is mapped as events."""

    code = "E-FACT-223"


class NamesInEvents(KolonyError):
    """A file of events cannot say who is who too: values `file`."""

    code = "E-FACT-224"


class NoRoom(KolonyError):
    """The disk is full, or the account's share of it."""

    code = "E-FACT-220"


class SheetUnknown(KolonyError):
    """The workbook has no sheet of this name."""

    code = "E-FACT-219"


class EncodingUnknown(KolonyError):
    code = "E-FACT-210"


class LoadInterrupted(KolonyError):
    """The worker was killed while loading; nothing of the load was kept."""

    code = "E-FACT-211"


class SourceNameTaken(KolonyError):
    code = "E-FACT-212"


class ReasonMissing(KolonyError):
    code = "E-FACT-213"
    at = "reason"


class RecognitionUnreadable(KolonyError):
    """Neither a preset nor weights: values `given`. Kept as it stands, it would fail every run."""

    code = "E-FACT-214"


class StoreBusy(Conflict):
    """Another load or undo holds the store."""

    code = "E-FACT-216"


class RunMoved(Conflict):
    code = "E-FACT-218"
