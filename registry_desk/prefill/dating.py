"""The date a letter bears: beside its number, after its name, or alone at top or end."""

import re

from rapidfuzz import process

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import FoundDate, dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.numbers import is_intake
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text

_ISSUED = re.compile(
    r"(?:data (?:emiterii|facturii|emitere|intocmirii|completarii|depunerii|semnarii|cererii"
    r"|documentului|inregistrarii|iesir(?:e|ii)|expedierii|trimiterii|fact)(?: (?:citatiei"
    r"|facturii|adresei|actului|cererii))?"
    r"|exp\.? din|emisa?(?: (?:la|in|azi|pe)|(?=\s?:)|(?=\s$))|din data(?: de)?"
    r"|ziua (?:depunerii|completarii|emiterii|redactarii|intocmirii)"
    r"|dat[ae](?: ?\([^)\n]{0,24}\)| ?/ ?date)?|(?:trimis|transmis|depus|expediat"
    r"|creat)[ae]?(?: (?:online )?(?:la|in|pe))?|sent|date|din"
    r"|intocmit[ae]? (?:la|in|azi|astazi)|issue date)"
    r"[\s:;.,|-]*(?:data de\W{1,3})?(?:(?:azi|astazi),? )?"
    r"(?:(?:luni|marti|miercuri|joi|vineri|sambata|duminica"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:(?:s|nes|rs|ur)?day)?),? )?$"
)
_TOWN = re.compile(r"\W*[a-z][a-z .-]{2,30}[,\s]+(?:la |(?:in )?data (?:de )?|azi,? )?\W*")
_CLOSE = 1.0
"""Lines of one paragraph stand no further apart, in line heights."""
_BESIDE = 26
"""Signs between a number and the date that belongs to it, at most."""
_NUMBERED = re.compile(
    r"\W*n[\w.]{0,8}\W{0,3}(?:[\w./-]{1,16}\W{1,3})?(?:din(?: data)?(?: de)?|/)\W*"
)
"""What stands before the date of a letter's own number, however the engine read it."""
_OF_ISSUE = ("emiterii", "facturii", "intocmirii", "completarii", "documentului")
_CITED = re.compile(
    r"\b(?:contract|comand|aviz|chitant|hotarar|decizi|dispoziti|autorizati|acord|act aditional)\w*"
)
"""What an invoice names the day of besides its own."""
_EVENT = re.compile(r",?\s(?:(?:de )?la\s|incepand\s(?:cu|de la)\s)?or(?:a|ele)\b")
"""Behind a day an hour: something takes place then."""
_SENT = re.compile(r"\W*(?:trimisa?|transmisa?|expediata?|depusa?|primita?|data|sent|date)\s?:\W*")
"""Before the day and hour of a message: these are its own."""
_FIELD = re.compile(r"\W*(?!perioada|interval|expira|control|sedinta|audiere)[a-z]{4,11}\s?:\W*")
"""Any other word with a colon before a day: *Enviado:* in a printed e-mail."""
_RANGE = re.compile(r"\s?(?:-|pana la)\s?\d{1,2}[./ ]")
"""Behind a day another one: a time, not a day of writing."""
_DUE = re.compile(
    r"(?:scaden\w+|livrari\w*|termen\w*|expedi\w+|platii|pana (?:la|in)|valabil\w*|nasteri\w*"
    r"|nascut\w*)[\s:;.,a-z]{0,22}$"
)


def letter_date(paper: Paper, kind: Kind | None, number: Finding | None) -> Finding | None:
    """Give the date of their letter: beside its number, after its name, or alone at top or end."""
    candidates = []
    for found in dates_in(paper.plain):
        score = _score(paper, found, kind, number)
        if score > 0:
            candidates.append(Finding(found.on.isoformat(), score, found.start, found.end))
    return best(candidates)


def _score(paper: Paper, found: FoundDate, kind: Kind | None, number: Finding | None) -> float:
    """Tell how surely a date is the letter's own."""
    line = paper.lines[paper.line_at(found.start)]
    before = paper.plain[line.start : found.start]
    after = paper.plain[found.end : found.end + 12]
    is_event = _EVENT.match(after) is not None and not _SENT.fullmatch(before)
    if _DUE.search(before[-40:]) or _is_ours(paper, found) or is_event:
        return 0.0
    if _RANGE.match(after) or re.search(r"\d[./]\d{4}\s?(?:-|pana la)\s?$", before):
        return 0.0
    if number is not None and 0 <= found.start - number.end <= _BESIDE:
        is_level = line.start <= number.start
        if is_level or re.fullmatch(r"\W*(?:din|data)?\W*(?:data de )?", before):
            return 0.97
    head = paper.over(found.start)
    announced = _announced(before) or (_announced(f"{head.plain} ") if head else 0.0)
    if announced and line.text[:1].islower() and _goes_on(paper, paper.line_at(found.start)):
        return 0.0
    if announced or (is_running_text(line) and kind is not Kind.SUMMONS):
        return announced
    issued = _ISSUED.search(before)
    if issued and re.search(r"emi|intoc|fact|(?:trim|transm)is|depus|creat", issued.group()):
        return 0.93
    is_cited = _CITED.search(before) is not None
    if issued and kind is Kind.INVOICE and not (is_cited or is_running_text(line)):
        return 0.85
    if before.strip() in ("", "de", "din", "la") and _goes_on(paper, paper.line_at(found.start)):
        return 0.0
    standing = _standing(line, before, paper.plain[found.end : line.end])
    return standing or _beside_number(paper, found, before)


def _beside_number(paper: Paper, found: FoundDate, before: str) -> float:
    """Weigh the date of a line in the head that is nothing but a number, misread, and its date."""
    number = paper.line_at(found.start)
    is_alone = not re.search(r"\w{3}", paper.plain[found.end : paper.lines[number].end])
    is_own = is_alone and _NUMBERED.fullmatch(before)
    return 0.72 if is_own and number in head_lines(paper, None) else 0.0


def _goes_on(paper: Paper, number: int) -> bool:
    """Tell the last line of a paragraph, whose sentence began on the line above."""
    if number == 0:
        return False
    above = paper.lines[number - 1]
    is_open = above.text.rstrip()[-1:].isalpha() and is_running_text(above)
    return is_open and paper.gap_above(number) < _CLOSE


def _is_ours(paper: Paper, found: FoundDate) -> bool:
    """Tell the date in our own registry's stamp."""
    number = paper.line_at(found.start)
    before = paper.plain[paper.lines[number].start : found.start]
    return re.search(r"\bintrare\b(?!.{0,4}\biesire)", before) is not None or is_intake(
        paper, number
    )


def _announced(before: str) -> float:
    """Weigh what stands before a date when it begins the line: *Data:*, *Emisă la*, *din*."""
    label = re.fullmatch(r"\W*data (?P<of>[a-z]{5,13})\W*", before)
    if label and process.extractOne(label["of"], _OF_ISSUE, score_cutoff=80):
        return 0.9
    issued = _ISSUED.search(before)
    if not issued and _FIELD.fullmatch(before):
        return 0.62
    if issued and issued.start() <= 3:
        return 0.6 if issued.group().strip(" :;.,|-") == "din" else 0.93
    return 0.0


def _standing(line: Line, before: str, after: str) -> float:
    """Weigh a date that stands alone, after a town's name, or before a signature."""
    if len(re.findall(r"\w", before + after)) <= 3:
        return 0.85
    if line.word_count > 7:
        return 0.0
    if _TOWN.fullmatch(before) and not re.search(r"\bnr\b|legea|hotarare|ordin", before):
        return 0.8
    return 0.7 if not before.strip(" ,.:;-") and len(after) <= 45 else 0.0
