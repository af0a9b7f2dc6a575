"""Where on a page the picture of a signature stands, in the page's own coordinates."""

from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields

from registry_desk.signing.fields_found import value_of
from registry_desk.signing.values import VisibleStamp

MM = 72 / 25.4
"""Points in a millimetre."""
_MARGIN_MM = 15
_GAP_MM = 4
_DEEPEST_TREE = 64

Box = tuple[float, float, float, float]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of a picture."""

    page: int
    """From 0."""
    box: tuple[int, int, int, int]
    """Left, bottom, right, top in points of the page as it is stored, unturned."""
    turn: int
    """Degrees clockwise by which the page is shown turned: 0, 90, 180 or 270."""

    @property
    def size(self) -> Size:
        """Give width and height of the box as it is stored."""
        return self.box[2] - self.box[0], self.box[3] - self.box[1]


def placed(writer: IncrementalPdfFileWriter, stamp: VisibleStamp) -> Placed:
    """Give the place chosen in the stamp; without one, the foot of the page, right to left, up.

    A place is chosen on the page as readers show it, cut and turned, and is moved to lie on it.
    Source: ISO 32000-2, 7.7.3.3 (CropBox, Rotate) and 14.11.2 (boxes are cut to the MediaBox).
    """
    count = max(1, int(writer.prev.root["/Pages"]["/Count"]))
    page = max(0, count + stamp.page) if stamp.page < 0 else min(stamp.page, count - 1)
    found = writer.prev.find_page_for_modification(page)[0].get_object()
    sheet = _sheet(found)
    turn = int(_inherited(found, "/Rotate", 0)) % 360 // 90 * 90
    shown = (sheet[2] - sheet[0], sheet[3] - sheet[1])
    if turn in (90, 270):
        shown = (shown[1], shown[0])
    width, height = size = (stamp.width_mm * MM, stamp.height_mm * MM)
    if stamp.x_mm is not None and stamp.y_mm is not None:
        x, y = stamp.x_mm * MM, stamp.y_mm * MM
    else:
        x, y = _at_the_foot(writer, size, shown)
    x, y = max(0.0, min(x, shown[0] - width)), max(0.0, min(y, shown[1] - height))
    corners = [_stored(u, v, sheet, turn) for u, v in ((x, y), (x + width, y + height))]
    (left, right), (bottom, top) = (sorted(values) for values in zip(*corners, strict=True))
    return Placed(page, (round(left), round(bottom), round(right), round(top)), turn)


def _at_the_foot(writer: IncrementalPdfFileWriter, size: Size, shown: Size) -> tuple[float, float]:
    """Give the upper left corner of the next place beside the earlier signatures' pictures."""
    earlier = sum(1 for _, _, ref in fields.enumerate_sig_fields(writer.prev) if _is_shown(ref))
    step_x, step_y = (side + _GAP_MM * MM for side in size)
    columns = max(1, int((shown[0] - 2 * _MARGIN_MM * MM + _GAP_MM * MM) // step_x))
    row, column = divmod(earlier, columns)
    x = shown[0] - _MARGIN_MM * MM - size[0] - column * step_x
    return x, shown[1] - _MARGIN_MM * MM - size[1] - row * step_y


def _is_shown(ref: Any) -> bool:
    left, bottom, right, top = _sorted(value_of(ref.get_object(), "/Rect", (0, 0, 0, 0)))
    return right - left > 1 and top - bottom > 1


def _sheet(page: Any) -> Box:
    """Give the part of the page that is shown."""
    media = _sorted(_inherited(page, "/MediaBox", (0, 0, 612, 792)))
    crop = _sorted(_inherited(page, "/CropBox", media))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _inherited(page: Any, key: str, otherwise: Any) -> Any:
    """Give a page's attribute, its own or the nearest parent's; loops end with the count."""
    node = page
    for _ in range(_DEEPEST_TREE):
        if key in node:
            return value_of(node, key, otherwise)
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return otherwise


def _sorted(box: Any) -> Box:
    x1, y1, x2, y2 = (float(box[place]) for place in range(4))
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _stored(u: float, v: float, sheet: Box, turn: int) -> tuple[float, float]:
    """Give a point that is shown ``u`` from the left and ``v`` from the top as it is stored."""
    left, bottom, right, top = sheet
    if turn == 90:
        return left + v, bottom + u
    if turn == 180:
        return right - u, bottom + v
    if turn == 270:
        return right - v, top - u
    return left + u, top - v
