"""What a finder says: a value, how sure, and the span of text it was read from."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry_desk.model.document import FieldReading
from registry_desk.prefill.paper import Paper

THRESHOLD = 0.5
"""Below this confidence a field stays empty: the clerk types it rather than finds it wrong."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A value proposed for a field."""

    value: str | int
    score: float
    """0 to 1: how much the wording and the place speak for it."""
    start: int
    """Span in ``Paper.text``; empty for a conclusion from the whole document."""
    end: int
    reason: str = ""
    is_proven: bool = False
    """A checksum holds: the engine's doubts about single letters no longer count."""


def best(findings: Iterable[Finding]) -> Finding | None:
    """Give the surest finding, the earlier one of equals."""
    return max(findings, key=lambda f: (f.score, -f.start), default=None)


def reading(finding: Finding | None, paper: Paper) -> FieldReading | None:
    """Make a field of a finding; None below the threshold."""
    if finding is None:
        return None
    place = paper.place(finding.start, finding.end) if finding.end > finding.start else None
    confidence = finding.score
    if place and not finding.is_proven:
        confidence *= 0.7 + 0.3 * min(place.confidence, 1.0)
    if confidence < THRESHOLD:
        return None
    page = place.page if place else paper.first_page
    box = place.box if place else None
    return FieldReading(finding.value, round(confidence, 3), page, box, finding.reason)
