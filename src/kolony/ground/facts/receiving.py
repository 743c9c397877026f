"""Receiving an upload: the bytes go straight to KOLONY_HOME/uploads, hashed as they pass, never into memory.

handler = KeepOnDisk(request, limit=...)
request.upload_handlers = [handler]     # before anything reads request.POST
request.FILES.getlist("files")          # KeptUpload, each with `.kept`
"""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from kolony.ground.facts.errors import NoRoom, UploadTooLarge
from kolony.ground.facts.keeping import MEGABYTE, KeptFile, Limits, free_name
from kolony.ground.facts.room import room_needed
from kolony.ground.facts.rules import safe_name
from kolony.ground.kit.errors import KolonyError
from kolony.ground.kit.ids import new_id


def limits() -> Limits:
    """The documented limits of this installation, in bytes."""
    return Limits(
        upload=settings.KOLONY_UPLOAD_MAX_MB * MEGABYTE, unpacked=settings.KOLONY_UNPACKED_MAX_MB * MEGABYTE
    )  # fmt: skip


def new_folder() -> Path:
    """A fresh folder for one import, with a name made by us."""
    folder = settings.KOLONY_UPLOADS / str(new_id())
    folder.mkdir(parents=True)
    return folder


class KeptUpload(UploadedFile):
    """An uploaded file that already lies where it will be read."""

    def __init__(self, kept: KeptFile, content_type: str) -> None:
        super().__init__(file=None, name=kept.name, content_type=content_type, size=kept.size)
        self.kept = kept

    def close(self) -> None:
        """Nothing is open: the handler closed it."""


class KeepOnDisk(FileUploadHandler):
    """Writes each file of a form to one folder; over the limit it stops writing and remembers the refusal."""

    chunk_size = MEGABYTE

    def __init__(self, request: Any, *, limit: int) -> None:
        super().__init__(request)
        self.limit, self.received = limit, 0
        self.refusal: KolonyError | None = None
        self.folder: Path | None = None
        self._stream = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.folder = self.folder or new_folder()
        self._shown = safe_name(self.file_name or "")
        self._target = free_name(self.folder, self._shown)
        self._stream, self._digest, self._size = self._target.open("xb"), hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > self.limit:
            self._stop(UploadTooLarge(name=self._shown, limit_mb=self.limit // MEGABYTE))
        try:
            with room_needed():
                self._stream.write(raw_data)
        except NoRoom as full:
            self._stop(full)
        self._digest.update(raw_data)
        self._size += len(raw_data)

    def file_complete(self, file_size: int) -> KeptUpload:
        self._stream.close()
        kept = KeptFile(self._shown, self._target.name, self._size, self._digest.hexdigest())
        return KeptUpload(kept, self.content_type or "")

    def upload_interrupted(self) -> None:
        if self._stream is not None:
            self._stream.close()
            self._target.unlink(missing_ok=True)

    def _stop(self, refusal: KolonyError) -> None:
        self.refusal = refusal
        self.upload_interrupted()
        raise StopUpload(connection_reset=False)
