"""Lists as files: JSON, CSV, a workbook. Nothing in a cell is ever taken for a formula."""

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from typing import IO, Any

from django.http import FileResponse
from pydantic import BaseModel

from registry_desk.server.files import store
from registry_desk.server.site import register_configuration

_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""
_WITHIN = re.compile(r"(?<=[;,\t|\r\n])(?=\"*[=+\-@])")
"""Where a cell would begin if the file were parted otherwise: Excel parts a CSV file by the list
separator of its country, in Romania the semicolon, whatever the file was written with."""
_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def answer(rows: Iterable[BaseModel], kind: type[BaseModel], form: str, name: str) -> FileResponse:
    """Give a list as a file of a form, however long it is: it is written to disk, row by row.

    Args:
        rows: of one kind.
        kind: which; its fields are the columns, also where there are no rows.
        form: ``json``, ``csv`` or ``xlsx``.
        name: of the file, without its ending.

    Raises:
        StoreFull: the disk is full.
    """
    values = (row.model_dump(mode="json") for row in rows)
    folder = register_configuration().uploads
    with store.disk_faults(), ExitStack() as undoing:
        file = undoing.enter_context(tempfile.TemporaryFile(dir=folder))
        _FORMS[form](file, list(kind.model_fields), values)
        undoing.pop_all()  # the answer closes it
    file.seek(0)
    return FileResponse(
        file, content_type=_TYPES[form], as_attachment=True, filename=f"{name}.{form}"
    )


def cell(value: Any) -> str:
    """Give a value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{said}" if said.startswith(_COMMANDS) else said


def _json(file: IO[bytes], _columns: list[str], values: Iterable[dict[str, Any]]) -> None:
    between = b"["
    for row in values:
        file.write(between + json.dumps(row, ensure_ascii=False).encode())
        between = b",\n"
    file.write(b"[]" if between == b"[" else b"]")


def _csv(file: IO[bytes], columns: list[str], values: Iterable[dict[str, Any]]) -> None:
    written = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    out = csv.writer(written)
    out.writerow(columns)
    out.writerows([_WITHIN.sub("'", cell(row[name])) for name in columns] for row in values)
    written.detach()


def _workbook(file: IO[bytes], columns: list[str], values: Iterable[dict[str, Any]]) -> None:
    from xlsxwriter import Workbook

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with Workbook(file, plain) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name)
        for number, row in enumerate(values, start=1):
            for place, name in enumerate(columns):
                sheet.write_string(number, place, cell(row[name]))


_FORMS = {"json": _json, "csv": _csv, "xlsx": _workbook}
