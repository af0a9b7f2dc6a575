"""Other machines read the pages: a dask cluster as a ``concurrent.futures.Executor``.

The machines need this program and Tesseract, no shared folder. A worker that is killed costs a
retry: the scheduler gives its pages to another one; a page that kills several is set aside.
A farm that is silent, or whose last machine left, is given up after a while: nobody waits for ever.
Start workers with one thread each (``dask worker tcp://… --nthreads 1``): a page holds one thread.

Source: distributed, ``Client.get_executor``; ``distributed.scheduler.allowed-failures``.
"""

import asyncio
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

import registry_desk
from registry_desk.reading.errors import FarmLost, FarmNotInstalled, FarmUnlike, FarmUnreachable
from registry_desk.reading.results import WAITING
from registry_desk.reading.sent import ReturnedPage, SentPage, read_sent

_ANSWER_S = 30
_FAREWELL_S = 3
"""A farm that is gone answers no farewell."""
_PULSE_S = 5.0
_PATIENCE_S = 60.0
"""So long machines may restart, and a scheduler say nothing, before the farm is called lost."""


class Farm(Executor):
    """A cluster at an address; a context manager."""

    def __init__(self, address: str) -> None:
        """Connect, and make sure that somebody is there and alike.

        Args:
            address: of the scheduler, ``tcp://host:port``.

        Raises:
            FarmNotInstalled: the library is not here.
            FarmUnreachable: nobody answers, no worker has joined, or one says nothing.
            FarmUnlike: a machine has another version of this program.
        """
        try:
            dask: Any = import_module("dask")
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise FarmNotInstalled from error
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
        self._killed: type[BaseException] = distributed.scheduler.KilledWorker
        self._closed: type[BaseException] = distributed.client.ClosedClientError
        self._asked: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._is_left = threading.Event()
        try:
            # A client that broke over a bad address would close itself whenever it is collected.
            distributed.comm.resolve_address(address)
            self._client = distributed.Client(
                address, timeout=_ANSWER_S, set_as_default=False, loop=_loop()
            )
        except (OSError, ValueError) as error:
            raise FarmUnreachable(address=address) from error
        try:
            self._meet(address)
        except BaseException:
            self._client.close()
            raise
        self._far: Executor = self._client.get_executor(pure=False)
        threading.Thread(target=self._watch, name="farm", daemon=True).start()

    def _meet(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_ANSWER_S)
            # What run does not know it hands to sync, which ends the waiting for a hung machine.
            versions = set(self._client.run(_version, callback_timeout=_ANSWER_S).values())
        except (TimeoutError, OSError) as error:
            raise FarmUnreachable(address=address) from error
        except ImportError as error:
            raise FarmUnlike(address=address) from error
        if versions != {registry_desk.__version__}:
            raise FarmUnlike(address=address)

    @property
    def worker_count(self) -> int:
        """Give how many pages can be read at the same time."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        """Have something done there; a worker that died over it too often is BrokenExecutor."""
        answer: Future[Any] = Future()
        answer.set_running_or_notify_cancel()
        with self._lock:
            self._asked.add(answer)
        work = read_limited if fn is read_sent else fn
        try:
            there = self._far.submit(work, *args, **kwargs)
        except self._closed:
            return answer  # the watch tells that the farm is lost
        there.add_done_callback(lambda done: self._answered(answer, done))
        return answer

    def _answered(self, answer: "Future[Any]", done: "Future[Any]") -> None:
        try:
            result = done.result()
        except self._killed:
            self._tell(answer, BrokenExecutor())
        except (CancelledError, asyncio.CancelledError):
            self._tell(answer, FarmLost())  # nobody cancels there: the scheduler is gone
        except Exception as error:  # noqa: BLE001 - whatever happened there is told here
            self._tell(answer, error)
        else:
            if self._is_awaited(answer):
                answer.set_result(result)

    def _tell(self, answer: "Future[Any]", error: BaseException) -> None:
        if self._is_awaited(answer):
            answer.set_exception(error)

    def _is_awaited(self, answer: "Future[Any]") -> bool:
        """Take an answer off the list; False where it was given already."""
        with self._lock:
            is_awaited = answer in self._asked
            self._asked.discard(answer)
        return is_awaited

    def _watch(self) -> None:
        """Give up what is asked of a farm that has been silent or without machines for too long."""
        heard_s = time.monotonic()
        while not self._is_left.wait(_PULSE_S):
            if self._is_alive():
                heard_s = time.monotonic()
            elif time.monotonic() - heard_s >= _PATIENCE_S:
                with self._lock:
                    asked = list(self._asked)
                for answer in asked:
                    self._tell(answer, FarmLost())

    def _is_alive(self) -> bool:
        """Ask the scheduler whether any machine is there."""
        try:
            return bool(
                self._client.sync(self._client.scheduler.nthreads, callback_timeout=_ANSWER_S)
            )
        except Exception:  # noqa: BLE001 - whatever it is, no machine was told of
            return False

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the farm; what is still asked of it is dropped there."""
        self._is_left.set()
        self._far.shutdown(wait=False)
        self._client.close(timeout=_FAREWELL_S)


@cache
def _loop() -> Any:
    """Start the event loop of every farm: distributed's own crashes where it starts late."""
    started: Future[Any] = Future()

    async def run() -> None:
        tornado: Any = import_module("tornado.ioloop")
        started.set_result(tornado.IOLoop.current())
        await asyncio.Event().wait()

    threading.Thread(target=lambda: asyncio.run(run()), name="farm loop", daemon=True).start()
    return started.result()


def read_limited(page: SentPage) -> ReturnedPage:
    """Read a page on a worker of a farm, which ends when the page takes too long.

    Raises:
        FileNotHere, DamagedError: see :func:`registry_desk.reading.sent.read_sent`.
    """
    with _ended_after(page.settings.time_limit_s * WAITING):
        return read_sent(page)


@contextmanager
def _ended_after(limit_s: float) -> Iterator[None]:
    """End this process when a page holds it too long: nothing else stops a hanging library."""
    timer = threading.Timer(limit_s, os._exit, (1,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _version() -> str:
    return registry_desk.__version__
