"""The tray's folder: where images and files lie, and who works on them.

Images lie below the folder as ``batches/<id>/captured`` (never rewritten), ``batches/<id>/cleaned``
and ``documents/<id>``. Everything is private to this user.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from registry_desk.durable import FolderClosed
from registry_desk.errors import RefusedError
from registry_desk.journey.store import TrayFull
from registry_desk.locking import locked_now

_ASK_AGAIN_S = 0.1
_FULL = (errno.ENOSPC, errno.EDQUOT)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST)


class DocumentHeld(RefusedError):
    """Another process works on this document right now."""

    code = "document_held"


class Spool:
    """One private folder, shared by the processes of one desk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with _writing_into(folder):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            folder.chmod(0o700)

    def captured_dir(self, batch_id: UUID) -> Path:
        """Give the folder of a batch's captured images."""
        return self._dir("batches", str(batch_id), "captured")

    def cleaned_dir(self, batch_id: UUID) -> Path:
        """Give the folder of a batch's cleaned pages."""
        return self._dir("batches", str(batch_id), "cleaned")

    def document_dir(self, document_id: UUID) -> Path:
        """Give the folder of a document's or reply's files."""
        return self._dir("documents", str(document_id))

    def path(self, file: str) -> Path:
        """Give the place of a file as a record names it."""
        return self.folder / file

    def name(self, path: Path) -> str:
        """Give a file's name as records keep it."""
        return str(path.relative_to(self.folder))

    @contextmanager
    def holding(self, work_id: UUID, *, patience_s: float = 0) -> Iterator[None]:
        """Hold a document, reply or batch alone; the kernel lets go when the process dies.

        Args:
            work_id: what is worked on.
            patience_s: how long another process or thread is waited for.

        Raises:
            DocumentHeld: another process or thread holds it still.
        """
        until = time.monotonic() + patience_s
        descriptor = self._lock_file(work_id)
        try:
            while not locked_now(descriptor):
                if time.monotonic() >= until:
                    raise DocumentHeld
                time.sleep(_ASK_AGAIN_S)
            yield
        finally:
            os.close(descriptor)

    def _lock_file(self, work_id: UUID) -> int:
        place = self._dir("locks") / str(work_id)
        with _writing_into(self.folder):
            return os.open(place, os.O_RDWR | os.O_CREAT, 0o600)

    def _dir(self, *parts: str) -> Path:
        place = self.folder.joinpath(*parts)
        with _writing_into(self.folder):
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
        return place


@contextmanager
def _writing_into(folder: Path) -> Iterator[None]:
    """Turn what the system says of a folder into words.

    Raises:
        TrayFull: no room for a folder or file.
        FolderClosed: this user may not write there.
    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise TrayFull(folder=str(folder)) from error
        if error.errno in _CLOSED:
            raise FolderClosed(folder=str(folder)) from error
        raise
