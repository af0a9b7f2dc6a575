"""One page, large: fitted, zoomed, turned; the place a field was read from is lit."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QImage,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from registry_desk.desk.theme import FOUND_HERE, READ_HERE
from registry_desk.desk.widgets.page_levels import LEVELS, PageLevels
from registry_desk.i18n import text
from registry_desk.model.page import Box, Placement, Word

_ZOOM_STEP = 1.2
_LIMITS = (0.05, 8.0)


class PageView(QGraphicsView):
    """The paper in the middle of the window."""

    word_clicked = Signal(str)
    zoomed = Signal(int)
    """The size shown, in percent of the paper's own."""
    full_wanted = Signal()
    """The page is shown so large that its full picture is needed, and it is not there yet."""

    def __init__(self) -> None:
        super().__init__()
        self._scene = QGraphicsScene(self)
        self.setScene(self._scene)
        self.setRenderHints(QPainter.RenderHint.SmoothPixmapTransform)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setAccessibleName(text("counter.page"))
        self._words: tuple[Word, ...] = ()
        self._levels = PageLevels(QSize())
        self._found: list[QGraphicsItem] = []
        self._level = 0
        self._paper: QGraphicsPixmapItem | None = None
        self._placement = Placement()
        self._light = None
        self._is_fitted = True
        self._dpi = 300
        self._turned_deg = 0
        self._pressed_at = QPointF()

    @property
    def words(self) -> tuple[Word, ...]:
        """Give the words of the page shown."""
        return self._words

    def lit_place(self) -> QRectF | None:
        """Give the lit place on the page shown; None while nothing is lit."""
        return None if self._light is None else self._light.rect()

    def show_page(
        self,
        levels: PageLevels,
        words: tuple[Word, ...] = (),
        placement: Placement | None = None,
        *,
        dpi: int = 300,
    ) -> None:
        """Show a page with the words on it.

        Args:
            levels: the cleaned page, or the captured one while it is not cleaned yet; from
                :mod:`~registry_desk.desk.widgets.page_levels`.
            words: with boxes on this image; may be empty.
            placement: from this image to the captured one, for lights told in its pixels.
            dpi: of the image, for telling the size shown.
        """
        self.clear_page()
        self._turned_deg = 0
        if levels.is_empty:
            return
        self._dpi = dpi
        self._words, self._placement = words, placement or Placement()
        self._levels, self._level = levels, 0
        self._paper = self._scene.addPixmap(QPixmap())
        self._paper.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.setSceneRect(QRectF(QPointF(0, 0), levels.size))
        self.fit()

    def clear_page(self) -> None:
        """Show no page."""
        self._scene.clear()
        self._light = self._paper = None
        self._found = []
        self._words = ()

    def add_full(self, picture: QImage) -> None:
        """Take the full picture of the page shown."""
        if self._paper is not None and picture.size() == self._levels.size:
            self._levels.pictures[1] = picture
            self._level = 0
            self._tell_size()

    def light_words(self, boxes: Sequence[Box], *, current: int = -1) -> None:
        """Light the places of words that were found.

        Args:
            boxes: on the cleaned page.
            current: the place among them to come into sight.
        """
        for item in self._found:
            self._scene.removeItem(item)
        self._found = []
        for place, box in enumerate(boxes):
            shown = QRectF(box.x, box.y, box.width, box.height).adjusted(-4, -4, 4, 4)
            pen = QPen(FOUND_HERE, 4) if place == current else QPen(Qt.PenStyle.NoPen)
            self._found.append(self._scene.addRect(shown, pen, QBrush(READ_HERE)))
            if place == current:
                self.ensureVisible(shown, 60, 60)

    def light(self, box: Box | None) -> None:
        """Light the place where a field was read; None puts the light out.

        Args:
            box: on the captured image.
        """
        if self._light is not None:
            self._scene.removeItem(self._light)
            self._light = None
        if box is None or not self._scene.items():
            return
        shown = self._on_shown(box).adjusted(-6, -6, 6, 6)
        self._light = self._scene.addRect(shown, QPen(Qt.PenStyle.NoPen), QBrush(READ_HERE))
        self.ensureVisible(shown, 60, 60)

    def fit(self) -> None:
        """Show the whole page."""
        self._is_fitted = True
        self._turn_to(1.0)
        self.fitInView(self._scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
        self._tell_size()

    def zoom(self, factor: float) -> None:
        """Come nearer (over 1) or go away (below 1)."""
        scale = abs(self.transform().m11()) + abs(self.transform().m12())
        if _LIMITS[0] < scale * factor < _LIMITS[1]:
            self._is_fitted = False
            self.scale(factor, factor)
            self._tell_size()

    def _tell_size(self) -> None:
        scale = abs(self.transform().m11()) + abs(self.transform().m12())
        self._choose_level(scale * self.devicePixelRatioF())
        self.zoomed.emit(round(100 * scale * self._dpi / self.logicalDpiX()))

    def _choose_level(self, scale: float) -> None:
        """Draw from the smallest picture that still has a pixel for every one on the screen."""
        if self._paper is None:
            return
        level = ([level for level in LEVELS if level * scale <= 1] or [1])[-1]
        known = self._levels.pictures
        fitting = [n for n in known if n <= level] or [min(known)]
        if min(known) > level:
            self.full_wanted.emit()
        if max(fitting) != self._level:
            self._level = max(fitting)
            full, shown = self._levels.size, known[self._level]
            self._paper.setPixmap(QPixmap.fromImage(shown))
            self._paper.setTransform(
                QTransform.fromScale(full.width() / shown.width(), full.height() / shown.height())
            )

    def turn(self, clockwise_deg: int) -> None:
        """Turn the view of the page by quarter turns."""
        self._turned_deg = (self._turned_deg + clockwise_deg) % 360
        self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl held, scroll otherwise."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_ZOOM_STEP if event.angleDelta().y() > 0 else 1 / _ZOOM_STEP)
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: object) -> None:
        """Keep a fitted page fitted."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        if self._is_fitted:
            self.fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began, to tell it from a drag."""
        self._pressed_at = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Send the word that was clicked to the field that has the focus."""
        super().mouseReleaseEvent(event)
        if (event.position() - self._pressed_at).manhattanLength() > 4:
            return
        at = self.mapToScene(event.position().toPoint())
        for word in self._words:
            if QRectF(word.box.x, word.box.y, word.box.width, word.box.height).contains(at):
                self.word_clicked.emit(word.text)
                return

    def _turn_to(self, scale: float) -> None:
        self.setTransform(QTransform().rotate(self._turned_deg).scale(scale, scale))

    def _on_shown(self, box: Box) -> QRectF:
        place = self._placement
        to_captured = QTransform(place.a, place.d, place.b, place.e, place.c, place.f)
        back, _is_invertible = to_captured.inverted()
        return back.mapRect(QRectF(box.x, box.y, box.width, box.height))
