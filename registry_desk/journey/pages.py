"""The pages of a batch are repaired and read while the next ones still come in."""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, wait

from registry_desk.errors import Cancelled, DamagedError
from registry_desk.journey.records import PageRecord
from registry_desk.journey.tray import Tray
from registry_desk.model.page import ReadPage
from registry_desk.reading import PageReaders, PageResult, ReadingSettings


class PagesInWork:
    """Hands the pages of a batch to the readers and keeps what they found.

    Used by one thread. A page whose reading is in the tray already is not read again. Trouble with
    reading never holds up the scanner: the first is kept and raised at the end.
    """

    def __init__(self, tray: Tray, readers: PageReaders, settings: ReadingSettings) -> None:
        self._tray = tray
        self._readers = readers
        self._settings = settings
        self._waiting: dict[Future[PageResult], PageRecord] = {}
        self._trouble: BaseException | None = None

    def add(self, page: PageRecord) -> None:
        """Have a page read, unless it was or is set aside, or nothing can be read here now."""
        if page.read is not None or page.is_set_aside or self._trouble is not None:
            return
        cleaned = self._tray.cleaned_dir(page.batch_id) / f"page-{page.number:04d}.jpg"
        captured = self._tray.path(page.file)
        future = self._readers.submit(captured, page.source_page, cleaned, settings=self._settings)
        self._waiting[future] = page
        self.keep_finished()

    def keep_finished(self, *, timeout_s: float = 0) -> int:
        """Keep what has been read by now.

        Returns:
            How many pages are still in work.
        """
        done, _ = wait(self._waiting, timeout=timeout_s, return_when=FIRST_COMPLETED)
        for future in done:
            self._keep(self._waiting.pop(future), future)
        return len(self._waiting)

    def finish(
        self, *, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> None:
        """Wait until every page is read or set aside.

        Raises:
            Cancelled: the person stopped; pages read so far are kept.
            UnavailableError: pages could not be read now (no Tesseract, no Romanian, disk full);
                they are kept, and reading goes on when it is asked for again.
        """
        total = len(self._waiting)
        while left := self.keep_finished(timeout_s=0.2):
            progress(total - left, total)
            if cancelled():
                for future in self._waiting:
                    future.cancel()
                raise Cancelled
        if self._trouble is not None:
            raise self._trouble
        progress(total, total)

    def _keep(self, page: PageRecord, future: Future[PageResult]) -> None:
        error = Cancelled() if future.cancelled() else future.exception()
        if isinstance(error, DamagedError):
            self._tray.set_page_aside(page, error.code)
            return
        if error is not None:
            self._trouble = self._trouble or error
            return
        result = future.result()
        read = ReadPage(
            index=page.number,
            source=page.source,
            source_page=page.source_page,
            cleaned=result.cleaned,
            text=result.text,
            barcodes=result.barcodes,
            is_whole_source=page.is_finished,
            sheet=page.sheet,
        )
        self._tray.record_reading(page, read, result.cleaned_file)
