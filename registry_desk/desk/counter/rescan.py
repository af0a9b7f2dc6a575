"""One page scanned again and put into the place of the one that came out badly."""

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.arranger import Arranger
from registry_desk.desk.counter.pile_shown import PileShown, ScanWay
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.journey.placing import replace_page
from registry_desk.journey.records import Batch, PageRecord

lane_work = Late("registry_desk.desk.counter.lane_work")


class Rescan(QObject):
    """Scans one sheet into the pile; undoing brings the old page back."""

    came = Signal(object)
    """The :class:`PileShown` with the new page, set aside until it is in its place."""

    def __init__(self, parts: DeskParts, lanes: Lanes, arranger: Arranger) -> None:
        super().__init__()
        self._parts, self._lanes, self._arranger = parts, lanes, arranger

    def begin(self, batch: Batch, old: int, how: ScanWay) -> None:
        """Scan a page into the place of ``old``."""
        from registry_desk.journey.pile import Watcher

        by = Watcher(
            on_page=lambda _page: None,
            progress=lambda _done, _total: None,
            cancelled=lambda: self._lanes.is_closing,
            prompt=_NoQuestions(),
        )

        def scanned(answer: tuple[PageRecord, PileShown]) -> None:
            page, pile = answer
            self._arranger.look_at(pile)
            self.came.emit(pile)
            self._arranger.change(lambda now: replace_page(now, old, page.number))

        self._lanes.run(
            "scanner",
            lambda: lane_work.rescan(self._parts, batch, how, by),
            done=scanned,
            failed=self._arranger.failed.emit,
        )


class _NoQuestions:
    """One side of one sheet asks for no second stack."""

    def ask(self, code: str, **params: object) -> bool:
        return False
