"""Verdicts asked of a judge in a process of its own: hostile files end there, and in time."""

import logging
import multiprocessing
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from registry_desk import i18n
from registry_desk.children import interrupts_held
from registry_desk.i18n import text
from registry_desk.signing.errors import SourceMissing
from registry_desk.signing.question import LISTS_S, NETWORK_S, Question
from registry_desk.signing.trust import Trust
from registry_desk.signing.verdicts import FileVerdict, Verdict

_LIMIT_S = 4.0
_BYTES_PER_S = 30_000_000
"""Large files get a second more for so many bytes."""
_GRACE_S = 1.0
_START_S = 15.0
_MEMORY_BYTES = 3 << 30


def verify(
    path: Path, *, trust: Trust | Sequence[Path] = (), is_offline: bool = False
) -> FileVerdict:
    """Judge the signatures of a file.

    Nothing is fetched from outside with ``is_offline``; then a certificate whose revocation can
    only be asked for on the network cannot be checked.

    Args:
        path: the file; only read.
        trust: PEM or DER files with the roots to trust, or more; without any, no signature is
            ``valid``.
        is_offline: stay on this machine.

    Raises:
        SourceMissing: there is no such file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceMissing(file=path.name) from error
    limit_s = _LIMIT_S + size / _BYTES_PER_S
    question = Question(path, Trust.of(trust), is_offline, limit_s, i18n.current())
    wait_s = limit_s + _GRACE_S + (0 if is_offline else NETWORK_S)
    wait_s += LISTS_S if question.trust.lists else 0
    return _BENCH.judged(question, wait_s)


class _Bench:
    """Keeps one judge ready; a judge that dies or takes too long is replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def judged(self, question: Question, wait_s: float) -> FileVerdict:
        with self._lock:
            try:
                connection = self._ready()
                connection.send(question)
                if connection.poll(wait_s):
                    answer: FileVerdict = connection.recv()
                    return answer
                reason = "verify.too_long"
            except (EOFError, OSError):
                reason = "verify.judge_died"
            self._dismiss()
        name = str(question.path)
        return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(text(reason),))

    def _ready(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._connection:
            return self._connection
        self._dismiss()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_sit, args=(theirs,), name="judge", daemon=True)
        with interrupts_held():
            process.start()
        theirs.close()
        self._process, self._connection = process, ours
        if not ours.poll(_START_S):
            raise EOFError
        ours.recv()
        return ours

    def _dismiss(self) -> None:
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection is not None:
            with suppress(OSError):
                connection.close()
        if process is not None:
            process.kill()
            process.join()
            process.close()


_BENCH = _Bench()


def _sit(connection: Connection) -> None:
    """Answer questions until the pipe ends; the entry of the judge's process."""
    from registry_desk.children import end_with_parent, limit_memory
    from registry_desk.signing.judging import Bench

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(_MEMORY_BYTES)
    logging.disable(logging.CRITICAL)
    bench = Bench()
    connection.send("ready")
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        connection.send(bench.judge(question))
