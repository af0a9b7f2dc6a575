"""The desk's side of the driver's process: starts it, waits with a limit, and ends it."""

import multiprocessing
from collections.abc import Callable
from typing import Any

from registry_desk.children import interrupts_held
from registry_desk.intake.faults import ScannerCrashed
from registry_desk.intake.messages import FromDriver, Stop

_LEAVE_S = 10.0
"""Time for a driver to close its device in good order: some park the lamp first."""
_LEAVE_AFTER_FAULT_S = 2.0


class DriverProcess:
    """A worker process with its pipe (a context manager; nothing of it stays behind)."""

    def __init__(self, main: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=main, args=(theirs, *arguments), name="scanner-driver", daemon=True
        )
        with interrupts_held():
            self._process.start()
        theirs.close()

    def __enter__(self) -> "DriverProcess":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._pipe.close()
        self._process.join(_LEAVE_S if kind is None else _LEAVE_AFTER_FAULT_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self._process.close()

    def receive(self, timeout_s: float) -> FromDriver | None:
        """Wait for the next message.

        Returns:
            None when none came within the time.

        Raises:
            ScannerCrashed: the process is gone.
        """
        try:
            if not self._pipe.poll(timeout_s):
                return None
            message: FromDriver = self._pipe.recv()
        except (EOFError, OSError) as gone:
            self._process.join(_LEAVE_AFTER_FAULT_S)
            raise ScannerCrashed(signal=-(self._process.exitcode or 0)) from gone
        return message

    def stop(self) -> None:
        """Ask the worker to end the scan; it answers with how it ended."""
        try:
            self._pipe.send(Stop())
        except OSError:
            return  # it is gone already; receive says so

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()
