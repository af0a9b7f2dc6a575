"""A bare office is named with its place: *Primăria* under *Comuna Unirea*."""

import re

from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import proper_case
from registry_desk.prefill.paper import Paper

_BARE_PREFECT = re.compile(r"institutia prefectului")
_OF_PREFECT = re.compile(r"judetul [a-z -]{3,24}|municipiul bucuresti")
_BARE_COUNTY = re.compile(r"consiliul judetean")
_BARE_TOWN = re.compile(r"primaria|consiliul local")
_COUNTY = re.compile(r"judetul (?P<place>[a-z -]{3,24})")
_TOWN = re.compile(r"(?P<rank>comuna|oras(?:ul)?|municipiul) (?P<place>[a-z -]{3,40})")
_RANKS = {
    "comuna": "Comunei", "oras": "Orașului", "orasul": "Orașului", "municipiul": "Municipiului",
}  # fmt: skip


def is_prefects_place(paper: Paper, number: int) -> bool:
    """Tell the county or capital in a line of its own under *Instituția Prefectului*."""
    above = [line.plain.strip() for line in paper.lines[max(0, number - 2) : number]]
    is_place = _OF_PREFECT.fullmatch(paper.lines[number].plain.strip()) is not None
    return is_place and any(map(_BARE_PREFECT.fullmatch, above))


def with_place(paper: Paper, head: list[int], name: str) -> str:
    """Add the county or town that stands on a line of its own above a bare office."""
    of_prefect = _BARE_PREFECT.fullmatch(plain(name).strip())
    for number in head if of_prefect else ():
        if is_prefects_place(paper, number):
            return f"{proper_case(name)} – {proper_case(paper.lines[number].text.strip())}"
    of_county = _BARE_COUNTY.fullmatch(plain(name).strip())
    if not (of_county or _BARE_TOWN.fullmatch(plain(name).strip())):
        return name
    pattern = _COUNTY if of_county else _TOWN
    for number in head:
        match = pattern.fullmatch(paper.lines[number].plain.strip())
        if match is None:
            continue
        line = paper.lines[number]
        place = proper_case(line.text.strip()[slice(*match.span("place"))].strip())
        rank = "" if of_county else _RANKS[match["rank"]]
        return " ".join(f"{proper_case(name)} {rank} {place}".split())
    return name
