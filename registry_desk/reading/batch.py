"""A batch of files becomes documents: the whole of ``registry-desk process``."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from registry_desk.durable import part_file
from registry_desk.errors import Cancelled, DamagedError
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.reading.kept import KeptPages
from registry_desk.reading.office import KnownOffice
from registry_desk.reading.proposal import Proposal, propose
from registry_desk.reading.readers import PageReaders
from registry_desk.reading.results import DocumentPlan, PageResult, PlannedPage, ReadingSettings
from registry_desk.reading.sources import SourcePage, source_pages
from registry_desk.reading.telling import Batch, told

if TYPE_CHECKING:
    from registry_desk.reading.farm import Farm

_MAKERS = 2
"""Processes that make documents here while a farm reads."""
_AHEAD = 2
"""Pages on their way for each that a farm reads: none of its workers waits for the next."""
_OUR_CODES = "REGDESK;"
"""How the codes of separator sheets begin that a key proves."""
_UNKNOWN = KnownOffice()


def process(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: ReadingSettings | None = None,
    jobs: "int | Farm" = 2,
    pdf_profile: str = "faithful",
    office: KnownOffice = _UNKNOWN,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Make searchable documents out of files.

    A run that was stopped, however it went, goes on where it was when it is asked for again with
    the same folder: pages it has read are kept there until the documents are made.

    Args:
        paths: image files, multi-page TIFFs, PDFs, folders of them, in order.
        out: folder for ``001.pdf`` … and ``batch.json``; made when it is not there.
        settings: how to read.
        jobs: processes here at the same time, or the farm that reads the pages; they are sent
            there, no folder is shared.
        pdf_profile: ``faithful`` or ``compact``.
        office: what is known of the institution the letters are for.
        progress: told how many pages of how many are done, those of an earlier run first.
        cancelled: asked several times a second.

    Returns:
        What stands in ``batch.json``.

    Raises:
        Cancelled: the person stopped; nothing half is left in ``out``.
        OcrMissing, LanguageMissing: nothing can be read on this machine.
        FarmLost: the farm went away.
        DiskFull: no room in ``out``; nothing half is left.
    """
    batch = Batch(source_pages(paths, cancelled=cancelled))
    out.mkdir(parents=True, exist_ok=True)
    kept = KeptPages(out / ".reading", settings or ReadingSettings())
    farm = None if isinstance(jobs, int) else jobs
    workers = jobs if isinstance(jobs, int) else _MAKERS
    with _swept(out, kept), PageReaders(max(1, min(workers, len(batch.sources)))) as here:
        if farm is None:
            _read_all(batch, here, kept, progress, cancelled)
        else:
            with PageReaders(_AHEAD * farm.worker_count, farm) as there:
                _read_all(batch, there, kept, progress, cancelled)
        proposal = _proposed(batch, office)
        names = _documents(batch, proposal, out, here, pdf_profile, cancelled)
    value = told(batch, proposal, names)
    with part_file(out / "batch.json") as part:
        part.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
    kept.forget()
    return value


@contextmanager
def _swept(out: Path, kept: KeptPages) -> Iterator[None]:
    """Remove in the end what workers left that were ended while they wrote."""
    try:
        yield
    finally:
        kept.sweep()
        for part in out.glob("[0-9]*.pdf.part"):
            part.unlink()


def _proposed(batch: Batch, office: KnownOffice) -> Proposal:
    pages = [batch.pages[index] for index in sorted(batch.pages)]
    has_ours = any(c.value.startswith(_OUR_CODES) for page in pages for c in page.barcodes)
    key = office.separator_key() if has_ours else None
    return propose(pages, departments=office.departments, separator_key=key)


def _read_all(
    batch: Batch,
    readers: PageReaders,
    kept: KeptPages,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> None:
    waiting: dict[Future[PageResult], SourcePage] = {}
    for source in batch.sources:
        if source.problem is not None:
            batch.problems[source.index] = source.problem
        elif (known := kept.recall(source)) is not None:
            _take(batch, source, known)
        else:
            cleaned = kept.cleaned_file(source)
            future = readers.submit(source.file, source.page, cleaned, settings=kept.settings)
            waiting[future] = source
    known_count, total = len(batch.pages), len(waiting) + len(batch.pages)
    progress(known_count, total)
    for done, future in enumerate(_finished(waiting, cancelled), known_count + 1):
        source = waiting[future]
        try:
            result = future.result()
        except DamagedError as error:
            batch.problems[source.index] = error
        else:
            kept.keep(source, result)
            _take(batch, source, result)
        progress(done, total)


def _finished(
    futures: "dict[Future[Any], Any]", cancelled: Callable[[], bool]
) -> "Iterator[Future[Any]]":
    """Give futures as they are done.

    Raises:
        Cancelled: the person stopped.
    """
    waiting = set(futures)
    while waiting:
        if cancelled():
            raise Cancelled
        done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        yield from done


def _take(batch: Batch, source: SourcePage, result: PageResult) -> None:
    batch.pages[source.index] = ReadPage(
        index=source.index,
        source=source.name,
        source_page=source.page,
        cleaned=result.cleaned,
        text=result.text,
        barcodes=result.barcodes,
        is_whole_source=source.is_whole_source,
    )
    batch.cleaned[source.index] = result.cleaned_file


def _documents(
    batch: Batch,
    proposal: Proposal,
    out: Path,
    makers: PageReaders,
    profile: str,
    cancelled: Callable[[], bool],
) -> list[str]:
    """Write the PDFs; gives their names, one for each document."""
    names = []
    now = datetime.fromtimestamp(_clock_s(), UTC)
    source_of = {source.index: source for source in batch.sources}
    making: dict[Future[None], str] = {}
    for number, indexes in enumerate(proposal.split.documents, 1):
        name = f"{number:03d}.pdf"
        names.append(name)
        source = source_of[indexes[0]]
        if source.finished:
            with part_file(out / name) as part:
                shutil.copyfile(source.file, part)
            continue
        title = _title(proposal.understandings[number - 1], batch.pages[indexes[0]].source)
        plan = DocumentPlan(_planned(batch, indexes), out / name, profile, title, now)
        making[makers.submit_document(plan)] = name
    for future in _finished(making, cancelled):
        future.result()
    return names


def _planned(batch: Batch, indexes: Sequence[int]) -> tuple[PlannedPage, ...]:
    """Give a document's pages; blank backs only where there is nothing else."""
    shown = [i for i in indexes if not batch.pages[i].cleaned.is_blank] or list(indexes)
    return tuple(
        PlannedPage(
            batch.cleaned[index],
            batch.pages[index].cleaned.cleaned_dpi,
            batch.pages[index].text.words,
        )
        for index in shown
    )


def _clock_s() -> float:
    """Give the time that goes into files; ``SOURCE_DATE_EPOCH`` makes it repeatable."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return float(fixed) if fixed.isdecimal() else datetime.now(UTC).timestamp()


def _title(understanding: Understanding, source: str) -> str:
    subject = understanding.fields.get("subject")
    return str(subject.value) if subject else Path(source).stem
