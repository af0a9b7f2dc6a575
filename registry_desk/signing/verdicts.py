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
class ChainLink:
    """A certificate of the way from the signer to a trusted authority."""

    subject: str
    issuer: str
    serial: str
    """Hexadecimal."""
    valid_from: datetime
    valid_until: datetime

    def as_dict(self) -> dict[str, Any]:
        """Give it for JSON."""
        return {
            "subject": self.subject,
            "issuer": self.issuer,
            "serial": self.serial,
            "valid_from": _instant(self.valid_from),
            "valid_until": _instant(self.valid_until),
        }


@dataclass(frozen=True, slots=True)
class Qualification:
    """What trusted lists say of the signer's certificate at the time of signing."""

    status: str
    """``qualified_signature``, ``qualified_seal``, ``qualified_certificate`` (no qualified
    device), ``not_qualified``, ``list_expired`` or ``no_list``. Words: ``qualified.<status>``."""
    service: str = ""
    """Name of the trust service in the list."""

    @property
    def is_qualified(self) -> bool:
        """Tell whether it has the effect of a handwritten signature or a qualified seal."""
        return self.status in ("qualified_signature", "qualified_seal")


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
    is_intact: bool = False
    """The signed bytes are those that were signed, whoever signed them."""
    revision: int | None = None
    """Which revision of the file it signed, from 1."""
    revision_count: int | None = None
    page_count: int | None = None
    """Pages of the file as it was signed: the signature covers all of them."""
    chain: tuple[ChainLink, ...] = ()
    """The signer's certificate first."""
    revocation: str = "unknown"
    """``good``, ``revoked`` or ``unknown``."""
    revocation_source: str = "none"
    """``file`` (kept in it), ``network`` (asked now) or ``none``."""
    qualification: Qualification = Qualification("no_list")
    filled_fields: tuple[str, ...] = ()
    """Form fields that were empty when it was signed and are filled now."""

    def as_dict(self) -> dict[str, Any]:
        """Give the value of the command line's contract."""
        return {
            "field": self.field,
            "verdict": self.verdict.value,
            "signer": self.signer,
            "level": self.level,
            "signed_at": self.signed_at and _instant(self.signed_at),
            "time_source": self.time_source,
            "covers_whole_file": self.covers_whole_file,
            "qualified": self.qualified,
            "reasons": list(self.reasons),
            "changed_pages": list(self.changed_pages),
            "signed_length": self.signed_length,
            "is_intact": self.is_intact,
            "coverage": {
                "revision": self.revision,
                "revision_count": self.revision_count,
                "page_count": self.page_count,
            },
            "chain": [link.as_dict() for link in self.chain],
            "revocation": self.revocation,
            "revocation_source": self.revocation_source,
            "qualification": self.qualification.status,
            "trust_service": self.qualification.service,
            "filled_fields": list(self.filled_fields),
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


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
