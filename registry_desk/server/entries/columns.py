"""What a register's row says for good: one hash of it is in the audit row that gave the number.

The columns are those a petitioner's letter and its number stand on. What was corrected or added
since is in the audit too, so that the row as it was given can be worked out again and compared.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from registry_desk.model.document import FIELD_NAMES
from registry_desk.server.entries.models import Amendment, Entry

_OWN = ("uuid", "register_id", "direction", "registered_at", "received_at", "registered_by",
        "operator", "tracking_code", *FIELD_NAMES, "sheet_count", "enclosure_count",
        "addressee", "file_code")  # fmt: skip


_own_values = attrgetter(*_OWN)
_canonical = json.JSONEncoder(sort_keys=True).encode


def columns_of(entry: Entry) -> dict[str, Any]:
    """Give an entry's own columns as they are written into the hash."""
    found = dict(zip(_OWN, map(_plain, _own_values(entry)), strict=True))
    connected = entry.connected_to if entry.connected_to_id else None
    return {**found, "connected_to": connected.number if connected else None}


def digest_of(columns: dict[str, Any]) -> str:
    """Give the hash of columns; the UUID and tracking code in it keep it from being guessed."""
    return hashlib.sha256(_canonical(columns).encode()).hexdigest()


def changes_digest(changes: dict[str, list[Any]]) -> str:
    """Give the hash of a correction, as the audit keeps it."""
    return hashlib.sha256(_canonical(changes).encode()).hexdigest()


def was_given(entry: Entry, digest: str, told: Sequence[tuple[str, dict[str, Any]]]) -> bool:
    """Tell whether an entry is what was registered, corrected and added to, and nothing else.

    Args:
        entry: as it stands now.
        digest: of its columns, from the audit row that gave its number.
        told: act and detail of the audit rows that changed it since, in order.
    """
    columns = columns_of(entry)
    amended = any(act == "amended" for act, _ in told)
    made = list(Amendment.objects.filter(entry=entry).order_by("pk")) if amended else []
    for act, detail in reversed(told):
        if act == "completed":
            columns["sheet_count"] -= detail["sheets"]
            columns["enclosure_count"] -= detail["enclosures"]
            continue
        if not made or changes_digest(made[-1].changes) != detail["changes"]:
            return False
        for name, (old, new) in made.pop().changes.items():
            if columns[name] != new:
                return False
            columns[name] = old
    return digest_of(columns) == digest


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)
