"""The store of files, each under its SHA-256: what is there is whole and never changes.

Two kinds have one face: a folder (:class:`Folder`) and a bucket of an S3 service
(:mod:`registry_desk.server.files.bucket`); which one is a setting.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from registry_desk.wire.errors import StoreFull, UploadDamaged

_PIECE = 2**20


class Store(Protocol):
    """Where files are kept."""

    def take(self, part: Path, sha256: str) -> None:
        """Keep a file whose hash was checked, durable before this returns; twice changes nothing.

        Raises:
            StoreFull: there is no room.
            StoreAway: the store does not answer now; nothing is kept.
        """

    def file_of(self, sha256: str) -> Path:
        """Give a kept file as one on this machine's disk.

        Raises:
            StoreAway: the store does not answer now.
        """

    def hashes(self) -> Iterator[str]:
        """Give the SHA-256 of everything that is kept."""

    def is_there(self) -> bool:
        """Tell whether the store answers."""


def place_of(store: Store, sha256: str) -> Path:
    """Give a kept file as one on this machine's disk; raises as :meth:`Store.file_of` does."""
    return store.file_of(sha256)


def keep(store: Store, part: Path, sha256: str, *, found: str | None = None) -> None:
    """Bring a finished part file into the store, durable before this returns.

    The part file itself stays, so that a server killed here goes on from it.

    Args:
        store: where to.
        part: the file.
        sha256: what it must be.
        found: what it is, where every byte was hashed as it was written; None: it is read.

    Raises:
        UploadDamaged: its content has another hash; the part file is removed.
        StoreFull: the disk is full.
        StoreAway: the store does not answer now.
    """
    with part.open("rb") as source:
        found = found or hashlib.file_digest(source, "sha256").hexdigest()
        os.fsync(source.fileno())
    if found != sha256:
        part.unlink()
        raise UploadDamaged(file=sha256[:12])
    store.take(part, sha256)


class Folder:
    """A folder on a disk of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def take(self, part: Path, sha256: str) -> None:
        """Keep a file of the same file system by a second name; no byte is copied."""
        target = self.file_of(sha256)
        with disk_faults():
            target.parent.mkdir(parents=True, exist_ok=True)
            if not target.exists():
                os.link(part, target)
            for folder in (target.parent, target.parent.parent, self._path):
                _make_durable(folder)

    def file_of(self, sha256: str) -> Path:
        """Give where a file lies."""
        return self._path / sha256[:2] / sha256[2:4] / sha256

    def hashes(self) -> Iterator[str]:
        """Give the SHA-256 of every file, in order."""
        return (file.name for file in sorted(self._path.glob("*/*/*")))

    def is_there(self) -> bool:
        """Tell whether the folder is there."""
        return self._path.is_dir()


def pieces(file: Path) -> Iterator[bytes]:
    """Give a file's bytes, a mebibyte at a time."""
    with file.open("rb") as source:
        while piece := source.read(_PIECE):
            yield piece


@contextmanager
def disk_faults() -> Iterator[None]:
    """Turn a full disk into its own error.

    Raises:
        StoreFull: no space, or the quota is used up.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull from error
        raise


def _make_durable(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
