"""Whose lines they are: the sender's, the addressee's, or the letter's own.

A party is announced by a word at a line's beginning (Furnizor, Client, Către, Subsemnatul, …) and
reaches down its column until another is announced, the table or the running text begins.
"""

import re
from collections.abc import Sequence
from enum import Enum

from registry_desk.model.document import Kind
from registry_desk.prefill.names import is_institution, is_private_body, person_alone
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import REACHED, is_running_text

_CLOSE = 1.1
"""Lines of one block stand no further apart, in line heights."""
_OWN_BLOCK = 1.4
"""So many line heights of white part a block from the one above."""
_COLUMN = 3
"""An addressee's lines beside a letterhead follow each other within so many letter heights."""
_LETTER_NUMBER = re.compile(
    r"\W*(?:iesire\b|nr\b|numar\w*|ref\b|data\s?:|\d{2,7}\W{1,3}\d{1,2}[./]\d{2}[./]\d{4})"
)


_TOWN_HALL = re.compile(
    r"primaria|consiliul local|u\.?a\.?t\b|(?:comuna|orasul|municipiul)\b(?!.*\b(?:sat|str|nr)\b)"
)
_PLACE = re.compile(r"\W*(?:comuna|orasul|municipiul)\b")


class Role(Enum):
    """Whose line it is."""

    SENDER = "sender"
    ADDRESSEE = "addressee"
    BODY = "body"


_OFFICIAL = (Kind.OFFICIAL_LETTER, Kind.SUMMONS, Kind.INVOICE)
_ADDRESSEE = re.compile(
    r"\W*(?:(?:catre|c a t r e)(?= ?[,:;]|$| [a-z\"])|spre stiinta|in atentia"
    r"|domnului?\b(?! \w+ \w+ ?$)|doamnei\b|domnule\b"
    r"|doamna primar|d-lui\b|d-nei\b|destinatar|adresant|to ?:|client\b|cumparator"
    r"|titular(?:ul)?\s?:|abonat(?:ul)?\s?:|consumator\s?:|beneficiar\b"
    r"|achizitor|platitor"
    r"|comparator|autoritatea (?:sau|contractanta)|denumirea (?:autoritat|institut)"
    r"|institutia publica"
    r"|(?:to )?the mayor\b|dear\b|numele autoritatii|facturat catre|livrat (?:catre|la)"
    r"|(?:primariei|primarului|consiliului (?:local|judetean)|institutiei prefectului)\b)"
)
_SENDER = re.compile(
    r"\W*(?:furnizor|vanzator|emitent|prestator|creditor\b|expeditor|from\b"
    r"|de la ?[/:]|trimis de|petent|petitionar"
    r"|solicitant(?!ului)"
    r"|subsemnat|subscris|nume(?:le)?\b|prenume|numele si prenumele|reclamant(?:ul|a)? ?:)"
)
_SUPPLIER = re.compile(r"\W*(?:furnizor|vanzator|emitent|prestator|creditor\b|de la ?[/:]|from\b)")
_TABLE = re.compile(
    r"denumire|\btarif\b|\btotal\b(?!.*\d)|\bprodus\b"
    r"|\bu\.? ?m\.?\b|\bcant|\bpret|\bvaloare|nr\.? ?crt|descriere|\bt\.?v\.?a\b|articol"
)
_CONTACT = re.compile(r"\btel\b|telefon|e-?mail|@|www|cod postal|fax|\bcui\b|cod fiscal|\bstr\b")
_STOP = re.compile(
    r"\W*(?:obiect|referitor|ref\b|subsemnat|subscris|stimat|nr\b|numar|data\b|prin prezent"
    r"|va (?:rog|[a-z]+[aei]m)\b|urmare"
    r"|avand in vedere|cerere\b|sesizare\b|petitie\b|dosar|domnule|doamna\b|doamne)"
)
_ENDS_PARTIES = re.compile(
    r"\W*(?:total|subtotal|baza|valoare totala|instructiuni|modalitat\w+ de plata|date de plata"
    r"|detalii (?:de )?plata|mod de plata|metoda de plata)"
)


def is_table_head(line: Line) -> bool:
    """Tell the row of column names above an invoice's goods."""
    return len(set(_TABLE.findall(line.plain))) >= 2


def _is_in_table_head(paper: Paper, number: int) -> bool:
    """Tell a line whose whole row holds column names, however they are parted."""
    line = paper.lines[number]
    around = paper.lines[max(0, number - 6) : number + 7]
    row = " ".join(x.plain for x in around if (x.page, x.row) == (line.page, line.row))
    return len(set(_TABLE.findall(row))) >= 2


def announces_addressee(line: Line) -> bool:
    """Tell a line that begins to say to whom the letter goes."""
    return _begins_large(line) and _ADDRESSEE.match(line.plain) is not None


def opens_addressee(paper: Paper, number: int) -> bool:
    """Tell where the addressee's lines begin, announced or only standing where he is named."""
    return announces_addressee(paper.lines[number]) or _stands_as_addressee(paper, number)


def _stands_as_addressee(paper: Paper, number: int) -> bool:
    """Tell an institution's name in a block of its own that is followed by whom it goes to there.

    Under the letterhead and the letter's number no other institution than the addressee is named.
    """
    line = paper.lines[number]
    if not is_institution(line.plain) or is_running_text(line) or line.page > 0:
        return False
    over = paper.lines[:number]
    if paper.gap_above(number) < _OWN_BLOCK or any(map(is_running_text, over[2:])):
        return False
    if is_own_of_person(paper) or (is_town_hall(line.plain) and _is_under_sender(over)):
        return True
    is_under_number = any(_LETTER_NUMBER.match(above.plain) for above in over)
    is_under_body = any(is_institution(x.plain) or is_private_body(x.plain) for x in over)
    may_be_named = is_under_body or is_town_hall(line.plain)
    return (is_under_body and is_under_number) or (may_be_named and _names_whom(paper, number))


def _is_under_sender(over: Sequence[Line]) -> bool:
    """Tell whether a firm or association, or how somebody is reached, stands above."""
    return any(is_private_body(x.plain) or REACHED.search(x.plain) for x in over)


def is_town_hall(words: str) -> bool:
    """Tell whether a plain line begins with what a town's own offices are called."""
    return _TOWN_HALL.match(words.lstrip(" \"'.,:;-_*|()")) is not None


def is_own_of_person(paper: Paper) -> bool:
    """Tell a person's own paper: the name on top, how to reach them right under it."""
    first, under = paper.lines[0], paper.lines[1:5]
    is_person = person_alone(first.text) is not None and not is_institution(first.plain)
    return is_person and any(REACHED.search(x.plain) is not None for x in under)


def _names_whom(paper: Paper, number: int) -> bool:
    """Tell whether the block goes on with the person or desk in it that the letter is for."""
    for below in range(number + 1, min(number + 4, len(paper.lines))):
        line = paper.lines[below]
        if line.page > 0 or paper.gap_above(below) > _OWN_BLOCK:
            return False
        is_level = abs(line.box.x - paper.lines[number].box.x) < 2 * line.height_px
        if announces_addressee(line) and is_level:
            return True
    return False


def announces_sender(line: Line, kind: Kind | None = None) -> bool:
    """Tell a line that begins to say who writes; an invoice's supplier has words of its own."""
    pattern = _SUPPLIER if kind is Kind.INVOICE else _SENDER
    return _begins_large(line) and pattern.match(line.plain) is not None


def _begins_large(line: Line) -> bool:
    first = next((c for c in line.text if c.isalpha()), "")
    return first.isupper()


def roles(paper: Paper, kind: Kind | None, title: int | None) -> list[Role]:
    """Give every line's role."""
    found = [Role.BODY] * len(paper.lines)
    _mark_head(paper, kind, title, found)
    for number, line in enumerate(paper.lines):
        if opens_addressee(paper, number):
            _mark_party(paper, number, Role.ADDRESSEE, kind, found)
        elif announces_sender(line, kind):
            _mark_party(paper, number, Role.SENDER, kind, found)
    if kind is Kind.OFFICIAL_LETTER:
        _mark_foot(paper, found)
    mail = mail_head(paper)
    if mail is not None:
        found[mail.line] = Role.SENDER
    return found


def head_lines(paper: Paper, title: int | None) -> list[int]:
    """Give the lines above addressee, title and running text on the first page."""
    head: list[int] = []
    addressed: Line | None = None
    for number, line in enumerate(paper.lines):
        ends = (
            line.page > 0
            or number == title
            or opens_addressee(paper, number)
            or announces_sender(line)
            or is_table_head(line)
            or (is_running_text(line) and number >= 2 and not _may_stand_in_head(line))
        )
        if ends and not (head and _is_beside(line, paper.lines[head[-1]])):
            break
        if ends and opens_addressee(paper, number):
            addressed = line
        elif not ends and not (addressed and _is_below_in_column(line, addressed)):
            head.append(number)
        if len(head) >= 16:
            break
    return head


def _is_below_in_column(line: Line, other: Line) -> bool:
    is_below = 0 <= line.box.y - other.box.bottom < _COLUMN * line.height_px
    return is_below and line.box.x > other.box.x - 2 * line.height_px


def _may_stand_in_head(line: Line) -> bool:
    return _is_contact(line) or (line.is_upper and is_institution(line.plain))


def _is_contact(line: Line) -> bool:
    return _CONTACT.search(line.plain) is not None


def _is_beside(line: Line, other: Line) -> bool:
    return line.page == other.page and line.row == other.row


def _mark_head(paper: Paper, kind: Kind | None, title: int | None, found: list[Role]) -> None:
    """A letterhead is the sender's; above a citizen's request it may be the office's own form."""
    head = head_lines(paper, title)
    is_theirs = kind in _OFFICIAL
    office: Line | None = None
    for number in head:
        line = paper.lines[number]
        is_address = _PLACE.match(line.plain) and paper.gap_above(number) < _CLOSE
        if not is_theirs and is_institution(line.plain) and not is_address:
            office = line
        elif office and paper.gap_above(number) > 2.5:
            office = None
        is_office = office is not None and _is_in_column(line, office)
        found[number] = Role.ADDRESSEE if is_office else Role.SENDER


def _is_in_column(line: Line, other: Line) -> bool:
    return line.box.x < other.box.right and line.box.right > other.box.x


def _mark_foot(paper: Paper, found: list[Role]) -> None:
    """The last lines that tell how an office is reached are its own."""
    for number in range(len(paper.lines) - 1, max(0, len(paper.lines) - 6), -1):
        line = paper.lines[number]
        is_person = re.match(r"\W*(?:persoan|contact|relatii|intocmit|redactat)", line.plain)
        below = paper.lines[number + 1] if number + 1 < len(paper.lines) else None
        is_text = is_running_text(line) and below is not None and is_running_text(below)
        is_own = _is_contact(line) and not (is_person or is_text)
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
        if line.box.x > mark.box.right and (
            announces_addressee(line) or announces_sender(line, kind)
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
    if _begins_large(line) and _STOP.match(line.plain):
        return True
    is_sentence = is_running_text(line) and ":" not in line.text[:30]
    return is_sentence or (paper.gap_above(number) > 2.6 and not is_first)
