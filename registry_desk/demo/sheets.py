"""Page images of the person's own become sheets that a feeder takes: any format, size, resolution.

A real scanner sees paper, not files: a small slip lies on the sheet as it is, a sideways page is
fed sideways, every page of a file is a sheet. The files themselves stay untouched.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from registry_desk.demo.letters import Letters
from registry_desk.durable import part_file
from registry_desk.errors import DamagedError
from registry_desk.intake.files import FileOpener

_SHEET_MM = (210, 297)
_DPI = 300
_SHEET_PX = tuple(round(side / 25.4 * _DPI) for side in _SHEET_MM)
_SAME_SHAPE = 0.03
"""Largest part by which a page's shape may differ from the sheet's to fill it."""
_PLAUSIBLE_DPI = (72, 1200)
_QUALITY = 95


@dataclass(frozen=True, slots=True)
class DamagedFile:
    """A file of the person's that cannot be fed."""

    name: str
    error: DamagedError


def laid_on_paper(letters: Letters, folder: Path) -> tuple[Letters, tuple[DamagedFile, ...]]:
    """Lay every page of every file on a sheet; what is there from a run before stays.

    Args:
        letters: the files in order.
        folder: where the sheets' images go; belongs to these letters alone.

    Returns:
        The letters as sheets, and the files that cannot be opened.

    Raises:
        DamagedError: no file can be opened.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    sheets: list[Path] = []
    names: dict[int, str] = {}
    damaged: list[DamagedFile] = []
    with FileOpener() as opener:
        for file in letters.pages:
            try:
                for sheet, name in _sheets_of(file, folder, len(sheets), opener):
                    sheets.append(sheet)
                    names[len(sheets)] = name
            except DamagedError as error:
                damaged.append(DamagedFile(file.name, error))
    if not sheets:
        raise damaged[0].error
    return replace(letters, pages=tuple(sheets), names={**names, **letters.names}), tuple(damaged)


def _sheets_of(
    file: Path, folder: Path, before: int, opener: FileOpener
) -> Iterator[tuple[Path, str]]:
    """Give the sheets of a file, each with the name its letter would have."""
    count = opener.count_pages(file)
    for page in range(1, count + 1):
        sheet = folder / f"sheet-{before + page:04d}.jpg"
        if not sheet.exists():
            raw = sheet.with_suffix(".raw.jpg")
            opener.render_page(file, page, raw, _DPI)
            _lay(raw, sheet)
            raw.unlink()
        yield sheet, file.stem if count == 1 else f"{file.stem}-{page}"


def _lay(raw: Path, sheet: Path) -> None:
    """Lay one page on a sheet.

    Raises:
        DiskFull: there is no room for it.
    """
    with Image.open(raw) as opened:
        page = opened.convert("RGB")
        told = round(float(opened.info.get("dpi", (0,))[0]))
    if page.width > page.height:
        page = page.transpose(Image.Transpose.ROTATE_90)
    width, height = _SHEET_PX
    if abs(page.width / page.height * height / width - 1) > _SAME_SHAPE:
        page = _slip(page, told)
    with part_file(sheet) as part:
        page.save(part, "JPEG", quality=_QUALITY, dpi=(_DPI, _DPI))


def _slip(page: Image.Image, told_dpi: int) -> Image.Image:
    """Lay a page of another shape on white paper, in its own size where it tells and fits."""
    width, height = _SHEET_PX
    largest = min(width / page.width, height / page.height)
    is_told = _PLAUSIBLE_DPI[0] < told_dpi <= _PLAUSIBLE_DPI[1]
    scale = min(largest, _DPI / told_dpi) if is_told else largest
    size = (max(1, round(page.width * scale)), max(1, round(page.height * scale)))
    sheet = Image.new("RGB", (width, height), "white")
    sheet.paste(page.resize(size, Image.Resampling.LANCZOS), ((width - size[0]) // 2, 0))
    return sheet
