"""The letters a demonstration feeds: the sample letters, or page images of the person's own."""

import json
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

from registry_desk.errors import RefusedError
from registry_desk.journey.files import batch_of
from registry_desk.reading.sources import files_of
from registry_desk.resources import resource

_IMAGES = {".jpg", ".jpeg", ".jpe", ".jp2", ".png", ".tif", ".tiff", ".webp", ".bmp", ".gif"}


class NoLetters(RefusedError):
    """The folder holds no page images."""

    code = "no_letters"


@dataclass(frozen=True, slots=True)
class Letters:
    """One batch in feeder order."""

    pages: tuple[Path, ...]
    names: dict[int, str]
    """First page (counted from 1) to the letter's name, where a truth says so."""
    is_duplex: bool = False
    """Front and back of each sheet follow each other."""

    @property
    def batch_id(self) -> UUID:
        """Give the batch these letters are, whenever and wherever they are fed."""
        return uuid5(batch_of(self.pages), "demonstration")

    def sheets_from(self, done_count: int) -> tuple[Path, ...]:
        """Give the page images of the sheets that are still to be fed."""
        return self.pages[done_count * (2 if self.is_duplex else 1) :]

    def name_of(self, first_page: int) -> str:
        """Name the letter that begins on a page: by the truth, else by the page's file."""
        return self.names.get(first_page) or self.pages[first_page - 1].stem


def sample_letters() -> Letters:
    """Give the letters that come with the program."""
    samples = letters_in(resource("letters"))
    return Letters(samples.pages, samples.names, is_duplex=True)


def letters_in(folder: Path) -> Letters:
    """Give the page images of a folder in natural name order.

    Raises:
        NoLetters: there are none.
    """
    found = [p for p in files_of([folder]) if p.suffix.lower() in _IMAGES]
    if not found:
        raise NoLetters(folder=str(folder))
    truth = folder / "truth.json"
    if not truth.exists():
        return Letters(tuple(found), {})
    told = json.loads(truth.read_text(encoding="utf-8"))
    names = {d["first_page"]: d["letter"] for d in told.get("documents", []) if "letter" in d}
    return Letters(tuple(found), names)
