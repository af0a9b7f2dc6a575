"""Who writes, told from the letterhead: not the ministry above, not the desk below."""

import re

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import announces_addressee, head_lines, is_town_hall
from registry_desk.prefill.holders import with_holder
from registry_desk.prefill.names import (
    firm_end,
    is_court,
    is_institution,
    is_parent,
    is_part,
    is_private_body,
    is_public_profession,
    proper_case,
)
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.places import is_prefects_place, with_place
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import is_running_text

_ENDS_OPEN = re.compile(r"(?:\b(?:de|din|pentru|si|al|a|ale|cu|la|in|privind|sau)|[-,])$")
_GOES_ON = re.compile(r'\W*"[^"]{2,30}"|(?:al|a|ai|ale|si|pentru|din) ')
"""A name's next line: its title of honour, whose it is, or what for."""
_NO_NAME = re.compile(
    r"\W*(?:str\b|strada|bd\b|bdul|b-dul|bulevard|calea|piata|sos|soseaua|aleea|tel\b|telefon|fax"
    r"|e-?mail|www|http|nr\b|cod|c\.?u\.?i"
    r"|c\.?i\.?f|cont|iban|data|dosar|operator|iso|se aproba|aprob|catre|emis|registr|intrare"
    r"|iesire|anul|ziua|luna|exemplar|nesecret|romania\b$|primar\b|adresa|sediu|capital|j\d\d"
    r"|judetul\b|nr)"
)
_WHERE_THEY_ACT = re.compile(
    r"\W*(?:judecatoria|tribunalul|curtea|filiala|camera|uniunea|corpul)\b"
)
"""The court or chamber that a profession's office belongs to."""
_MAIL_FIRST = re.compile(r"\W*(?:[a-z]{3,12}\s?:\s*)?\S+@")
"""How a body is reached, whose address begins like its name: itm.buc@…"""
_FILE = re.compile(r"\bdosar(?:ul)?\b")
"""A line that names a file tells of the court that has it, not of who writes."""
_BRANCH = re.compile(
    r"(?:centrul|oficiul|filiala|sucursala|serviciul|comisariatul)"
    r" (?:judetean|regional|teritorial)a? (?!de |pentru )[a-z-]+(?: [a-z-]+)?"
)
"""A branch that says its place but not its task: it is named with the body above it."""
_NAMED_BRANCH = re.compile(
    r"(?:filiala|sucursala|organizatia (?:judeteana|locala))(?: (?:judeteana|locala))? [a-z-]+"
    r"(?: [a-z-]+)?"
)
_BROKEN = 4
"""A name is broken over lines that stand no further down, those of another column between them."""
_NEXT = 1.2
"""A branch stands under the body with less white above it, in line heights."""
_OWN_DIRECTORATE = re.compile(
    r"\W*directia generala regional|\W*serviciul (?:judetean|local)\b"
    r"|\W*directia\b.*(?:judet|(?<!dezvoltare )regional|national|sanatate publica|silvic|sanitar"
    r"|agricultur|statistic|asistenta sociala si|finante|vama|anticoruptie|tineret|cultura\b"
    r"|pasapoarte|permise)"
)
_ACRONYM = re.compile(r"(?:[A-ZĂÂÎȘȚ]\.? ?){3,7}")
"""Stands above the full name of who belongs to it: A.N.A.F., ANCPI."""
_SECTION = re.compile(r"\s*[-–—,]\s*sec[tțţ]ia\b.*", re.IGNORECASE)
_SIGNATURE = 6
"""A signature at an e-mail's end is no longer than so many lines."""
_ACROSS = 4
"""Two columns begin at most so many letter heights apart."""
_TOWN_NAMED = re.compile(
    r"\b(?:primari(?:a|ei)|primar(?:ul|ului)|consiliul(?:ui)? local|uat|u\.a\.t)\b"
)
_LEVEL = 9
"""The lines of a letterhead set in two columns stand no further apart than so many heights."""
_REACHED = re.compile(
    r"\bstr\b|strada|\bbd\b|calea|piata|aleea|\btel|fax|@|cod postal|\bnr\. ?\d+,"
)
_APART = re.compile(
    r"\W*(?:directia|serviciul)\b.*(?:asistenta sociala si protectia|sanatate publica|impozite"
    r"|silvica|evidenta a? ?persoanelor|politia? local)"
)
"""Services with a letterhead of their own below the council they belong to."""
_OF_COUNTY = re.compile(
    r"\W*(?:directia generala de asistenta sociala|ocolul silvic|casa locala de|oficiul postal"
    r"|sectia (?:nr\.? ?)?\d+ (?:de )?politie|postul (?:comunal )?de politie"
    r"|politia (?:orasului|municipiului|statiunii)|biroul vamal|serviciul fiscal)"
)
"""Stands by itself however it is set: its own letters, numbers and head."""


def _is_body(line: Line) -> bool:
    is_named = is_institution(line.plain) or is_private_body(line.plain)
    is_reach = _MAIL_FIRST.match(line.plain) is not None
    return is_named and not is_reach and _FILE.search(line.plain) is None


@once_per_paper
def has_authority_letterhead(paper: Paper) -> bool:
    """Tell whether the first page's head names an authority before anybody is addressed."""
    head = [paper.lines[n] for n in head_lines(paper, None)[:8]]
    private = next((n for n, line in enumerate(head) if is_private_body(line.plain)), len(head))
    return any(
        (is_institution(line.plain) or is_public_profession(line.plain))
        and not announces_addressee(line)
        and not (is_town_hall(line.plain) and number > private)  # a firm writes to it
        for number, line in enumerate(head)
    )


def writes_to_town(paper: Paper) -> bool:
    """Tell an authority's head, no town hall's own, over an address that names a town hall."""
    head = head_lines(paper, None)
    bodies = [paper.lines[n] for n in head[:8] if is_institution(paper.lines[n].plain)]
    if not any(not is_town_hall(body.plain) and not is_part(body.plain) for body in bodies):
        return False
    behind = paper.lines[len(head) : len(head) + 5]
    is_announced = any(announces_addressee(line) for line in behind)
    return is_announced and any(_TOWN_NAMED.search(line.plain) for line in behind)


def signing_authority(paper: Paper) -> Finding | None:
    """Give the authority that signs a printed e-mail, which has no letterhead."""
    if mail_head(paper) is None:
        return None
    for line in reversed(paper.lines[-_SIGNATURE:]):
        if is_institution(line.plain) and not is_running_text(line) and _may_stand(line):
            return Finding(proper_case(cleaned(line.text)), 0.9, line.start, line.end)
    return None


def has_private_letterhead(paper: Paper) -> bool:
    """Tell whether the first page's head names a firm or an association."""
    return any(is_private_body(paper.lines[n].plain) for n in head_lines(paper, None)[:5])


def letterhead_name(paper: Paper, title: int | None) -> Finding | None:
    """Give the body that writes, from the lines above addressee and text."""
    head = head_lines(paper, title)
    bodies = [n for n in head if _is_body(paper.lines[n])]
    bodies = [n for n in bodies if not (_is_faced(paper, n, bodies) or _is_branch(paper, n))]
    bodies = [n for n in bodies if not is_prefects_place(paper, n)]
    if any(is_public_profession(paper.lines[n].plain) for n in bodies):
        bodies = [n for n in bodies if not _WHERE_THEY_ACT.match(paper.lines[n].plain)]
    if not bodies:
        return None
    chosen = _reached_beside(paper, bodies, _writing_body(paper, head, bodies))
    broken = _name_lines(paper, head, chosen)
    last = broken[-1]
    start, end = paper.lines[chosen].start, paper.lines[last].end
    written = " ".join(paper.lines[n].text for n in broken)
    name = with_place(paper, head, cleaned(written))
    if _BRANCH.fullmatch(plain(name)) and bodies.index(chosen) > 0:
        name = f"{cleaned(paper.lines[bodies[bodies.index(chosen) - 1]].text)} - {name}"
    if (branch := _branch_under(paper, last)) is not None:
        name, end = f"{name}, {cleaned(branch.text)}", branch.end
    if len(name) <= 4:
        return None
    return with_holder(paper, Finding(proper_case(name), 0.92, start, end))


def _is_branch(paper: Paper, number: int) -> bool:
    return number > 0 and _branch_under(paper, number - 1) is paper.lines[number]


def _branch_under(paper: Paper, last: int) -> Line | None:
    """Give the line under a party's or union's name that says which branch of it writes.

    A firm's name is registered without its branches.
    """
    name = paper.lines[last].plain
    if last + 1 >= len(paper.lines) or not is_private_body(name) or firm_end(name):
        return None
    below = paper.lines[last + 1]
    is_close = below.page == paper.lines[last].page and paper.gap_above(last + 1) < _NEXT
    return below if is_close and _NAMED_BRANCH.fullmatch(below.plain.strip(" .,")) else None


def _is_faced(paper: Paper, number: int, bodies: list[int]) -> bool:
    """Tell a town hall in the right column across from another body: the letter goes to it."""
    line = paper.lines[number]
    others = (paper.lines[n] for n in bodies if n != number)
    is_right = line.box.x > 0.45 * line.page_width_px
    return (
        is_right and is_town_hall(line.plain) and any(_is_left_of(other, line) for other in others)
    )


def _is_left_of(other: Line, line: Line) -> bool:
    is_level = abs(other.box.y - line.box.y) < _ACROSS * line.height_px
    return is_level and other.box.right < line.box.x


def court_name(paper: Paper) -> Finding | None:
    """Give the first line that names a court."""
    for line in paper.lines:
        if is_court(line.plain) and line.word_count <= 8 and line.page == 0:
            name = _SECTION.sub("", cleaned(line.text))
            return Finding(proper_case(name), 0.95, line.start, line.end)
    return None


def _writing_body(paper: Paper, head: list[int], bodies: list[int]) -> int:
    """Choose among ministry, institution and department: the lowest that stands by itself."""
    chosen = bodies[0]
    for number in bodies[1:]:
        above, line = paper.lines[chosen], paper.lines[number]
        whole = " ".join(paper.lines[n].plain for n in _name_lines(paper, head, number))
        is_set_lower = above.is_upper and not line.is_upper
        is_own = _OF_COUNTY.match(whole) is not None
        is_apart = is_own or (_APART.match(whole) is not None and not is_set_lower)
        over = " ".join(paper.lines[n].plain for n in _name_lines(paper, head, chosen))
        is_over = is_parent(over) or _ACRONYM.fullmatch(above.text.strip()) is not None
        is_below = (is_over and _may_stand(line)) or is_apart
        is_beside = not is_part(line.plain) and is_institution(line.plain)
        if is_below or (is_beside and _is_same_style(above, line)):
            chosen = number
    return chosen


def _reached_beside(paper: Paper, bodies: list[int], chosen: int) -> int:
    """Prefer the body whose address stands under it to those above it in the other column."""
    if _is_reached(paper, chosen):
        return chosen
    line = paper.lines[chosen]
    for number in bodies:
        other = paper.lines[number]
        is_beside = other.box.x > line.box.right or other.box.right < line.box.x
        is_level = abs(other.box.y - line.box.y) < _LEVEL * line.height_px
        if is_beside and is_level and _may_stand(other) and _is_reached(paper, number):
            return number
    return chosen


def _is_reached(paper: Paper, number: int) -> bool:
    """Tell whether a body's street, telephone or mail stands under it in its column."""
    line = paper.lines[number]
    under = [
        below
        for below in paper.lines[number + 1 : number + 12]
        if below.page == line.page
        and below.box.x < line.box.right
        and below.box.right > line.box.x
        and 0 < below.box.y - line.box.y < _LEVEL * line.height_px
    ]
    return any(_REACHED.search(below.plain) for below in under)


def _may_stand(line: Line) -> bool:
    """Tell a body from a part of one: a directorate of a county stands by itself."""
    return not is_part(line.plain) or _OWN_DIRECTORATE.match(line.plain) is not None


def _is_same_style(above: Line, line: Line) -> bool:
    if line.is_upper and not above.is_upper:
        return True  # who writes is set out in capitals below the small print of those above
    return above.is_upper == line.is_upper and line.height_px >= 0.68 * above.height_px


def _name_lines(paper: Paper, head: list[int], first: int) -> list[int]:
    """Follow a name over the lines it is broken into."""
    found = [first]
    for number in head:
        last = found[-1]
        if not last < number <= first + _BROKEN:
            continue
        above, line = paper.lines[last], paper.lines[number]
        if line.box.x > above.box.right or line.box.right < above.box.x:
            continue  # the other column's
        if _NO_NAME.match(line.plain) or _is_body(line) or is_part(line.plain):
            break
        is_quoting = above.plain.count('"') % 2 == 1
        leads_on = _ENDS_OPEN.search(above.plain.rstrip()) or _GOES_ON.match(line.plain)
        is_upper = line.is_upper and above.is_upper
        is_tail = is_upper and line.word_count <= 3 and paper.gap_above(number) < 1.3
        is_bare = above.word_count == 1 and is_institution(above.plain)
        has_digits = re.search(r"\d|@", line.text) is not None
        if has_digits or not (is_quoting or leads_on or is_tail or is_bare):
            break
        found.append(number)
    return found
