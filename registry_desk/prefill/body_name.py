"""A body's name, cut out of the line it stands on."""

import re

from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import firm_end, is_institution, is_part

_CUT = re.compile(
    r"\s*(?:[,;]? ?\b(?:tel\b|telefon|fax|e-?mail|www|str\.|strada|b-?dul|bd\.|bulevardul|calea "
    r"|cod fiscal|c\.?u\.?i\.?|c\.?i\.?f\.?|nr\. ?reg|j\d\d/|cod postal|sediul"
    r"|nr\.? ?\d\S* ?(?:/|din)|nr\.? ?\d+/)).*$"
)
_SEAT = re.compile(r"\s[-–—]\s(?P<town>[\w .-]{3,30})$")
"""The town before the street: *Judecătoria Văleni – Văleni, strada …*."""
_QUOTE_OPEN = re.compile(r"„[^”“\"]+$")
"""A name of honour at the end, whose closing sign went with the specks."""


def cleaned(written: str) -> str:
    """Cut what follows the name on its line, and specks at its ends."""
    cut = _CUT.search(plain(written))
    name = _without_seat(written, cut.start()) if cut and cut.start() > 8 else written
    firm = firm_end(plain(name))
    if firm and re.match(r"\s*[-–—|]\s", name[firm:]):
        name = name[:firm]
    bare = re.sub(r"\s+", " ", name).strip(
        " .,:;-–—_|*'\"„”" if not name.rstrip().endswith(".") else " ,:;-–—_|*'\"„”"
    )
    return f"{bare}”" if _QUOTE_OPEN.search(bare) else bare


def _without_seat(written: str, end: int) -> str:
    """Cut the town before the street as well, where no part of a body stands there."""
    seat = _SEAT.search(written, 0, end)
    if seat is None or not written[end:].lstrip().startswith(","):
        return written[:end]
    town = plain(seat["town"])
    return written[: end if is_institution(town) or is_part(town) else seat.start()]
