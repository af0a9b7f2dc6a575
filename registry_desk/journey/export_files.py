"""The register as a workbook or as a print, in the columns of the legal register.

Source: National Archives, Instructions of 1996, art. 9 (the columns and their order).
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from registry_desk.client import RegisterClient
from registry_desk.durable import part_file
from registry_desk.errors import Cancelled
from registry_desk.i18n import plural, text
from registry_desk.journey.export import COLUMNS, cells_of, export_csv, harmless
from registry_desk.journey.finding import every_entry
from registry_desk.model.office import Office
from registry_desk.wire import Entry

_WIDTHS = (14, 14, 20, 8, 8, 32, 48, 24, 14, 18, 24, 16, 14)


def export(
    register: RegisterClient,
    office: Office,
    words: str,
    target: Path,
    *,
    progress: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> int:
    """Write every entry that has all these words, in the form the file's name asks for.

    Args:
        register: asked page by page.
        office: for the departments' names.
        words: as in the search; empty writes the whole register.
        target: ``.csv``, ``.xlsx`` or ``.pdf``; written whole or not at all.
        progress: told how many are written, and how many there are to write.
        cancelled: asked between entries.

    Returns:
        How many entries were written.

    Raises:
        Cancelled: the person stopped; nothing is written.
        DiskFull: no room; nothing half is left.
    """
    total, found = every_entry(register, words)

    def watched() -> Iterator[Entry]:
        for count, entry in enumerate(found, start=1):
            if cancelled():
                raise Cancelled
            yield entry
            progress(count, max(count, total))  # others register while this is being written

    return _WRITERS[target.suffix.lower()](watched(), office, target)


def _workbook(entries: Iterable[Entry], office: Office, target: Path) -> int:
    """Write row by row; every cell is text, so that none is ever taken for a formula."""
    from xlsxwriter import Workbook

    names = {department.code: department.name for department in office.departments}
    count = 0
    with part_file(target) as part:
        told = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        with Workbook(str(part), told) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True, "text_wrap": True})
            for column, name in enumerate(COLUMNS):
                sheet.write_string(0, column, text(f"register.column.{name}"), bold)
                sheet.set_column(column, column, _WIDTHS[column])
            sheet.freeze_panes(1, 0)
            for count, entry in enumerate(entries, start=1):
                for column, cell in enumerate(cells_of(entry, names)):
                    sheet.write_string(count, column, harmless(cell))
    return count


def _print(entries: Iterable[Entry], office: Office, target: Path) -> int:
    """Print what was found, oldest first, in the form of the register; it closes nothing."""
    from registry_desk.pdf.register_print import RegisterPrint, RegisterRow, register_print

    names = {department.code: department.name for department in office.departments}
    found = list(entries)[::-1]
    rows = tuple(
        RegisterRow(cells_of(entry, names), is_annulled=entry.state == "annulled")
        for entry in found
    )
    value = RegisterPrint(
        institution=office.institution,
        registers=", ".join(register.name for register in office.registers),
        period=text("register.extract"),
        rows=rows,
        made_at=datetime.now(UTC),
        closing=plural("register.extract_closing", len(rows)),
        is_final=False,
    )
    register_print(value, target)
    return len(rows)


_WRITERS = {".csv": export_csv, ".xlsx": _workbook, ".pdf": _print}
