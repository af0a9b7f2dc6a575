"""What kind of letter it is: words and titles speak for a kind, the weightiest kind is taken.

Each cue is a pattern over the plain text with a weight; a title weighs most. The reason names the
title or the words that decided, as they stand in the letter.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from registry_desk.model.document import Kind
from registry_desk.prefill.cues import PERSON_CUES, TITLE_CUES, WORD_CUES
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.foot import foot_name
from registry_desk.prefill.letterhead import (
    has_authority_letterhead,
    has_private_letterhead,
    signing_authority,
    writes_to_town,
)
from registry_desk.prefill.names import is_lawyer
from registry_desk.prefill.numbers import header_number
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.troubles import TROUBLES

_INTERNAL = re.compile(r"\W*(?:referat|nota interna|nota de serviciu|memoriu intern)\b")
_TITLE_WEIGHT = 3.0
_OPEN_TITLE = re.compile(r"\W*memori[iu]")
_OPEN_TITLE_WEIGHT = 0.6
"""People complain under it as often as they ask."""
_TROUBLE_WEIGHT, _MOST_TROUBLES = 0.45, 4
"""Each different trouble that is spoken of, up to so many, speaks for a complaint."""
_UNDERSIGNED = re.compile(r"\bsubsemnat|\bsubscris(?:[ae]|ul)\b")
_NAMES_LAW = 2.6
_BETTER_NAMED = ((Kind.COMPLAINT, 1.3), (Kind.INFORMATION_REQUEST, 2.2))
"""What a person writes where so much speaks for it: a word that reports and a trouble, a law."""
_NAMED_ALONE = ((Kind.COMPLAINT, 0.8), (Kind.INFORMATION_REQUEST, 2.2))
"""The same where nothing is asked for."""
_IN_OFFICE = re.compile(
    r"\w*,?\s(?:[\w-]+\s){0,3}?,?\s?(?:notar|executor|grefier|lichidator|deputat|senator)"
)
"""Whoever signs in a public office writes no petition."""
_AS_ITS_HEAD = re.compile(
    r"[^;:\n]{0,80}?\b(?:in|avand) calitatea?\b[^.;:]{0,12}?"
    r"\b(?:director|manager|conducator|sef|presedinte|primar|secretar|rector|decan|comandant)"
)
"""So does the head of an office who writes on its paper."""
_UNDERSIGNED_WEIGHT = 2.2
_ABOUT = re.compile(
    r"\W*\w+(?: \w+)?(?: (?:privind|pentru|de|impotriva|referito\w+|cu privire|la|[-(])|:) ?\w"
)
_APART = 0.5
"""A heading has so many line heights more of white above and below than a paragraph's lines."""
_ASKS = re.compile(
    r"\b(?:solicit(?:am|a)|va (?:rugam|solicitam|roaga)|cerem|rugam|dorim (?:sa|aprob)|propunem)\b"
)
_TELLS = re.compile(
    r"\b(?:raspuns(?:ul)? la|urmare (?:a )?(?:adres|solicit|cerer)|referitor la (?:adresa|cererea)"
    r"|notific|somati|instiint|intrerup|aviz(?:ul)? (?:de amplasament|tehnic)|achitati|platiti"
    r"|plata |convoc|popri|ofert)"
)
"""Replies, notices, calls to pay and offers: what else a firm's paper is."""
_ASKING_BODY = 1.5
_REMEDIES = re.compile(
    r"\b(?:legea|legii) (?:nr\.? ?)?101 ?/ ?2016\b.*?\b(?:remedi|reevalu|neconform|contest)"
)
_REMEDY_WEIGHT = 8.0
"""A bidder's notice before the appeal is an appeal, whatever it is called."""
_ENOUGH = 1.5
"""Sum of weights below which no kind is told."""
_OF_PEOPLE = (Kind.PETITION, Kind.COMPLAINT)
_ENOUGH_OF_A_PERSON = 0.8
"""People ask in words of their own: one word is enough where nothing else speaks."""


@dataclass(slots=True)
class KindWeight:
    """What speaks for one kind."""

    total: float = 0.0
    span: tuple[int, int] = (0, 0)
    heaviest: float = 0.0
    is_title: bool = False


@once_per_paper
def title_line(paper: Paper) -> tuple[int, Kind] | None:
    """Find the heading that names the letter: its line's number and the kind it speaks of."""
    for number, line in enumerate(paper.lines):
        if line.page > 0:
            break
        kind = _title_kind(line)
        is_set = line.is_upper or line.word_count <= 3 or _is_centred(line) or _led(line)
        is_cell = not line.is_upper and kind is Kind.OFFICIAL_LETTER and _is_cell(paper, number)
        if kind and not is_cell and (is_set or _stands_alone(paper, number)):
            return number, kind
    return None


def is_internal(paper: Paper) -> bool:
    """Tell what one desk of an office writes to another."""
    title = title_line(paper)
    return title is not None and _INTERNAL.match(paper.lines[title[0]].plain) is not None


def _is_cell(paper: Paper, number: int) -> bool:
    """Tell a cell of a table's head: *Adresa* between *Numele* and *Semnătura*."""
    line, around = paper.lines[number], paper.lines[max(0, number - 1) : number + 2]
    return sum((x.page, x.row) == (line.page, line.row) for x in around) > 1


def _stands_alone(paper: Paper, number: int) -> bool:
    """Tell a heading between white that says what the paper is about: *Sesizare privind …*."""
    line = paper.lines[number]
    is_parted = paper.parts(number, _APART) and (
        number + 1 == len(paper.lines) or paper.parts(number + 1, _APART)
    )
    is_open = line.text.rstrip(' )”"»')[-1:].isalnum()
    is_about = _ABOUT.match(line.plain) is not None and is_open
    return is_parted and is_about


def _title_kind(line: Line) -> Kind | None:
    if line.word_count > 14:
        return None
    joined = line.plain.replace(" ", "") if _is_spaced(line) else line.plain
    names = joined.split(" / ")
    for kind, pattern in TITLE_CUES:
        if any(map(pattern.match, names)):
            return kind
    return None


def _led(line: Line) -> bool:
    """Tell a heading whose name is set in capitals: *RECLAMAȚIE – drumul blocat*."""
    name = re.split(r"\s[-–—]\s|:\s|\s\(|\s[Nn]r\b", line.text, maxsplit=1)[0]
    return name != line.text and name.isupper() and not is_running_text(line)


def _is_spaced(line: Line) -> bool:
    """Tell a title set with a blank after each letter: C E R E R E."""
    return line.word_count >= 5 and all(len(word) <= 1 for word in line.text.split())


def _is_centred(line: Line) -> bool:
    left = line.box.x
    right = line.page_width_px - line.box.right
    return left > 0.2 * line.page_width_px and right > 0.12 * line.page_width_px


def weighed(paper: Paper) -> dict[Kind, KindWeight]:
    """Give what speaks for each kind; kinds nothing speaks for are absent."""
    weights: dict[Kind, KindWeight] = defaultdict(KindWeight)
    title = title_line(paper)
    if title:
        line = paper.lines[title[0]]
        weight = _OPEN_TITLE_WEIGHT if _OPEN_TITLE.match(line.plain) else _TITLE_WEIGHT
        weight = 2 * weight if _INTERNAL.match(line.plain) else weight
        _add(weights[title[1]], weight, (line.start, line.end), is_title=True)
    flat = paper.plain.replace("\n", " ")
    for kind, weight, pattern in WORD_CUES:
        match = pattern.search(paper.plain if r"\n" in pattern.pattern else flat)
        if match:
            _add(weights[kind], weight, match.span())
    if _is_of_person(paper):
        for kind, weight, pattern in PERSON_CUES:
            if match := pattern.search(flat):
                _add(weights[kind], weight, match.span())
    _weigh_troubles(paper, weights)
    _weigh_undersigned(paper, weights)
    _weigh_office(paper, weights, is_titled=title is not None)
    _weigh_body(paper, weights)
    _weigh_law(weights)
    return weights


def kind_of(paper: Paper) -> Finding | None:
    """Tell the kind with the title or words that decided; None where too little speaks."""
    return of_weights(paper, weighed(paper))


def of_weights(paper: Paper, weights: Mapping[Kind, KindWeight]) -> Finding | None:
    """Tell the weightiest kind."""
    ranked = sorted(weights.items(), key=lambda item: -item[1].total)
    told = [(kind, weight) for kind, weight in ranked if weight.total >= _least(kind)]
    if not told:
        return None
    kind, winner = told[0]
    second = told[1][1].total if len(told) > 1 else 0.0
    score = min(0.99, 0.5 + 0.5 * (winner.total - second) / winner.total + 0.05)
    return told_as(paper, kind, winner, score)


def told_as(paper: Paper, kind: Kind, weight: KindWeight, score: float) -> Finding:
    """Tell a kind with the title or the words that speak most for it."""
    reason = "reason.title" if weight.is_title else "reason.words"
    words = paper.text[slice(*weight.span)].replace("\n", " ")
    return Finding(kind.value, score, *weight.span, reason=f"{reason}: {words}")


def _least(kind: Kind) -> float:
    return _ENOUGH_OF_A_PERSON if kind in _OF_PEOPLE else _ENOUGH


def _add(
    weight: KindWeight, value: float, span: tuple[int, int], *, is_title: bool = False
) -> None:
    weight.total += value
    if value > weight.heaviest:
        weight.heaviest, weight.span, weight.is_title = value, span, is_title


def _weigh_troubles(paper: Paper, weights: dict[Kind, KindWeight]) -> None:
    """Add what is complained of: one word may fall anywhere, several are the matter itself."""
    flat = paper.plain.replace("\n", " ")
    found = {match.group(): match.span() for match in TROUBLES.finditer(flat)}
    for span in list(found.values())[:_MOST_TROUBLES]:
        _add(weights[Kind.COMPLAINT], _TROUBLE_WEIGHT, span)


def _weigh_undersigned(paper: Paper, weights: dict[Kind, KindWeight]) -> None:
    """Add that a person writes: most likely a petition, as well what it says it is."""
    match = _UNDERSIGNED.search(paper.plain)
    if not match:
        return
    if _AS_ITS_HEAD.match(paper.plain, match.end()) and has_authority_letterhead(paper):
        _add(weights[Kind.OFFICIAL_LETTER], _UNDERSIGNED_WEIGHT, match.span())
        return
    if _IN_OFFICE.match(paper.plain, match.end()) or _bears_office_number(paper):
        return
    petition = weights[Kind.PETITION]
    is_asked = petition.heaviest >= _ENOUGH_OF_A_PERSON
    _add(petition, _UNDERSIGNED_WEIGHT, match.span())
    for kind, least in _BETTER_NAMED if is_asked else _NAMED_ALONE:
        if kind in weights and weights[kind].total >= least:
            weights[kind].total += _UNDERSIGNED_WEIGHT if is_asked else petition.total


def _is_of_person(paper: Paper) -> bool:
    """Tell a letter without an office's letterhead and without a number."""
    return not has_authority_letterhead(paper) and header_number(paper) is None


def _weigh_body(paper: Paper, weights: dict[Kind, KindWeight]) -> None:
    """Add that a firm or an association asks for something: a petition as a person's is.

    Source: OG 27/2002, art. 2 (a citizen's or a legally founded organisation's request); Law
    101/2016, art. 6 (a bidder's notice).
    """
    flat = paper.plain.replace("\n", " ")
    remedies = _REMEDIES.search(flat)
    if remedies and not has_authority_letterhead(paper):
        _add(weights[Kind.COMPLAINT], _REMEDY_WEIGHT, remedies.span())
    asks = _ASKS.search(flat)
    if asks and _bears_name(paper) and not (_TELLS.search(flat) or has_authority_letterhead(paper)):
        _add(weights[Kind.PETITION], _ASKING_BODY, asks.span())


def _bears_name(paper: Paper) -> bool:
    """Tell a firm's or association's own paper, by its head or its foot."""
    return has_private_letterhead(paper) or foot_name(paper) is not None


def _bears_office_number(paper: Paper) -> bool:
    """Tell an authority's own numbered paper: whoever signs it in the first person holds office."""
    number = header_number(paper)
    return number is not None and number.score > 0.9 and has_authority_letterhead(paper)


def _weigh_law(weights: dict[Kind, KindWeight]) -> None:
    """Let what speaks for a petition speak for the request that names the law on information."""
    asked = weights.get(Kind.INFORMATION_REQUEST)
    petition = weights.get(Kind.PETITION)
    if asked and petition and asked.heaviest >= _NAMES_LAW:
        asked.total += petition.total


def _weigh_office(paper: Paper, weights: dict[Kind, KindWeight], *, is_titled: bool) -> None:
    """Add what only an office's paper has: a letterhead and a number of its own."""
    is_office = has_authority_letterhead(paper)
    number = header_number(paper)
    if is_internal(paper):
        return
    if is_office and number:
        _add(weights[Kind.OFFICIAL_LETTER], 2.5, (number.start, number.end))
    elif is_office and writes_to_town(paper):
        _add(weights[Kind.OFFICIAL_LETTER], 2.2, (0, 0))
    elif is_office and Kind.PETITION not in weights:
        _add(weights[Kind.OFFICIAL_LETTER], 1.0, (0, 0))
    elif not is_titled and has_private_letterhead(paper) and Kind.PETITION in weights:
        speaks_for_others = number and any(is_lawyer(line.text) for line in paper.lines[:4])
        likeliest = max(_OF_PEOPLE, key=lambda kind: weights[kind].total)
        kind = Kind.OFFICIAL_LETTER if speaks_for_others else likeliest
        _add(weights[kind], 1.5, (0, 0))
    elif number and Kind.OFFICIAL_LETTER in weights and _bears_name(paper):
        _add(weights[Kind.OFFICIAL_LETTER], 1.0, (number.start, number.end))
    elif signing_authority(paper):
        _add(weights[Kind.OFFICIAL_LETTER], 2.5, (0, 0))
