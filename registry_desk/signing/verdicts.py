"""Verdicts on signed files, as people and programs are told them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a signature, or a file, is worth; the worst first. Words: ``verdict.<value>``."""

    INVALID = "invalid"
    CHANGED = "changed_after_signing"
    CANNOT_CHECK = "cannot_check"
    VALID = "valid"
    UNSIGNED = "unsigned"


_WORST_FIRST = tuple(Verdict)


def worst(verdicts: list[Verdict]) -> Verdict:
    """Give the verdict on a whole; none at all is unsigned."""
    return min(verdicts, key=_WORST_FIRST.index, default=Verdict.UNSIGNED)


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """The verdict on one signature."""

    field: str
    """Name of its form field."""
    verdict: Verdict
    signer: str | None = None
    level: str | None = None
    """``B-B`` … ``B-LTA``; ``PKCS7-B`` or ``PKCS7-T`` for signatures before PAdES."""
    signed_at: datetime | None = None
    time_source: str = "none"
    """``timestamp`` (an authority vouches), ``claimed`` (the signer says) or ``none``."""
    covers_whole_file: bool = False
    qualified: bool = False
    """By a trusted list; never true without one."""
    reasons: tuple[str, ...] = ()
    """In words, the decisive one first."""
    changed_pages: tuple[int, ...] = ()
    """Pages, from 1, that look different now from what was signed."""
    signed_length: int | None = None
    """Bytes of the file as it was signed: the first so many bytes are the signed view."""

    def as_dict(self) -> dict[str, Any]:
        """Give the value of the command line's contract."""
        at = self.signed_at
        return {
            "field": self.field,
            "verdict": self.verdict.value,
            "signer": self.signer,
            "level": self.level,
            "signed_at": at and at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "time_source": self.time_source,
            "covers_whole_file": self.covers_whole_file,
            "qualified": self.qualified,
            "reasons": list(self.reasons),
            "changed_pages": list(self.changed_pages),
            "signed_length": self.signed_length,
        }


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """The verdict on one file: its worst signature's."""

    file: str
    verdict: Verdict
    signatures: tuple[SignatureVerdict, ...] = ()
    reasons: tuple[str, ...] = field(default=())
    """What concerns the file as a whole."""

    def as_dict(self) -> dict[str, Any]:
        """Give the value of the command line's contract."""
        return {
            "file": self.file,
            "verdict": self.verdict.value,
            "signatures": [s.as_dict() for s in self.signatures],
            "reasons": list(self.reasons),
        }
