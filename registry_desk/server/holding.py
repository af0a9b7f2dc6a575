"""One embedded server on one folder: every write goes through its one writer."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from registry_desk.errors import RefusedError
from registry_desk.locking import locked_now

_ENDING_S = 3.0
"""How long a server that is just ending is waited for."""
_LOOK_EVERY_S = 0.05


class ServerRunsAlready(RefusedError):
    """Another server has this folder open."""

    code = "server_runs_already"


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the system lets go of it when the process dies.

    Raises:
        ServerRunsAlready: another process holds it.
        OSError: the folder cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        until = time.monotonic() + _ENDING_S
        while not locked_now(descriptor):
            if time.monotonic() > until:
                raise ServerRunsAlready(folder=str(folder))
            time.sleep(_LOOK_EVERY_S)
        yield
    finally:
        os.close(descriptor)
