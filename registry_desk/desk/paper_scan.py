"""A paper scanned to what is shown: told of in the banner, stopped, gone on with after a jam."""

from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from registry_desk.desk.background import Lanes
from registry_desk.desk.late import Late
from registry_desk.desk.long_work import LongWork
from registry_desk.desk.parts import DeskParts
from registry_desk.desk.widgets.banner import Banner
from registry_desk.errors import Cancelled, DeviceError, RegistryDeskError
from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.journey.scanning_papers import PaperScanning, ScannedPaper

capture = Late("registry_desk.journey.capture")
devices = Late("registry_desk.journey.devices")
scanning_papers = Late("registry_desk.journey.scanning_papers")


class PaperScan(QObject):
    """Scans one stack at a time, in the way the settings say."""

    came = Signal(object, object)
    """Id of what it was scanned for, and the :class:`ScannedPaper`."""

    def __init__(self, parts: DeskParts, lanes: Lanes, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._lanes, self._banner = parts, lanes, banner
        self._about: UUID | None = None
        self._name = ""
        self._scanning: PaperScanning | None = None
        self._work = LongWork(self)
        self._work.told.connect(self._tell)

    def begin(self, about: UUID, name: str) -> None:
        """Scan what lies in the feeder, unless that is being done.

        Args:
            about: id of the entry or sending it belongs to.
            name: of the file that comes of it, without its ending.
        """
        if not self._work.is_busy:
            self._about, self._name, self._scanning = about, name, None
            self._go_on()

    def _go_on(self) -> None:
        about = self._about
        self._work.begin()
        said = text("paper_scan.scanning", name=self._name)
        self._banner.say_so_far(said, is_first=True, stop=self._work.stop)

        def done(paper: "ScannedPaper") -> None:
            self._work.end()
            self._banner.hide()
            self.came.emit(about, paper)

        self._lanes.run("scanner", self._scan, done=done, failed=self._failed)

    def _scan(self) -> "ScannedPaper":
        parts, about = self._parts, self._about
        if self._scanning is None:
            self._scanning = scanning_papers.PaperScanning(
                parts.counter, parts.room, about=about, name=self._name, operator=parts.operator
            )
        device = parts.device or devices.first_scanner()
        return self._scanning.scan(
            capture.Feed(device, parts.scan, parts.paper_wait_s),
            progress=self._work.note,
            cancelled=lambda: self._work.is_stopping or self._lanes.is_closing,
        )

    def _tell(self, done: int, total: int, left: str) -> None:
        said = [text("paper_scan.scanning", name=self._name)]
        if done:
            said += [text("counter.so_far", done=done, total=total), left]
        words = " · ".join(part for part in said if part)
        self._banner.say_so_far(words, is_first=False, stop=self._work.stop)

    def _failed(self, error: RegistryDeskError) -> None:
        self._work.end()
        if isinstance(error, Cancelled):
            self._banner.hide()
        elif isinstance(error, DeviceError):
            self._banner.show_error(error, action=text("counter.continue"), act=self._go_on)
        else:
            self._banner.show_error(error)
