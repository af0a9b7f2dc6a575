"""How much waits on each screen, for the numbers beside their names."""

from collections.abc import Callable

from registry_desk.desk.parts import DeskParts
from registry_desk.journey.records import ReplyState

LEADING = ("head", "supervisor")
"""Roles that also give work out and approve it."""
_BEFORE_DISPATCH = (
    ReplyState.COMPOSED, ReplyState.SIGNED, ReplyState.DELIVERED, ReplyState.SEALED,
)  # fmt: skip
_TO_DO = ("waiting", "failed", "doubtful")


def counts(parts: DeskParts, names: tuple[str, ...]) -> dict[str, int]:
    """Count what waits on a person's screens; blocks.

    Args:
        parts: whose desk it is.
        names: of the screens there are.

    Returns:
        Screen to number, only of screens where something can wait.

    Raises:
        UnavailableError: the register does not answer now.
    """
    return {name: count(parts) for name, count in _COUNTS.items() if name in names}


def _inbox(parts: DeskParts) -> int:
    register = parts.counter.register
    entries = {task.entry_id for task in register.tasks() if task.state != "closed"}
    asked = len(register.questions())
    if parts.role in LEADING:
        entries |= {waiting.entry_id for waiting in register.unassigned()}
        asked += len(register.approvals())
    return len(entries) + asked


def _signature(parts: DeskParts) -> int:
    return len(parts.counter.tray.replies(*_BEFORE_DISPATCH))


def _dispatch(parts: DeskParts) -> int:
    sendings = parts.counter.register.sendings("open")
    return sum(sending.state in _TO_DO for sending in sendings)


def _mail(parts: DeskParts) -> int:
    """Count the messages nobody registered or set aside."""
    tray = parts.counter.tray
    mails = {batch.id for batch in tray.batches() if batch.is_mail}
    return sum(
        one.accepted_at is None and not one.is_set_aside
        for one in tray.documents()
        if one.batch_id in mails
    )


_COUNTS: dict[str, Callable[[DeskParts], int]] = {
    "inbox": _inbox, "signature": _signature, "dispatch": _dispatch, "mail": _mail,
}  # fmt: skip
