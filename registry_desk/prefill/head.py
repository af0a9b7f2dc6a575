"""The letterhead's lines, and the words that say where it ends: who writes, to whom."""

import re
from collections.abc import Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.names import is_institution, is_part, is_private_body, person_alone
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import REACHED, is_running_text

_OWN_BLOCK = 1.4
"""So many line heights of white part a block from the one above."""
_COLUMN = 3
"""An addressee's lines beside a letterhead follow each other within so many letter heights."""
_LETTER_NUMBER = re.compile(
    r"\W*(?:iesire\b|nr\b|numar\w*|ref\b|data\s?:|\d{2,7}\W{1,3}\d{1,2}[./]\d{2}[./]\d{4}"
    r"|\d{1,2}[./]\d{2}[./]\d{4} \d{2,})"
)
_TOWN_HALL = re.compile(
    r"primaria|consiliul local|u\.?a\.?t\b|(?:comuna|orasul|municipiul)\b(?!.*\b(?:sat|str|nr)\b)"
)
_ADDRESSEE = re.compile(
    r"\W*(?:(?:catre|c a t r e)(?= ?[,:;]|$| [a-z\"])|spre stiinta|in atentia"
    r"|citata?(?= ?:| \w)|domnului?\b(?! \w+ \w+ ?$)|doamnei\b|domnule\b"
    r"|doamna primar|d-lui\b|d-nei\b|destinatar|adresant|to ?:|client\b|cumparator"
    r"|titular(?:ul)?\s?:|abonat(?:ul)?\s?:|consumator\s?:|beneficiar\b"
    r"|achizitor|platitor|tert(?:ul)? poprit"
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
_CONTACT = re.compile(
    r"\btel\b|telefon|e-?mail|@|www|cod postal|fax|\bcui\b|\bcif\b|cod fiscal"
    r"|\bstr\b|\biban\b"
)


def is_table_head(line: Line) -> bool:
    """Tell the row of column names above an invoice's goods."""
    return names_columns(line.plain)


def names_columns(words: str) -> bool:
    """Tell whether plain words hold names of a table's columns."""
    return len(set(_TABLE.findall(words))) >= 2


def announces_addressee(line: Line) -> bool:
    """Tell a line that begins to say to whom the letter goes."""
    return begins_large(line) and _ADDRESSEE.match(line.plain) is not None


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
    is_under_number = any(_LETTER_NUMBER.match(above.plain) for above in over)
    is_theirs = is_under_number and any(_is_other_body(above.plain) for above in over)
    is_theirs = is_theirs and not any(map(announces_addressee, over))
    is_block = paper.gap_above(number) >= _OWN_BLOCK or (is_theirs and is_town_hall(line.plain))
    if not is_block or any(is_running_text(x) and not is_body(x) for x in over[2:]):
        return False
    if is_own_of_person(paper) or (is_town_hall(line.plain) and _is_under_sender(over)):
        return True
    is_under_body = any(map(is_body, over))
    may_be_named = is_under_body or is_town_hall(line.plain)
    return (is_under_body and is_under_number) or (may_be_named and _names_whom(paper, number))


def _is_other_body(words: str) -> bool:
    """Tell a body that is no town's own."""
    return (is_institution(words) or is_private_body(words)) and not is_town_hall(words)


def is_body(line: Line) -> bool:
    """Tell a line that begins with what an authority, firm or association is called."""
    return is_institution(line.plain) or is_private_body(line.plain)


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
    return begins_large(line) and pattern.match(line.plain) is not None


def begins_large(line: Line) -> bool:
    """Tell whether a line's first letter is a capital."""
    first = next((c for c in line.text if c.isalpha()), "")
    return first.isupper()


@once_per_paper
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
            or (is_running_text(line) and number >= 2 and not _may_stand_in_head(paper, number))
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


def _may_stand_in_head(paper: Paper, number: int) -> bool:
    """Tell a letterhead's wide line: how it is reached, or a long name over such a line."""
    line = paper.lines[number]
    is_over_contact = number + 1 < len(paper.lines) and is_contact(paper.lines[number + 1])
    is_named = is_body(line) or is_part(line.plain)
    return is_contact(line) or (is_named and (line.is_upper or is_over_contact))


def is_contact(line: Line) -> bool:
    """Tell a line that says how somebody is reached."""
    return _CONTACT.search(line.plain) is not None


def _is_beside(line: Line, other: Line) -> bool:
    return line.page == other.page and line.row == other.row
