"""What every reading engine gives, and which one is used."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from registry_desk.model.page import Box
from registry_desk.ocr.errors import OcrFailed

Gray = npt.NDArray[np.uint8]


class Layout(IntEnum):
    """How a page is cut into lines; the numbers are Tesseract's page segmentation modes."""

    AUTO = 3
    """Columns are looked for."""
    COLUMN = 4
    """One column of text of any size: best on cleaned letters, tables stay in row order."""
    BLOCK = 6
    """One even block."""
    LINE = 7
    """One line."""
    SPARSE = 11
    """As much as can be found, in no order."""


@dataclass(frozen=True, slots=True)
class RawWord:
    """A word as an engine gives it."""

    text: str
    box: Box
    confidence: float
    """0 to 1."""
    block: int
    paragraph: int
    line: int


class Engine(Protocol):
    """A reader of pages; made for one choice of languages, used by one thread."""

    name: str
    """With version, for the record."""

    def read(
        self, gray: Gray, dpi: int, layout: Layout, *, time_limit_s: float
    ) -> tuple[RawWord, ...]:
        """Read a page.

        Raises:
            OcrFailed: the engine broke off; the page can still be kept without text.
        """

    def upright(self, gray: Gray, dpi: int) -> tuple[int, float] | None:
        """Give the clockwise turn that makes a page upright and how sure it is.

        The sureness is Tesseract's: above 1 it can be believed. None: nothing to go by.
        """

    def close(self) -> None:
        """Give back what the engine holds."""


class Forgiving:
    """An engine for what is read beside the page itself: where it breaks off, nothing was read."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name

    def read(
        self, gray: Gray, dpi: int, layout: Layout, *, time_limit_s: float
    ) -> tuple[RawWord, ...]:
        """See :class:`Engine`."""
        try:
            return self._engine.read(gray, dpi, layout, time_limit_s=time_limit_s)
        except OcrFailed:
            return ()

    def upright(self, gray: Gray, dpi: int) -> tuple[int, float] | None:
        """See :class:`Engine`."""
        return self._engine.upright(gray, dpi)

    def close(self) -> None:
        """See :class:`Engine`."""
        self._engine.close()


def from_tsv(tsv: str) -> tuple[RawWord, ...]:
    """Read the words out of Tesseract's table; rows that are no words or are damaged fall out."""
    found = []
    for row in tsv.splitlines():
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != "5" or not cells[11].strip():
            continue
        try:
            numbers = [int(cell) for cell in cells[2:10]]
            confidence = min(1.0, max(0.0, float(cells[10]) / 100))
        except ValueError:
            continue
        block, paragraph, line, _, x, y, width, height = numbers
        box = Box(x, y, width, height)
        found.append(RawWord(cells[11].strip(), box, confidence, block, paragraph, line))
    return tuple(found)


def open_engine(languages: str) -> Engine:
    """Open the fastest engine that works here.

    Raises:
        OcrMissing: no Tesseract on this machine.
        LanguageMissing: a language is not installed.
    """
    makers: list[Callable[[str], Engine]] = []
    try:
        from registry_desk.ocr.inprocess import InProcessEngine

        makers.append(InProcessEngine)
    except ImportError:
        pass  # the wheel does not exist for this system: the command does the same, slower
    from registry_desk.ocr.command import CommandEngine

    makers.append(CommandEngine)
    for maker in makers[:-1]:
        try:
            return maker(languages)
        except RuntimeError:
            continue  # the model does not fit this library's version
    return makers[-1](languages)
