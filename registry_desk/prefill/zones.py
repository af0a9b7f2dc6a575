"""Whose lines they are: the sender's, the addressee's, or the letter's own.

A party is announced by a word at a line's beginning (Furnizor, Client, Către, Subsemnatul, …) and
reaches down its column until another is announced, the table or the running text begins.
"""

import re
from collections.abc import Sequence
from enum import Enum

from registry_desk.model.document import Kind
from registry_desk.prefill.head import (
    announces_addressee,
    announces_sender,
    begins_large,
    head_lines,
    is_contact,
    is_town_hall,
    names_columns,
    opens_addressee,
)
from registry_desk.prefill.names import firm_end, is_institution
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.speaking import town_speaks

_CLOSE = 1.1
"""Lines of one block stand no further apart, in line heights."""
_TEXTS, _WORDS = 2, 8
"""A text beside a narrow letterhead has so many lines of so many words at least."""
_STATE = re.compile(r"\W*(?:r ?o ?m ?a ?n ?i ?a|judetul [a-z -]{3,24})\W*")
"""What an office's letterhead begins with: the town under it is no part of an address."""
_PLACE = re.compile(r"\W*(?:comuna|orasul|municipiul)\b")


class Role(Enum):
    """Whose line it is."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    BODY = "body"


_OFFICIAL = (Kind.OFFICIAL_LETTER, Kind.SUMMONS, Kind.INVOICE)
_STOP = re.compile(
    r"\W*(?:obiect|referitor|ref\b|subsemnat|subscris|stimat|nr\b|numar|data\b|prin prezent"
    r"|va (?:rog|[a-z]+[aei]m)\b|urmare"
    r"|avand in vedere|cerere\b|sesizare\b|petitie\b|dosar|domnule|doamna\b|doamne)"
)
_ENDS_PARTIES = re.compile(
    r"\W*(?:total|subtotal|baza|valoare totala|instructiuni|modalitat\w+ de plata|date de plata"
    r"|detalii (?:de )?plata|mod de plata|metoda de plata)"
)


def _is_in_table_head(paper: Paper, number: int) -> bool:
    """Tell a line whose whole row holds column names, however they are parted."""
    line = paper.lines[number]
    around = paper.lines[max(0, number - 6) : number + 7]
    row = " ".join(x.plain for x in around if (x.page, x.row) == (line.page, line.row))
    return names_columns(row)


def roles(paper: Paper, kind: Kind | None, title: int | None) -> list[Role]:
    """Give every line's role."""
    found = [Role.BODY] * len(paper.lines)
    _mark_head(paper, kind, title, found)
    for number, line in enumerate(paper.lines):
        is_named = number - 1 == title == 0 and kind not in _OFFICIAL and is_institution(line.plain)
        if is_named or opens_addressee(paper, number):
            _mark_party(paper, number, Role.ADDRESSEE, kind, found)
        elif announces_sender(line, kind):
            _mark_party(paper, number, Role.SENDER, kind, found)
    if kind is Kind.OFFICIAL_LETTER:
        _mark_foot(paper, found)
    if kind is not Kind.INVOICE:
        _mark_side(paper, found)
    mail = mail_head(paper)
    if mail is not None:
        found[mail.line] = Role.SENDER
    return found


def _mark_head(paper: Paper, kind: Kind | None, title: int | None, found: list[Role]) -> None:
    """A letterhead is the sender's; above a citizen's request it may be the office's own form."""
    head = head_lines(paper, title)
    is_theirs = kind in _OFFICIAL
    office: Line | None = None
    is_of_state = False
    for number in head:
        line = paper.lines[number]
        is_of_state = is_of_state or _STATE.fullmatch(line.plain) is not None
        is_below = paper.gap_above(number) < _CLOSE and not is_of_state
        is_address = _PLACE.match(line.plain) and is_below
        is_towns = is_town_hall(line.plain) and not town_speaks(paper)
        is_form = is_institution(line.plain) and (kind is not Kind.OTHER or is_towns)
        if not is_theirs and is_form and not is_address:
            office = line
        elif office and _is_in_column(line, office) and paper.gap_above(number) > 2.5:
            office = None
        is_office = office is not None and _is_in_column(line, office)
        found[number] = Role.ADDRESSEE if is_office else Role.SENDER


def _is_in_column(line: Line, other: Line) -> bool:
    return line.box.x < other.box.right and line.box.right > other.box.x


def _mark_side(paper: Paper, found: list[Role]) -> None:
    """A narrow letterhead goes on in its column left of the text."""
    page = [line for line in paper.lines if line.page == 0]
    text = [line.box.x for line in page if line.word_count >= _WORDS]
    if len(text) < _TEXTS or found[0] is not Role.SENDER or page[0].box.right >= min(text):
        return
    side = [number for number, line in enumerate(page) if line.box.right < min(text)]
    if not any(opens_addressee(paper, number) for number in side):
        for number in side:
            found[number] = Role.SENDER


def _mark_foot(paper: Paper, found: list[Role]) -> None:
    """The last lines that tell how an office is reached are its own."""
    for number in range(len(paper.lines) - 1, max(0, len(paper.lines) - 6), -1):
        line = paper.lines[number]
        is_person = re.match(r"\W*(?:persoan|contact|relatii|intocmit|redactat)", line.plain)
        below = paper.lines[number + 1] if number + 1 < len(paper.lines) else None
        is_text = is_running_text(line) and below is not None and is_running_text(below)
        is_own = is_contact(line) and not (is_person or is_text)
        if is_own and found[number] is Role.BODY:
            found[number] = Role.SENDER


def _mark_party(
    paper: Paper, number: int, role: Role, kind: Kind | None, found: list[Role]
) -> None:
    mark = paper.lines[number]
    found[number] = role
    is_sentence = is_running_text(mark) and ":" not in mark.text
    if mark.page > 0 or (kind is not Kind.INVOICE and is_sentence):
        return
    left, right = _column(paper.lines, mark, kind)
    limit = 12 if kind is Kind.INVOICE else 6
    for below in range(number + 1, min(len(paper.lines), number + 3 * limit)):
        line = paper.lines[below]
        if line.page != mark.page or limit == 0:
            break
        centre = line.box.x + line.box.width // 2
        is_across = left <= line.box.x <= right and line.box.width > right - left
        if not (left <= centre <= right or is_across) or line.box.y < mark.box.y:
            continue
        if _ends_party(paper, below, kind, is_first=below == number + 1):
            break
        found[below] = role
        limit -= 1


def _column(lines: Sequence[Line], mark: Line, kind: Kind | None) -> tuple[int, int]:
    """Give the left and right end of the column that a party's announcement heads."""
    left, right = 0, mark.page_width_px
    for line in lines:
        is_level = line.page == mark.page and abs(line.box.y - mark.box.y) < 1.5 * mark.height_px
        if line is mark or not is_level:
            continue
        is_firm = kind is Kind.INVOICE and firm_end(line.plain) is not None
        if line.box.x > mark.box.right and (
            announces_addressee(line) or announces_sender(line, kind) or is_firm
        ):
            right = min(right, line.box.x - 1)
        elif line.box.right < mark.box.x:
            left = max(left, (line.box.right + mark.box.x) // 2)
    return left, right


def _ends_party(paper: Paper, number: int, kind: Kind | None, *, is_first: bool) -> bool:
    line = paper.lines[number]
    if announces_addressee(line) or announces_sender(line, kind):
        return True
    if kind is Kind.INVOICE:
        return _is_in_table_head(paper, number) or _ENDS_PARTIES.match(line.plain) is not None
    if begins_large(line) and _STOP.match(line.plain):
        return True
    is_sentence = is_running_text(line) and ":" not in line.text[:30]
    return is_sentence or (paper.gap_above(number) > 2.6 and not is_first)
