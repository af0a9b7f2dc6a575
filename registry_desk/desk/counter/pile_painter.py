"""How a row of the pile is painted: a heading with its line, a page with its picture."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from registry_desk.desk.counter.pile_model import ROW, Row
from registry_desk.desk.counter.thumbnails import SIZE, Thumbnails
from registry_desk.desk.theme import tokens

_GAP = 6
_LINE_PX = 20
_STRIP_PX = {"heading": 92, "page": 92, "hidden": 64}
_RING = 2
_Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap


class PilePainter(QStyledItemDelegate):
    """Paints what is seen and asks only for the pictures of that."""

    def __init__(self, view: QListView, thumbnails: Thumbnails) -> None:
        super().__init__(view)
        self._view, self._thumbnails = view, thumbnails

    @property
    def _is_strip(self) -> bool:
        return self._view.flow() is QListView.Flow.LeftToRight

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Give a row's room."""
        row: Row = index.data(ROW)
        lines = row.words.count("\n") + 1
        if self._is_strip:
            return QSize(_STRIP_PX[row.kind], SIZE.height() + 2 * _GAP + _LINE_PX)
        if row.is_heading:
            return QSize(SIZE.width(), lines * _LINE_PX + 2 * _GAP)
        if row.kind == "hidden":
            return QSize(SIZE.width(), _LINE_PX + 2 * _GAP)
        return QSize(SIZE.width(), SIZE.height() + 2 * _GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a row."""
        row: Row = index.data(ROW)
        shown = tokens()
        place: QRect = option.rect  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        painter.save()
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(place, QColor(shown.sunken))
            painter.fillRect(QRect(place.topLeft(), QSize(3, place.height())), QColor(shown.accent))
        inside = place.adjusted(_GAP + 4, _GAP, -_GAP, -_GAP)
        painter.setPen(QColor(getattr(shown, row.tone)))
        if row.is_heading:
            self._heading(painter, row, inside)
        elif row.kind == "hidden":
            painter.drawText(inside, _WRAP | Qt.AlignmentFlag.AlignVCenter, row.words)
        else:
            self._page(painter, row, inside)
        if is_chosen and self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(QColor(shown.accent), _RING))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    def _heading(self, painter: QPainter, row: Row, inside: QRect) -> None:
        bold = QFont(painter.font())
        bold.setWeight(QFont.Weight.DemiBold)
        painter.setFont(bold)
        side = Qt.AlignmentFlag.AlignVCenter if not self._is_strip else Qt.AlignmentFlag.AlignCenter
        painter.drawText(inside, _WRAP | side, row.words)

    def _page(self, painter: QPainter, row: Row, inside: QRect) -> None:
        sheet = QRect(inside.topLeft(), SIZE)
        picture = self._thumbnails.picture(row.page)
        if picture is None:
            painter.fillRect(sheet, Qt.GlobalColor.white)
        else:
            size = picture.size().scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatio)
            sheet = QRect(inside.topLeft(), size)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(sheet, picture)
        if self._is_strip:
            words = QRect(inside.left(), sheet.bottom() + 2, inside.width(), _LINE_PX)
            painter.drawText(words, Qt.AlignmentFlag.AlignCenter, row.words.replace("\n", " "))
        else:
            words = inside.adjusted(SIZE.width() + _GAP, 0, 0, 0)
            painter.drawText(words, _WRAP | Qt.AlignmentFlag.AlignTop, row.words)
