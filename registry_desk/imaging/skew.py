"""How far the lines of text run off the level, by projection.

The lower edges of letters are summed along lines of every angle; at the right one the baselines
fall on few sums, which makes the squares of the sums great.

Source: integer rows alias at 0° (errors up to 2.75°), so each edge is shared between its two
nearest sums and the edges are jittered by a fixed pattern.
"""

import numpy as np
import numpy.typing as npt

from registry_desk.imaging.raster import Mask

_COARSE_DEG = np.arange(-15.0, 15.01, 0.5)
_MOST_EDGES = 30_000
_COARSE_EDGES = 6_000


def find_skew(ink: Mask) -> float:
    """Measure the skew of upright text, in degrees.

    Positive: the text runs clockwise (downwards to the right). 0 where too little is written.

    Args:
        ink: what is written, at 100 to 200 dpi, without borders.
    """
    xs, ys = _lower_edges(ink)
    if xs.size < 60:
        return 0.0
    thin = slice(None, None, max(1, xs.size // _COARSE_EDGES))
    coarse = _scores(xs[thin], ys[thin], _COARSE_DEG, bin_px=2.0)
    best = float(_COARSE_DEG[int(np.argmax(coarse))])
    for step, bin_px in ((0.1, 1.0), (0.02, 1.0)):
        angles = np.linspace(best - 6 * step, best + 6 * step, 13, dtype=np.float64)
        scores = _scores(xs, ys, angles, bin_px=bin_px)
        best = _peak(angles, scores)
    return best


def _lower_edges(ink: Mask) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Give where ink ends downwards, thinned evenly to a bounded number."""
    edges = ink[:-1] & ~ink[1:]
    ys, xs = np.nonzero(edges)
    if ys.size > _MOST_EDGES:
        kept = np.linspace(0, ys.size - 1, _MOST_EDGES).astype(np.intp)
        ys, xs = ys[kept], xs[kept]
    jitter = (np.arange(ys.size) * 0.618034) % 1.0 - 0.5
    middle_x, middle_y = ink.shape[1] / 2, ink.shape[0] / 2
    return (xs - middle_x).astype(np.float32), (ys - middle_y + jitter).astype(np.float32)


def _scores(
    xs: npt.NDArray[np.float32],
    ys: npt.NDArray[np.float32],
    angles_deg: npt.NDArray[np.float64],
    *,
    bin_px: float,
) -> npt.NDArray[np.float64]:
    reach = float(np.hypot(np.abs(xs).max(), np.abs(ys).max())) + 4
    found = np.empty(len(angles_deg))
    length = int(2 * reach / bin_px) + 4
    for place, angle in enumerate(np.deg2rad(angles_deg)):
        rows = ys * np.float32(np.cos(angle)) - xs * np.float32(np.sin(angle))
        rows = (rows + np.float32(reach)) / np.float32(bin_px)
        low = rows.astype(np.int32)
        share = rows - low
        sums = np.bincount(low, 1 - share, length) + np.bincount(low + 1, share, length)
        found[place] = float(np.dot(sums, sums))
    return found


def _peak(angles: npt.NDArray[np.float64], scores: npt.NDArray[np.float64]) -> float:
    """Give the angle of the highest score, between the samples by a parabola."""
    top = int(np.argmax(scores))
    if top in (0, len(scores) - 1):
        return float(angles[top])
    left, middle, right = scores[top - 1 : top + 2]
    bend = left - 2 * middle + right
    shift = 0.0 if bend == 0 else 0.5 * (left - right) / bend
    return float(angles[top] + shift * (angles[1] - angles[0]))
