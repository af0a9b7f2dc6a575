"""The folder of files, each under its SHA-256: what is there is whole and never changes."""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry_desk.wire.errors import StoreFull, UploadDamaged

_PIECE = 2**20


def place_of(store: Path, sha256: str) -> Path:
    """Give where a file lies."""
    return store / sha256[:2] / sha256[2:4] / sha256


def keep(store: Path, part: Path, sha256: str) -> Path:
    """Bring a finished part file into the store, durable before this returns.

    The part file itself stays, so that a server killed here goes on from it.

    Raises:
        UploadDamaged: its content has another hash; the part file is removed.
        StoreFull: the disk is full.
    """
    with part.open("rb") as source:
        found = hashlib.file_digest(source, "sha256").hexdigest()
        os.fsync(source.fileno())
    if found != sha256:
        part.unlink()
        raise UploadDamaged(file=sha256[:12])
    target = place_of(store, sha256)
    with disk_faults():
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            os.link(part, target)
        for folder in (target.parent, target.parent.parent, store):
            _make_durable(folder)
    return target


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
