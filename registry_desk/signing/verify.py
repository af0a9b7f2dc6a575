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
from registry_desk.signing.question import LISTS_S, NETWORK_S, Drawing, PagePair, Question
from registry_desk.signing.trust import Trust
from registry_desk.signing.verdicts import FileVerdict, SignatureVerdict, Verdict

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
    answer, reason = _BENCH.asked(question, wait_s)
    if isinstance(answer, FileVerdict):
        return answer
    return FileVerdict(str(path), Verdict.CANNOT_CHECK, reasons=(text(reason),))


def both_views(path: Path, signature: SignatureVerdict, *, most: int) -> tuple[PagePair, ...]:
    """Draw the pages that changed after a signature as they were signed and as they are now.

    Args:
        path: the file that was judged.
        signature: the verdict on it.
        most: draw no more pages than these.

    Returns:
        The views page by page; fewer where a view cannot be drawn in time.
    """
    if signature.signed_length is None or not signature.changed_pages:
        return ()
    pages = signature.changed_pages[:most]
    limit_s = _LIMIT_S + len(pages)
    drawing = Drawing(path, signature.signed_length, pages, limit_s)
    answer, _ = _BENCH.asked(drawing, limit_s + _GRACE_S + _START_S)
    return answer if isinstance(answer, tuple) else ()


class _Bench:
    """Keeps one judge ready; a judge that dies or takes too long is replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def asked(self, question: Question | Drawing, wait_s: float) -> tuple[object, str]:
        """Give the answer; where there is none, None and the code that says why."""
        with self._lock:
            try:
                connection = self._ready()
                connection.send(question)
                if connection.poll(wait_s):
                    return connection.recv(), ""
                reason = "verify.too_long"
            except (EOFError, OSError):
                reason = "verify.judge_died"
            self._dismiss()
        return None, reason

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
    from registry_desk.signing.side_by_side import draw

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
        is_drawing = isinstance(question, Drawing)
        connection.send(draw(question) if is_drawing else bench.judge(question))
