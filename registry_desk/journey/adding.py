"""Files brought to a number that was given: papers that came later, what somebody attaches."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5

from registry_desk.client import RegisterClient
from registry_desk.durable import sha256_of
from registry_desk.journey.files import FileUnreadable
from registry_desk.wire import Addition, Entry
from registry_desk.wire.files import FileRole
from registry_desk.wire.words import ask


def bring_file(register: RegisterClient, entry_id: UUID, file: Path, role: FileRole) -> None:
    """Bring a file to an entry, under its own name; the same file twice is one.

    Raises:
        FileUnreadable: it cannot be read, or can no longer: a stick was pulled.
    """
    register.deliver(entry_id, file, sha256=_known(file), role=role, name=file.name)


def add_papers(
    register: RegisterClient, entry: Entry, papers: Sequence[Path], *, sheet_count: int, note: str
) -> Entry:
    """Add papers to an entry (completare); the same again, after a lost answer, are added once.

    Args:
        register: where to.
        entry: the one they belong to.
        papers: at least one.
        sheet_count: sheets of paper that came.
        note: what they are; may be empty.

    Returns:
        The entry as it stands then.

    Raises:
        EntryClosed: nothing is added to what is over.
        FileUnreadable: a file cannot be read; nothing was added.
    """
    asked = ask(
        Addition,
        id=uuid5(entry.id, " ".join(["addition", *map(_known, papers)])),
        received_at=datetime.now(UTC),
        sheet_count=sheet_count,
        note=note,
    )
    for paper in papers:
        bring_file(register, entry.id, paper, "addition")
    return register.complete(entry.id, asked)


def _known(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError as error:
        raise FileUnreadable(name=file.name) from error
