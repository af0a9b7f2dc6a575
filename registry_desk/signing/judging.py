"""One signed file judged, in a process that may be killed.

Three questions are put together, because none alone is enough: do the cryptography and the
certificates hold (ETSI EN 319 102-1, by level), do the signed bytes cover a whole revision, and
what was added since. The AdES verdict alone ignores later edits.

Source: FACTS of 2026-11, "Signing" (validator by level) and "Verifying".
"""

import asyncio
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESStatus
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from registry_desk import i18n
from registry_desk.i18n import text
from registry_desk.signing.changes import Changes, changes_since
from registry_desk.signing.evidence import Evidence, Judge
from registry_desk.signing.fields_found import FoundField, find_fields, looks_signed
from registry_desk.signing.levels import level_of
from registry_desk.signing.question import NETWORK_S, Question
from registry_desk.signing.verdicts import FileVerdict, SignatureVerdict, Verdict, worst
from registry_desk.signing.views import Comparison, compare

_WHITE = b"\x00\t\n\x0c\r "
_TAIL_BYTES = 4096
_READING_SHARE = 0.7
"""Of a file's time; what is left is for comparing the views, which finds most attacks alone."""


class _TimeUp(BaseException):
    """Reading took too long; not caught by what the library catches for itself."""


@contextmanager
def _time_limit(until: float) -> Iterator[None]:
    """Interrupt the block when time is up, where the system can."""
    left_s = until - time.monotonic()
    if left_s <= 0:
        raise _TimeUp
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_number: int, _frame: object) -> None:
        raise _TimeUp

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, left_s)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def judge(question: Question) -> FileVerdict:
    """Judge one file; never raises for what the file holds."""
    i18n.use(question.language)
    logging.disable(logging.CRITICAL)
    clock = _Clock(question.limit_s)
    name = str(question.path)
    try:
        with question.path.open("rb") as opened:
            with _time_limit(clock.reading_until):
                reader = PdfFileReader(opened, strict=False)
                if reader.encrypted and not _decrypted(reader):
                    reason = text("verify.password")
                    return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(reason,))
                found = find_fields(reader)
            if found:
                return _judged(question, reader, found, clock)
    except _TimeUp:
        return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(text("verify.too_long"),))
    except Exception:  # noqa: BLE001 - pyHanko meets damage with errors of every kind
        return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(text("verify.unreadable"),))
    if looks_signed(question.path):
        return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(text("verify.field_lost"),))
    return FileVerdict(name, Verdict.UNSIGNED)


class _Clock:
    """When a file's reading, and when its judging, must be over."""

    def __init__(self, limit_s: float) -> None:
        start = time.monotonic()
        self.reading_until = start + limit_s * _READING_SHARE
        self.until = start + limit_s


def _decrypted(reader: PdfFileReader) -> bool:
    """Open a file that is encrypted with an empty password, as readers do unasked."""
    try:
        reader.decrypt(b"")
    except (PdfError, ValueError, KeyError, TypeError):
        return False
    return not reader.security_handler or reader.security_handler.is_authenticated()


def _judged(
    question: Question, reader: PdfFileReader, found: list[FoundField], clock: _Clock
) -> FileVerdict:
    evidence = Judge(reader, question.trust, is_offline=question.is_offline)
    views = _Views(question.path, found, clock.until)
    network_s = 0.0 if question.is_offline else NETWORK_S
    verdicts = [
        _one(evidence, views, found, place, clock.reading_until + network_s)
        for place, one in enumerate(found)
        if not _is_timestamp(one) or len(found) == 1
    ]
    verdict = worst([v.verdict for v in verdicts])
    return FileVerdict(str(question.path), verdict, tuple(verdicts))


def _is_timestamp(one: FoundField) -> bool:
    """Tell whether a field holds a document timestamp: it belongs to the signatures before it."""
    try:
        return bool(one.value.get("/Type") == "/DocTimeStamp")
    except AttributeError:
        return False


def _one(
    evidence: Judge, views: "_Views", found: list[FoundField], place: int, until: float
) -> SignatureVerdict:
    """Judge one field by itself: whatever it holds, it gets an answer."""
    one = found[place]
    start = SignatureVerdict(
        one.name, Verdict.CANNOT_CHECK, signed_length=one.signed_end if one.signed_end > 0 else None
    )
    try:
        with _time_limit(until):
            embedded = EmbeddedPdfSignature(evidence.reader, one.field, one.name)
            start = replace(start, level=level_of(embedded, found), signer=_signer(embedded))
            embedded.compute_integrity_info()
            changes = changes_since(embedded)
            coverage = embedded.evaluate_signature_coverage()
            if views.has_loose_bytes(place, is_last=_is_last_revision(embedded)):
                changes = replace(changes, is_suspicious=True)
            is_whole = coverage == SignatureCoverageLevel.ENTIRE_FILE
            start = replace(start, covers_whole_file=is_whole)
            found_out = asyncio.run(evidence.weigh(embedded))
    except _TimeUp:
        late = replace(start, reasons=(text("verify.too_long"),))
        return _with_views(late, views, place, ())
    except SignatureValidationError as error:
        failed = getattr(error.ades_subindication, "status", None) == AdESStatus.FAILED
        verdict = Verdict.INVALID if failed else Verdict.CANNOT_CHECK
        reason = text("verify.structure") if failed else text("verify.unknown_signer")
        return _with_views(replace(start, verdict=verdict, reasons=(reason,)), views, place, ())
    except Exception:  # noqa: BLE001 - a broken signature must not hide the others
        broken = replace(start, reasons=(text("verify.broken"),))
        return _with_views(broken, views, place, ())
    return _weighed(start, found_out, coverage, changes, views, place)


def _weighed(
    start: SignatureVerdict,
    evidence: Evidence,
    coverage: SignatureCoverageLevel,
    changes: Changes,
    views: "_Views",
    place: int,
) -> SignatureVerdict:
    """Put cryptography, coverage and later changes together."""
    timed = replace(start, signed_at=evidence.at, time_source=evidence.time_source)
    timed = replace(timed, qualified=evidence.is_qualified)
    if not evidence.is_intact:
        return replace(timed, verdict=Verdict.INVALID, reasons=(text("verify.not_intact"),))
    if coverage == SignatureCoverageLevel.UNCLEAR:
        return replace(timed, verdict=Verdict.INVALID, reasons=(text("verify.coverage"),))
    if changes.is_suspicious or coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        changed = replace(timed, verdict=Verdict.CHANGED, reasons=(text("verify.changed"),))
        return _with_views(changed, views, place, changes.honest_fields)
    judged = replace(timed, verdict=evidence.verdict, reasons=evidence.reasons)
    if changes.needs_views:
        judged = _with_views(judged, views, place, changes.honest_fields)
    if judged.verdict == Verdict.VALID and changes.honest_fields:
        judged = replace(judged, reasons=(*judged.reasons, text("verify.form_filled")))
    return judged


def _with_views(
    verdict: SignatureVerdict, views: "_Views", place: int, honest: tuple[str, ...]
) -> SignatureVerdict:
    """Look at the signed and the present view, where the file grew since."""
    compared = views.compare(place, honest)
    if compared is None:
        return verdict
    if compared.changed_pages and verdict.verdict is not Verdict.INVALID:
        pages = ", ".join(str(page) for page in compared.changed_pages[:20])
        reasons = (text("verify.looks_different", pages=pages), *verdict.reasons)
        verdict = replace(verdict, verdict=Verdict.CHANGED, reasons=reasons)
    elif not compared.is_complete and verdict.verdict is Verdict.VALID:
        verdict = replace(
            verdict, verdict=Verdict.CANNOT_CHECK, reasons=(text("verify.views_unread"),)
        )
    return replace(verdict, changed_pages=compared.changed_pages)


class _Views:
    """The views of one file, drawn only when they are asked for."""

    def __init__(self, path: Path, found: list[FoundField], until: float) -> None:
        self._path = path
        self._found = found
        self._until = until
        self._content: bytes | None = None

    def has_loose_bytes(self, place: int, *, is_last: bool) -> bool:
        """Tell whether bytes follow that belong to no revision: other readers may show them."""
        size = self._path.stat().st_size
        with self._path.open("rb") as opened:
            if is_last:
                opened.seek(self._found[place].signed_end)
                if any(piece.strip(_WHITE) for piece in iter(lambda: opened.read(1 << 20), b"")):
                    return True
            opened.seek(max(0, size - _TAIL_BYTES))
            _, end, tail = opened.read().rpartition(b"%%EOF")
        return not end or bool(tail.strip(_WHITE))

    def _whole(self) -> bytes:
        if self._content is None:
            self._content = self._path.read_bytes()
        return self._content

    def compare(self, place: int, honest: tuple[str, ...]) -> Comparison | None:
        """Compare what a field signed with the file; None where nothing followed."""
        end = self._found[place].signed_end
        if end <= 0:
            return None
        content = self._whole()
        if not content[end:].strip(_WHITE):
            return None
        later = {one.name for one in self._found[place + 1 :]} | set(honest)
        return compare(content[:end], content, later_fields=later, until=self._until)


def _is_last_revision(embedded: EmbeddedPdfSignature) -> bool:
    last: int = embedded.reader.xrefs.total_revisions - 1
    return bool(embedded.signed_revision == last)


def _signer(embedded: EmbeddedPdfSignature) -> str | None:
    try:
        name = embedded.signer_cert.subject.native
    except (SigningError, SignatureValidationError, ValueError, KeyError, TypeError):
        return None
    common = name.get("common_name") or name.get("organization_name")
    return ", ".join(common) if isinstance(common, list) else common
