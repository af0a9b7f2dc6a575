"""Serve one port with several processes, where the database is one that several may write to.

They are forked from one parent that has loaded the program and migrated the database, share its
memory and its listening socket, and hold nothing that another needs: every upload, number and
queue lies on disk or in the database. One that dies is started again; all end with their parent.
"""

import logging
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from registry_desk.errors import RefusedError

_PAUSE_S = 1.0
"""Between a process that died and its successor, so that a fault does not eat the machine."""
_log = logging.getLogger("registry_desk.server.processes")
TOGETHER = "PROMETHEUS_MULTIPROC_DIR"
"""Names to the library of figures the folder where processes keep theirs for each other."""


class ProcessesNeedPostgresql(RefusedError):
    """SQLite has one writer: one process."""

    code = "server_processes_need_postgresql"


@contextmanager
def counting_together() -> Iterator[None]:
    """Let the processes begun meanwhile tell their figures as one; before the program is loaded."""
    with tempfile.TemporaryDirectory(prefix="registry-desk-figures-") as folder:
        os.environ[TOGETHER] = folder
        yield


def serve_in(count: int, serve: Callable[[int], None], *, when_begun: Callable[[], None]) -> None:
    """Serve in ``count`` processes until SIGTERM or Ctrl+C.

    Args:
        count: how many.
        serve: serves until told to end; called in each process with its place.
        when_begun: called here, once all have been started.
    """
    alive, held = os.pipe()
    running: dict[int, int] = {}
    is_ending = False

    def end(*_: object) -> None:
        nonlocal is_ending
        is_ending = True
        for process in running:
            os.kill(process, signal.SIGTERM)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    for place in range(count):
        running[_begun(serve, place, alive, held)] = place
    when_begun()
    while running:
        ended, status = os.wait()
        place = running.pop(ended)
        if is_ending:
            continue
        _log.warning("process %s ended with %s", place, status)
        time.sleep(_PAUSE_S)
        if not is_ending:
            running[_begun(serve, place, alive, held)] = place


def _begun(serve: Callable[[int], None], place: int, alive: int, held: int) -> int:
    """Start a process and give its number."""
    process = os.fork()
    if process:
        return process
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        os.close(held)
        threading.Thread(target=_end_with_parent, args=(alive,), daemon=True).start()
        serve(place)
        code = 0
    except Exception as error:  # noqa: BLE001 - the parent starts another one
        _log.error("process %s: %s", place, type(error).__name__)
    finally:
        os._exit(code)


def _end_with_parent(alive: int) -> None:
    """End this process when the parent's end of a pipe is closed, even by kill -9."""
    while os.read(alive, 1):
        pass
    os._exit(1)
