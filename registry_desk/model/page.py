"""A page: where things lie on it, how it was repaired, what was read from it."""

from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels, origin at the image's upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Give the first column right of the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Give the first row below the box."""
        return self.y + self.height

    def union(self, other: "Box") -> "Box":
        """Give the smallest box around both."""
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


@dataclass(frozen=True, slots=True)
class Placement:
    """The affine map from the cleaned page's pixels to the captured image's pixels.

    ``x' = a·x + b·y + c``, ``y' = d·x + e·y + f``.
    """

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def on_captured(self, box: Box) -> Box:
        """Give the box on the captured image that surrounds a box on the cleaned page."""
        corners = [(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
        xs = [self.a * x + self.b * y + self.c for x, y in corners]
        ys = [self.d * x + self.e * y + self.f for x, y in corners]
        left, top = round(min(xs)), round(min(ys))
        return Box(left, top, round(max(xs)) - left, round(max(ys)) - top)


class Doubt(StrEnum):
    """What a clerk should look at on a page; the words are under ``doubt.<value>``."""

    TOO_PALE = "too_pale"
    CUT_OFF = "cut_off"
    FOLDED_CORNER = "folded_corner"
    TOO_LONG = "too_long"
    TRUNCATED = "truncated"
    NEARLY_BLANK = "nearly_blank"
    UNSURE_UPRIGHT = "unsure_upright"
    DPI_ESTIMATED = "dpi_estimated"
    HARD_TO_READ = "hard_to_read"


@dataclass(frozen=True, slots=True)
class CleanedPage:
    """What repair found out about a page and how the cleaned image lies on the captured one."""

    width_px: int
    """Width of the captured image."""
    height_px: int
    """Height of the captured image."""
    dpi: int
    """Resolution of the captured image, dots per inch."""
    rotation_deg: int
    """Clockwise turn (0, 90, 180, 270) that makes the captured page upright."""
    skew_deg: float
    """What remains after that turn; positive: the text runs clockwise."""
    is_blank: bool
    """Nothing is written on it (looked at twice)."""
    placement: Placement = field(default_factory=Placement)
    """From the cleaned page's pixels to the captured image's pixels."""
    cleaned_dpi: int = 300
    """Resolution of the cleaned image."""
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as read, with its place on the cleaned page."""

    text: str
    box: Box
    confidence: float
    """0 to 1, the engine's own measure."""
    line: int = 0
    """Number of its line on the page, counted from 0 in reading order."""
    block: int = 0
    """Number of its block on the page, counted from 0 in reading order."""


@dataclass(frozen=True, slots=True)
class Barcode:
    """A machine-readable code found on a page, with its place on the cleaned page."""

    symbology: str
    """``qr``, ``code128``, ``code39``, ``patch``, ``datamatrix``, …"""
    value: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageText:
    """What was read from a page: text in reading order, words, codes."""

    text: str
    """Unicode NFC, comma-below ș ț, one line break per line."""
    words: tuple[Word, ...]
    mean_confidence: float
    """0 to 1, weighted by word length; 0 for a page without words."""
    engine: str = ""
    """Name and version of the engine that read it."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page of a batch with all that was found on it: what splitting and prefill look at."""

    index: int
    """Place in the batch, counted from 1 (separators and blank backs count)."""
    source: str
    """Name of the file it came from."""
    source_page: int
    """Page within that file, counted from 1."""
    cleaned: CleanedPage
    text: PageText
    barcodes: tuple[Barcode, ...] = ()
    is_whole_source: bool = False
    """Its file is a document of its own (a PDF): never joined with its neighbours."""
    sheet: int | None = None
    """Number of its sheet in a duplex scan, counted from 1; None when not known."""
