"""An address on one line: where it begins, whether it can be one at all."""

import re

from registry_desk.prefill.address_end import STREET, length_of
from registry_desk.prefill.address_form import on_one_line
from registry_desk.prefill.paper import Line

_TOWN_BEFORE = re.compile(r"(?:^|[;|:*•·] ?|- )(?P<town>[a-z. -]{3,30}(?:, ?[a-z. -]{3,24})?, ?)$")
_LONGEST_TOWN = 4
"""More words before a street are a sentence's."""


def address_in(line: Line, start: int = 0) -> tuple[str, int, int] | None:
    """Read the address that a line holds from a place on, with its span in the line."""
    street = STREET.search(line.plain + " ", start)
    begin = max(start, beginning_of(line.plain, street.start()) if street else start)
    if street and len(line.plain[begin : street.start()].split()) > _LONGEST_TOWN:
        begin = street.start()
    end = begin + length_of(line.plain[begin:] + "\n", is_flowing=False)
    written = line.text[begin:end]
    is_numbered = re.search(r"\d", written) is not None
    return (on_one_line(written), begin, end) if is_numbered and looks_right(written) else None


def looks_right(written: str) -> bool:
    """Tell whether words can be an address."""
    flat = written.lower().replace("\n", " ")
    has_place = (
        re.search(r"str|nr|bl\.|bd|calea|alee|pia[țt]|jud|comun|sat|ora[șs]|munici|loc\.|\d", flat)
        is not None
    )
    if re.search(r"\b(?:nostru|noastr[ăa]|meu|mea|dumneavoastr[ăa])\b", flat):
        return False
    is_more = re.sub(r"jude[tț]\w*\.? \w+", "", flat)
    return (
        has_place
        and len(is_more.strip(" ,.;:_-")) >= 4
        and len(flat.strip(" ,.;:_-")) >= 8
        and re.search(r"[a-zăâîșț]{3}", flat) is not None
    )


def beginning_of(words: str, street: int) -> int:
    """Give where the address begins: the town before the street belongs to it, a name does not."""
    label = re.match(r"\W*strada\s?:\s*", words)
    if label:
        return label.end()
    before = words[:street]
    town = _TOWN_BEFORE.search(before)
    if town:
        return town.start("town")
    cut = max(before.rfind(sign) for sign in ";:|*•·")
    return cut + 1
