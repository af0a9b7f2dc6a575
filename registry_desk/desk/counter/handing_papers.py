"""Receipt and label of a letter: printed where a printer is set, else opened as a PDF."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.errors import RegistryDeskError
from registry_desk.i18n import text

lane_work = Late("registry_desk.desk.counter.lane_work")


class HandingPapers(QObject):
    """Makes a paper and brings it to the hand."""

    def __init__(self, parts: DeskParts, lanes: Lanes, banner: Banner) -> None:
        super().__init__(banner)
        self._parts, self._lanes, self._banner = parts, lanes, banner

    def hand_receipt(self, document_id: UUID) -> None:
        """Make a registered document's receipt."""
        self._lanes.run(
            "free",
            lambda: lane_work.receipt(self._parts, document_id),
            done=lambda file: self._hand(file, self._parts.receipt_printer),
            failed=self._banner.show_error,
        )

    def hand_label(self, document_id: UUID) -> None:
        """Make a registered document's label."""
        self._lanes.run(
            "free",
            lambda: lane_work.label(self._parts, document_id),
            done=lambda file: self._hand(file, self._parts.label_printer),
            failed=self._banner.show_error,
        )

    def _hand(self, file: Path, printer: str) -> None:
        if not printer:
            _open(file)
            return

        def failed(error: RegistryDeskError) -> None:
            self._banner.show_error(error, action=text("counter.open_pdf"), act=lambda: _open(file))

        self._lanes.run(
            "free",
            lambda: lane_work.print_paper(file, printer),
            done=lambda _none: self._banner.say(text("counter.printed", printer=printer)),
            failed=failed,
        )


def _open(file: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
