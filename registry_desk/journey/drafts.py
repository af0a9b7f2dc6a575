"""What a clerk has typed and not registered yet: kept, so that nobody types it twice."""

import json
from uuid import UUID

from registry_desk.journey.tray import Tray

Edits = dict[str, str | int | None]


def check_edits(edits: Edits) -> None:
    """Stop what no register takes while it can still be corrected: before Register is noted.

    Raises:
        FieldInvalid: a day that does not exist, more words than a field has room for.
    """
    from registry_desk.wire import LetterFields
    from registry_desk.wire.words import ask

    ask(LetterFields, **edits)


def keep_draft(tray: Tray, document_id: UUID, *, department: str, edits: Edits) -> None:
    """Keep what was typed into an open document's form; an accepted one stays as it is."""
    with tray.store.writing() as db:
        db.execute(
            "UPDATE document SET department = ?, edits = ? WHERE id = ? AND accepted_at IS NULL",
            (department, json.dumps(edits, ensure_ascii=False), str(document_id)),
        )
