"""A watched folder: what is dropped there comes in like a scanned page, durably, once.

A file is taken when it has stood still for a while. It is copied durably, told of, and only then
moved to the folder of what is done; a program that dies in between finds it again and gives it the
same copy, so nothing is lost and nothing comes twice. Any name will do, also ones that are no text.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import DamagedError, RefusedError
from registry_desk.intake.faults import FolderAway
from registry_desk.intake.images import sync_folder

DONE, ASIDE = "preluate", "nepreluate"
"""Names of the folders inside the watched one: taken in, and not taken in."""
_UNFINISHED = (
    ".part",
    ".partial",
    ".tmp",
    ".temp",
    ".crdownload",
    ".download",
    ".filepart",
    ".swp",
)
_LOOK_AGAIN_S = 1.0
"""The folder is read this often.

Network shares send no word of new files, and the libraries that listen for such words stop at names
that are no text; reading a folder once a second costs nothing that could be measured.
"""


@dataclass(frozen=True, slots=True)
class DroppedFile:
    """A file that came in through a watched folder."""

    path: Path
    """The durable copy; the same one when the file is told of again after a crash."""
    name: str
    """The name it was dropped under, as far as it can be shown."""
    sha256: str
    size_bytes: int


def watch_folder(
    folder: Path,
    spool: Path,
    *,
    on_file: Callable[[DroppedFile], None],
    cancelled: Callable[[], bool],
    still_s: float = 2.0,
) -> None:
    """Take in what is dropped into a folder, until cancelled.

    Args:
        folder: the watched one; files in folders below it are not looked at.
        spool: where the copies go.
        on_file: takes each file; when it returns, the original is moved to ``preluate``. A file it
            calls damaged or refused goes to ``nepreluate`` and the rest goes on; any other error
            leaves the original where it is and ends the watch.
        cancelled: asked about once a second.
        still_s: how long size and time of a file must not change before it is taken.

    Raises:
        FolderAway: the folder cannot be reached; watching can begin again any time.
    """
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)
    stands = _Stands(still_s)
    while not cancelled():
        for path in stands.ripe(_files(folder)):
            _take(path, folder, spool, on_file)
            if cancelled():
                return
        time.sleep(min(still_s / 2, _LOOK_AGAIN_S))


class _Stands:
    """Which files have stood still long enough."""

    def __init__(self, still_s: float) -> None:
        self._still_s = still_s
        self._seen: dict[Path, tuple[tuple[int, int], float]] = {}

    def ripe(self, files: dict[Path, tuple[int, int]]) -> list[Path]:
        now = time.monotonic()
        self._seen = {
            path: self._seen[path]
            if path in self._seen and self._seen[path][0] == state
            else (state, now)
            for path, state in files.items()
        }
        return [path for path, (_, since) in self._seen.items() if now - since >= self._still_s]


def _files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Give the finished-looking files of a folder with size and time, oldest first."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # taken back between two looks
                    if entry.is_file() and not _is_unfinished(entry.name):
                        state = entry.stat()
                        found.append((state.st_mtime_ns, Path(entry.path), state.st_size))
    except OSError as away:
        raise FolderAway(folder=str(folder)) from away
    return {
        path: (size, at)
        for at, path, size in sorted(found, key=lambda row: (row[0], os.fsencode(row[1])))
    }


def _is_unfinished(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


def _take(path: Path, folder: Path, spool: Path, on_file: Callable[[DroppedFile], None]) -> None:
    try:
        dropped = _copy(path, spool)
    except (FileNotFoundError, PermissionError):
        if not folder.is_dir():
            raise FolderAway(folder=str(folder)) from None
        return  # somebody took it back, or still holds it: it is looked at again
    if dropped is None:
        return
    try:
        on_file(dropped)
    except (DamagedError, RefusedError):
        _put_away(path, folder / ASIDE)
    else:
        _put_away(path, folder / DONE)


def _copy(path: Path, spool: Path) -> DroppedFile | None:
    """Copy a file durably under a name that is the same whenever this very file is copied.

    Returns:
        None when it changed meanwhile: it was not finished after all.

    Raises:
        DiskFull: there is no room for the copy; the original stays where it is.
    """
    state = path.stat()
    sha256 = sha256_of(path)
    mark = os.fsencode(path.name) + f"|{state.st_mtime_ns}|{sha256}".encode()
    copy = spool / f"{hashlib.sha256(mark).hexdigest()[:24]}{_safe_suffix(path)}"
    if not copy.exists():
        with part_file(copy) as part:
            shutil.copyfile(path, part)
    if sha256_of(copy) != sha256:
        copy.unlink()
        return None
    return DroppedFile(copy, shown_name(path), sha256, state.st_size)


def _safe_suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    return suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 6 else ""


def shown_name(path: Path) -> str:
    """Give a file's name as it can be shown and kept: what is no text becomes a question mark."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\ufffd" for c in name)


def _put_away(path: Path, folder: Path) -> None:
    """Move an original aside, beside what has the same name, never over it."""
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.stem}-{number}{path.suffix}"
    shutil.move(path, target)
    sync_folder(folder)
