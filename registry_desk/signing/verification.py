"""Verdicts asked of a judge in a process of its own: hostile files end there, and in time."""

from collections.abc import Sequence
from pathlib import Path

from registry_desk import i18n
from registry_desk.i18n import text
from registry_desk.signing.errors import SourceMissing
from registry_desk.signing.judge_process import BENCH, START_S
from registry_desk.signing.question import LISTS_S, NETWORK_S, Drawing, PagePair, Question
from registry_desk.signing.trust import Trust
from registry_desk.signing.verdicts import FileVerdict, SignatureVerdict, Verdict

_LIMIT_S = 4.0
_BYTES_PER_S = 30_000_000
"""Large files get a second more for so many bytes."""
_GRACE_S = 1.0


def verify(
    path: Path, *, trust: Trust | Sequence[Path] = (), is_offline: bool = False
) -> FileVerdict:
    """Judge the signatures of a file.

    Nothing is fetched from outside with ``is_offline``; then a certificate whose revocation can
    only be asked for on the network cannot be checked.

    Args:
        path: the file; only read.
        trust: PEM or DER files with the roots to trust, or more; without any, no signature is
            ``valid``.
        is_offline: stay on this machine.

    Raises:
        SourceMissing: there is no such file.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise SourceMissing(file=path.name) from error
    limit_s = _LIMIT_S + size / _BYTES_PER_S
    question = Question(path, Trust.of(trust), is_offline, limit_s, i18n.current())
    wait_s = limit_s + _GRACE_S + (0 if is_offline else NETWORK_S)
    wait_s += LISTS_S if question.trust.lists else 0
    answer, reason = BENCH.asked(question, wait_s)
    if isinstance(answer, FileVerdict):
        return answer
    return FileVerdict(str(path), Verdict.CANNOT_CHECK, reasons=(text(reason),))


def both_views(path: Path, signature: SignatureVerdict, *, most: int) -> tuple[PagePair, ...]:
    """Draw the pages that changed after a signature as they were signed and as they are now.

    Args:
        path: the file that was judged.
        signature: the verdict on it.
        most: draw no more pages than these.

    Returns:
        The views page by page; fewer where a view cannot be drawn in time.
    """
    if signature.signed_length is None or not signature.changed_pages:
        return ()
    pages = signature.changed_pages[:most]
    limit_s = _LIMIT_S + len(pages)
    drawing = Drawing(path, signature.signed_length, pages, limit_s)
    answer, _ = BENCH.asked(drawing, limit_s + _GRACE_S + START_S)
    return answer if isinstance(answer, tuple) else ()
