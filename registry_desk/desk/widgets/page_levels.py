"""A page's picture in several sizes: drawn from the smallest that still is sharp."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

LEVELS = (1, 2, 4)
"""A page is kept at these fractions of its size: shrunk by more than half, its letters break."""


@dataclass(frozen=True, slots=True)
class PageLevels:
    """A page's pictures by their fraction; the full one may come later."""

    size: QSize
    """Of the full page, pixels."""
    pictures: dict[int, QImage] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to show."""
        return self.size.isEmpty() or not self.pictures


def page_levels(image: QImage) -> PageLevels:
    """Give a page at full, half and quarter size; runs off the main thread."""
    if image.isNull():
        return PageLevels(QSize())
    return PageLevels(image.size(), {1: image, **_smaller(image, (2, 4))})


def reduced_levels(file: Path) -> PageLevels:
    """Read a page at half size and below, at a fraction of the cost; runs off the main thread."""
    reader = QImageReader(str(file))
    size = reader.size()
    half = size / 2
    if half.isEmpty():
        return page_levels(reader.read())
    reader.setScaledSize(half)
    picture = reader.read()
    if picture.isNull():
        return PageLevels(QSize())
    return PageLevels(size, {2: picture, **_smaller(picture, (4,))})


def _smaller(image: QImage, levels: tuple[int, ...]) -> dict[int, QImage]:
    found, last = {}, image
    for level in levels:
        half = last.size() / 2
        if half.isEmpty():
            break
        last = last.scaled(
            half,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        found[level] = last
    return found
