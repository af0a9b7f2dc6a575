"""Processes hold a file or folder, alone or together; the system lets go of it when they die."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def locked_now(descriptor: int) -> bool:
    """Lock what is open here, unless another process holds it.

    Args:
        descriptor: of an open file or folder; closing it lets go.

    Returns:
        False where another process holds it.
    """
    return _locked(descriptor, fcntl.LOCK_EX)


def shared_now(descriptor: int) -> bool:
    """Lock what is open here beside others who share it.

    Args:
        descriptor: of an open file or folder; closing it lets go.

    Returns:
        False where a process holds it alone.
    """
    return _locked(descriptor, fcntl.LOCK_SH)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until no other process is at the same work, told by a file that is made for it.

    Raises:
        OSError: the file cannot be opened.
    """
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
