"""Text that flows over as many A4 pages as it needs."""

from registry_desk.pdf.drawing import MM, Drawing
from registry_desk.pdf.paper import A4
from registry_desk.typeface import REGULAR, typeface

LEFT, RIGHT = 25 * MM, 20 * MM
WIDTH, HEIGHT = A4
ROOM = WIDTH - LEFT - RIGHT
SIZE = 11.0
LEADING = SIZE * 1.45
FOOT = 22 * MM
_TOP = 22 * MM


class Flow:
    """Writes line below line; a page that is full is followed by another."""

    def __init__(self) -> None:
        self.drawings = [Drawing(HEIGHT)]
        self.y = _TOP

    @property
    def drawing(self) -> Drawing:
        """Give the page that is written on."""
        return self.drawings[-1]

    def room(self, needed: float, foot: float = FOOT) -> None:
        """Begin a new page where less than ``needed`` points are left above the foot."""
        if self.y + needed > HEIGHT - foot:
            self.drawings.append(Drawing(HEIGHT))
            self.y = 25 * MM

    def write(self, words: str, *, weight: str = REGULAR, width: float = ROOM) -> None:
        """Write words, broken into lines."""
        for line in typeface(weight).lines(words, SIZE, width):
            self.room(LEADING)
            self.drawing.write(LEFT, self.y, line, SIZE, weight=weight)
            self.y += LEADING
