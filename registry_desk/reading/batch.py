"""A batch of files becomes documents: the whole of ``registry-desk process``."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from registry_desk.durable import part_file
from registry_desk.errors import Cancelled, DamagedError
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.reading.proposal import Proposal, propose
from registry_desk.reading.readers import PageReaders
from registry_desk.reading.results import PageResult, ReadingSettings
from registry_desk.reading.sources import SourcePage, source_pages

_VERSION = 1


@dataclass
class _Batch:
    """What is known of a batch so far."""

    sources: list[SourcePage]
    pages: dict[int, ReadPage] = field(default_factory=dict)
    cleaned: dict[int, Path] = field(default_factory=dict)
    problems: dict[int, DamagedError] = field(default_factory=dict)


def process(
    paths: Sequence[Path],
    out: Path,
    *,
    settings: ReadingSettings | None = None,
    jobs: int = 2,
    pdf_profile: str = "faithful",
    separator_key: bytes | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> dict[str, Any]:
    """Make searchable documents out of files.

    Args:
        paths: image files, multi-page TIFFs, PDFs, folders of them, in order.
        out: folder for ``001.pdf`` … and ``batch.json``; made when it is not there.
        settings: how to read.
        jobs: processes at the same time.
        pdf_profile: ``faithful`` or ``compact``.
        separator_key: the institution's key for its separator sheets.
        progress: told how many pages of how many are done.
        cancelled: asked several times a second.

    Returns:
        What stands in ``batch.json``.

    Raises:
        Cancelled: the person stopped; nothing is left in ``out`` but finished documents.
        OcrMissing, LanguageMissing: nothing can be read on this machine.
    """
    batch = _Batch(source_pages(paths, cancelled=cancelled))
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=out))
    try:
        chosen = settings or ReadingSettings()
        with PageReaders(min(jobs, max(1, len(batch.sources)))) as readers:
            _read_all(batch, readers, work, chosen, progress, cancelled)
        pages = [batch.pages[index] for index in sorted(batch.pages)]
        proposal = propose(pages, separator_key=separator_key)
        documents = _documents(batch, proposal, out, pdf_profile, cancelled)
        told = _told(batch, proposal, documents)
        _keep_json(told, out / "batch.json")
        return told
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _read_all(
    batch: _Batch,
    readers: PageReaders,
    work: Path,
    settings: ReadingSettings,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> None:
    waiting: dict[Future[PageResult], SourcePage] = {}
    for source in batch.sources:
        if source.problem is not None:
            batch.problems[source.index] = source.problem
            continue
        cleaned = work / f"page-{source.index:05d}.jpg"
        future = readers.submit(source.file, source.page, cleaned, settings=settings)
        waiting[future] = source
    total = len(waiting)
    progress(0, total)
    while waiting:
        if cancelled():
            raise Cancelled
        done, _ = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        for future in done:
            _take(batch, waiting.pop(future), future)
        if done:
            progress(total - len(waiting), total)


def _take(batch: _Batch, source: SourcePage, future: Future[PageResult]) -> None:
    try:
        result = future.result()
    except DamagedError as error:
        batch.problems[source.index] = error
        return
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
    batch: _Batch,
    proposal: Proposal,
    out: Path,
    profile: str,
    cancelled: Callable[[], bool],
) -> list[str]:
    """Write the PDFs; gives their names, one for each document."""
    from registry_desk.pdf import Metadata, PdfPage, assemble

    names = []
    now = datetime.fromtimestamp(_clock_s(), UTC)
    source_of = {source.index: source for source in batch.sources}
    for number, indexes in enumerate(proposal.split.documents, 1):
        if cancelled():
            raise Cancelled
        name = f"{number:03d}.pdf"
        names.append(name)
        source = source_of[indexes[0]]
        if source.finished:
            with part_file(out / name) as part:
                shutil.copyfile(source.file, part)
            continue
        shown = [i for i in indexes if not batch.pages[i].cleaned.is_blank] or list(indexes)
        pages = [
            PdfPage(
                image=batch.cleaned[index],
                dpi=batch.pages[index].cleaned.cleaned_dpi,
                words=batch.pages[index].text.words,
                label=str(place),
            )
            for place, index in enumerate(shown, 1)
        ]
        title = _title(proposal.understandings[number - 1], batch.pages[indexes[0]].source)
        assemble(pages, out / name, profile=profile, metadata=Metadata(title=title, created_at=now))
    return names


def _clock_s() -> float:
    """Give the time that goes into files; ``SOURCE_DATE_EPOCH`` makes it repeatable."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return float(fixed) if fixed.isdecimal() else datetime.now(UTC).timestamp()


def _title(understanding: Understanding, source: str) -> str:
    subject = understanding.fields.get("subject")
    return str(subject.value) if subject else Path(source).stem


def _told(batch: _Batch, proposal: Proposal, pdfs: Sequence[str]) -> dict[str, Any]:
    """Give the contract's ``batch.json``."""
    document_of = {
        index: number
        for number, indexes in enumerate(proposal.split.documents, 1)
        for index in indexes
    }
    finished = {source.index: source.finished for source in batch.sources}
    separators = set(proposal.split.separators)
    documents = []
    for pdf, indexes, understanding, boundary in zip(
        pdfs,
        proposal.split.documents,
        proposal.understandings,
        proposal.split.boundaries,
        strict=True,
    ):
        documents.append(
            {
                "pdf": pdf,
                "first_page": min(indexes),
                "last_page": max(indexes),
                "page_indexes": [i for i in indexes if not batch.pages[i].cleaned.is_blank],
                "kept_as_it_is": finished[indexes[0]],
                "boundary": {"confidence": boundary.confidence, "reason": boundary.reason},
                "fields": _fields(understanding),
            }
        )
        if understanding.department is not None:
            documents[-1]["department"] = {
                "code": understanding.department.department,
                "confidence": understanding.department.confidence,
                "reason": understanding.department.reason,
            }
    return {
        "version": _VERSION,
        "pages": [
            _page(page, index in separators, document_of.get(index))
            for index, page in sorted(batch.pages.items())
        ],
        "documents": documents,
        "doubtful": [
            {"first_page": d.first_page, "confidence": d.confidence, "reason": d.reason}
            for d in proposal.split.doubtful
        ],
        "damaged": [
            _damaged(source, batch.problems[source.index])
            for source in batch.sources
            if source.index in batch.problems
        ],
    }


def _page(page: ReadPage, is_separator: bool, document: int | None) -> dict[str, Any]:
    cleaned = page.cleaned
    return {
        "index": page.index,
        "source": page.source,
        "source_page": page.source_page,
        "width_px": cleaned.width_px,
        "height_px": cleaned.height_px,
        "dpi": cleaned.dpi,
        "is_blank": cleaned.is_blank,
        "is_separator": is_separator,
        "rotation_deg": cleaned.rotation_deg,
        "skew_deg": round(cleaned.skew_deg, 2),
        "document": document,
        "text": page.text.text,
        "mean_confidence": page.text.mean_confidence,
        "doubts": [doubt.value for doubt in cleaned.doubts],
        "barcodes": [{"symbology": code.symbology, "value": code.value} for code in page.barcodes],
    }


def _fields(understanding: Understanding) -> dict[str, Any]:
    told = {}
    for name, reading in understanding.fields.items():
        box = reading.box
        told[name] = {
            "value": reading.value,
            "confidence": round(reading.confidence, 3),
            "page": reading.page,
            "box_px": [box.x, box.y, box.width, box.height] if box else None,
        }
    return told


def _damaged(source: SourcePage, problem: DamagedError) -> dict[str, Any]:
    return {
        "source": source.name,
        "source_page": source.page,
        "index": source.index,
        "code": problem.code,
        "message": problem.message,
        "next_step": problem.next_step,
    }


def _keep_json(value: dict[str, Any], target: Path) -> None:
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8") as opened:
        json.dump(value, opened, ensure_ascii=False, indent=1)
        opened.flush()
        os.fsync(opened.fileno())
    part.replace(target)
