"""Look into the register's files at this desk: fetched once, shown page by page as pictures."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.intake.files import FileOpener
from registry_desk.journey.tray import Tray

if TYPE_CHECKING:
    from registry_desk.client import RegisterClient
    from registry_desk.journey.signatures import LookedSignatures
    from registry_desk.signing import Trust
    from registry_desk.wire import Entry, FileVersion

_SCREEN_DPI = 150
_SHOWN = (
    *(".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".txt", ".eml"),
    *(".odt", ".ods", ".docx", ".xlsx", ".rtf", ".p7s", ".p7m"),
)
"""Kinds of files that are looked at with another program under their own name."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file that can be looked into."""

    file: Path
    page_count: int


class Looker:
    """Shows files page by page; used by one thread, but for signatures."""

    def __init__(
        self, tray: Tray, register: "RegisterClient", trust: "Trust | tuple[Path, ...]" = ()
    ) -> None:
        """Take where files lie, and whose signatures on them are believed."""
        self._tray, self._register, self._trust = tray, register, trust
        self._opener = FileOpener()

    def open_letter(self, entry: "Entry") -> Looked | None:
        """Fetch the letter of an entry; None where its paper has not reached the register yet."""
        version = letter_version(entry)
        return None if version is None else self.open_file(self.fetch(entry, version))

    def fetch(self, entry: "Entry", version: "FileVersion") -> Path:
        """Fetch a file of an entry, once.

        Raises:
            UploadDamaged: what arrived is not what the register named.
        """
        target = self._tray.document_dir(entry.id) / f"{version.sha256}{_suffix(version.name)}"
        if not target.exists():
            self._register.download(version.sha256, target)
        return target

    def open_file(self, file: Path) -> Looked:
        """Count the pages of a file.

        Raises:
            DamagedError: it cannot be opened.
        """
        return Looked(file, self._opener.count_pages(file))

    def page(self, looked: Looked, number: int) -> Path:
        """Give a page (from 1) as a picture.

        Raises:
            DamagedError: it cannot be shown.
        """
        state = looked.file.stat()
        name = f"{looked.file.stem}-{state.st_mtime_ns}-{number}.png"
        picture = looked.file.parent / "pictures" / name
        if not picture.exists():
            picture.parent.mkdir(exist_ok=True, mode=0o700)
            self._opener.render_page(looked.file, number, picture, _SCREEN_DPI)
        return picture

    def signatures(self, looked: Looked) -> "LookedSignatures":
        """Judge the signatures of a file; may ask their issuers on the network, from any thread."""
        from registry_desk.journey.signatures import look_at_signatures

        return look_at_signatures(looked.file, looked.file.parent / "views", trust=self._trust)

    def close(self) -> None:
        """End the process that opens files."""
        self._opener.close()


def _suffix(name: str) -> str:
    """Give a file's kind by its name; what no program should open by itself gets none of its own.

    Attachments come from anybody: a page, a script or a program among them is kept, not started.
    """
    suffix = Path(name).suffix.lower()
    return suffix if suffix in _SHOWN else (".bin" if suffix else ".pdf")


def letter_version(entry: "Entry") -> "FileVersion | None":
    """Give what an official reads: our sealed scan or print, else what arrived finished."""
    finished = [f for f in entry.files if f.role == "finished"]
    letters = [f for f in entry.files if f.role == "letter"]
    sealed = [f for f in letters if f.version == "sealed"]
    return next(iter([*sealed[-1:], *letters[-1:], *finished]), None)
