"""The resolution of a page: from the file where it is believable, else from the page's size."""

_COMMON_DPI = (100, 120, 150, 180, 200, 240, 250, 300, 400, 600)
_PAPERS_MM = ((210, 297), (216, 279), (216, 356), (148, 210), (297, 420))
"""A4, Letter, Legal, A5, A3."""


def resolution(width_px: int, height_px: int, told_dpi: float | None) -> tuple[int, bool]:
    """Give the resolution, and whether it had to be estimated.

    A file's own figure is believed when the page it makes is between a label and a wall plan.
    """
    short, long = sorted((width_px, height_px))
    if told_dpi and _is_believable(short, long, told_dpi):
        return round(told_dpi), False
    return _estimated(short, long), True


def _is_believable(short: int, long: int, dpi: float) -> bool:
    """Doubt 72 and 96, which programs write when they know nothing, unless they make a page."""
    if round(dpi) in (72, 96):
        return 5 <= long / dpi <= 18
    return 60 <= dpi <= 1300 and 1.2 <= long / dpi <= 220 and short / dpi >= 0.4


def _estimated(short: int, long: int) -> int:
    """Find the common resolution at which the page fits a paper; else take it for A4's height."""
    best, least = 0, 0.03
    for dpi in _COMMON_DPI:
        for paper_short, paper_long in _PAPERS_MM:
            off = abs(short * 25.4 / dpi - paper_short) / paper_short
            off += abs(long * 25.4 / dpi - paper_long) / paper_long
            preference = 0.0 if (paper_short, paper_long) == (210, 297) else 0.015
            if off + preference < least:
                best, least = dpi, off + preference
    if best:
        return best
    by_width = round(short / (210 / 25.4))
    return min(600, max(72, by_width))
