"""Entries of the register as a table file, with the columns of the legal register.

Source: National Archives, Instructions of 1996, art. 9 (the columns and their order).
"""

import csv
from collections.abc import Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from registry_desk.durable import part_file
from registry_desk.i18n import text
from registry_desk.model.office import Office
from registry_desk.wire import Entry

COLUMNS = (
    "number", "registered_on", "sender_number_date", "sheet_count", "enclosure_count", "sender",
    "subject", "department", "dispatched_on", "solved", "addressee", "connected_to", "file_code",
)  # fmt: skip
"""The thirteen elements; their words are under ``register.column.<name>``."""
_OFFICE_TIME = ZoneInfo("Europe/Bucharest")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(entries: Iterable[Entry], office: Office, target: Path) -> int:
    """Write entries, one in a row.

    Semicolons and a byte order mark, as spreadsheets with Romanian settings open it. A cell that a
    spreadsheet would take for a formula begins with an apostrophe.

    Args:
        entries: in the order in which they are to stand.
        office: for the departments' names.
        target: written whole or not at all.

    Returns:
        How many entries were written.
    """
    names = {department.code: department.name for department in office.departments}
    count = 0
    with part_file(target) as part, part.open("w", encoding="utf-8-sig", newline="") as opened:
        rows = csv.writer(opened, delimiter=";")
        rows.writerow([text(f"register.column.{name}") for name in COLUMNS])
        for entry in entries:
            rows.writerow([harmless(cell) for cell in cells_of(entry, names)])
            count += 1
    return count


def harmless(cell: str) -> str:
    """Keep a cell from being taken for a formula.

    Source: OWASP, CSV Injection.
    """
    return f"'{cell}" if cell.startswith(_STARTS_FORMULA) else cell


def cells_of(entry: Entry, names: dict[str, str]) -> tuple[str, ...]:
    """Give the thirteen elements of an entry as written."""
    issued = f"{entry.sender_date:%d.%m.%Y}" if entry.sender_date else ""
    sent = next((m.at for m in entry.milestones if m.code == "dispatched"), None)
    return (
        entry.number,
        f"{entry.registered_at.astimezone(_OFFICE_TIME):%d.%m.%Y}",
        f"{entry.sender_registration_number or ''} {issued}".strip(),
        str(entry.sheet_count),
        str(entry.enclosure_count),
        entry.sender_name or "",
        entry.subject or "",
        names.get(entry.department or "", entry.department or ""),
        f"{sent.astimezone(_OFFICE_TIME):%d.%m.%Y}" if sent else "",
        text(f"entry.{entry.state}"),
        (entry.sender_name or "") if sent else "",
        entry.connected_to or "",
        entry.case_number or "",
    )
