"""What goes into reading a page and what comes out; plain values that cross process borders."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from registry_desk.model.page import Barcode, CleanedPage, PageText, Word

WAITING = 4
"""A page may take so many times its limit by the clock: other programs need the processors too."""
READS = "REGISTRY_DESK_READS"
"""The environment's variable that tells what is loaded ahead which languages will be read."""


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """How pages are read."""

    languages: str = "ron"
    """Tesseract's language codes, the main one first: ``ron``, ``ron+eng``."""
    time_limit_s: float = 60
    """Processor time for one page from file to text; beyond it the page is set aside. By the clock
    it may take :data:`WAITING` times as long."""
    turn_deg: int | None = None
    """Clockwise turn (0, 90, 180, 270) of the captured page that a person chose; None: found."""
    second_engine: bool = False
    """Ask an engine of another kind where Tesseract stays unsure, if it is installed."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """All that was found on one page."""

    cleaned: CleanedPage
    text: PageText
    barcodes: tuple[Barcode, ...]
    cleaned_file: Path
    """JPEG of the clean, upright, straight page; durable."""


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page of a document to be made."""

    image: Path
    dpi: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """A document to be made of pages that are read."""

    pages: tuple[PlannedPage, ...]
    target: Path
    profile: str
    """``faithful`` or ``compact``."""
    title: str
    made_at: datetime
    """The file's only clock."""
