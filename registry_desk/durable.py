"""Finished files appear whole or not at all: part file, checked, synced, renamed.

Source: COMPLAINTS, "It crashed while saving and the PDF has 0 bytes".
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from registry_desk.errors import RefusedError, UnavailableError

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR)


class DiskFull(UnavailableError):
    """There is no room left for a finished file; nothing half is kept."""

    code = "disk_full"


class FolderClosed(RefusedError):
    """The folder is not there, or the person may not write into it."""

    code = "folder_closed"


@contextmanager
def part_file(target: Path) -> Iterator[Path]:
    """Give a path to write to, which becomes ``target`` when the block ends well.

    The caller checks what was written before leaving the block. Whatever goes wrong, ``target``
    stays as it was and the part is removed.

    Raises:
        DiskFull: no room; also from inside the block.
        FolderClosed: the folder may not be written.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        with suppress(FileNotFoundError):
            part.unlink()
        yield part
        _sync(part)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        _remove(part)
        if error.errno in _FULL:
            raise DiskFull(folder=str(target.parent)) from error
        if error.errno in _CLOSED:
            raise FolderClosed(folder=str(target.parent)) from error
        raise
    except BaseException:
        _remove(part)
        raise


def discard_part(target: Path) -> None:
    """Remove what a process that was killed left beside ``target``."""
    _remove(target.with_name(f"{target.name}.part"))


def sha256_of(file: Path) -> str:
    """Give a file's SHA-256 as hexadecimal, read in pieces."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink()
