"""Paper and files become a batch, each image durable before the next sheet moves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from registry_desk.durable import sha256_of
from registry_desk.intake import (
    CapturedPage,
    Prompt,
    ScanOutcome,
    ScanSettings,
    scan,
)
from registry_desk.journey.records import Batch, PageRecord
from registry_desk.journey.tray import Tray

_IMAGES = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class Feed:
    """Which scanner is fed, and how."""

    device: str
    """Its name in SANE."""
    settings: ScanSettings
    paper_wait_s: float = 0.0
    """How long an empty feeder is waited for; the scan begins by itself."""


def scan_batch(
    tray: Tray,
    batch: Batch,
    *,
    feed: Feed,
    on_page: Callable[[PageRecord], None],
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
    prompt: Prompt,
) -> ScanOutcome:
    """Scan the feeder into a batch, going on behind the last page that is on disk.

    The batch stays *capturing* when the scanner stops for a fault: the clerk clears it and scans
    on, or says that the pile is complete.

    Raises:
        DeviceError: the scanner needs a hand; all pages before are in the tray.
    """
    is_duplex = feed.settings.source == "duplex"
    _recover(tray, batch.id, is_duplex=is_duplex)
    known = tray.pages(batch.id)
    for page in known:
        on_page(page)
    first_sheet = 1 + max((page.sheet or page.number for page in known), default=0)

    def note(page: CapturedPage) -> None:
        sheet = None if page.sheet is None else first_sheet - 1 + page.sheet
        record = _record(tray, batch.id, page.path, page.sha256, sheet)
        tray.add_page(record)
        on_page(record)

    outcome = scan(
        feed.device,
        feed.settings,
        tray.captured_dir(batch.id),
        first_index=1 + max((page.number for page in known), default=0),
        on_page=note,
        progress=progress,
        cancelled=cancelled,
        prompt=prompt,
        free_bytes_kept=tray.free_bytes_kept,
        paper_wait_s=feed.paper_wait_s,
    )
    tray.finish_capture(batch.id)
    return outcome


def sheets_on_disk(tray: Tray, batch: Batch, *, is_duplex: bool) -> int:
    """Count the sheets that are whole in the tray; paper goes back into the feeder from the next.

    A sheet of which only the front was saved when the desk went down is scanned again: its front
    is set aside, not deleted.
    """
    _recover(tray, batch.id, is_duplex=is_duplex)
    kept = [page for page in tray.pages(batch.id) if not page.is_set_aside]
    if is_duplex and len(kept) % 2:
        tray.set_page_aside(kept[-1], "half_sheet")
        kept.pop()
    return len(kept) // 2 if is_duplex else len(kept)


def _recover(tray: Tray, batch_id: UUID, *, is_duplex: bool) -> None:
    """Take in the images that were on disk, but not noted yet, when the desk went down."""
    _name_lone_sides(tray.captured_dir(batch_id))
    known = {page.file for page in tray.pages(batch_id)}
    for path in sorted(tray.captured_dir(batch_id).glob("page-*")):
        if path.suffix in _IMAGES and tray.name(path) not in known:
            number = _number(path)
            sheet = (number + 1) // 2 if is_duplex else number
            tray.add_page(_record(tray, batch_id, path, sha256_of(path), sheet))


def _name_lone_sides(folder: Path) -> None:
    """Name the sides of a duplex by hand that was cut short as pages, fronts before backs."""
    taken = [_number(path) for path in folder.glob("page-*") if path.suffix in _IMAGES]
    following = 1 + max(taken, default=0)
    for stem in ("front", "back"):
        for path in sorted(folder.glob(f"{stem}-*")):
            if path.suffix in _IMAGES:
                path.replace(folder / f"page-{following:04d}{path.suffix}")
                following += 1


def _record(tray: Tray, batch_id: UUID, path: Path, sha256: str, sheet: int | None) -> PageRecord:
    return PageRecord(
        batch_id=batch_id,
        number=_number(path),
        file=tray.name(path),
        sha256=sha256,
        captured_at=datetime.now(UTC),
        source=path.name,
        sheet=sheet,
    )


def _number(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])
