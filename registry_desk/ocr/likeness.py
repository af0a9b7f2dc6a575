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
_AT_ONCE = 256
"""Pictures whose sums are held at the same time, each as large as the picture."""


class Searched:
    """Pictures in which shapes of one size are looked for, one pixel after the other."""

    def __init__(self, ink: Pictures, height: int, width: int) -> None:
        """Measure at every place how much a part of the shapes' size varies."""
        self._ink, self._height, self._width = ink, height, width
        parts = (ink[n : n + _AT_ONCE] for n in range(0, len(ink), _AT_ONCE))
        self._spread = np.concatenate([_spread(part, height, width) for part in parts])

    def likeness_to_own(self, shapes: Pictures) -> Likeness:
        """Correlate each picture with its own shape: pictures, places from the top left."""
        shapes = _leveled(shapes)
        sizes = np.sqrt(np.maximum(np.einsum("nyx,nyx->n", shapes, shapes), _NOTHING))
        found = [
            np.einsum("nyx,nyx->n", self._ink[:, rows, columns], shapes) / (spread * sizes)
            for rows, columns, spread in self._places()
        ]
        return np.stack(found, axis=1)

    def likeness_to_all(self, shapes: Pictures, of: npt.NDArray[np.intp]) -> Likeness:
        """Correlate some of the pictures with every shape, where it fits best: these, shapes."""
        flat = _leveled(shapes).reshape(len(shapes), -1)
        flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), _NOTHING)
        ink = self._ink[of]
        found = [
            ink[:, rows, columns].reshape(len(of), flat.shape[1]) @ flat.T / spread[of, None]
            for rows, columns, spread in self._places()
        ]
        return cast(Likeness, np.max(found, axis=0))

    def _places(self) -> Iterator[tuple[slice, slice, Likeness]]:
        for y, x in product(*map(range, self._spread.shape[1:])):
            yield slice(y, y + self._height), slice(x, x + self._width), self._spread[:, y, x]


def _leveled(shapes: Pictures) -> Pictures:
    return cast(Pictures, shapes - shapes.mean(axis=(1, 2), keepdims=True))


def _spread(ink: Pictures, height: int, width: int) -> Likeness:
    sums, squares = (_summed(powers, height, width) for powers in (ink, ink * ink))
    spread = squares - sums * sums / (height * width)
    return cast(Likeness, np.sqrt(np.maximum(spread, _NOTHING)).astype(np.float32))


def _summed(ink: Pictures, height: int, width: int) -> npt.NDArray[np.float64]:
    """Add up the pictures' parts of a size, at every place."""
    down = np.pad(ink, ((0, 0), (1, 0), (1, 0))).cumsum(axis=1, dtype=np.float64)
    across = (down[:, height:] - down[:, :-height]).cumsum(axis=2)
    return cast(npt.NDArray[np.float64], across[:, :, width:] - across[:, :, :-width])
