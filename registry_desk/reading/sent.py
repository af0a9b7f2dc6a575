"""Pages that travel: a file's bytes go out, what was found and the cleaned picture come back.

No folder is shared. A file of many pages is sent to a machine once: its pages are asked for without
the bytes first, and a machine that does not hold the file says so.
"""

import atexit
import hashlib
import os
import shutil
import tempfile
import threading
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from registry_desk.durable import part_file
from registry_desk.locking import locked_now
from registry_desk.model.page import Barcode, CleanedPage, PageText
from registry_desk.reading.results import PageResult, ReadingSettings

_PREFIX = "registry-desk-farm-"
_MOST_FILES = 8
"""Files that a worker holds at the same time."""
_one_at_a_time = threading.Lock()
"""An engine is used by one thread; workers may have several."""


class FileNotHere(Exception):
    """This worker does not hold the file: it has to be sent again with its bytes."""


@dataclass(frozen=True, slots=True)
class SentPage:
    """A page to be read elsewhere."""

    file: Path
    """At the sender's; elsewhere only its name counts."""
    page: int
    """Counted from 1."""
    settings: ReadingSettings
    digest: str = ""
    """SHA-256 of the file."""
    content: bytes | None = None
    """The whole file; None where the receiver may hold it already."""

    def with_content(self) -> "SentPage":
        """Give the page with the file's bytes."""
        content = self.file.read_bytes()
        return replace(self, content=content, digest=hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class ReturnedPage:
    """What comes back."""

    cleaned: CleanedPage
    text: PageText
    barcodes: tuple[Barcode, ...]
    picture: bytes

    def arrived(self, target: Path) -> PageResult:
        """Write the cleaned picture durably and give the result as if it had been read here.

        Raises:
            DiskFull, FolderClosed: the folder takes nothing.
        """
        target.parent.mkdir(parents=True, exist_ok=True)
        with part_file(target) as part:
            part.write_bytes(self.picture)
        return PageResult(self.cleaned, self.text, self.barcodes, target)


def send(page: SentPage) -> SentPage:
    """Prepare a page for its way: the first of a file takes the bytes along, the others hope."""
    if page.digest:
        return page
    if page.page == 1:
        return page.with_content()
    stat = page.file.stat()
    return replace(page, digest=_digest(page.file, stat.st_size, stat.st_mtime_ns))


@cache
def _digest(file: Path, _size: int, _changed_ns: int) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_sent(page: SentPage) -> ReturnedPage:
    """Read a page that was sent; runs at the receiver's.

    Raises:
        FileNotHere: the bytes did not come along and are not held.
        DamagedError: a subclass of it: the page cannot be opened.
    """
    from registry_desk.reading.page_work import read_captured

    with _one_at_a_time:
        captured = _held(page)
        cleaned = captured.parent / "cleaned.jpg"
        result = read_captured(captured, page.page, cleaned, page.settings)
        picture = cleaned.read_bytes()
    return ReturnedPage(result.cleaned, result.text, result.barcodes, picture)


def _held(page: SentPage) -> Path:
    """Give the file where this worker keeps it; the oldest give way."""
    folder = _folder()
    place = folder / page.digest
    if page.content is not None:
        for oldest in sorted(folder.iterdir(), key=lambda p: p.stat().st_mtime)[: -_MOST_FILES + 1]:
            oldest.unlink()
        with part_file(place) as part:
            part.write_bytes(page.content)
    if not place.is_file():
        raise FileNotHere
    return place


@cache
def _folder() -> Path:
    """Make this worker's own folder, which goes with the process, and sweep those left behind."""
    sweep(Path(tempfile.gettempdir()))
    while True:
        folder = tempfile.TemporaryDirectory(prefix=_PREFIX)
        if _hold(Path(folder.name)) is not None:
            atexit.register(folder.cleanup)
            return Path(folder.name)


def sweep(place: Path) -> None:
    """Remove the folders of killed workers: citizens' pages must not lie about for ever."""
    for folder in place.glob(f"{_PREFIX}*"):
        held = _hold(folder)
        if held is not None:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(held)


def _hold(folder: Path) -> int | None:
    """Hold a folder until its descriptor is closed or this process dies.

    Whoever sweeps holds as well, so that nobody works in a folder that is being swept.

    Returns:
        The open folder; None where another process holds it, it is swept, or it is not ours.
    """
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    if os.fstat(opened).st_uid == os.getuid() and locked_now(opened) and folder.is_dir():
        return opened
    os.close(opened)
    return None
