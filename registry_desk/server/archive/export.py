"""Lists as files: JSON, CSV, a workbook. Nothing in a cell is ever taken for a formula."""

import codecs
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.http import StreamingHttpResponse
from pydantic import BaseModel

from registry_desk.i18n import text
from registry_desk.server.archive import workbook
from registry_desk.server.request import as_ours

_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula."""
_WITHIN = re.compile(r"(?<=[;,\t|\r\n])(?=\"*[=+\-@])")
"""Where a cell would begin if the file were parted otherwise: Excel parts a CSV file by the list
separator of its country, in Romania the semicolon, whatever the file was written with."""
_TOGETHER = 2**16
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Form to the type it travels as."""


def answer(
    rows: Iterable[BaseModel], kind: type[BaseModel], form: str, name: str
) -> StreamingHttpResponse:
    """Give a list as a file of a form, however long it is: it leaves while it is read.

    Before a million rows were written a proxy would have given the answer up. What fails before
    the first bytes are there is told as any failure. Later the file breaks off: a workbook or JSON
    is then damaged for whoever opens it, and CSV, which would look whole, ends with words.

    Args:
        rows: of one kind.
        kind: which; its fields are the columns, also where there are no rows.
        form: ``json``, ``csv`` or ``xlsx``.
        name: of the file, without its ending.
    """
    values = (row.model_dump(mode="json") for row in rows)
    parts = _gathered(_FORMS[form](list(kind.model_fields), values))
    begun = next(parts, b"")
    last_words = f"\r\n{text('archive.broken_off')}\r\n".encode() if form == "csv" else b""
    leaving = StreamingHttpResponse(
        chain((begun,), _unbroken(parts, last_words)), content_type=TYPES[form]
    )
    leaving["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return leaving


def _unbroken(parts: Iterator[bytes], last_words: bytes) -> Iterator[bytes]:
    """Give what comes; after a failure, which is written down as any, some last words."""
    try:
        yield from parts
    except Exception as error:  # noqa: BLE001 - the status has left already
        as_ours(error)
        yield last_words


def _gathered(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Give small parts in larger ones."""
    waiting = bytearray()
    for part in parts:
        waiting += part
        if len(waiting) >= _TOGETHER:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def cell(value: Any) -> str:
    """Give a value as text that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{said}" if said.startswith(_COMMANDS) else said


def _json(_columns: list[str], values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    between = b"["
    for row in values:
        yield between + json.dumps(row, ensure_ascii=False).encode()
        between = b",\n"
    yield b"[]" if between == b"[" else b"]"


def _csv(columns: list[str], values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    lines = io.StringIO(newline="")
    out = csv.writer(lines)
    yield codecs.BOM_UTF8
    out.writerow(columns)
    for row in values:
        out.writerow(_WITHIN.sub("'", cell(row[name])) for name in columns)
        yield lines.getvalue().encode()
        lines.seek(0)
        lines.truncate()
    yield lines.getvalue().encode()


def _workbook(columns: list[str], values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return workbook.written(columns, ([cell(row[name]) for name in columns] for row in values))


_FORMS = {"json": _json, "csv": _csv, "xlsx": _workbook}
