"""Walk accepted documents along their way, as far as they can go now.

A document that cannot go on says why in the tray. What is unavailable is tried again by itself,
ever more seldom; what a rule refuses or what is damaged waits for a person.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

from registry_desk.client import LoginRefused
from registry_desk.errors import RegistryDeskError, UnavailableError
from registry_desk.journey.counter import Counter
from registry_desk.journey.records import DocumentRecord, DocumentState, Problem
from registry_desk.journey.registration import step_after
from registry_desk.journey.spool import DocumentHeld

_FIRST_PAUSE_S = 2
_LONGEST_PAUSE_S = 300


def walk(
    counter: Counter,
    document_id: UUID,
    *,
    on_step: Callable[[DocumentRecord], None] | None = None,
    patience_s: float = 0,
) -> DocumentRecord:
    """Take a document as far as it goes now; another process that holds it keeps it.

    Args:
        counter: this desk.
        document_id: an accepted document; any other stays where it is.
        on_step: hears of each step that is durable.
        patience_s: how long another process that works on it is waited for.

    Returns:
        The document as it stands in the tray; its ``problem`` says why it waits.
    """
    tray = counter.tray
    try:
        with tray.holding(document_id, patience_s=patience_s):
            document = tray.document(document_id)
            while document.accepted_at is not None and not document.is_set_aside:
                step = step_after(counter, document)
                if step is None:
                    break
                tray.advance(document_id, step.state, **step.found)
                document = tray.document(document_id)
                if on_step:
                    on_step(document)
            return document
    except DocumentHeld:
        return tray.document(document_id)
    except RegistryDeskError as error:
        tray.note_problem(document_id, error, _next_try(error, tray.document(document_id).attempts))
        return tray.document(document_id)


def waiting(counter: Counter) -> list[DocumentRecord]:
    """Give the accepted documents that are not yet where they go, oldest first."""
    return [
        document
        for document in counter.tray.documents()
        if document.accepted_at is not None
        and document.state is not DocumentState.ASSIGNED
        and not document.is_set_aside
    ]


def walk_due(counter: Counter, *, now: datetime | None = None) -> list[DocumentRecord]:
    """Walk every waiting document whose time has come.

    Returns:
        Those that were walked, as they stand afterwards.
    """
    moment = now or datetime.now(UTC)
    return [
        walk(counter, document.id) for document in waiting(counter) if _is_due(document, moment)
    ]


def walk_again(counter: Counter) -> list[DocumentRecord]:
    """Walk what waited for the register, or for somebody to log in, without its pause.

    For the moment at which the register answers again.
    """
    over = [d for d in waiting(counter) if d.problem is not None and _was_away(d.problem)]
    return [walk(counter, document.id) for document in over]


def _was_away(problem: Problem) -> bool:
    return problem.family == UnavailableError.family or problem.code == LoginRefused.code


def _is_due(document: DocumentRecord, now: datetime) -> bool:
    if document.problem is None:
        return True
    return document.next_try_at is not None and document.next_try_at <= now


def _next_try(error: RegistryDeskError, attempts: int) -> datetime | None:
    if not error.is_retryable:
        return None
    pause_s = min(_FIRST_PAUSE_S * 2**attempts, _LONGEST_PAUSE_S)
    return datetime.now(UTC) + timedelta(seconds=pause_s)
