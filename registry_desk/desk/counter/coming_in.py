"""How pages come to the counter: scanner, dropped files, watched folder, what was left."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.bringing import Bringing
from registry_desk.desk.counter.pile_shown import PileShown, ScanWay, unfinished_batch
from registry_desk.desk.counter.questions import Question, Questions
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.errors import RegistryDeskError
from registry_desk.journey.records import Batch

if TYPE_CHECKING:
    from registry_desk.journey.bringing import Brought
    from registry_desk.journey.pile import Watcher

lane_work = Late("registry_desk.desk.counter.lane_work")

_WATCH_AGAIN_MS = 10_000


class ComingIn(QObject):
    """Starts what brings pages in and tells of them; one pile at a time is on the counter."""

    began = Signal(bool)
    """A pile is coming to the counter; True where the scanner feeds it."""
    page_came = Signal(object)
    progressed = Signal(int, int)
    pile_read = Signal(object)
    """The :class:`PileShown` that is ready for the clerk."""
    failed = Signal(object)
    """The error that stopped the pile at the counter."""
    waiting = Signal(int)
    """So many files came in and wait behind the pile on the counter."""
    mails_came = Signal(int)
    """So many e-mails came in; they wait on their own screen."""
    asked = Signal(object)
    """The :class:`Question` of a scanner that waits for a hand at the feeder."""
    damaged = Signal(object)
    """The error for which something did not come in; everything else goes on."""
    not_in = Signal(list)
    """Names of files that did not come in, each with its error; the others did."""

    def __init__(self, parts: DeskParts, lanes: Lanes) -> None:
        super().__init__()
        self._parts, self._lanes = parts, lanes
        self._is_stopping = False
        self.is_busy = False
        """A pile is coming in."""
        self.has_open = False
        """The counter shows a document that waits for the clerk."""
        self.batch: Batch | None = None
        self.bringing = Bringing(parts, lanes, self)
        self.bringing.ended.connect(self._brought)
        self.bringing.failed.connect(self.damaged)

    def resume(self) -> None:
        """Bring the batch to the counter that still has something to do."""

        def found(batch: Batch | None) -> None:
            if batch and not self.is_busy:
                self.bring(batch)

        self._lanes.run(
            "free",
            lambda: unfinished_batch(self._parts),
            done=found,
            failed=self.damaged.emit,
        )

    def scan(self, how: ScanWay) -> None:
        """Scan what lies in the feeder; goes on in the batch that a fault interrupted."""
        if self.is_busy:
            return
        self.is_busy = True

        def opened(batch: Batch) -> None:
            self.batch = batch
            self._start(
                lambda by: lane_work.scan_and_read(self._parts, batch, how, by), lane="scanner"
            )

        self._lanes.run(
            "free",
            lambda: lane_work.open_pile(self._parts, how),
            done=opened,
            failed=self._failed,
        )

    def take(self, paths: Sequence[Path]) -> None:
        """Take files in by the same door as paper; e-mails go to their own screen."""
        self.bringing.take(paths)

    def _brought(self, brought: "Brought") -> None:
        if brought.mails:
            self.mails_came.emit(len(brought.mails))
        if brought.batch is not None:
            self._arrived(brought.batch, brought.paper_count)
        if brought.troubles:  # last, to stay in sight
            self.not_in.emit(brought.troubles)

    def watch(self) -> None:
        """Keep watch over the folder of the settings, if one is set."""
        folder = self._parts.watched_folder
        if folder is None:
            return

        def again(error: RegistryDeskError | None) -> None:
            if error is not None:
                self.damaged.emit(error)
                QTimer.singleShot(_WATCH_AGAIN_MS, self, self.watch)

        self._lanes.run("folder", lambda: self._watch(folder), done=again, failed=again)

    def _watch(self, folder: Path) -> RegistryDeskError | None:
        """Watch until the window closes; runs in its lane."""
        from registry_desk.journey.watching import watch

        return watch(
            self._parts.counter.tray,
            folder,
            operator=self._parts.operator,
            departments=self._parts.counter.office.departments,
            on_batch=lambda batch: self._lanes.post(lambda: self._arrived(batch, 1)),
            on_mail=lambda _mail: self._lanes.post(lambda: self.mails_came.emit(1)),
            cancelled=lambda: self._lanes.is_closing,
        )

    def stop(self) -> None:
        """Stop after the page at hand, and what is being copied."""
        self._is_stopping = True
        self.bringing.stop()

    def _arrived(self, batch: Batch, count: int) -> None:
        if self.is_busy or self.has_open:
            self.waiting.emit(count)
        else:
            self.bring(batch)

    def bring(self, batch: Batch) -> None:
        """Bring a batch to the counter; what is left of it to read is read."""
        self.batch = batch
        self._start(lambda by: lane_work.read_again(self._parts, batch, by), lane="free")

    def _start(self, work: "Callable[[Watcher], PileShown]", *, lane: str) -> None:
        from registry_desk.journey.pile import Watcher

        self._is_stopping, self.is_busy = False, True
        self.began.emit(lane == "scanner")
        watcher = Watcher(
            on_page=lambda page: self._lanes.post(lambda: self.page_came.emit(page)),
            progress=lambda done, total: self._lanes.post(
                lambda: self.progressed.emit(done, total)
            ),
            cancelled=lambda: self._is_stopping,
            prompt=Questions(self._ask, lambda: self._is_stopping),
        )
        self._lanes.run(lane, lambda: work(watcher), done=self._read, failed=self._failed)

    def _ask(self, question: Question) -> None:
        self._lanes.post(lambda: self.asked.emit(question))

    def _read(self, pile: PileShown) -> None:
        self.is_busy = False
        self.pile_read.emit(pile)

    def _failed(self, error: RegistryDeskError) -> None:
        self.is_busy = False
        self.failed.emit(error)
