"""What a document says by itself: its text layer, page after page, read in a child with limits.

A file of somebody else's may take a parser minutes or gigabytes, or make it crash; then the child
ends, and the file says nothing. Pages that are pictures of paper say so, to be recognised later.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from registry_desk import children
from registry_desk.errors import DamagedError

_PATIENCE_S = 60
_CPU_S = 30
_MEMORY_BYTES = 2**30
_MOST_PAGES = 2_000
_MOST_CHARACTERS = 1_000_000
_FEW_LETTERS = 40
"""Fewer on a picture are not the letter: a scanner's or telephone's „Scanned with …”."""
_SHARE_OF_PICTURE = 0.2
"""Of a page that its pictures cover at least where it is scanned: logos and stamps are smaller."""
_MOST_PICTURES = 500
_IMAGE = 3
"""Source: pdfium's fpdf_edit.h, ``FPDF_PAGEOBJ_IMAGE``."""
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF8", b"RIFF")
"""Beginnings of files that are pictures of pages."""


class DocumentUnreadable(DamagedError):
    """The document is neither PDF nor picture, is locked, or takes too much to read: ``file``."""

    code = "document_unreadable"


@dataclass(frozen=True, slots=True)
class PlainPage:
    """A page as it is without being recognised."""

    text: str
    is_scan: bool
    """It is a picture, or little more than one."""


def plain_pages(file: Path) -> list[PlainPage]:
    """Give a document's pages with their text, altogether at most a million characters.

    Raises:
        DocumentUnreadable: it is none, is locked, or takes too much.
    """
    command = [sys.executable, "-m", "registry_desk.server.texts.plain", str(file)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE_S, check=True
        )
    except subprocess.SubprocessError as error:
        raise DocumentUnreadable(file=file.name[:12]) from error
    return [PlainPage(**json.loads(line)) for line in done.stdout.splitlines()]


def _pages(file: Path) -> Iterator[PlainPage]:
    with file.open("rb") as opened:
        is_picture = opened.read(8).startswith(_PICTURES)
    return _pictures(file) if is_picture else _pdf_pages(file)


def _pictures(file: Path) -> Iterator[PlainPage]:
    from registry_desk.reading.sources import source_pages

    for page in source_pages([file])[:_MOST_PAGES]:
        if page.problem is not None:
            raise page.problem
        yield PlainPage("", is_scan=True)


def _pdf_pages(file: Path) -> Iterator[PlainPage]:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    room = _MOST_CHARACTERS
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        said = page.get_textpage().get_text_bounded()[:room]
        room -= len(said)
        is_bare = sum(map(str.isalpha, said)) < _FEW_LETTERS
        whole = said.encode("utf-8", "replace").decode()  # half a character breaks a database
        yield PlainPage(whole, is_scan=is_bare and _is_picture(page))
        page.close()
        if room <= 0:
            break


def _is_picture(page: Any) -> bool:
    """Tell whether pictures cover much of a page; a scan may come in strips."""
    from pypdfium2 import PdfiumError

    room = max(1.0, page.get_width() * page.get_height())
    covered = 0.0
    for place, found in enumerate(page.get_objects(filter=(_IMAGE,))):
        if place >= _MOST_PICTURES:
            return True
        try:
            left, bottom, right, top = found.get_bounds()
        except PdfiumError:
            continue  # a picture without a place covers nothing
        covered += max(0.0, right - left) * max(0.0, top - bottom)
        if covered >= _SHARE_OF_PICTURE * room:
            return True
    return False


def _main(file: str) -> None:
    """Write a line of JSON for each page; all or nothing is believed."""
    children.limit_memory(_MEMORY_BYTES)
    children.limit_processor_time(_CPU_S)
    for page in _pages(Path(file)):
        sys.stdout.buffer.write(json.dumps(asdict(page)).encode() + b"\n")


if __name__ == "__main__":
    _main(sys.argv[1])
