"""An address on one line: where it begins, whether it can be one at all."""

import re

from registry_desk.prefill.address_end import PART, STREET, length_of
from registry_desk.prefill.address_form import on_one_line
from registry_desk.prefill.folding import plain
from registry_desk.prefill.paper import Line, Paper

_TOWN_BEFORE = re.compile(r"(?:^|[;|:*•·] ?|- )(?P<town>[a-z. -]{3,30}(?:, ?[a-z. -]{3,24})?, ?)$")
_REACHED = re.compile(
    r"\S@\S+\s+|\d[\d /.-]{7,}\d\s+"
    r"|^\W*(?:c\.?i\.?f|c\.?u\.?i|cod(?:ul)? (?:fiscal|unic))\b\W*(?:ro ?)?\d{2,10}\W+"
)
"""A mail address, telephone or fiscal code before the street: the address begins behind it."""
_OTHER = re.compile(
    r"\W*(?:nr\.? ?\d+ ?(?:/|din) ?\d|a\.p\. |asocia[țt]ia "
    r"|(?:autoriza[țt]i|deviz|aviz|contract|factur|certificat|legea|hot[ăa]r[âa]r|dosar)\w* )"
)
"""A letter's or a paper's number, the name of those who live there."""
_SUM = re.compile(r"\d\.\d{3},\d\d\b|\b\d+,\d\d(?!\d)")
"""Of money: a row of a table."""
_OF_LAND = re.compile(
    r"\b(?:c\.?f\.?|carte[a]? funciar[aă]|nr\.? ?cadastral)\W{1,2}(?:nr\W{1,2})?\d{3}"
)
"""Of a plot that is written about."""
_OPEN_HOUSE = re.compile(r"\bnr\.?$")
_OPEN_STREET = re.compile(
    r"(?:\bstr(?:ada|\.)|aleea|calea|\bbd\.?|bulevardul|piata) [a-z. -]{3,40}$"
)
_HOUSE = re.compile(r"(?:nr\.? ?)?\d{1,4}[A-Za-z]?(?:, .*)?$")
_LONGEST_TOWN = 4
"""More words before a street are a sentence's."""
_TAIL = re.compile(r",\s*(?P<said>[a-zăâîșț][a-zăâîșț ]*),?\s*$")
"""What a sentence goes on with behind an address, in small letters."""


def address_in(line: Line, start: int = 0) -> tuple[str, int, int] | None:
    """Read the address that a line holds from a place on, with its span in the line."""
    street = STREET.search(line.plain + " ", start)
    begin = max(start, beginning_of(line.plain, street.start()) if street else start)
    if street and len(line.plain[begin : street.start()].split()) > _LONGEST_TOWN:
        begin = _town_before(line.plain, begin, street.start())
    end = begin + length_of(line.plain[begin:] + "\n", is_flowing=False)
    while (tail := _TAIL.search(line.text, begin, end)) and not PART.match(plain(tail["said"])):
        end = tail.start()
    written = line.text[begin:end]
    is_numbered = re.search(r"\d", written) is not None
    return (on_one_line(written), begin, end) if is_numbered and looks_right(written) else None


def with_house_below(paper: Paper, number: int) -> str:
    """Give a line with the house's number, and nr., that a narrow column has on its next line."""
    line = paper.lines[number]
    is_open = _OPEN_HOUSE.search(line.plain) or _OPEN_STREET.search(line.plain)
    for other in paper.lines[number + 1 : number + 4] if is_open else ():
        is_under = other.page == line.page and other.row == line.row + 1
        house = _HOUSE.match(other.text)
        if house and is_under and abs(other.box.x - line.box.x) < 2 * line.height_px:
            return f"{line.text} {house[0]}"
    return line.text


def _town_before(words: str, start: int, street: int) -> int:
    """Give where the town begins that stands right before a street, else the street itself."""
    comma = words.rfind(",", start, street - 2)
    part = words[comma + 1 : street].split()
    is_town = comma >= 0 and len(part) <= _LONGEST_TOWN and part[:1] != ["prin"]
    return comma + 1 if is_town else street


def looks_right(written: str) -> bool:
    """Tell whether words can be an address."""
    flat = written.lower().replace("\n", " ")
    has_place = (
        re.search(r"str|nr|bl\.|bd|calea|alee|pia[țt]|jud|comun|sat|ora[șs]|munici|loc\.|\d", flat)
        is not None
    )
    if _OTHER.match(flat) or _SUM.search(flat) or _OF_LAND.search(flat):
        return False
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
    reached = max((match.end() for match in _REACHED.finditer(before)), default=0)
    return max(cut + 1, reached)
