"""The work done in a worker: a page is opened, repaired, read, kept; documents are made of pages.

Loading this module loads every heavy library of the stages; only workers do.
"""

import gc
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from registry_desk import children
from registry_desk.errors import RegistryDeskError
from registry_desk.imaging.picture import keep_picture
from registry_desk.imaging.repair import Repaired, repair
from registry_desk.intake.file_errors import ImageTooLarge
from registry_desk.intake.opening import OpenedPage, open_page
from registry_desk.model.page import Doubt, PageText
from registry_desk.ocr.engines import Engine, open_engine
from registry_desk.ocr.errors import LanguageMissing, OcrFailed
from registry_desk.ocr.page import Second, nobody, read_page
from registry_desk.pdf import Metadata, PdfPage, assemble
from registry_desk.reading.results import WAITING, DocumentPlan, PageResult, ReadingSettings
from registry_desk.splitting.barcodes import find_barcodes

_NICENESS = 10
_MEMORY_BYTES = 4 << 30
"""Address space of a worker; what it really uses stays near 200 MB."""
_HARD_TO_READ = 0.65
_ON_ITS_HEAD, _CLEARLY_BETTER = 0.5, 0.2
"""Mean confidences: below the first a page may stand on its head; by how much turning helps."""
_SHARE_OF_ENGINE = 0.4
"""Of a page's whole time, for one reading by an engine."""


def load_models(languages: str) -> None:
    """Load what reading in these languages needs; where it cannot be, the first page tells."""
    with suppress(RegistryDeskError):
        _engine(languages)


def begin_worker(*, gives_way: bool) -> None:
    """Prepare a worker: it ends with its parent, keeps limits, is deaf to the terminal's Ctrl+C.

    Args:
        gives_way: to the scanner and the window: on two busy cores 425 instead of 205 images a
            minute came in durably while two workers read. Nobody waits beside a command.
    """
    children.end_with_parent()
    children.keep_libraries_quiet()
    if gives_way and hasattr(os, "nice"):
        os.nice(_NICENESS)
    children.limit_memory(_MEMORY_BYTES)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def read_captured(
    captured: Path, source_page: int, cleaned: Path, settings: ReadingSettings
) -> PageResult:
    """Do everything for one page; doing it again gives the same.

    Raises:
        DamagedError: a subclass of it: the page cannot be opened.
        OcrMissing, LanguageMissing: nothing can be read on this machine.
    """
    with _stopped_after(settings.time_limit_s):
        try:
            return _read(captured, source_page, cleaned, settings)
        except MemoryError as error:
            gc.collect()
            raise ImageTooLarge from error


@contextmanager
def _stopped_after(limit_s: float) -> Iterator[None]:
    """Let the kernel end this process at the limit, wherever its code hangs.

    The limit is of processor time: on a busy machine a harmless page once waited for a minute and
    was set aside. What sleeps instead of working is ended at :data:`WAITING` times the limit.

    Source: a Python signal handler would wait for the library call to return; the default action
    of SIGPROF and SIGALRM does not. The parent sees a broken worker and knows by the clock why.
    """
    is_possible = sys.platform != "win32" and threading.current_thread() is threading.main_thread()
    if not is_possible:
        yield
        return
    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, limit_s),
        (
            signal.SIGALRM,
            signal.ITIMER_REAL,
            limit_s * WAITING,
        ),
    )
    for sign, timer, after_s in timers:
        signal.signal(sign, signal.SIG_DFL)
        signal.setitimer(timer, after_s)
    try:
        yield
    finally:
        for _, timer, _ in timers:
            signal.setitimer(timer, 0)


def _read(captured: Path, source_page: int, cleaned: Path, settings: ReadingSettings) -> PageResult:
    engine = _engine(settings.languages)
    opened = open_page(captured, source_page)
    repaired = repair(
        opened.pixels,
        opened.dpi,
        second_look=engine.upright,
        turn_deg=settings.turn_deg,
        shrunk=opened.shrunk,
    )
    nothing = PageText("", (), 0.0, engine.name)
    text = nothing if repaired.page.is_blank else _text(repaired, engine, settings) or nothing
    if text.words and text.mean_confidence < _ON_ITS_HEAD and settings.turn_deg is None:
        repaired, text = _other_way_up(opened, repaired, text, settings)
    page = repaired.page
    codes = () if page.is_blank else find_barcodes(repaired.gray, page.cleaned_dpi)
    if not page.is_blank and text.mean_confidence < _HARD_TO_READ:
        page = replace(page, doubts=(*page.doubts, Doubt.HARD_TO_READ))
    keep_picture(repaired.picture, page.cleaned_dpi, cleaned)
    return PageResult(page, text, codes, cleaned)


def _other_way_up(
    opened: OpenedPage, repaired: Repaired, text: PageText, settings: ReadingSettings
) -> tuple[Repaired, PageText]:
    """Read a page of gibberish turned by half; keep what is clearly better.

    Letters of typewriters have few ascenders: one such page of 300 was judged upside down.
    """
    turn = (repaired.page.rotation_deg + 180) % 360
    turned = repair(opened.pixels, opened.dpi, turn_deg=turn, shrunk=opened.shrunk)
    other = _text(turned, _engine(settings.languages), settings)
    if other is None or other.mean_confidence < text.mean_confidence + _CLEARLY_BETTER:
        return repaired, text
    return turned, other


def make_document(plan: DocumentPlan) -> None:
    """Make the searchable PDF of pages that are read.

    Raises:
        DiskFull, FolderClosed, PageImageDamaged: nothing half is left.
    """
    pages = [
        PdfPage(page.image, page.dpi, page.words, str(place))
        for place, page in enumerate(plan.pages, 1)
    ]
    told = Metadata(title=plan.title, created_at=plan.made_at)
    assemble(pages, plan.target, profile=plan.profile, metadata=told)


def _text(repaired: Repaired, engine: Engine, settings: ReadingSettings) -> PageText | None:
    """Read; a page on which the engine breaks off is kept without text and doubted."""
    try:
        return read_page(
            repaired.gray,
            repaired.page.cleaned_dpi,
            engine,
            helper=_helper,
            second=_second if settings.second_engine else nobody,
            is_coarse=repaired.is_bilevel,
            time_limit_s=settings.time_limit_s * WAITING * _SHARE_OF_ENGINE,
        )
    except OcrFailed:
        return None


@lru_cache(maxsize=2)
def _engine(languages: str) -> Engine:
    """Keep the models in memory from page to page."""
    return open_engine(languages)


@lru_cache(maxsize=1)
def _helper() -> Engine | None:
    """Give the reader of what Romanian models do not know; None where it is not installed."""
    try:
        return open_engine("eng")
    except LanguageMissing:
        return None


@lru_cache(maxsize=1)
def _second() -> Second | None:
    """Give the engine of another kind; None where it is not installed."""
    try:
        from registry_desk.ocr.second import SecondEngine
    except ImportError:
        return None
    return SecondEngine()
