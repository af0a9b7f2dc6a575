"""A register that runs keeps the folder of its heads: no copy of it is opened over them.

Opening a copy puts heads that the copy does not know aside, and goes on in the same folder. Where
the register itself still runs, in a rehearsal say, that would take its own witnesses from it.
"""

import contextlib
import os
from pathlib import Path

from registry_desk.errors import RefusedError
from registry_desk.locking import locked_now, shared_now
from registry_desk.server.site import register_configuration


class HeadsInUse(RefusedError):
    """A running register keeps its heads in ``folder``."""

    code = "heads_in_use"


class Keeper:
    """Holds the folder for this process, beside others of the register, as long as it lives."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._descriptor = -1

    def keep(self) -> None:
        """Hold the folder the register has now; one that cannot be locked is used all the same."""
        folder = register_configuration().audit_heads
        if folder == self._folder:
            return
        with contextlib.suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            shared_now(descriptor)
            if self._folder is not None:
                os.close(self._descriptor)
            self._folder, self._descriptor = folder, descriptor


def require_free(folder: Path) -> None:
    """Stop before a folder in which a running register keeps its heads.

    Raises:
        HeadsInUse: there is one.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return  # whoever reads it says what is wrong with it
    try:
        is_free = locked_now(descriptor)
    except OSError:
        is_free = True  # this kind of disk knows no locks
    finally:
        os.close(descriptor)
    if not is_free:
        raise HeadsInUse(folder=str(folder))
