"""How like pictures are to shapes that may lie anywhere in them: normalised correlation.

What ``cv2.matchTemplate`` (TM_CCOEFF_NORMED) does for one picture, for a thousand at once.
"""

from collections.abc import Iterator
from itertools import product
from typing import cast

import numpy as np
import numpy.typing as npt

Pictures = npt.NDArray[np.float32]
"""Pictures, rows, columns; 0 for white."""
Likeness = npt.NDArray[np.float32]
_NOTHING = 1e-6


def likeness_to_own(ink: Pictures, shapes: Pictures) -> Likeness:
    """Correlate each picture with its own smaller shape, at every place: signs, places."""
    shapes = _leveled(shapes)
    sizes = np.sqrt(np.einsum("nyx,nyx->n", shapes, shapes))
    found = [
        np.einsum("nyx,nyx->n", part, shapes) / np.maximum(spread * sizes, _NOTHING)
        for part, spread in _parts(ink, shapes)
    ]
    return np.stack(found, axis=1)


def likeness_to_all(ink: Pictures, shapes: Pictures) -> Likeness:
    """Correlate each picture with every shape, where that fits best: signs, shapes."""
    rows = _leveled(shapes).reshape(len(shapes), -1)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _NOTHING)
    found = [
        part.reshape(len(part), rows.shape[1]) @ rows.T / np.maximum(spread, _NOTHING)[:, None]
        for part, spread in _parts(ink, shapes)
    ]
    return cast(Likeness, np.max(found, axis=0))


def _leveled(shapes: Pictures) -> Pictures:
    return cast(Pictures, shapes - shapes.mean(axis=(1, 2), keepdims=True))


def _parts(ink: Pictures, shapes: Pictures) -> Iterator[tuple[Pictures, Likeness]]:
    """Give the pictures' parts of the shapes' size at every place, with how much each varies."""
    height, width = shapes.shape[1:]
    sums, squares = (_summed(powers, height, width) for powers in (ink, ink * ink))
    spread = np.sqrt(np.maximum(squares - sums * sums / (height * width), 0)).astype(np.float32)
    for down, across in product(*(range(size) for size in spread.shape[1:])):
        part = ink[:, down : down + height, across : across + width]
        yield part, spread[:, down, across]


def _summed(ink: Pictures, height: int, width: int) -> npt.NDArray[np.float64]:
    """Add up the pictures' parts of a size, at every place."""
    down = np.pad(ink, ((0, 0), (1, 0), (1, 0))).cumsum(axis=1, dtype=np.float64)
    across = (down[:, height:] - down[:, :-height]).cumsum(axis=2)
    return cast(npt.NDArray[np.float64], across[:, :, width:] - across[:, :, :-width])
