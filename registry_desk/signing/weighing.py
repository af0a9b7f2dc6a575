"""One signature weighed: cryptography, coverage and later changes put together."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from asn1crypto import parser
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from registry_desk.i18n import plural, text
from registry_desk.signing.allowed import LATER_CHANGES
from registry_desk.signing.changes import Changes, changes_since
from registry_desk.signing.evidence import Evidence, Judge
from registry_desk.signing.fields_found import FoundField
from registry_desk.signing.levels import level_of
from registry_desk.signing.revisions import Revisions
from registry_desk.signing.time_limit import TimeUp, time_limit
from registry_desk.signing.verdicts import SignatureVerdict, Verdict
from registry_desk.signing.views import Comparison

_PAGES_TOLD = 20


def weighed(
    judge: Judge,
    revisions: Revisions,
    found: list[FoundField],
    place: int,
    *,
    standing: Collection[str],
    until: float,
) -> SignatureVerdict:
    """Judge one field by itself: whatever it holds, it gets an answer.

    Args:
        judge: weighs cryptography and certificates.
        revisions: the views of the file.
        found: all fields of the file, in the order of signing.
        place: of this one among them.
        standing: later fields whose signatures hold.
        until: ``time.monotonic()`` at which reading stops.
    """
    one = found[place]
    start = SignatureVerdict(
        one.name, Verdict.CANNOT_CHECK, signed_length=one.signed_end if one.signed_end > 0 else None
    )
    changes = Changes()
    try:
        with time_limit(until):
            embedded = EmbeddedPdfSignature(judge.reader, one.field, one.name)
            start = replace(start, level=level_of(embedded, found), signer=_signer(embedded))
            embedded.compute_integrity_info(diff_policy=LATER_CHANGES)
            changes = changes_since(embedded)
            coverage = embedded.evaluate_signature_coverage()
            is_last = embedded.signed_revision == embedded.reader.xrefs.total_revisions - 1
            if _hides_bytes(embedded) or revisions.has_loose_bytes(place, is_last=is_last):
                changes = replace(changes, is_suspicious=True)
            start = _covered(start, embedded, coverage)
            evidence = asyncio.run(judge.weigh(embedded))
    except TimeUp:
        verdict = replace(start, reasons=(text("verify.too_long"),))
    except SignatureValidationError as error:
        failed = getattr(error.ades_subindication, "status", None) == AdESStatus.FAILED
        reason = text("verify.structure") if failed else text("verify.unknown_signer")
        kind = Verdict.INVALID if failed else Verdict.CANNOT_CHECK
        verdict = replace(start, verdict=kind, reasons=(reason,))
    except Exception:  # noqa: BLE001 - a broken signature must not hide the others
        verdict = _broken(start, revisions, one)
    else:
        verdict = _together(_told(start, evidence), evidence, coverage, changes)
        if verdict.is_intact and not (changes.needs_views or changes.is_suspicious):
            return verdict
    compared = revisions.compare(place, changes, standing=standing)
    return verdict if compared is None else _looked_at(verdict, compared)


def _hides_bytes(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether anything but zeros stands behind the signature, in the room kept for it.

    That room is the one place of a signed revision which nobody signed.
    Source: ISO 32000-2, 12.8.1 (Contents, ByteRange); ETSI EN 319 142-1, 6.3.
    """
    held: bytes = embedded.pkcs7_content
    _, _, _, head, content, trailer = parser.parse(held)
    return any(held[len(head) + len(content) + len(trailer) :])


def _broken(start: SignatureVerdict, revisions: Revisions, one: FoundField) -> SignatureVerdict:
    """Tell a signature whose bytes no longer fit from one that only cannot be read."""
    if revisions.is_fitting(one):
        return replace(start, reasons=(text("verify.broken"),))
    return replace(start, verdict=Verdict.INVALID, reasons=(text("verify.not_intact"),))


def _covered(
    start: SignatureVerdict, embedded: EmbeddedPdfSignature, coverage: SignatureCoverageLevel
) -> SignatureVerdict:
    """Say which revision and how many pages a signature covers."""
    revision = embedded.signed_revision
    then = embedded.reader.get_historical_resolver(revision).root
    return replace(
        start,
        covers_whole_file=coverage == SignatureCoverageLevel.ENTIRE_FILE,
        revision=revision + 1,
        revision_count=embedded.reader.xrefs.total_revisions,
        page_count=_page_count(then),
    )


def _page_count(root: Any) -> int | None:
    """Count the pages of a revision; None where its page tree does not say."""
    try:
        return int(root["/Pages"]["/Count"])
    except (KeyError, TypeError, ValueError):
        return None


def _told(start: SignatureVerdict, evidence: Evidence) -> SignatureVerdict:
    """Add what the certificates say."""
    return replace(
        start,
        signed_at=evidence.at,
        time_source=evidence.time_source,
        chain=evidence.chain,
        revocation=evidence.revocation,
        revocation_source=evidence.revocation_source,
        qualification=evidence.qualification,
        qualified=evidence.qualification.is_qualified,
    )


def _together(
    told: SignatureVerdict,
    evidence: Evidence,
    coverage: SignatureCoverageLevel,
    changes: Changes,
) -> SignatureVerdict:
    """Put cryptography, coverage and later changes together."""
    if not evidence.is_understood:
        return replace(told, reasons=(text("verify.algorithm"),))
    if not evidence.is_intact:
        return replace(told, verdict=Verdict.INVALID, reasons=(text("verify.not_intact"),))
    if coverage == SignatureCoverageLevel.UNCLEAR:
        return replace(told, verdict=Verdict.INVALID, reasons=(text("verify.coverage"),))
    if changes.is_suspicious or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        reason = text("verify.changed_notes" if changes.permits_notes else "verify.changed")
        return replace(told, verdict=Verdict.CHANGED, reasons=(reason,), is_intact=True)
    reasons = evidence.reasons
    if evidence.verdict == Verdict.VALID and changes.honest_fields:
        reasons = (*reasons, text("verify.form_filled"))
    return replace(
        told,
        verdict=evidence.verdict,
        reasons=reasons,
        is_intact=True,
        filled_fields=changes.honest_fields,
    )


def _looked_at(verdict: SignatureVerdict, compared: Comparison) -> SignatureVerdict:
    """Add what comparing the signed and the present view found."""
    if compared.changed_pages and verdict.verdict is not Verdict.INVALID:
        pages = ", ".join(str(page) for page in compared.changed_pages[:_PAGES_TOLD])
        count = len(compared.changed_pages)
        reason = plural("verify.looks_different", count, pages=pages)
        reasons = (reason, *verdict.reasons)
        verdict = replace(verdict, verdict=Verdict.CHANGED, reasons=reasons)
    elif not compared.is_complete and verdict.verdict is Verdict.VALID:
        unread = (text("verify.views_unread"),)
        verdict = replace(verdict, verdict=Verdict.CANNOT_CHECK, reasons=unread)
    return replace(verdict, changed_pages=compared.changed_pages)


def _signer(embedded: EmbeddedPdfSignature) -> str | None:
    try:
        name = embedded.signer_cert.subject.native
    except (SigningError, SignatureValidationError, ValueError, KeyError, TypeError):
        return None
    common = name.get("common_name") or name.get("organization_name")
    return ", ".join(common) if isinstance(common, list) else common
