"""Icons of one kept set (Lucide, ISC licence), drawn in the colours of the scheme in use.

They are drawn when they are painted: switching between light and dark needs no new icons.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QImage, QPainter, QPixmap

from registry_desk.desk.theme import tokens
from registry_desk.resources import resource

SIZE = QSize(18, 18)
_DRAWN_WIDTH = 24


class _Drawn(QIconEngine):
    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        colour = "muted" if mode is QIcon.Mode.Disabled else self._colour
        side = round(min(rect.width(), rect.height()) * painter.device().devicePixelRatioF())
        picture = _picture(self._name, getattr(tokens(), colour), side)
        painter.drawImage(rect, picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        shown = QPixmap(size)
        shown.fill(Qt.GlobalColor.transparent)
        painter = QPainter(shown)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return shown

    def clone(self) -> QIconEngine:
        return _Drawn(self._name, self._colour)


def icon(name: str, colour: str = "text") -> QIcon:
    """Give an icon of the set.

    Args:
        name: as the set calls it.
        colour: name of a token.
    """
    return QIcon(_Drawn(name, colour))


@lru_cache(maxsize=256)
def _picture(name: str, colour: str, side: int) -> QImage:
    drawn = resource(f"icons/lucide/{name}.svg").read_text(encoding="utf-8")
    sized = drawn.replace("currentColor", colour)
    for side_name in ("width", "height"):
        sized = sized.replace(f'{side_name}="{_DRAWN_WIDTH}"', f'{side_name}="{side}"', 1)
    return QImage.fromData(QByteArray(sized.encode()), "svg")
