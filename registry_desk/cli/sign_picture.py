"""The picture of a signature as the command line names it: where on which page, or none."""

import math
from typing import TYPE_CHECKING, Any

import click

from registry_desk.i18n import text

if TYPE_CHECKING:
    from registry_desk.signing import VisibleStamp


class Spot(click.ParamType[tuple[int, float, float]]):
    """``PAGE,X,Y``: a page from 1, or -1 for the last; millimetres from its upper left corner."""

    name = "PAGE,X,Y"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, float, float]:
        """Read the place."""
        try:
            page, x, y = value.split(",")
            spot = (int(page), float(x), float(y))
        except ValueError:
            self.fail(text("cli.sign.at_unreadable", given=value), param, ctx)
        if spot[0] == 0 or not (0 <= spot[1] < math.inf and 0 <= spot[2] < math.inf):
            self.fail(text("cli.sign.at_unreadable", given=value), param, ctx)
        return spot


def picture_from(
    beside: str | None, at: tuple[int, float, float] | None, *, is_invisible: bool
) -> "VisibleStamp | None":
    """Give the picture of the signature wanted.

    Raises:
        click.UsageError: more than one of the ways is named.
    """
    from registry_desk.signing import VisibleStamp

    if sum((is_invisible, beside is not None, at is not None)) > 1:
        raise click.UsageError(text("cli.sign.one_picture"))
    if is_invisible:
        return None
    if at is None:
        return VisibleStamp(beside=beside or "")
    page, x, y = at
    return VisibleStamp(page=page - 1 if page > 0 else page, x_mm=x, y_mm=y)
