"""Other machines read the pages: a dask cluster as a ``concurrent.futures.Executor``.

The machines need this program and Tesseract, no shared folder. A worker that is killed costs a
retry: the scheduler gives its pages to another one; a page that kills several is set aside.
Start workers with one thread each (``dask worker tcp://… --nthreads 1``): a page holds one thread.

Source: distributed, ``Client.get_executor``; ``distributed.scheduler.allowed-failures``.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import registry_desk
from registry_desk.reading.errors import FarmLost, FarmNotInstalled, FarmUnlike, FarmUnreachable
from registry_desk.reading.results import WAITING
from registry_desk.reading.sent import ReturnedPage, SentPage, read_sent

_ANSWER_S = 10
_FAREWELL_S = 3
"""A farm that is gone answers no farewell."""


class Farm(Executor):
    """A cluster at an address; a context manager."""

    def __init__(self, address: str) -> None:
        """Connect, and make sure that somebody is there and alike.

        Args:
            address: of the scheduler, ``tcp://host:port``.

        Raises:
            FarmNotInstalled: the library is not here.
            FarmUnreachable: nobody answers, or no worker has joined.
            FarmUnlike: a machine has another version of this program.
        """
        try:
            dask: Any = import_module("dask")
            distributed: Any = import_module("distributed")
        except ImportError as error:
            raise FarmNotInstalled from error
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
        self._killed: type[BaseException] = distributed.scheduler.KilledWorker
        try:
            self._client = distributed.Client(address, timeout=_ANSWER_S, set_as_default=False)
        except (OSError, ValueError) as error:
            raise FarmUnreachable(address=address) from error
        try:
            self._meet(address)
        except BaseException:
            self._client.close()
            raise
        self._far: Executor = self._client.get_executor(pure=False)

    def _meet(self, address: str) -> None:
        try:
            self._client.wait_for_workers(1, timeout=_ANSWER_S)
            versions = set(self._client.run(_version).values())
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
        work = read_limited if fn is read_sent else fn
        there = self._far.submit(work, *args, **kwargs)
        answer.set_running_or_notify_cancel()
        there.add_done_callback(lambda done: self._answered(answer, done))
        return answer

    def _answered(self, answer: "Future[Any]", done: "Future[Any]") -> None:
        try:
            answer.set_result(done.result())
        except self._killed:
            answer.set_exception(BrokenExecutor())
        except (CancelledError, asyncio.CancelledError):
            answer.set_exception(FarmLost())  # nobody cancels there: the scheduler is gone
        except Exception as error:  # noqa: BLE001 - whatever happened there is told here
            answer.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the farm; what is still asked of it is dropped there."""
        self._far.shutdown(wait=False)
        self._client.close(timeout=_FAREWELL_S)


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
