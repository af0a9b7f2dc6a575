"""Files become a batch: page images like scanned paper, PDFs as documents that arrived finished.

A PDF is a document of its own and stays byte for byte; only our own scans are stamped and sealed
inside (ARCHITECTURE). The batch's UUID follows from what the files hold, so that the same files
brought in again, after a kill or by mistake, are the same letters with the same numbers.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import Cancelled, DamagedError, RegistryDeskError, by_code
from registry_desk.journey.records import FILES, Batch, BatchState, Origin, PageRecord
from registry_desk.journey.tray import Tray
from registry_desk.reading.sources import SourcePage, source_pages

_PDF_BEGINS = b"%PDF-"
_PIECE_BYTES = 1 << 20


class FileUnreadable(DamagedError):
    """A file that somebody brings cannot be read, or can no longer: a stick was pulled."""

    code = "file_unreadable"


def batch_of(paths: Sequence[Path]) -> UUID:
    """Give the batch these files are, whatever their names: the same content, the same batch.

    Raises:
        OSError: a file cannot be read.
    """
    return _batch_with([sha256_of(path) for path in paths])


def take_files(
    tray: Tray,
    paths: Sequence[Path],
    *,
    operator: str,
    patience_s: float = 0,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Batch, dict[Path, DamagedError]]:
    """Copy files into the tray and note their pages; doing it again changes nothing.

    Args:
        tray: this desk's tray.
        paths: page images, multi-page TIFFs and PDFs, in order.
        operator: account name of who brings them.
        patience_s: how long another process that takes the same files is waited for.
        progress: told how many of how many bytes have gone through; every file goes through twice,
            to be known and to be copied.
        cancelled: asked between pieces of a file, and between files.

    Returns:
        The batch, and the files that cannot be opened with the reason, as found the first time;
        they are kept aside. Files that break only when they are read: :func:`damaged_pages`.

    Raises:
        Cancelled: the person stopped; no copy of them stays here.
        FileUnreadable: a file cannot be read; bringing them again goes on.
        DocumentHeld: another process works on the same files.
        DiskFull, TrayFull: no room; what is there stays, and doing it again goes on.
    """
    passing = _Passing(paths, progress, cancelled)
    origin = Origin(FILES, "", operator)
    batch = tray.open_batch(origin, _batch_with([passing.sha256_of(path) for path in paths]))
    with tray.holding(batch.id, patience_s=patience_s):
        batch = tray.batch(batch.id)
        if batch.state is not BatchState.CAPTURING:
            return batch, {}
        try:
            copies = _copies(tray, batch, paths, passing)
            sources = source_pages(list(copies), cancelled=cancelled)
        except Cancelled:
            tray.forget_batch(batch.id)
            shutil.rmtree(tray.captured_dir(batch.id).parent)
            raise
        names = dict(zip(copies, paths, strict=True))
        tray.note_files(
            batch.id,
            [_page(tray, batch, one, names[one.file].name, copies[one.file]) for one in sources],
        )
        damaged = {names[one.file]: one.problem for one in sources if one.problem is not None}
        return tray.batch(batch.id), damaged


def damaged_pages(tray: Tray, batch: Batch) -> list[tuple[PageRecord, RegistryDeskError]]:
    """Give the pages of a batch that cannot be opened or read, each with the reason."""
    return [
        (page, by_code(page.problem, DamagedError.family))
        for page in tray.pages(batch.id)
        if page.is_set_aside and page.problem
    ]


class _Passing:
    """Reads files in pieces, tells how far it is, and stops when it is asked to."""

    def __init__(
        self,
        paths: Sequence[Path],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._done, self._total = 0, 2 * sum(map(_size_of, paths)) or 1

    def pieces(self, path: Path) -> Iterator[bytes]:
        """Give a file's bytes in pieces.

        Raises:
            Cancelled: the person stopped.
            FileUnreadable: it cannot be read, or can no longer.
        """
        try:
            with path.open("rb") as opened:
                while piece := opened.read(_PIECE_BYTES):
                    if self._cancelled():
                        raise Cancelled
                    yield piece
                    self._done = min(self._done + len(piece), self._total)
                    self._progress(self._done, self._total)
        except OSError as error:
            raise FileUnreadable(name=path.name) from error

    def sha256_of(self, path: Path) -> str:
        """Give a file's SHA-256 as hexadecimal."""
        digest = hashlib.sha256()
        for piece in self.pieces(path):
            digest.update(piece)
        return digest.hexdigest()

    def copy(self, path: Path, target: Path) -> str:
        """Copy a file durably, byte for byte; give its SHA-256 as hexadecimal."""
        digest = hashlib.sha256()
        with part_file(target) as part, part.open("wb") as written:
            for piece in self.pieces(path):
                digest.update(piece)
                written.write(piece)
        return digest.hexdigest()


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise FileUnreadable(name=path.name) from error


def _batch_with(hashes: Sequence[str]) -> UUID:
    content = "\n".join(hashes)
    return uuid5(NAMESPACE_OID, f"registry-desk:files:{content}")


def _copies(tray: Tray, batch: Batch, paths: Sequence[Path], passing: _Passing) -> dict[Path, str]:
    """Copy files into the spool under their place in the order given; give each copy's SHA-256.

    A copy that is there from an earlier try is not made again. A PDF is called one whatever its
    name says.
    """
    folder = tray.captured_dir(batch.id)
    copies = {}
    for place, path in enumerate(paths, 1):
        copy = folder / f"file-{place:04d}{_suffix(path)}"
        is_there = copy.exists()
        copies[copy] = passing.sha256_of(copy) if is_there else passing.copy(path, copy)
    return copies


def _suffix(path: Path) -> str:
    """Give ``.pdf`` for a PDF by its first bytes (ISO 32000-1, 7.5.2), else the file's own."""
    try:
        with path.open("rb") as opened:
            is_pdf = _PDF_BEGINS in opened.read(1024)
    except OSError as error:
        raise FileUnreadable(name=path.name) from error
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
