"""The process in which foreign signed files are opened: hostile files end there, and in time."""

import logging
import multiprocessing
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from registry_desk.children import interrupts_held
from registry_desk.signing.question import Drawing, Question, RoomWanted
from registry_desk.signing.values import VisibleStamp

START_S = 15.0
"""The process may take so long to be ready."""
_MEMORY_BYTES = 3 << 30
_ROOM_S = 5.0


class Bench:
    """Keeps one judge ready; a judge that dies or takes too long is replaced."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def asked(self, question: Question | Drawing | RoomWanted, wait_s: float) -> tuple[object, str]:
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
        if not ours.poll(START_S):
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


BENCH = Bench()


def room_for(path: Path, stamp: VisibleStamp) -> VisibleStamp:
    """Give a stamp its place beside the words that it names; see :func:`room.find_room`.

    Where the file cannot be looked at in time, the place is left open.
    """
    answer, _ = BENCH.asked(RoomWanted(path, stamp, _ROOM_S), _ROOM_S + START_S)
    return answer if isinstance(answer, VisibleStamp) else replace(stamp, beside="")


def _sit(connection: Connection) -> None:
    """Answer questions until the pipe ends; the entry of the judge's process."""
    from registry_desk.children import end_with_parent, limit_memory
    from registry_desk.signing.judging import Judging
    from registry_desk.signing.room import find_room
    from registry_desk.signing.side_by_side import draw

    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(_MEMORY_BYTES)
    logging.disable(logging.CRITICAL)
    judging = Judging()
    connection.send("ready")
    while True:
        try:
            question = connection.recv()
        except EOFError:
            return
        if isinstance(question, Drawing):
            connection.send(draw(question))
        elif isinstance(question, RoomWanted):
            connection.send(find_room(question))
        else:
            connection.send(judging.judge(question))
