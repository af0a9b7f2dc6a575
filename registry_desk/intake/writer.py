"""Pages are encoded and written while the driver already reads the next one.

At most one page waits and one is written, so memory does not grow with the pile. In duplex the
two sides of a sheet get their names together: after a fault a sheet is there whole or not at all.
"""

import errno
import os
import queue
import threading
from collections.abc import Callable
from pathlib import Path

from registry_desk.errors import DeviceError, RegistryDeskError
from registry_desk.intake.capture import CapturedPage
from registry_desk.intake.driver import Frame
from registry_desk.intake.faults import DiskFullScan, PageTruncated, ScannerFailed
from registry_desk.intake.images import (
    encode,
    missing_share,
    sha256_hex,
    sync_folder,
    write_part,
)
from registry_desk.intake.messages import Order

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class PageWriter:
    """Takes rasters in order and makes durable page files of them (one thread)."""

    def __init__(self, order: Order, saved: Callable[[CapturedPage], None]) -> None:
        self._order = order
        self._saved = saved
        self._sides = 2 if order.settings.source == "duplex" else 1
        self._taken = 0
        self._held: list[tuple[Path, CapturedPage]] = []
        self._fault: RegistryDeskError | None = None
        self._waiting: queue.Queue[Frame | None] = queue.Queue(maxsize=1)
        self._thread = threading.Thread(target=self._work, name="page-writer", daemon=True)
        self._thread.start()

    @property
    def is_untouched(self) -> bool:
        """Tell whether no page has come yet."""
        return self._taken == 0

    @property
    def next_page(self) -> dict[str, int]:
        """Give number and sheet of the page that comes next, as a fault's parameters."""
        return self._place(self._taken)

    def check_room(self) -> None:
        """Make sure that the disk takes further pages, before the next sheet moves.

        Raises:
            DiskFullScan: less is free than is kept.
            DeviceError: an earlier page could not be kept.
        """
        self._raise_fault()
        free = _free_bytes(self._order.folder)
        if free < self._order.free_bytes_kept:
            raise DiskFullScan(**self.next_page, folder=str(self._order.folder))

    def take(self, frame: Frame) -> None:
        """Accept a page; waits while two are in work.

        Raises:
            DeviceError: an earlier page could not be kept.
        """
        self._raise_fault()
        self._taken += 1
        self._waiting.put(frame)

    def finish(self, *, is_complete: bool) -> None:
        """Wait until everything taken is durable.

        Args:
            is_complete: the pass ended as it should, so a last front without a back is a page too;
                otherwise it is dropped, for its sheet goes back into the feeder.

        Raises:
            DeviceError: a page could not be kept.
        """
        self._waiting.put(None)
        self._thread.join()
        if is_complete and self._fault is None:
            self._publish()
        for part, _ in self._held:
            part.unlink(missing_ok=True)
        self._raise_fault()

    def _raise_fault(self) -> None:
        if self._fault is not None:
            raise self._fault

    def _place(self, taken: int) -> dict[str, int]:
        return {"page": self._order.first_index + taken, "sheet": taken // self._sides + 1}

    def _work(self) -> None:
        done = 0
        while (frame := self._waiting.get()) is not None:
            if self._fault is None:
                try:
                    self._keep(frame, done)
                except DeviceError as fault:
                    self._fault = fault
                except OSError as told:
                    self._fault = self._disk_fault(told, done)
                except (MemoryError, ValueError) as told:
                    self._fault = ScannerFailed(reason=str(told), **self._place(done))
            done += 1
            del frame

    def _disk_fault(self, told: OSError, done: int) -> DeviceError:
        if told.errno in _FULL:
            return DiskFullScan(**self._place(done), folder=str(self._order.folder))
        return ScannerFailed(reason=os.strerror(told.errno or 0), **self._place(done))

    def _keep(self, frame: Frame, done: int) -> None:
        place = self._place(done)
        if frame.is_short:
            raise PageTruncated(
                share=round(100 - 100 * frame.image.height / frame.lines_expected), **place
            )
        share = missing_share(frame.image)
        if share:
            raise PageTruncated(share=max(1, round(100 * share)), **place)
        content, suffix = encode(frame.image, mode=self._order.settings.mode, dpi=frame.dpi)
        target = self._order.folder / f"{self._order.stem}-{place['page']:04d}{suffix}"
        page = CapturedPage(
            path=target,
            sha256=sha256_hex(content),
            number=place["page"],
            sheet=place["sheet"],
            width_px=frame.image.width,
            height_px=frame.image.height,
            dpi=frame.dpi,
        )
        self._held.append((write_part(content, target), page))
        if len(self._held) == self._sides:
            self._publish()

    def _publish(self) -> None:
        """Give the held parts their names, durably, and tell of them."""
        for part, page in self._held:
            part.replace(page.path)
        if self._held:
            sync_folder(self._order.folder)
        for _, page in self._held:
            self._saved(page)
        self._held = []


def _free_bytes(folder: Path) -> int:
    import psutil

    free: int = psutil.disk_usage(str(folder)).free
    return free
