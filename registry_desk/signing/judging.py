"""One signed file judged, in a process that may be killed.

Three questions are put together, because none alone is enough: do the cryptography and the
certificates hold (ETSI EN 319 102-1, by level), do the signed bytes cover a whole revision, and
what was added since. The AdES verdict alone ignores later edits.

Source: FACTS of 2026-11, "Signing" (validator by level) and "Verifying".
"""

import time
from pathlib import Path

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from registry_desk import i18n
from registry_desk.i18n import text
from registry_desk.signing.authorities import Authorities
from registry_desk.signing.damaged import signatures_of
from registry_desk.signing.evidence import Judge
from registry_desk.signing.fields_found import FoundField, find_fields, looks_signed
from registry_desk.signing.history import open_signed
from registry_desk.signing.levels import is_document_timestamp
from registry_desk.signing.question import NETWORK_S, Question
from registry_desk.signing.revisions import Revisions
from registry_desk.signing.sources import load_roots
from registry_desk.signing.time_limit import TimeUp, time_limit
from registry_desk.signing.trust import Trust
from registry_desk.signing.trusted_lists import ReadLists, read_lists
from registry_desk.signing.verdicts import FileVerdict, SignatureVerdict, Verdict, worst
from registry_desk.signing.weighing import weighed

_READING_SHARE = 0.7
"""Of a file's time; what is left is for comparing the views, which finds most attacks alone."""
_LISTS_LAST_S = 3600
"""Lists that were read are kept in this process for so long."""


class Judging:
    """Answers questions one by one; keeps the trusted lists that it has read."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Trust, bool], tuple[float, ReadLists]] = {}

    def judge(self, question: Question) -> FileVerdict:
        """Judge one file; never raises for what the file holds."""
        i18n.use(question.language)
        name = str(question.path)
        try:
            authorities, problems = self._authorities(question)
        except (OSError, ValueError):
            reason = text("verify.trust_unreadable")
            return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(reason,))
        verdict = _judged(question, authorities)
        if not problems:
            return verdict
        reasons = (*verdict.reasons, *problems)
        return FileVerdict(name, verdict.verdict, verdict.signatures, reasons)

    def _authorities(self, question: Question) -> tuple[Authorities, list[str]]:
        trust = question.trust
        anchors = load_roots(trust.anchors)
        if not trust.lists:
            return Authorities(anchors, None, is_expired=False), []
        key = (trust, question.is_offline)
        read_at, read = self._lists.get(key, (0.0, ReadLists()))
        if not read_at or time.monotonic() - read_at > _LISTS_LAST_S or read.is_partial:
            read = read_lists(trust, is_offline=question.is_offline)
            self._lists[key] = (time.monotonic(), read)
        return Authorities(anchors, read.registry, is_expired=read.is_expired), read.problems


class _Clock:
    """When a file's reading, and when its judging, must be over."""

    def __init__(self, limit_s: float) -> None:
        start = time.monotonic()
        self.reading_until = start + limit_s * _READING_SHARE
        self.until = start + limit_s


def _judged(question: Question, authorities: Authorities) -> FileVerdict:
    clock = _Clock(question.limit_s)
    name = str(question.path)
    try:
        with question.path.open("rb") as opened:
            with time_limit(clock.reading_until):
                reader = open_signed(opened)
                if reader.encrypted and not _decrypted(reader):
                    reason = text("verify.password")
                    return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(reason,))
                found = find_fields(reader)
            if found:
                judge = Judge(
                    reader,
                    authorities,
                    is_offline=question.is_offline,
                    trust=question.trust,
                )
                return _all(question, judge, found, clock)
    except TimeUp:
        return FileVerdict(name, Verdict.CANNOT_CHECK, reasons=(text("verify.too_long"),))
    except Exception:  # noqa: BLE001 - pyHanko meets damage with errors of every kind
        listed = signatures_of(question.path)
        worth = worst([Verdict.CANNOT_CHECK, *(one.verdict for one in listed)])
        return FileVerdict(name, worth, listed, reasons=(text("verify.unreadable"),))
    return _without_signature(question.path)


def _without_signature(path: Path) -> FileVerdict:
    if looks_signed(path):
        reason = text("verify.field_lost")
        return FileVerdict(str(path), Verdict.CANNOT_CHECK, reasons=(reason,))
    return FileVerdict(str(path), Verdict.UNSIGNED)


def _decrypted(reader: PdfFileReader) -> bool:
    """Open a file that is encrypted with an empty password, as readers do unasked."""
    try:
        reader.decrypt(b"")
    except (PdfError, ValueError, KeyError, TypeError):
        return False
    return not reader.security_handler or reader.security_handler.is_authenticated()


def _all(question: Question, judge: Judge, found: list[FoundField], clock: _Clock) -> FileVerdict:
    """Judge every field, the last first: what a later one shows counts only where it holds."""
    revisions = Revisions(question.path, found, clock.until)
    until = clock.reading_until + (0.0 if question.is_offline else NETWORK_S)
    verdicts: list[SignatureVerdict] = []
    standing: set[str] = set()
    for place in reversed(range(len(found))):
        one = found[place]
        if is_document_timestamp(one.value) and len(found) > 1:
            continue
        verdict = weighed(judge, revisions, found, place, standing=standing, until=until)
        if verdict.is_intact:
            standing.add(verdict.field)
        verdicts.insert(0, verdict)
    worth = worst([each.verdict for each in verdicts])
    return FileVerdict(str(question.path), worth, tuple(verdicts))
