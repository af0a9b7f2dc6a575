"""What is asked after a number was given: corrections, further papers, prints, originals."""

from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from registry_desk.client.asking import Asking
from registry_desk.wire import (
    Addition,
    Amended,
    Amendment,
    Entry,
    LetterFields,
    Original,
    OriginalMove,
    Pause,
    PrintOrder,
    RegisterInfo,
    RegisterPrint,
)
from registry_desk.wire.words import Listed, ask

_OFFICE_TIME = ZoneInfo("Europe/Bucharest")


class _Amendments(Listed[Amended]):
    pass


class _Prints(Listed[RegisterPrint]):
    pass


class _Originals(Listed[Original]):
    pass


class Later(Asking):
    """The part of :class:`~registry_desk.client.RegisterClient` for what comes after the number."""

    def amend(self, entry_id: UUID, fields: LetterFields, *, revision: int | None = None) -> Entry:
        """Correct an entry's fields: those set in ``fields`` change, the others stay.

        Args:
            entry_id: the entry.
            fields: what was read, or what the clerk wrote; ``None`` set on purpose empties a field.
            revision: ``Entry.revision`` as it was seen; None asks nothing.

        Raises:
            EntryChangedMeanwhile: somebody corrected it after that revision.
            EntryClosed: closed entries are not corrected.
        """
        given: dict[str, Any] = {
            name: getattr(fields, name)
            for name in LetterFields.model_fields
            if name in fields.model_fields_set
        }
        if revision is not None:
            given["revision"] = revision
        return self._change(Entry, f"/entries/{entry_id}/amendment", ask(Amendment, **given))

    def amendments(self, entry_id: UUID) -> list[Amended]:
        """Tell what was corrected in an entry, old and new, in order."""
        return self._caller.value(_Amendments, "GET", f"/entries/{entry_id}/amendments").root

    def complete(self, entry_id: UUID, addition: Addition) -> Entry:
        """Add papers that came later to an existing number."""
        return self._change(Entry, f"/entries/{entry_id}/additions", addition)

    def pause(self, entry_id: UUID, reason: str, *, article: str = "") -> Entry:
        """Stop an entry's term from running."""
        asked = ask(Pause, reason=reason, article=article)
        return self._change(Entry, f"/entries/{entry_id}/pause", asked)

    def restart(self, entry_id: UUID) -> Entry:
        """Let an entry's term run on; its dates move by the days it stood still."""
        return self._change(Entry, f"/entries/{entry_id}/restart")

    def open_register(self, register: RegisterInfo) -> RegisterInfo:
        """Open a register, with a prefix of its own or in the shared sequence."""
        return self._change(RegisterInfo, "/registers", register)

    def print_register(self, order: PrintOrder) -> RegisterPrint:
        """Print a day or a year of the register; one that is over is closed, once.

        Which day it is by our clock goes along where the order does not say it.
        """
        today = order.today or datetime.now(_OFFICE_TIME).date()
        order = order.model_copy(update={"today": today})
        return self._change(RegisterPrint, "/prints", order)

    def prints(self) -> list[RegisterPrint]:
        """Give the prints that were made, the newest first."""
        return self._all(_Prints, "/prints", lambda one: one.sha256)

    def download_print(self, sha256: str, target: Path) -> None:
        """Write a print's file to ``target``, checked as ``download`` does."""
        self._fetch(f"/prints/{sha256}", sha256, target)

    def move_original(self, entry_id: UUID, move: OriginalMove) -> Original:
        """Record where an entry's original on paper is now."""
        return self._change(Original, f"/entries/{entry_id}/original", move)

    def original_moves(self, entry_id: UUID) -> list[Original]:
        """Tell where an entry's original was, in order; the last one is where it is."""
        return self._caller.value(_Originals, "GET", f"/entries/{entry_id}/original").root

    def originals(self, *, is_overdue: bool = False, holder: str = "") -> list[Original]:
        """List where originals are now; only those not brought back in time, or of a holder."""
        asked = {"overdue": str(is_overdue).lower(), "holder": holder}
        return self._all(_Originals, "/originals", lambda one: one.entry_id, **asked)
