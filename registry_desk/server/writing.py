"""The one way in which anything is changed.

On SQLite one thread writes, and everything that waits is committed together: a disk that needs
10 ms to make a commit durable then serves many desks at once, and nobody waits for a lock. On
PostgreSQL each job is a transaction of its own in the caller's thread; only numbers, which all
wait for the same row, are given by one thread of the process, as many in one transaction as wait.

Source: measured on SQLite, 64 clients: writing in every process 500/s and 6 s at worst, one
writer with group commit 8,100/s and 30 ms at worst.
"""

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import (
    DatabaseError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    connection,
    transaction,
)

from registry_desk.errors import RegistryDeskError
from registry_desk.server import briefly
from registry_desk.wire.errors import StoreFull

Value = TypeVar("Value")
Wish = TypeVar("Wish")
Job = Callable[[], Any]
Many = Callable[[Sequence[Any]], Sequence[Any]]
_TOGETHER = 128
_PATIENCE_S = 0.001
_beginning = threading.Lock()


def write(job: Callable[[], Value]) -> Value:
    """Run ``job`` in a transaction and give its value once it is durable.

    ``job`` looks and changes through the ORM only, may be run again, and gives a plain value; when
    it raises, nothing of it is kept.

    Raises:
        StoreFull: the disk under the database is full.
    """
    with _full_disk_named():
        try:
            if connection.vendor == "sqlite":
                value: Value = _writer().ask(_Waiting(_one, job))
                return value
            return _alone(job)
        finally:
            briefly.forget()


def write_together(
    many: Callable[[Sequence[Wish]], Sequence[Value | RegistryDeskError]], wish: Wish
) -> Value:
    """Have a wish fulfilled by ``many`` together with whatever other wishes wait; give its value.

    Args:
        many: gives a value or a refusal for each wish, in order, in one transaction; a refused
            wish leaves nothing behind.
        wish: what is asked for.

    Raises:
        RegistryDeskError: the refusal of this wish.
        StoreFull: the disk under the database is full.
    """
    with _full_disk_named():
        value: Value = _writer().ask(_Waiting(many, wish))
        return value


@contextmanager
def _full_disk_named() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if "full" in str(error) or "No space left" in str(error):
            raise StoreFull from error
        raise


def _alone(job: Callable[[], Value]) -> Value:
    """Run a job by itself; a key taken by somebody at the same moment is looked at again."""
    try:
        with transaction.atomic():
            return job()
    except IntegrityError:
        with transaction.atomic():
            return job()


def _one(jobs: Sequence[Job]) -> Sequence[Any]:
    """Run jobs one after the other, each kept or undone by itself."""
    return [_kept_or_undone(job) for job in jobs]


def _kept_or_undone(job: Job) -> Any:
    try:
        with transaction.atomic():
            return job()
    except DatabaseError:
        raise  # the whole transaction may be gone: the batch is taken apart
    except Exception as error:  # noqa: BLE001 - it is given to whoever asked
        return _Refused(error)


@dataclass(frozen=True, slots=True)
class _Refused:
    """What a job raised."""

    error: Exception


class _Waiting:
    """Something to be written, and where its value is awaited.

    A bare lock is what a ``Future`` costs a quarter of; a number is waited for by one thread, once.
    """

    __slots__ = ("_settled", "_value", "many", "wish")

    def __init__(self, many: Many, wish: Any) -> None:
        self.many, self.wish = many, wish
        self._value: Any = None
        self._settled = threading.Lock()
        self._settled.acquire()

    def settle(self, value: Any) -> None:
        """Hand over the value or the refusal."""
        self._value = value.error if isinstance(value, _Refused) else value
        self._settled.release()

    def value(self) -> Any:
        """Wait for the value; raise the refusal."""
        self._settled.acquire()
        if isinstance(self._value, BaseException):
            raise self._value
        return self._value


class _Writer:
    """The thread that writes."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[_Waiting] = queue.SimpleQueue()
        threading.Thread(target=self._work, name="register-writer", daemon=True).start()

    def ask(self, waiting: _Waiting) -> Any:
        """Hand in what is to be written and wait until it is durable."""
        self._waiting.put(waiting)
        return waiting.value()

    def _work(self) -> None:
        answered = 0
        while True:
            batch = self._gathered(answered)
            self._commit(batch)
            answered = len(batch)

    def _gathered(self, answered: int) -> list[_Waiting]:
        """Wait for something to write and take what else is there.

        Where several were answered together, they are likely to ask together again: a moment's
        patience has one commit serve them all, not two in turn. Whoever comes alone waits for
        nobody.
        """
        batch = [self._waiting.get()]
        likely = min(_TOGETHER, answered + self._waiting.qsize()) if answered > 1 else 0
        until = time.monotonic() + _PATIENCE_S
        with suppress(queue.Empty):
            while len(batch) < _TOGETHER:
                left_s = until - time.monotonic() if len(batch) < likely else 0
                batch.append(self._waiting.get(timeout=max(0, left_s)))
        return batch

    def _commit(self, batch: list[_Waiting]) -> None:
        """Commit a batch; when that fails as a whole, each gets its own try."""
        try:
            outcomes = _durable(batch)
        except Exception as error:  # noqa: BLE001 - it is given to whoever asked
            if len(batch) > 1:
                for single in batch:
                    self._commit([single])
                return
            outcomes = [(batch[0], error)]
        for waiting, value in outcomes:
            waiting.settle(value)


def _durable(batch: list[_Waiting]) -> list[tuple[_Waiting, Any]]:
    """Write a batch; where others write too, a lost connection or a taken key is tried again."""
    try:
        return _in_one_transaction(batch)
    except (InterfaceError, OperationalError, IntegrityError):
        if connection.vendor == "sqlite":
            raise
        connection.close_if_unusable_or_obsolete()
        return _in_one_transaction(batch)


def _in_one_transaction(batch: list[_Waiting]) -> list[tuple[_Waiting, Any]]:
    kinds: dict[Many, list[_Waiting]] = {}
    for waiting in batch:
        kinds.setdefault(waiting.many, []).append(waiting)
    outcomes: list[tuple[_Waiting, Any]] = []
    with transaction.atomic():
        for many, alike in kinds.items():
            values = many([waiting.wish for waiting in alike])
            outcomes.extend(zip(alike, values, strict=True))
    return outcomes


def _writer() -> _Writer:
    """Give the one thread that writes, begun by one of those who ask first at the same moment."""
    with _beginning:
        return _begun()


@cache
def _begun() -> _Writer:
    return _Writer()
