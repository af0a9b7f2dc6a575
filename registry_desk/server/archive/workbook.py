"""A workbook that leaves while it is written: what is read of a long list is on its way at once.

XlsxWriter, which writes the desk's workbooks, packs the file when the last row is in: nothing of a
million rows leaves for two minutes, and a proxy has given the answer up by then. No kept library
gives a workbook's bytes as they come.

Source: ECMA-376 part 1, 18.2 (workbook), 18.3 (worksheet); part 2 (the package).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import RawIOBase
from itertools import chain, count, islice
from typing import IO, TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_MOST_ROWS = 2**20 - 1
"""Of one sheet, besides its heading; what is more goes on in the next sheet."""
_MOST_BYTES = 3 * 2**29
"""Of one sheet before it is packed: above 2 GiB Excel takes the package for a damaged one."""
_LONGEST_CELL = 32_767
"""Signs. Source: Excel specifications and limits."""
_TOGETHER = 500
_UNWRITABLE = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that XML has not. Source: XML 1.0, 2.2."""
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would read as a sign's number. Source: ECMA-376 part 1, 22.9.2.19."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "application/vnd.openxmlformats-package.relationships+xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

Row = Sequence[str]


class _Leaving(RawIOBase):
    """Where the package is written: what has come together since it was last asked for."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def write(self, part: "ReadableBuffer", /) -> int:
        """Take a part."""
        self._parts.append(bytes(part))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        """Give what came, once."""
        parts, self._parts = self._parts, []
        return b"".join(parts)


def written(columns: Row, rows: Iterable[Row]) -> Iterator[bytes]:
    """Give a workbook's bytes; every cell is text, and none is a formula.

    Args:
        columns: the heading of every sheet.
        rows: as many as there are.
    """
    leaving = _Leaving()
    waiting = iter(rows)
    with ZipFile(leaving, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for number in count(1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                for _ in _fill(sheet, columns, waiting):
                    yield leaving.taken()
            first = next(waiting, None)
            if first is None:
                break
            waiting = chain((first,), waiting)
        for name, content in _frame(number):
            book.writestr(name, _HEAD + content)
    yield leaving.taken()


def _fill(sheet: IO[bytes], columns: Row, waiting: Iterator[Row]) -> Iterator[None]:
    """Write one sheet, some rows at a time."""
    sheet.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'.encode())
    sheet.write(_line(columns))
    row_count = byte_count = 0
    while row_count < _MOST_ROWS and byte_count < _MOST_BYTES:
        lines = [_line(row) for row in islice(waiting, min(_TOGETHER, _MOST_ROWS - row_count))]
        if not lines:
            break
        row_count += len(lines)
        byte_count += sheet.write(b"".join(lines))
        yield
    sheet.write(b"</sheetData></worksheet>")


def _line(cells: Row) -> bytes:
    said = "".join(
        f'<c t="inlineStr"><is><t xml:space="preserve">{_cell(cell)}</t></is></c>'
        if cell
        else "<c/>"
        for cell in cells
    )
    return f"<row>{said}</row>".encode()


def _cell(said: str) -> str:
    whole = said if len(said) <= _LONGEST_CELL else said[: _LONGEST_CELL - 1] + "…"
    return escape(_CODED.sub("_x005F_", _UNWRITABLE.sub("", whole)), quote=False)


def _frame(sheet_count: int) -> Iterator[tuple[str, str]]:
    """Give the parts around the sheets."""
    numbers = range(1, sheet_count + 1)
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_LINKS}"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        + "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml"'
            f' ContentType="{_KIND}.worksheet+xml"/>'
            for n in numbers
        )
        + "</Types>",
    )
    yield (
        "_rels/.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
    )
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        + "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
        + "</sheets></workbook>",
    )
    yield (
        "xl/_rels/workbook.xml.rels",
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet"'
            f' Target="worksheets/sheet{n}.xml"/>'
            for n in numbers
        )
        + "</Relationships>",
    )
