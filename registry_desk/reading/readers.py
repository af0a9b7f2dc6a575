"""Readers of pages: a pool of processes that survives a killed worker, or a farm.

A pool breaks whole when one worker ends. So only as many pages are in work as there are workers;
after a break the pool is built anew and those pages are tried again, each alone: the one that
breaks a worker by itself is set aside, the others go on. A farm gives a page to other workers by
itself, but blames every page that a dying one held, also those that only waited there: what it
gives up is tried once more alone too.
"""

import importlib
import multiprocessing
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from registry_desk.children import interrupts_held
from registry_desk.errors import Cancelled
from registry_desk.reading.errors import PageBrokeReader, PageTookTooLong
from registry_desk.reading.results import READS, DocumentPlan, PageResult, ReadingSettings
from registry_desk.reading.sent import FileNotHere, SentPage, read_sent, send

_WORK = "registry_desk.reading.page_work"
_AHEAD = "registry_desk.reading.ahead"
_DOCUMENT_LIMIT_S = 3600.0
"""Documents hold any number of pages; making them meets no foreign bytes."""


@dataclass(eq=False)
class _Job:
    work: Callable[..., Any]
    arguments: tuple[Any, ...]
    limit_s: float
    cleaned: Path | None = None
    """Where what comes back from a farm is kept."""
    answer: Future[Any] = field(default_factory=Future)
    began_s: float = 0.0
    is_suspect: bool = False
    """It was in work when a worker ended."""


class PageReaders:
    """Reads pages and makes documents in processes of its own, or on an executor handed in.

    A context manager; ``submit`` and ``close`` may be called from any thread.
    """

    def __init__(
        self, jobs: int = 2, executor: Executor | None = None, *, gives_way: bool = False
    ) -> None:
        """Prepare; processes start with the first page.

        Args:
            jobs: how many pages are in work at the same time.
            executor: used instead of own processes (a farm); not shut down by ``close``. Pages are
                sent to it and come back: no folder is shared.
            gives_way: own processes let a window and a scanner go first.
        """
        self._jobs = max(1, jobs)
        self._gives_way = gives_way
        self._foreign = executor
        self._pool: ProcessPoolExecutor | None = None
        self._waiting: deque[_Job] = deque()
        self._suspects: deque[_Job] = deque()
        self._in_work: set[_Job] = set()
        self._lock = threading.RLock()
        self._is_closed = False

    def submit(
        self, captured: Path, source_page: int, cleaned: Path, *, settings: ReadingSettings
    ) -> Future[PageResult]:
        """Have a page read; doing it twice gives the same.

        Args:
            captured: the page as captured, or a file with several pages.
            source_page: the page within that file, counted from 1.
            cleaned: where the cleaned page is written.
            settings: how to read.

        Returns:
            The result, or DamagedError when the page cannot be processed, or an error of the
            families unavailable or device when nothing can be read here. Cancelling works until
            the page is in work.
        """
        if self._foreign is None:
            arguments: tuple[Any, ...] = (captured, source_page, cleaned, settings)
            return self._queued(_Job(_do, ("read_captured", *arguments), settings.time_limit_s))
        page = SentPage(captured, source_page, settings)
        return self._queued(_Job(read_sent, (page,), settings.time_limit_s, cleaned))

    def submit_document(self, plan: DocumentPlan) -> Future[None]:
        """Have a document made; only own processes do it.

        Returns:
            None when the document is durable, or DiskFull, FolderClosed, PageImageDamaged.
        """
        return self._queued(_Job(_do, ("make_document", plan), _DOCUMENT_LIMIT_S))

    def _queued(self, job: _Job) -> Future[Any]:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("closed")
            self._waiting.append(job)
            self._hand_out()
        return job.answer

    def _hand_out(self) -> None:
        """Give work to free workers: suspects one at a time and alone, the others side by side."""
        while not self._is_closed:
            if self._suspects:
                if self._in_work:
                    return
                job = self._suspects.popleft()
            elif self._waiting and len(self._in_work) < self._jobs:
                job = self._waiting.popleft()
            else:
                return
            if job.is_suspect or job.answer.set_running_or_notify_cancel():
                self._start(job)

    def _start(self, job: _Job) -> None:
        job.began_s = time.monotonic()
        self._in_work.add(job)
        try:
            done = self._handed_over(job)
        except (BrokenExecutor, OSError) as error:
            self._finished(job, error)
            return
        done.add_done_callback(lambda future: self._settle(job, future))

    def _handed_over(self, job: _Job) -> Future[Any]:
        if self._foreign is not None:
            return self._foreign.submit(job.work, *(send(page) for page in job.arguments))
        if self._pool is None:
            _fork_servers.take(self)
            os.environ[READS] = _languages_of(job)
            self._pool = _new_pool(self._jobs, gives_way=self._gives_way)
        with interrupts_held():
            return self._pool.submit(job.work, *job.arguments)

    def _settle(self, job: _Job, done: Future[Any]) -> None:
        with self._lock:
            if done.cancelled():
                self._in_work.discard(job)
                job.answer.set_exception(Cancelled())
                return
            self._finished(job, done.exception(), done)
            self._hand_out()

    def _finished(
        self, job: _Job, error: BaseException | None, done: Future[Any] | None = None
    ) -> None:
        self._in_work.discard(job)
        if self._is_closed and error is not None:
            job.answer.set_exception(Cancelled())
        elif isinstance(error, BrokenExecutor):
            self._drop_pool()
            self._suspected(job)
        elif isinstance(error, FileNotHere):
            job.arguments = tuple(page.with_content() for page in job.arguments)
            self._start(job)
        elif error is not None:
            job.answer.set_exception(error)
        elif done is not None:
            self._answered(job, done.result())

    def _suspected(self, job: _Job) -> None:
        """Try a page again, alone, that was in work when a worker ended; the second end tells."""
        if not job.is_suspect:
            job.is_suspect = True
            self._suspects.append(job)
            return
        is_here = self._foreign is None  # how long a page takes elsewhere, nobody tells
        is_late = is_here and time.monotonic() - job.began_s >= 0.95 * job.limit_s
        job.answer.set_exception(PageTookTooLong() if is_late else PageBrokeReader())

    @staticmethod
    def _answered(job: _Job, result: Any) -> None:
        if job.cleaned is not None:
            try:
                result = result.arrived(job.cleaned)
            except Exception as error:  # noqa: BLE001 - whoever waits is told, whatever it is
                job.answer.set_exception(error)
                return
        job.answer.set_result(result)

    def _drop_pool(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def close(self) -> None:
        """Stop: pages not begun are cancelled, those in work are given up with ``Cancelled``."""
        with self._lock:
            self._is_closed = True
            for job in (*self._waiting, *self._suspects):
                if job.is_suspect:
                    job.answer.set_exception(Cancelled())
                elif job.answer.cancel():
                    job.answer.set_running_or_notify_cancel()
            self._waiting.clear()
            self._suspects.clear()
            pool, self._pool = self._pool, None
            is_idle = not self._in_work
        if pool is not None:
            if not is_idle:
                _end_workers(pool)
            pool.shutdown(wait=True, cancel_futures=True)
        _fork_servers.give_back(self)

    def __enter__(self) -> "PageReaders":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class _ForkServers:
    """Knows who uses the process from which workers are forked, and ends it after the last.

    Ending it here lets its processor time be counted as this program's.
    """

    def __init__(self) -> None:
        self._users: set[PageReaders] = set()
        self._lock = threading.Lock()

    def take(self, user: PageReaders) -> None:
        with self._lock:
            self._users.add(user)

    def give_back(self, user: PageReaders) -> None:
        with self._lock:
            was_used = user in self._users
            self._users.discard(user)
            if not was_used or self._users or sys.platform == "win32":
                return
            from multiprocessing import forkserver

            stop = getattr(getattr(forkserver, "_forkserver", None), "_stop", None)
            if stop is not None:
                stop()


_fork_servers = _ForkServers()


def _languages_of(job: _Job) -> str:
    """Give what a page is read in; a document needs no model."""
    settings = job.arguments[-1]
    return settings.languages if isinstance(settings, ReadingSettings) else ""


def _new_pool(jobs: int, *, gives_way: bool) -> ProcessPoolExecutor:
    """Build a pool whose workers share the loaded libraries and models where that is possible.

    The environment is set first: OpenMP reads its limit when it is loaded.
    """
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    is_forking = "forkserver" in multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("forkserver" if is_forking else "spawn")
    if is_forking:
        context.set_forkserver_preload([_AHEAD])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(gives_way,))


def _end_workers(pool: ProcessPoolExecutor) -> None:
    """End workers in the middle of a page: their results are not wanted any more."""
    processes: dict[int, Any] = getattr(pool, "_processes", None) or {}
    for process in list(processes.values()):
        process.kill()


def _begin(gives_way: bool) -> None:
    importlib.import_module(_WORK).begin_worker(gives_way=gives_way)


def _do(work: str, *arguments: Any) -> Any:
    """Do the work; the stages are loaded here, in the worker."""
    room = sys.modules.get(_WORK) or importlib.import_module(_WORK)
    return getattr(room, work)(*arguments)
