"""Small pictures of pages: read when they are seen, the latest kept, the rest forgotten.

A pile of a thousand pages costs as much memory as a pile of two hundred.
"""

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter, QPen, QPixmap

from registry_desk.desk.background import Lanes
from registry_desk.errors import RegistryDeskError

SIZE = QSize(78, 110)
_KEPT = 200
_IN_SIGHT = 40
"""Only so many of the pages looked at last are still worth reading."""
_EDGE = QColor("#C9CFD8")
"""A sheet's edge on any ground."""


class Thumbnails(QObject):
    """The pictures of one pile."""

    came = Signal(int)
    """A page whose picture is there now."""

    def __init__(self, lanes: Lanes) -> None:
        super().__init__()
        self._lanes = lanes
        self._kept: OrderedDict[int, QPixmap] = OrderedDict()
        self._wanted: OrderedDict[int, Path] = OrderedDict()
        self._files: dict[int, Path] = {}
        self.scale = 2.0
        """Of the screen."""

    def forget(self) -> None:
        """Begin another pile."""
        self._kept.clear()
        self._wanted.clear()
        self._files.clear()

    def know(self, number: int, file: Path) -> None:
        """Note where a page's image lies; another image than before makes another picture."""
        if self._files.get(number) != file:
            self._files[number] = file
            self._kept.pop(number, None)

    def picture(self, number: int) -> QPixmap | None:
        """Give a page's picture; where it is not there yet it is read, and ``came`` tells."""
        found = self._kept.get(number)
        if found is not None:
            self._kept.move_to_end(number)
            return found
        file = self._files.get(number)
        if file is not None and number not in self._wanted:
            self._wanted[number] = file
            while len(self._wanted) > _IN_SIGHT:
                self._wanted.popitem(last=False)
            self._read(number, file)
        return None

    def _read(self, number: int, file: Path) -> None:
        side = SIZE * self.scale

        def read() -> QImage | None:
            is_wanted = self._wanted.get(number) == file
            return thumbnail(file, side) if is_wanted else None

        def done(image: QImage | None) -> None:
            is_wanted = self._wanted.get(number) == file
            if image is None or not is_wanted or self._files.get(number) != file:
                return
            del self._wanted[number]
            self._kept[number] = QPixmap.fromImage(image)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            self.came.emit(number)

        def failed(_error: RegistryDeskError) -> None:
            self._wanted.pop(number, None)

        self._lanes.run("thumbnails", read, done=done, failed=failed)


def thumbnail(path: Path, side: QSize) -> QImage:
    """Read a small picture of a page, decoded small from the start; runs off the main thread."""
    reader = QImageReader(str(path))
    reader.setScaledSize(reader.size().scaled(side, Qt.AspectRatioMode.KeepAspectRatio))
    picture = reader.read().convertToFormat(QImage.Format.Format_RGB32)
    edge = QPainter(picture)
    edge.setPen(QPen(_EDGE, 2))
    edge.drawRect(picture.rect().adjusted(1, 1, -1, -1))
    edge.end()
    return picture
