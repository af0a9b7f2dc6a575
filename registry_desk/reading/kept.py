"""Readings that outlive a killed run, so that the next one goes on where it stopped.

Each page read is a JSON file and its cleaned picture, named by what was read (the file's SHA-256,
the page) and how (the program's version, the settings): anything else is another name, and what is
stale or damaged is simply not found.
"""

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import registry_desk
from registry_desk.durable import part_file, sha256_of
from registry_desk.model.page import Barcode, Box, CleanedPage, Doubt, PageText, Placement, Word
from registry_desk.reading.results import PageResult, ReadingSettings
from registry_desk.reading.sources import SourcePage

_FORM = 1
"""Raised when the files' form or what reading finds changes within a version of the program."""


class KeptPages:
    """The readings in one folder; used by one process at a time."""

    def __init__(self, folder: Path, settings: ReadingSettings) -> None:
        self.settings = settings
        self._folder = folder
        self._digests: dict[Path, str] = {}

    def cleaned_file(self, source: SourcePage) -> Path:
        """Give the place of a page's cleaned picture; its folder is made by who writes there."""
        return self._folder / f"{self._name(source)}.jpg"

    def recall(self, source: SourcePage) -> PageResult | None:
        """Give what an earlier run found on a page; None where there is nothing to be trusted."""
        picture = self.cleaned_file(source)
        try:
            written = json.loads(picture.with_suffix(".json").read_bytes())
            if written.pop("picture_sha256") != sha256_of(picture):
                return None
            return _result(written, picture)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None  # not there, or damaged: the page is read again

    def keep(self, source: SourcePage, result: PageResult) -> None:
        """Keep what was found on a page, durably.

        Raises:
            DiskFull, FolderClosed: the folder takes nothing.
        """
        written = _plain(result) | {"picture_sha256": sha256_of(result.cleaned_file)}
        with part_file(self.cleaned_file(source).with_suffix(".json")) as part:
            part.write_text(json.dumps(written, ensure_ascii=False), encoding="utf-8")

    def sweep(self) -> None:
        """Remove what a worker left that was ended while it wrote."""
        for part in self._folder.glob("*.part"):
            part.unlink()

    def forget(self) -> None:
        """Remove all of it: the documents are made."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _name(self, source: SourcePage) -> str:
        """Tell pages apart by what makes their readings differ, and by their place in the batch.

        Two equal pages of one batch are two sheets of paper: each has its files.
        """
        if source.file not in self._digests:
            self._digests[source.file] = _digest(source.file)
        told = (
            _FORM,
            registry_desk.__version__,
            self.settings.languages,
            self.settings.second_engine,
            self._digests[source.file],
            source.page,
            source.index,
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:40]


def _digest(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError:
        return "unreadable"  # the reader will say why


def _plain(result: PageResult) -> dict[str, Any]:
    cleaned = asdict(result.cleaned)
    return {
        "cleaned": cleaned,
        "text": result.text.text,
        "mean_confidence": result.text.mean_confidence,
        "engine": result.text.engine,
        "words": [
            [w.text, *_sides(w.box), w.confidence, w.line, w.block] for w in result.text.words
        ],
        "barcodes": [[c.symbology, c.value, *_sides(c.box)] for c in result.barcodes],
    }


def _result(written: dict[str, Any], picture: Path) -> PageResult:
    """Build a reading anew.

    Raises:
        ValueError, KeyError, TypeError: what is written is none.
    """
    cleaned = CleanedPage(**written["cleaned"])
    cleaned = replace(
        cleaned,
        placement=Placement(**written["cleaned"]["placement"]),
        doubts=tuple(Doubt(doubt) for doubt in written["cleaned"]["doubts"]),
    )
    words = tuple(
        Word(text, Box(*sides), confidence, line, block)
        for text, *sides, confidence, line, block in written["words"]
    )
    codes = tuple(
        Barcode(symbology, value, Box(*sides)) for symbology, value, *sides in written["barcodes"]
    )
    text = PageText(written["text"], words, written["mean_confidence"], written["engine"])
    return PageResult(cleaned, text, codes, picture)


def _sides(box: Box) -> Sequence[int]:
    return (box.x, box.y, box.width, box.height)
