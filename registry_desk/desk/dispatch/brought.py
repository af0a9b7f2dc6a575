"""What the post brought back: scanned here or chosen as a file, looked at before it is noted."""

from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from registry_desk.desk.background import Lanes
from registry_desk.desk.paper_scan import PaperScan
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.i18n import text
from registry_desk.wire import Sending

if TYPE_CHECKING:
    from registry_desk.journey.scanning_papers import ScannedPaper


class Brought(QObject):
    """Brings the proof of receipt, or the envelope that came back, to the sending shown."""

    came = Signal(object, object)
    """Id of the sending, and the file."""

    def __init__(self, parts: DeskParts, lanes: Lanes, banner: Banner, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._scan = PaperScan(parts, lanes, banner, self)
        self._scan.came.connect(self._scanned)

    def scan(self, sending: Sending | None) -> None:
        """Scan what came back of a sending."""
        if sending is not None:
            number = sending.entry_number.replace("/", "-")
            self._scan.begin(sending.id, text("dispatch.scan_name", number=number))

    def choose(self, sending: Sending | None) -> None:
        """Ask for the file of what came back."""
        if sending is None:
            return
        chosen, _filter = QFileDialog.getOpenFileName(
            self._over, text("dispatch.scan_file"), "", "PDF (*.pdf)"
        )
        if chosen:
            self.came.emit(sending.id, Path(chosen))

    def _scanned(self, about: UUID, paper: "ScannedPaper") -> None:
        self.came.emit(about, paper.file)
