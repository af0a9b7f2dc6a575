"""Files become a batch: page images like scanned paper, PDFs as documents that arrived finished.

A PDF is a document of its own and stays byte for byte; only our own scans are stamped and sealed
inside (ARCHITECTURE). The batch's UUID follows from what the files hold, so that the same files
brought in again, after a kill or by mistake, are the same letters with the same numbers.
"""

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import DamagedError, RegistryDeskError, by_code
from registry_desk.journey.records import Batch, BatchState, Origin, PageRecord
from registry_desk.journey.tray import Tray
from registry_desk.reading.sources import SourcePage, source_pages

_PDF_BEGINS = b"%PDF-"


def batch_of(paths: Sequence[Path]) -> UUID:
    """Give the batch these files are, whatever their names: the same content, the same batch.

    Raises:
        OSError: a file cannot be read.
    """
    content = "\n".join(sha256_of(path) for path in paths)
    return uuid5(NAMESPACE_OID, f"registry-desk:files:{content}")


def take_files(
    tray: Tray, paths: Sequence[Path], *, operator: str, patience_s: float = 0
) -> tuple[Batch, dict[Path, DamagedError]]:
    """Copy files into the tray and note their pages; doing it again changes nothing.

    Args:
        tray: this desk's tray.
        paths: page images, multi-page TIFFs and PDFs, in order.
        operator: account name of who brings them.
        patience_s: how long another process that takes the same files is waited for.

    Returns:
        The batch, and the files that cannot be opened with the reason, as found the first time;
        they are kept aside. Files that break only when they are read: :func:`damaged_pages`.

    Raises:
        DocumentHeld: another process works on the same files.
        DiskFull, TrayFull: no room; what is there stays, and doing it again goes on.
    """
    batch = tray.open_batch(Origin("files", "", operator), batch_of(paths))
    with tray.holding(batch.id, patience_s=patience_s):
        batch = tray.batch(batch.id)
        if batch.state is not BatchState.CAPTURING:
            return batch, {}
        copies = _copies(tray, batch, paths)
        damaged, hashes = {}, {copy: sha256_of(copy) for copy in copies}
        for source in source_pages(copies):
            own = paths[copies.index(source.file)]
            if source.problem is not None:
                damaged[own] = source.problem
            tray.add_page(_page(tray, batch, source, own.name, hashes[source.file]))
        tray.finish_capture(batch.id)
        return tray.batch(batch.id), damaged


def damaged_pages(tray: Tray, batch: Batch) -> list[tuple[PageRecord, RegistryDeskError]]:
    """Give the pages of a batch that cannot be opened or read, each with the reason."""
    return [
        (page, by_code(page.problem, DamagedError.family))
        for page in tray.pages(batch.id)
        if page.is_set_aside and page.problem
    ]


def _copies(tray: Tray, batch: Batch, paths: Sequence[Path]) -> list[Path]:
    """Copy files into the spool under their place in the order given, byte for byte, durably.

    A copy that is there from an earlier try is not made again. A PDF is called one whatever its
    name says.
    """
    folder = tray.captured_dir(batch.id)
    copies = []
    for place, path in enumerate(paths, 1):
        copy = folder / f"file-{place:04d}{_suffix(path)}"
        if not copy.exists():
            with part_file(copy) as part:
                shutil.copyfile(path, part)
        copies.append(copy)
    return copies


def _suffix(path: Path) -> str:
    """Give ``.pdf`` for a PDF by its first bytes (ISO 32000-1, 7.5.2), else the file's own."""
    with path.open("rb") as opened:
        is_pdf = _PDF_BEGINS in opened.read(1024)
    own = path.suffix.lower()
    return ".pdf" if is_pdf else (own if own != ".pdf" else ".bin")


def _page(tray: Tray, batch: Batch, source: SourcePage, name: str, sha256: str) -> PageRecord:
    return PageRecord(
        batch_id=batch.id,
        number=source.index,
        file=tray.name(source.file),
        sha256=sha256,
        captured_at=datetime.now(UTC),
        source=name,
        source_page=source.page,
        sheet=source.index,
        is_set_aside=source.problem is not None,
        problem=source.problem.code if source.problem else None,
    )
