"""The demonstration's own folder: gone when it ends, or at the next start if it was killed."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry_desk.errors import RefusedError
from registry_desk.locking import locked_now

_PREFIX = "registry-desk-demo-"
_REMOVAL_S = 2.0


class DemoRunning(RefusedError):
    """Another demonstration works in this folder."""

    code = "demo_running"


@contextmanager
def demo_folder(keep: Path | None) -> Iterator[Path]:
    """Give a private folder for one run.

    Args:
        keep: a folder of the person's choice that stays; None for one that goes at the end.

    Raises:
        DemoRunning: another demonstration holds the kept folder.
    """
    _remove_abandoned()
    folder = keep or Path(tempfile.mkdtemp(prefix=_PREFIX))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = _hold(folder)
    if descriptor is None:
        raise DemoRunning(folder=str(folder))
    try:
        yield folder
    finally:
        if keep is None:
            _remove(folder)
        os.close(descriptor)


def _remove_abandoned() -> None:
    """Remove folders of demonstrations that were killed: nobody holds their lock any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if folder.is_dir() and folder.stat().st_uid == os.getuid():
            descriptor = _hold(folder)
            if descriptor is not None:
                _remove(folder)
                os.close(descriptor)


def _remove(folder: Path) -> None:
    """Remove a folder; a child that was just killed may be ending a write in it."""
    until = time.monotonic() + _REMOVAL_S
    shutil.rmtree(folder, ignore_errors=True)
    while folder.exists() and time.monotonic() < until:
        time.sleep(0.05)
        shutil.rmtree(folder, ignore_errors=True)


def _hold(folder: Path) -> int | None:
    """Lock a folder for this process's life; None when another process holds it."""
    descriptor = os.open(folder, os.O_RDONLY)
    if not locked_now(descriptor):
        os.close(descriptor)
        return None
    return descriptor
