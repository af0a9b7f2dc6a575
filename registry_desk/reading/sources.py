"""The files of a batch: folders opened out in natural order, pages counted."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import Cancelled, DamagedError
from registry_desk.intake.files import FileOpener, shown_name

_SINGLE = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"BM", b"GIF8", b"RIFF")
"""Beginnings of files that hold one page: no child process is needed to count it."""


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page of a batch, before it is opened."""

    index: int
    """Place in the batch, counted from 1; a file that cannot be opened holds one place."""
    file: Path
    page: int
    """Within the file, counted from 1."""
    is_whole_source: bool
    """The file is a PDF: a document of its own."""
    problem: DamagedError | None = None
    """Why the file cannot be opened."""
    finished: str | None = None
    """Why the file stays byte for byte (``signed``, ``form``, …); it is only read then."""

    @property
    def name(self) -> str:
        """Give the file's name as text."""
        return shown_name(self.file)


def source_pages(
    paths: Sequence[Path], *, cancelled: Callable[[], bool] = lambda: False
) -> list[SourcePage]:
    """List the pages of a batch.

    Args:
        paths: files in the order given; a folder stands for its files in natural name order.
        cancelled: asked between files.

    Raises:
        Cancelled: the person stopped.
        FileNotFoundError: a path names nothing.
    """
    found: list[SourcePage] = []
    with FileOpener() as opener:
        for file in files_of(paths):
            if cancelled():
                raise Cancelled
            is_pdf = _head(file, 1024).find(b"%PDF-") >= 0
            try:
                count = 1 if _head(file, 8).startswith(_SINGLE) else opener.count_pages(file)
                finished = opener.finished_reason(file) if is_pdf else None
            except DamagedError as error:
                found.append(SourcePage(len(found) + 1, file, 1, is_pdf, error))
                continue
            for page in range(1, count + 1):
                found.append(SourcePage(len(found) + 1, file, page, is_pdf, finished=finished))
    return found


def files_of(paths: Iterable[Path]) -> Iterable[Path]:
    """Give the files that paths stand for: a folder's, in natural name order, hidden ones left out.

    Raises:
        FileNotFoundError: a path names nothing.
    """
    for path in paths:
        if path.is_dir():
            inside = (p for p in path.iterdir() if p.is_file() and not p.name.startswith("."))
            yield from sorted(inside, key=_natural)
        elif path.exists():
            yield path
        else:
            raise FileNotFoundError(path)


def _natural(path: Path) -> list[tuple[int, int, str]]:
    """Order page-2 before page-10."""
    parts = re.split(r"(\d+)", path.name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts]


def _head(file: Path, length: int) -> bytes:
    with file.open("rb") as opened:
        return opened.read(length)
