"""Receipt and label of the letter at hand."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from registry_desk.desk.background import Lanes
from registry_desk.desk.counter.layout import CounterWidgets
from registry_desk.desk.handing import hand
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.journey.records import DocumentRecord

lane_work = Late("registry_desk.desk.counter.lane_work")


class HandingPapers(QObject):
    """Makes a paper and brings it to the hand."""

    def __init__(
        self,
        parts: DeskParts,
        lanes: Lanes,
        made: CounterWidgets,
        *,
        of: Callable[[], DocumentRecord | None],
    ) -> None:
        """Hand out papers from the counter.

        Args:
            parts: whose desk it is.
            lanes: where they are made.
            made: the entry that asks for them, the banner that says what became of them.
            of: gives the letter they are wanted of; None where none has a number.
        """
        super().__init__(made.banner)
        self._parts, self._lanes, self._of = parts, lanes, of
        self._entry, self._banner = made.entry, made.banner
        self._entry.receipt_wanted.connect(self.hand_receipt)
        self._entry.label_wanted.connect(self.hand_label)

    def offer(self) -> None:
        """Say on the buttons which letter's papers they hand out."""
        of = self._of()
        number = of.entry["number"] if of and of.entry else of.tracking_code if of else ""
        self._entry.offer_papers(number)

    def hand_receipt(self) -> None:
        """Make the receipt of the letter at hand."""
        wanted = self._of()
        if wanted is None:
            return
        self._lanes.run(
            "free",
            lambda: lane_work.receipt(self._parts, wanted.id),
            done=lambda file: self._hand(file, self._parts.receipt_printer),
            failed=self._banner.show_error,
        )

    def hand_label(self) -> None:
        """Make the label of the letter at hand."""
        wanted = self._of()
        if wanted is None:
            return
        self._lanes.run(
            "free",
            lambda: lane_work.label(self._parts, wanted.id),
            done=lambda file: self._hand(file, self._parts.label_printer),
            failed=self._banner.show_error,
        )

    def _hand(self, file: Path, printer: str) -> None:
        hand(file, printer, self._lanes, self._banner)
