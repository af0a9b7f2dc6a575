"""Where the sender lives or sits."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.address_behind_name import VILLAGE, behind_name
from registry_desk.prefill.address_end import OPEN, STREET, length_of
from registry_desk.prefill.address_form import on_one_line
from registry_desk.prefill.address_line import beginning_of, looks_right, with_house_below
from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.names import person_alone
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.zones import Role

_LABEL = re.compile(
    r"(?:cu (?:domiciliul|resedinta|sediul|adresa)(?: (?:social|stabil|procesual|actual"
    r"|legal|fiscal))?(?: ales)?(?:\s?\(?\d\)?)?"
    r"(?:\s?/\s?(?:sediul|resedinta)(?:\s?\(?\d\)?)?)?(?: in)?"
    r"|(?:cu )?dom(?:ic)?\. (?:in)?|domiciliat(?:a|\(a\)|/a|ul|i)? in"
    r"|(?<!ultimul )domiciliu(?:l)?(?: stabil)?(?: in)?"
    r"|domiciliat(?:\(?a\)?)?|\bdin(?= (?:(?:sat(?:ul)?|comuna|com\.|orasul|municipiul|str\."
    r"|strada) |[a-z -]{3,30}, (?:str\b|strada|bd\b|bulevardul|aleea|calea|sat)))"
    r"|(?:sediul|adresa|domiciliul|resedinta) (?!electronic|web|email)[a-z]{4,14}(?= ?:)"
    r"|sediul(?: social)?(?:/ ?adresa)?|sediu(?: social)?"
    r"|adresa (?:la|pe) care [^:\n]{5,50}?"
    r"(?= ?:| (?:municipiul|orasul|comuna|satul|str|strada|bd|aleea))"
    r"|adresa(?: de (?:corespondenta|domiciliu|resedinta|contact)| postala| solicitantului"
    r"| petentului| sediului| sediu)?"
    r"|(?:resedinta|locuinta)(?= ?:)|\b(?:locui(?:esc|nd|tori?|toare|m)|sta(?:u|m))"
    r"(?: (?:singur\w*|impreuna cu \w+ \w+|cu (?:familia|chirie|copiii)|de \w+ (?:de )?ani))?(?: in"
    r"| la| pe| din| al?)(?: (?:orasului|municipiului|satului|comunei))?"
    r"|(?:locatar|proprietar|coproprietar|chirias|mostenitor)\w*"
    r" (?:al?|ai|ale|in) (?:un(?:ui|ei) )?"
    r"(?:imobilul|apartamentul|casei|locuintei|garsonier|gospodari|blocul)\w*"
    r"(?: nr\.? ?\d+)?,? (?:situat\w* |aflat\w* )?(?:in|din|la|pe|de la)"
    r"|(?:proprietar|chirias|locatar)(?:ul|a)? (?:apartamentului|casei|imobilului|locuintei)"
    r",? (?:situat\w* |aflat\w* )?(?:in|din|la|pe|de la)"
    r"|(?:proprietar|chirias|locatar)(?:ul|a)? (?:in|din|pe)"
    r"(?= (?:str\b|strada|bd\b|bulevardul|calea|aleea|sos)))"
    r"\s?(?:\([^)\n]{0,20}\)\s?)?[\s.:;,_-]{1,40}"
)
_REACHED = re.compile(
    r"\btel\b|telefon|e-?mail|www\.|@|cod postal|\bfax|\bcod:? \d{6}|\bc\.?i\.?f\b"
    r"|\bc\.?u\.?[il1]\b"
)
_OF_OWNER = re.compile(r"(?:locatar|(?:co)?proprietar|chirias|mostenitor)")
_ABROAD = re.compile(r"(?=[^@:;]{6,80}$)(?=.*\d)\W*(?=[a-z][a-z .'-]{2,}.*,\s?\S)")
"""Streets of other countries are called otherwise: ``Lange Gasse 4, 1080 …``."""
_STREET_FIELD = re.compile(r"\W*(?:strada|adresa)\s?:")
_TOWN_FIELD = re.compile(
    r"\W*(?:oras(?:ul)?|localitate(?:a)?|city)\s?:\s*(?P<town>[a-z -]{3,30}?[a-z])(?=\W*$"
    r"| (?:judet|jud\b|cod|sector|str|comuna|tara))"
)
_NAMED_BEFORE = re.compile(
    r"(?:subsemnat\w*|\bsunt|ma numesc|numele meu este|reprezentat[aei]+ (?:de|prin))"
    r"\s(?:[\w.-]+,?\s){1,4}$"
)
_CODE = re.compile(
    r"\W*(?:s\.?r\.?l\.?\W+|s\.?a\.?\W+)?(?:c\.?i\.?f|c\.?u\.?i|cod fiscal)\b\W*(?:ro ?)?"
    r"\d{2,10}\W*"
)
_TOLD_OF = re.compile(r"[a-z] (?:pe|din|la|in|spre|langa) $|\b(?:pe|din|langa) \w+ $")
"""A street that something is said of, no address: ``Dale sparte pe aleea …``."""
_MARGIN = 180
_NEXT, _BELOW = 3, 9
"""An address stands among the next lines, or so many letter heights under the name."""
_UNDER = 2
"""A village's house stands no more lines below the name."""
_CLOSE = 1.0
"""Lines of one paragraph stand no further apart, in line heights."""
_FULL, _PARTED = 0.75, 1.2
"""How far right a full line reaches; so many line heights of white part paragraphs."""


def sender_address(
    paper: Paper, kind: Kind | None, name: Finding | None, title: int | None, roles: Sequence[Role]
) -> Finding | None:
    """Give the sender's address on one line."""
    found = [*_labelled(paper, kind, roles), *_bare(paper, kind, name, title, roles)]
    return best([*found, *behind_name(paper, name)])


def _labelled(paper: Paper, kind: Kind | None, roles: Sequence[Role]) -> Iterator[Finding]:
    is_office = kind in (Kind.OFFICIAL_LETTER, Kind.SUMMONS)
    for match in _LABEL.finditer(paper.plain):
        number = paper.line_at(match.start())
        line = paper.lines[number]
        is_told = (
            re.search(r"domicili|\bdom|cu sediul|cu resed|cu adresa|locui|^sta[um]", match.group())
            is not None
        )
        if match.group().startswith("din") or _OF_OWNER.match(match.group()):
            before = paper.plain[max(0, match.start() - 70) : match.start()]
            is_owner = _OF_OWNER.match(match.group()) and "subsemnat" in before
            is_told = bool(is_owner) or _NAMED_BEFORE.search(before) is not None
            is_told = is_told or (match.start() == line.start and _is_under_person(paper, number))
            if not is_told:
                continue
        is_field = ":" in match.group() or not line.plain[: match.start() - line.start].strip(" .-")
        if roles[number] is Role.ADDRESSEE and not is_told:
            continue
        is_in_text = is_running_text(line) and not (is_field and match.start() - line.start < 3)
        if not (is_told or is_field) or (is_office and is_in_text):
            continue
        is_flowing = is_told and ":" not in match.group()
        reach = paper.plain[match.end() : min(match.end() + _MARGIN, _text_end(paper, number))]
        length = length_of(reach, is_flowing=is_flowing)
        written = paper.text[match.end() : match.end() + length]
        below = None if is_flowing else _column_below(paper, number, match.end())
        if below is not None:
            length = line.end - match.end()
            written = f"{line.text[match.end() - line.start :]} {below}"
        if not looks_right(written):
            continue
        score = 0.93 if roles[number] is Role.SENDER else 0.88
        score -= 0.1 if match.group().startswith("din") else 0.0
        yield Finding(on_one_line(written), score, match.end(), match.end() + length)


def _is_under_person(paper: Paper, number: int) -> bool:
    """Tell a line under a person's name: *Ana Pop* / *din str. Horea nr. 7*."""
    return number > 0 and person_alone(paper.lines[number - 1].text) is not None


def _text_end(paper: Paper, number: int) -> int:
    """Give where a short line ends its paragraph: no address goes on over the white below it."""
    for place in range(number, min(number + 4, len(paper.lines) - 1)):
        line = paper.lines[place]
        is_short = line.box.right < _FULL * line.page_width_px
        is_last = paper.gap_above(place + 1) > _PARTED and not OPEN.search(line.plain.rstrip())
        if is_short and is_last and paper.lines[place + 1].row > line.row:
            return line.end + 1
    return len(paper.plain)


def _column_below(paper: Paper, number: int, start: int) -> str | None:
    """Give what an open field goes on with below itself where another column stands beside it."""
    line = paper.lines[number]
    if start >= line.end or not OPEN.search(line.plain.rstrip()):
        return None
    following = paper.lines[number + 1 : number + 6]
    if not following or following[0].row != line.row or following[0].page != line.page:
        return None
    for other in following:
        is_under = other.page == line.page and other.row == line.row + 1
        if is_under and abs(other.box.x - line.box.x) < 3 * line.height_px:
            words = other.plain + "\n"
            is_label = re.match(r"\W*[a-z. ]{2,24}:", words) is not None
            return None if is_label else other.text[: length_of(words, is_flowing=False)]
    return None


def _bare(
    paper: Paper, kind: Kind | None, name: Finding | None, title: int | None, roles: Sequence[Role]
) -> Iterator[Finding]:
    """A line in the sender's block, or right below the name, that holds a street."""
    names = _name_lines(paper, name)
    head = set(head_lines(paper, title)) | _foot(paper, kind)
    last_text = _last_text(paper)
    for number, line in enumerate(paper.lines):
        is_begun = number > last_text and _behind(line.plain, name) > 0
        is_text = is_running_text(line) and not (number in head or is_begun)
        if roles[number] is Role.ADDRESSEE or is_text:
            continue
        is_near = is_begun or any(_is_near(paper, number, place) for place in names)
        if not (is_near or number in head or roles[number] is Role.SENDER):
            continue
        street = STREET.search(line.plain) or (
            _at_house(line, last_text < number) if _is_under(paper, number, names) else None
        )
        told = with_house_below(paper, number)
        flat = plain(told)
        if not street or _LABEL.search(line.plain) or not _is_numbered(flat, street.start()):
            continue
        begin = max(beginning_of(line.plain, street.start()), _behind(line.plain, name))
        length = begin + length_of(flat[begin:] + "\n", is_flowing=False)
        if _TOLD_OF.search(line.plain[begin : street.start()]):
            continue
        written = _town_beside(paper, number) + told[begin:length]
        if length > street.end() and looks_right(written):
            score = 0.9 if is_near else 0.8
            score -= 0.05 if number > last_text else 0.0
            end = min(line.start + length, line.end)
            yield Finding(on_one_line(written), score, line.start + begin, end)


def _at_house(line: Line, is_signature: bool) -> re.Match[str] | None:
    """Read a village's house, or in a signature whatever holds a number and a town."""
    village = VILLAGE.match(line.plain)
    if village or not is_signature or any(dates_in(line.plain)):
        return village
    return _ABROAD.match(line.plain)


def _behind(words: str, name: Finding | None) -> int:
    """Give where a line goes on behind the sender's name and code that it begins with."""
    said = plain(str(name.value)) if name else ""
    code = _CODE.match(words, len(said))
    return (code.end() if code else len(said)) if said and words.startswith(said) else 0


def _is_near(paper: Paper, number: int, place: int) -> bool:
    """Tell a line that follows the name, be it with another column's lines between them."""
    line, name = paper.lines[number], paper.lines[place]
    is_level = abs(line.box.x - name.box.x) < 2 * line.height_px and line.page == name.page
    is_below = 0 < line.box.y - name.box.y < _BELOW * line.height_px
    return 0 < number - place <= _NEXT or (is_level and is_below)


def _is_under(paper: Paper, number: int, names: Sequence[int]) -> bool:
    """Tell whether a line begins right under one that holds the name."""
    line = paper.lines[number]
    over = [paper.lines[place] for place in names if 0 < number - place <= _UNDER]
    return any(abs(name.box.x - line.box.x) < 2 * line.height_px for name in over)


def _is_numbered(words: str, street: int) -> bool:
    """Tell whether a house stands in the street: its number behind it, in English before it."""
    behind = re.search(r"\d|\bcom.*\bsat", words[street:])
    return (
        behind is not None
        or re.match(r"\W*\d[\w-]* (?:[a-z]+ ){1,4}(?:street|avenue)", words) is not None
    )


def _name_lines(paper: Paper, name: Finding | None) -> list[int]:
    """Give the line the name was read from, and those that hold nothing but it."""
    if name is None:
        return []
    said = plain(str(name.value)).strip(" .,")
    alone = [n for n, line in enumerate(paper.lines) if line.plain.strip(" .,") == said]
    return [paper.line_at(name.start), *alone]


def _town_beside(paper: Paper, number: int) -> str:
    """Give the town of a form that has fields of their own for street and town; else nothing."""
    if not _STREET_FIELD.match(paper.lines[number].plain):
        return ""
    street = paper.lines[number]
    for other in paper.lines[max(0, number - 8) : number + 9]:
        match = _TOWN_FIELD.match(other.plain)
        is_below = abs(other.box.x - street.box.x) < 4 * street.height_px
        if match and is_below and other.page == street.page:
            return other.text[slice(*match.span("town"))] + ", "
    return ""


def _foot(paper: Paper, kind: Kind | None) -> set[int]:
    """Give the lines below an office's text that tell how it is reached."""
    if kind is not Kind.OFFICIAL_LETTER:
        return set()
    start = _last_text(paper) + 1
    said = {n for n in range(start, len(paper.lines)) if _REACHED.search(paper.lines[n].plain)}
    return said | {n - 1 for n in said if n > start and not _ends_paragraph(paper, n - 1)}


def _ends_paragraph(paper: Paper, number: int) -> bool:
    return is_running_text(paper.lines[number - 1]) and paper.gap_above(number) < _CLOSE


def _last_text(paper: Paper) -> int:
    text = (
        number
        for number, line in enumerate(paper.lines)
        if is_running_text(line) and not _REACHED.search(line.plain)
    )
    return max(text, default=0)
