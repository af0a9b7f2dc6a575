"""Child processes that end with their parent and stay within limits.

Drivers and parsers of foreign data run in children. A parent that is killed (-9) cannot tell
them to go, so each child watches for its parent's end itself.
"""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process, resource_tracker


def end_with_parent() -> None:
    """Make this multiprocessing child exit at once when its parent is gone, however it went."""
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def end_with_standard_input() -> None:
    """Make this process exit at once when its standard input ends.

    A parent that starts a program with ``stdin=PIPE`` and keeps the pipe open ties the program's
    life to its own: the kernel closes the pipe when the parent dies, even by kill -9.
    """

    def watch() -> None:
        while os.read(0, 4096):
            pass
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Start children in this block that never see Ctrl+C, not even while they still load.

    A terminal sends it to every process it holds; what it means is decided by the parent alone.
    Source: POSIX, a blocked signal stays blocked across fork and exec.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Python's tracker of shared resources is a child of every spawned child's parent. It is deaf
    # by itself, but starting it opens the signal again: so it comes first.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def keep_libraries_quiet() -> None:
    """Let C libraries (libtiff, …) write their complaints nowhere; Python's own errors still show.

    What is wrong with a file is said in our words, by name; a terminal full of "Bad code word at
    line 107" tells a clerk nothing.
    """
    sys.stderr.flush()
    ours = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = os.fdopen(ours, "w", encoding="utf-8", errors="backslashreplace")


def limit_memory(limit_bytes: int) -> None:
    """Let this process allocate no more than ``limit_bytes``; beyond it, MemoryError."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit_bytes, hard))


def limit_processor_time(limit_s: int) -> None:
    """Let this process, and each it starts, use no more than ``limit_s`` of processor time."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (limit_s, hard))
