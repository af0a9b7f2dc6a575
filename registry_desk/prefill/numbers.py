"""The number their letter bears: of their register, or of a court's file."""

import re

from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.standing_numbers import SPECKS, is_dated_below, standing_numbers

_CODE = (
    r"(?P<code>(?:[a-z]{1,5}\d?_[a-z]{2,6} ?|(?:[a-z]{1,8}(?:_ ?| ?[/.-]))?[a-z_]{0,10}[\s./-]?)"
    r"\d[\w./-]*(?: ?/ ?[a-z0-9][\w./-]*)*)"
)
_HEADER = re.compile(
    r"(?:^|(?<=[\s|(]))(?:ref(?:erinta)?\.? ?n[ro]|nr\.? ?ref(?:erinta)?"
    r"|ref(?:erinta)?(?=\s?:\s*[a-z0-9./-]*\d[a-z0-9./-]*\s*$)|numar(?:ul)? (?:de )?inregistrare"
    r"|nr[.,]? ?(?:de )?inreg(?:istrare|\.)?"
    r"|numar(?:ul)? de iesire|nr\.? ?iesire"
    r"|ies\.? ?nr|numarul|(?:numarul|nr\.?) nostru|ref(?:erinta|\.)? noastra"
    r"|(?:oferta(?: de pret| comerciala)?|cotatie|deviz)(?= [a-z]{1,4}-\d)"
    r"|(?<=^)(?:oferta|quotation|cotatie|deviz|adresa|notificare|somatie)\b[ /a-z]{0,24}"
    r"(?= ?: ?[a-z]{0,4}-?\d)"
    r"|nr\.? ?(?:oferta|adres[ae]|document(?:ului)?|notificar\w*)(?= ?:)"
    r"|nr\.? ?/ ?[a-z]{2,8}\.?(?= ?:)|^document(?:ul)?(?= ?: ?[a-z]{1,4}-\d)"
    r"|intrare ?/ ?iesire(?: nr\.?)?|iesire(?: nr\.?)?|nr\.? unic|nr\.? ?[a-z]{3,8}(?= ?:)"
    r"|(?<=^)inreg(?=[. :]{1,3}[a-z]{0,6}/?\d)|inregistrat(?:a)? (?:sub|cu"
    r"|la) nr"
    r"|inregistrat[ae]? (?:la noi |de noi )?(?:sub|cu)(?= [a-z]{0,6} ?\d[\w.-]{0,8} ?(?:din|/) ?\d)"
    r"|numar|nr"
    r"|n r|(?<=^)n[eo°º](?= [a-z_]{0,12} ?\d[\w.-]{0,9} ?/ ?\d))\b ?[.:;,_]*\s*(?:[.:_]\s*)?"
    + _CODE
)
_LABEL = (
    r"(?:nr|n r|numar(?:ul)?|reg(?!\.? ?com)|emitent(?:ului)?|our ref|n/ref|inreg(?:istrar(?:e"
    r"|ii))?|inregistrata?|ies(?:ir(?:e|ii))?|registrul"
    r"|registratura|intern[a]?|unic|extern|exp(?:editie|edierii)?|doc(?:ument(?:ului)?)?"
    r"|ord(?:ine)?"
    r"|ref(?:erinta)?|noastra|nostru|indicativ|data|de|din|al|sub|cu|la|si)"
)
"""Words that announce a number, whatever their order."""
_LINE = re.compile(
    r"\W*(?=[^\d]{0,40}\b(?:nr|numar|inreg|ies|(?:our )?ref|indicativ))(?!la\b|data\b"
    r"|indicativ\b.{1,14}\bnumar)"
    r"(?:(?:adresa|comunicare|notificare|oferta|scrisoare|instiintare|raspuns) (?=nr|numar))?"
    rf"(?:{_LABEL}\b[\s.:/,;_-]*)+"
    r"(?P<code>(?:[a-z]{1,5}\d?_[a-z]{2,6} ?|(?:[a-z]{1,8}(?: ?/|[._-]| ?(?=\d)))*)"
    r"\d[\w./-]*(?: ?/ ?[a-z0-9][\w./-]*)*)"
)
"""A line that begins so."""
_CITED = re.compile(
    r"(?:str\w*|strada|bd|bulevardul|aleea|calea|piata|soseaua|legii?|legea|ordonanta|og|oug"
    r"|hotarar\w+|hcl|hg|ordin\w*"
    r"|adres\w+ (?:dvs|dumneavoastra|noastra|dv)?|anexa|seria \w+|reg\.? ?com\w*|comertului"
    r"|dosar\w*|cont\w*|telefon|tel|fax|act|art"
    r"|(?:sentint\w*|incheier\w*|decizi\w*|hotarar\w*)(?: (?:civila|penala|comerciala|finala"
    r"|intermediara))?|rechizitoriu\w*|proces\w*[ -]verbal\w*"
    r"|apart\w*|bloc|camera|sala|contract\w*|autorizati\w+|certificat\w*|chitant\w*|decizi\w+"
    r"|dispoziti\w+|cererea|dv|dvs)\W{0,3}$"
)
_RULING = re.compile(
    r"\b(?:sentint|incheier|decizi|hotarar)\w*(?: (?:civila|penala|comerciala|finala))?\W*$"
)
"""The title over a court's number: the ruling's, not the letter's."""
_TRADE = re.compile(r"[jfc]\d{1,2}/\d")
"""The trade register's number of a firm."""
_GLUED = re.compile(r"[_%:;*?]\w")
_STREET_OPEN = re.compile(
    r"\b(?:str|strada|bd|b-?dul|bulevardu[li]|aleea|calea|piata|sos|soseaua|splaiul"
    r"|intrarea)\b[^\d;\n]{0,40}$"
)
_INDICATIVE = re.compile(r"\W*indicativ\W{1,3}[\w./-]{1,10}\W{1,3}")
"""The department's sign before the number."""
_INTAKE = re.compile(r"intrare\W{0,4}$")
_STAMPED = re.compile(r"\bintrar[ei]\b(?!.{0,4}\biesire)")
_OF_CELL = 6
"""Words of such a line at most."""
_CLOSE = 1.5
"""A number under its title has less white above it, in line heights."""
_STAMP_LINES = 3
"""Under the word a registry's stamp goes on for no more than so many letter heights."""


@once_per_paper
def header_number(paper: Paper) -> Finding | None:
    """Give the register number an office's letter bears in its head, without what announces it."""
    head = set(head_lines(paper, None))
    found = list(standing_numbers(paper, head))
    for place, line in enumerate(paper.lines):
        if line.page > 0:
            break
        if is_running_text(line) and place not in head:
            continue
        begun = _LINE.match(line.plain)
        for match in [begun] if begun else _HEADER.finditer(line.plain):
            finding = _numbered(paper, place, match, is_head=place in head)
            if finding:
                found.append(finding)
    return best(found)


def _numbered(paper: Paper, place: int, match: re.Match[str], *, is_head: bool) -> Finding | None:
    line = paper.lines[place]
    before = line.plain[: match.start()]
    above = paper.lines[place - 1].plain if place else ""
    is_first = not before.strip(SPECKS) or _INDICATIVE.fullmatch(before) is not None
    if _CITED.search(before) or _INTAKE.search(before) or _STREET_OPEN.search(before or above):
        return None
    if is_intake(paper, place):
        return None
    if is_first and is_of_ruling(paper, place):
        return None
    is_said = match.group().startswith("inregistrat") and is_first
    is_open = is_said or _begins_large(line.text) or (is_first and _is_under_title(paper, place))
    is_open = is_open or (is_first and _is_cell_with_day(paper, place))
    if not (is_head or is_first) or not is_open:
        return None
    code = _without_date(line, match)
    if _GLUED.match(line.plain, match.end("code")):
        return None  # a sign that no number holds: part of it was misread
    if not code or not re.search(r"\d", code) or _TRADE.match(plain(code)):
        return None
    start = line.start + match.start("code")
    is_dated = any(f.start >= match.start() for f in dates_in(line.plain))
    is_told = re.search(r"inreg|iesire|our ref|ref\W+noastra", match.group()) is not None
    if is_dated or is_told:
        score = 0.95 if is_first else 0.8
    else:
        alone = 0.93 if is_dated_below(paper, place) else 0.78
        score = alone if is_first and line.word_count <= 4 else 0.0
    return Finding(code, score, start, start + len(code)) if score else None


def is_of_ruling(paper: Paper, place: int) -> bool:
    """Tell a line under the title of a court's ruling: its number and day are the ruling's."""
    above = paper.lines[place - 1].plain if place else ""
    return _RULING.search(above.rstrip()) is not None


def _is_under_title(paper: Paper, number: int) -> bool:
    """Tell a line right under a heading in capitals, set as it is: *OFERTĂ* / *nr. 12*."""
    if number == 0:
        return False
    line, above = paper.lines[number], paper.lines[number - 1]
    shift = abs((line.box.x + line.box.right) - (above.box.x + above.box.right)) / 2
    is_level = abs(line.box.x - above.box.x) < line.height_px
    is_centred = shift < 0.06 * line.page_width_px and line.box.x > 0.2 * line.page_width_px
    return above.is_upper and (is_centred or is_level) and paper.gap_above(number) < _CLOSE


def _is_cell_with_day(paper: Paper, number: int) -> bool:
    """Tell a short line beside another that bears a day: *nr. 69 — 26.VII.2024* across a name."""
    line, around = paper.lines[number], paper.lines[max(0, number - 1) : number + 2]
    is_beside = sum((x.page, x.row) == (line.page, line.row) for x in around) > 1
    return is_beside and line.word_count <= _OF_CELL and any(dates_in(line.plain))


def is_intake(paper: Paper, number: int) -> bool:
    """Tell a line of the stamp that a registry puts on what comes in: ours, not the sender's."""
    line = paper.lines[number]
    for above in paper.lines[max(0, number - 3) : number]:
        is_over = above.page == line.page and above.row < line.row
        is_near = 0 <= line.box.y - above.box.bottom < _STAMP_LINES * line.height_px
        is_under = above.box.x < line.box.right and above.box.right > line.box.x
        if is_over and is_near and is_under and _STAMPED.search(above.plain):
            return True
    return False


def _begins_large(text: str) -> bool:
    return next((c for c in text if c.isalpha()), "").isupper()


def _without_date(line: Line, match: re.Match[str]) -> str:
    """Cut the date that follows a number after a slash: 211.846/R.P./05.03.2026."""
    start, end = match.span("code")
    for found in dates_in(line.plain):
        if start < found.start < end or found.start == start:
            end = found.start
    code = line.text[start:end].strip(" /-")
    if not re.search(r"\b[A-ZĂÂÎȘȚ]\.[A-ZĂÂÎȘȚ]\.$", code):
        code = code.strip(" ./-")
    return re.sub(r"\s*/\s*", "/", code)
