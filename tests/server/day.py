"""A day of many desks, replayed: every letter is a pure function of its place, every act is kept.

A desk asks until it is answered, as the tray does. What was acknowledged is written down at once,
so that a run that was broken off goes on with the same letters under the same UUIDs.
"""

import hashlib
import json
import queue
import random
import threading
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from registry_desk.client import RegisterClient
from registry_desk.errors import UnavailableError
from registry_desk.model.tracking import parse_tracking_code
from registry_desk.wire import Assignment, Registration

_SPACE = uuid.UUID("6f1d3a54-0c3c-4d2e-9a55-0d9e7f0a1b2c")
_RECEIVED_AT = datetime(2026, 1, 5, 8, tzinfo=UTC)
_BIG_EACH = 9
"""One letter in so many needs several pieces to arrive."""


def letter_id(place: int) -> uuid.UUID:
    return uuid.uuid5(_SPACE, str(place))


def request_for(place: int) -> Registration:
    """Give the registration of a letter, the same whenever it is asked for."""
    return Registration(
        id=letter_id(place),
        register="U" if place % 5 == 0 else "GEN",
        tracking_code=_code(place),
        received_at=_RECEIVED_AT,
        kind="petition",
        sender_name="Crăciun Sânziana",
        subject=f"Scrisoarea {place}",
        sheet_count=3,
    )


def _code(place: int) -> str:
    drawn = "".join(random.Random(place).choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=15))
    for check in "0123456789ABCDEFGHJKMNPQRSTVWXYZ":
        try:
            return parse_tracking_code(drawn + check)
        except ValueError:
            continue
    raise AssertionError(drawn)


def content_of(place: int, *, has_big: bool) -> bytes:
    """Give a letter's file: three pages' worth of bytes, or several pieces of them."""
    chance = random.Random(-place)
    is_big = has_big and place % _BIG_EACH == 0
    return b"%PDF-1.7 " + chance.randbytes(9 * 2**20 if is_big else chance.randint(60, 200) * 1024)


class Day:
    """What the desks of a day have done, kept in a file of lines.

    Args:
        file: gets a line for each letter that is wholly done.
        count: how many letters there are; None: as many as are done until it is stopped.
        has_big: whether some letters need several pieces.
    """

    def __init__(self, file, *, count=None, has_big=True):
        self.has_big = has_big
        self.numbers = {}
        self.stopping = threading.Event()
        self.doing = {}
        self.repeats = 0
        self._file = file
        self._lock = threading.Lock()
        if file.exists():
            for line in file.read_text().splitlines():
                place, number = json.loads(line)
                self.numbers[place] = number
        most = count or 10**6
        self._waiting = queue.SimpleQueue()
        for place in (n for n in range(1, most + 1) if n not in self.numbers):
            self._waiting.put(place)

    def next(self):
        """Give the place of a letter nobody has, None when the day is over."""
        if self.stopping.is_set():
            return None
        try:
            return self._waiting.get_nowait()
        except queue.Empty:
            return None

    def done(self, place, number):
        with self._lock, self._file.open("a") as file:
            file.write(json.dumps([place, number]) + "\n")
            self.numbers[place] = number

    def repeat(self):
        with self._lock:
            self.repeats += 1

    def met(self) -> Counter:
        """Say what the desks are in the middle of."""
        return Counter(self.doing.values())


class Desk:
    """A clerk and an official at one desk: letters all the way, one after the other."""

    def __init__(self, server, day, folder, name, *, patience_s):
        self._name = name
        token = server.token
        self._clerk = RegisterClient(server.url, token("clerk"), timeout_s=patience_s)
        self._official = RegisterClient(server.url, token("urb"), timeout_s=patience_s)
        self._day = day
        self._path = folder / f"{name}.pdf"

    def work(self):
        """Do letters until the day is over."""
        try:
            while (place := self._day.next()) is not None:
                self._work(place)
        finally:
            self._day.doing.pop(self._name, None)
            self._clerk.close()
            self._official.close()

    def _work(self, place):
        asked, entry_id = request_for(place), letter_id(place)
        entry = self._answered("numbering", self._clerk.register, asked)
        assert entry.id == entry_id
        if place % 4 == 0:  # the answer was lost on its way
            assert self._answered("numbering", self._clerk.register, asked).number == entry.number
            self._day.repeat()
        if entry.state != "closed":  # else the run was broken off after the last step
            self._deliver(place, entry_id)
            self._settle(entry_id)
        self._day.done(place, entry.number)

    def _deliver(self, place, entry_id):
        content = content_of(place, has_big=self._day.has_big)
        self._path.write_bytes(content)
        sha256 = hashlib.sha256(content).hexdigest()
        asked = {"sha256": sha256, "role": "letter", "name": "scrisoare.pdf"}
        kept = self._answered("upload", self._clerk.deliver, entry_id, self._path, **asked)
        assert kept.sha256 == sha256

    def _settle(self, entry_id):
        given = Assignment(
            id=uuid.uuid5(entry_id, "task"), entry_id=entry_id, department="URB", official="urb"
        )
        task = self._answered("assigning", self._clerk.assign, given)
        self._answered("opening", self._official.open_task, task.id)
        self._answered("resolving", self._official.resolve, task.id, "Se clasează.")
        close, why = self._official.close_entry, "Aceeași cerere."
        closed = self._answered("closing", close, entry_id, outcome="classified", reason=why)
        assert closed.state == "closed"

    def _answered(self, doing, call, *args, **asked):
        """Ask until there is an answer."""
        self._day.doing[self._name] = doing
        while True:
            try:
                return call(*args, **asked)
            except UnavailableError:
                time.sleep(0.1)


def at_work(server, day, folder, *, desks, patience_s=5):
    """Let desks begin their day; give what tells of each one's end."""
    staff = [Desk(server, day, folder, f"desk-{n}", patience_s=patience_s) for n in range(desks)]
    house = ThreadPoolExecutor(desks)
    ends = [house.submit(desk.work) for desk in staff]
    house.shutdown(wait=False)
    return ends


def wait_for(ends, *, timeout_s=120):
    """Wait until every desk's day is over; raises what any of them met."""
    until = time.monotonic() + timeout_s
    for end in ends:
        end.result(max(0.1, until - time.monotonic()))
