"""Papers scanned to an entry that has its number: no pile, no new number, one searchable PDF."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import registry_desk
from registry_desk.errors import Cancelled
from registry_desk.i18n import text
from registry_desk.intake import CapturedPage, ScanSettings, scan
from registry_desk.journey.capture import Feed
from registry_desk.journey.counter import Counter
from registry_desk.journey.reading_room import ReadingRoom
from registry_desk.journey.stamping import STEPS
from registry_desk.pdf import Capture, Metadata, PdfPage, assemble
from registry_desk.reading import PageResult

_LOOK_AGAIN_S = 0.2


@dataclass(frozen=True, slots=True)
class ScannedPaper:
    """What lay in the feeder, as one file."""

    file: Path
    sheet_count: int


class PaperScanning:
    """Scans one stack for one entry; after a fault the scanner goes on behind the last page."""

    def __init__(
        self, counter: Counter, room: ReadingRoom, *, about: UUID, name: str, operator: str
    ) -> None:
        """Scan nothing yet.

        Args:
            counter: tray and office.
            room: who reads the pages.
            about: the entry or sending, in whose folder the file stays.
            name: of the file, without its ending; its title too.
            operator: account name of who scans.
        """
        self._counter, self._room = counter, room
        self._name, self._operator = name, operator
        self._folder = counter.tray.document_dir(about) / str(uuid4())
        self._pages: list[CapturedPage] = []
        self._reading: list[Future[PageResult]] = []

    def scan(
        self,
        feed: Feed,
        *,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ScannedPaper:
        """Scan what lies in the feeder, read it and make the file.

        Args:
            feed: which scanner, how; where a stack would be turned by hand, one side is scanned.
            progress: told how many of how many pages are read.
            cancelled: asked several times a second.

        Raises:
            Cancelled: the person stopped.
            DeviceError: the scanner needs a hand; scanning again goes on behind the last page.
            DamagedError: a page cannot be read.
            UnavailableError: nothing can be read here now.
        """
        by_hand = feed.settings.source == "manual_duplex"
        settings = replace(feed.settings, source="feeder") if by_hand else feed.settings
        scan(
            feed.device,
            settings,
            self._folder,
            first_index=len(self._pages) + 1,
            on_page=self._take,
            progress=lambda _lines, _of: None,
            cancelled=cancelled,
            prompt=_NoQuestions(),
            free_bytes_kept=self._counter.tray.free_bytes_kept,
            paper_wait_s=feed.paper_wait_s,
        )
        self._wait(progress, cancelled)
        count = len(self._pages)
        sheet_count = (count + 1) // 2 if settings.source == "duplex" else count
        return ScannedPaper(
            self._assembled(replace(feed, settings=settings), sheet_count), sheet_count
        )

    def _take(self, page: CapturedPage) -> None:
        cleaned = self._folder / f"cleaned-{page.number:04d}.jpg"
        read = self._room.readers.submit(page.path, 1, cleaned, settings=self._room.settings)
        self._pages.append(page)
        self._reading.append(read)

    def _wait(self, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> None:
        left = set(self._reading)
        while left:
            left = wait(left, _LOOK_AGAIN_S, FIRST_COMPLETED).not_done
            progress(len(self._reading) - len(left), len(self._reading))
            if cancelled():
                for read in left:
                    read.cancel()
                raise Cancelled

    def _assembled(self, feed: Feed, sheet_count: int) -> Path:
        """Make the file of the pages that are written on; of all where none is."""
        read = list(zip(self._pages, (one.result() for one in self._reading), strict=True))
        kept = [pair for pair in read if not pair[1].cleaned.is_blank] or read
        now = datetime.now(UTC)
        target = self._folder / f"{self._name}.pdf"
        assemble(
            [
                PdfPage(one.cleaned_file, one.cleaned.cleaned_dpi, one.text.words)
                for _page, one in kept
            ],
            target,
            profile=self._counter.pdf_profile,
            metadata=Metadata(
                title=self._name, author=self._counter.office.institution, created_at=now
            ),
            capture=Capture(
                device=feed.device,
                settings=_told(feed.settings),
                operator=self._operator,
                software=f"Registry Desk {registry_desk.__version__}",
                captured_at=now,
                page_sha256=tuple(page.sha256 for page, _one in kept),
                sheet_count=sheet_count,
                steps=STEPS,
            ),
        )
        return target


def _told(how: ScanSettings) -> str:
    return f"{text(f'source.{how.source}')}, {how.dpi} dpi, {text(f'mode.{how.mode}')}"


class _NoQuestions:
    """One stack, one way: nothing is asked."""

    def ask(self, code: str, **params: object) -> bool:
        return False
