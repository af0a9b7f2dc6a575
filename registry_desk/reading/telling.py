"""What ``process`` tells about a batch: the contract's ``batch.json``."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from registry_desk.errors import DamagedError
from registry_desk.model.document import Understanding
from registry_desk.model.page import ReadPage
from registry_desk.model.term import choose_term, usual_terms
from registry_desk.reading.proposal import Proposal
from registry_desk.reading.sources import SourcePage

_VERSION = 1


@dataclass
class Batch:
    """What is known of a batch so far."""

    sources: list[SourcePage]
    pages: dict[int, ReadPage] = field(default_factory=dict)
    cleaned: dict[int, Path] = field(default_factory=dict)
    problems: dict[int, DamagedError] = field(default_factory=dict)


def told(batch: Batch, proposal: Proposal, pdfs: Sequence[str]) -> dict[str, Any]:
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
        term = _term(understanding)
        if term is not None:
            documents[-1]["term"] = term
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


def _term(understanding: Understanding) -> dict[str, Any] | None:
    """Suggest the law and its term by the kind, else the term the letter asks for itself."""
    kind, asked = (understanding.fields.get(name) for name in ("kind", "deadline_days"))
    days_asked = int(asked.value) if asked else None
    rule = choose_term(usual_terms(), str(kind.value) if kind else None, days_asked)
    if rule is None:
        return None
    sure = asked if rule.days is None else kind
    return {
        "days": rule.days or days_asked,
        "unit": rule.unit,
        "article": rule.article,
        "extension_days": rule.extension_days,
        "confidence": round(sure.confidence, 3) if sure else 0.0,
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
        if reading.reason:
            told[name]["reason"] = reading.reason
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
