"""Lists as files: JSON, CSV, a workbook. Nothing in a cell is ever taken for a formula."""

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel

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


def answer(rows: Sequence[BaseModel], kind: type[BaseModel], form: str, name: str) -> HttpResponse:
    """Give a list as a file of a form.

    Args:
        rows: of one kind.
        kind: which; its fields are the columns, also where there are no rows.
        form: ``json``, ``csv`` or ``xlsx``.
        name: of the file, without its ending.
    """
    values = [row.model_dump(mode="json") for row in rows]
    columns = list(kind.model_fields)
    content: bytes
    if form == "json":
        content = json.dumps(values, ensure_ascii=False).encode()
    elif form == "csv":
        content = _csv(columns, values)
    else:
        content = _workbook(columns, values)
    made = HttpResponse(content, content_type=_TYPES[form])
    made["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return made


def cell(value: Any) -> str:
    """Give a value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{said}" if said.startswith(_COMMANDS) else said


def _csv(columns: list[str], values: list[dict[str, Any]]) -> bytes:
    written = io.StringIO()
    out = csv.writer(written)
    out.writerow(columns)
    out.writerows([_WITHIN.sub("'", cell(row[name])) for name in columns] for row in values)
    return written.getvalue().encode("utf-8-sig")


def _workbook(columns: list[str], values: list[dict[str, Any]]) -> bytes:
    from xlsxwriter import Workbook

    written = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with Workbook(written, plain) as book:
        sheet = book.add_worksheet()
        for place, name in enumerate(columns):
            sheet.write_string(0, place, name)
        for number, row in enumerate(values, start=1):
            for place, name in enumerate(columns):
                sheet.write_string(number, place, cell(row[name]))
    return written.getvalue()
