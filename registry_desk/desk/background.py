"""Work off the main thread, in lanes; one queued signal brings every answer home.

A lane is a small thread pool: ``scanner``, ``token`` and ``register`` do one thing at a time in
order, so does ``look`` (what the person is waiting to see); ``thumbnails`` reads small pictures;
``folder`` keeps watch; ``mailbox``
fetches mail; ``signatures`` judges, which may wait for others' servers; ``free`` does
several. Work is a plain blocking function that knows no Qt.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from registry_desk.errors import RegistryDeskError

_WIDTHS = {
    "scanner": 1,
    "token": 1,
    "register": 1,
    "look": 1,
    "thumbnails": 1,
    "folder": 1,
    "mailbox": 1,
    "signatures": 1,
    "free": 3,
}
_LOOK_UP_S = 0.2
_Answer = TypeVar("_Answer")


class Lanes(QObject):
    """The lanes of one window; lives on the main thread."""

    failed = Signal(object)
    """The error that work ended with, after whoever asked for it was told."""
    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pools = {
            lane: ThreadPoolExecutor(width, thread_name_prefix=lane)
            for lane, width in _WIDTHS.items()
        }
        self._is_open = True
        self._arrived.connect(_deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: str,
        work: Callable[[], _Answer],
        *,
        done: Callable[[_Answer], None],
        failed: Callable[[RegistryDeskError], None],
    ) -> None:
        """Do work in a lane and hand its answer, or its error, to the main thread.

        Args:
            lane: one of the lanes above.
            work: blocks; runs off the main thread.
            done: gets the answer on the main thread.
            failed: gets the error on the main thread; a fault of ours arrives as the root error.
        """

        def job() -> None:
            try:
                answer = work()
            except RegistryDeskError as error:
                self.post(lambda error=error: self._tell(error, failed))
            except Exception as fault:
                logging.getLogger(__name__).exception("work in lane %s failed", lane)
                self.post(lambda fault=fault: failed(RegistryDeskError(report=repr(fault)[:80])))
            else:
                self.post(lambda: done(answer))

        if self._is_open:
            self._pools[lane].submit(job)

    def _tell(self, error: RegistryDeskError, failed: Callable[[RegistryDeskError], None]) -> None:
        failed(error)
        self.failed.emit(error)

    def post(self, call: Callable[[], Any]) -> None:
        """Have something called on the main thread; may be asked from any thread."""
        if self._is_open:
            self._arrived.emit(call)

    def ask(self, question: Callable[[Callable[[_Answer | None], None]], None]) -> _Answer | None:
        """Ask the person something from a lane and wait for the answer.

        Args:
            question: called on the main thread with what takes the answer.

        Returns:
            The answer; None where none was given, or the window is closing.
        """
        answers: queue.SimpleQueue[_Answer | None] = queue.SimpleQueue()
        self.post(lambda: question(answers.put))
        while self._is_open:
            try:
                return answers.get(timeout=_LOOK_UP_S)
            except queue.Empty:
                continue
        return None

    @property
    def is_closing(self) -> bool:
        """Tell whether the window is going: long work comes to its next safe point."""
        return not self._is_open

    def end(self, then: Callable[[], None]) -> None:
        """Take no more work and hold nobody up; ``then`` is called when what ran has ended."""
        self._is_open = False

        def wait() -> None:
            for pool in self._pools.values():
                pool.shutdown(wait=True, cancel_futures=True)
            then()

        threading.Thread(target=wait, name="lanes-end", daemon=True).start()

    def close(self) -> None:
        """Take no more work and wait for what runs."""
        self._is_open = False
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)


def _deliver(call: Callable[[], Any]) -> None:
    call()
