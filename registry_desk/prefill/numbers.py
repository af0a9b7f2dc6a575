"""The number their letter bears: of their register, or of a court's file."""

import re
from collections.abc import Iterator

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.names import is_court
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text

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
    r"|nr\.? ?(?:oferta|adres[ae]|document(?:ului)?|notificar\w*)(?= ?:)"
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
_TRADE = re.compile(r"[jfc]\d{1,2}/\d")
"""The trade register's number of a firm."""
_GLUED = re.compile(r"[_%:;*?]\w")
_SPECKS = " |.,;:-_*'\""
_STREET_OPEN = re.compile(
    r"\b(?:str|strada|bd|b-?dul|bulevardu[li]|aleea|calea|piata|sos|soseaua|splaiul"
    r"|intrarea)\b[^\d;\n]{0,40}$"
)
_INDICATIVE = re.compile(r"\W*indicativ\W{1,3}[\w./-]{1,10}\W{1,3}")
"""The department's sign before the number."""
_INTAKE = re.compile(r"intrare\W{0,4}$")
_STAMPED = re.compile(r"\bintrar[ei]\b(?!.{0,4}\biesire)")
_CLOSE = 1.5
"""A number under its title has less white above it, in line heights."""
_STAMP_LINES = 3
"""Under the word a registry's stamp goes on for no more than so many letter heights."""
_PROSECUTION = re.compile(r"\W*dosar(?:ul)?(?: penal)?\s?(?:nr\.?)?\s?(?P<code>\d{1,6}/p/\d{4})\W*")
"""The file of a prosecutor's office is the number its letters bear."""
_FILE = re.compile(
    r"\W*dosar(?:ul)? (?:de executare|executare|executional|succesoral|de dauna|dauna)"
    r"\s?(?:nr|numarul)?[\s.:]{0,3}(?P<code>[a-z0-9][\w./-]*\d[\w./-]*?)"
    r"(?:\W{1,3}(?:din )?\d{1,2}\.\d{2}\.\d{4})?\W*"
)
"""What a bailiff, notary or insurer numbers letters by."""
_BARE = re.compile(
    r"\W{0,2}(?:ies(?:ire|\.)? )?"
    r"(?P<code>(?!n[reo]?[ .])[a-z0-9][a-z0-9./_-]{0,20}?(?: \d[a-z0-9./_-]{0,12}?)?)"
    r"(?:/| ?(?:/|-) ?| din (?:data (?:de )?)?)\d{1,2}[./]\S{1,10}[./]\d{4}\W{0,2}"
)
_OFFICE_FILE = re.compile(
    r"\W*dosar(?:ul)? (?:nr|numarul)[\s.:]{1,3}(?P<code>\d{2,7}[a-z]?/(?:19|20)\d{2})\W*"
)
"""What an authority that is no court numbers its letters by."""
_OF_FILE = 0.62
"""Taken where the paper bears no other number."""
_DIGITS = re.compile(r"\W{0,2}\d{2,7}\W{0,2}")
"""What is left of a number whose *Nr.* the engine lost."""
_SIGNED = re.compile(
    r"\W{0,2}(?!ro ?\d|[jfc]\d)(?:[a-z]{1,6}(?:[./-][a-z]{1,6})?[./-]\d[\w./-]{1,14}"
    r"|\d{1,7}/[a-z](?:\.?[a-z]){0,3})\W{0,2}"
)
"""A number with its department's sign that needs no *Nr.*: FOV/544/256, M.60/261, 2417/P.F."""
_RUN_TOGETHER = re.compile(
    r"dosar\w*\W{0,3}(?:nr\W{0,3})?(?P<case>\d{7,13}1(?:19|20)\d{2})(?![\w/])"
)
"""A file's number whose strokes were read as the digit 1."""
_LONGEST_FILE, _COURT = 6, 4
"""So many digits have the numbers of files and of courts at most."""
_OF_COURTS = (Kind.SUMMONS, None)
"""Others tell in passing of a file that their letter does not belong to."""
_CASE = re.compile(
    r"(?<![^\s(:.,;\"'])(?P<case>\d{1,6} ?/ ?\d{1,4} ?/ ?(?:19"
    r"|20)\d{2}(?:\*{1,2})?(?:/a\d{1,2}(?:\.\d)?)?)(?![\w/])"
)


def header_number(paper: Paper) -> Finding | None:
    """Give the register number an office's letter bears in its head, without what announces it."""
    head = set(head_lines(paper, None))
    found = list(_standing(paper, head))
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


def prosecution_file(paper: Paper) -> Finding | None:
    """Give the prosecutor's file that stands in a summons's head."""
    for line in paper.lines[:12]:
        if file := _PROSECUTION.fullmatch(line.plain):
            start, end = (line.start + edge for edge in file.span("code"))
            return Finding(paper.text[start:end], 0.85, start, end)
    return None


def _standing(paper: Paper, head: set[int]) -> Iterator[Finding]:
    """A line of the letterhead that is nothing but a number with its date: DEM/7719/26.05.2026."""
    for place in sorted(head - {0}):
        line = paper.lines[place]
        of_office = 0.72 if not any(is_court(above.plain) for above in paper.lines[:place]) else 0.0
        for pattern, score in ((_PROSECUTION, 0.78), (_FILE, _OF_FILE), (_OFFICE_FILE, of_office)):
            if file := pattern.fullmatch(line.plain):
                start, end = (line.start + edge for edge in file.span("code"))
                yield Finding(paper.text[start:end], score, start, end)
        if _DIGITS.fullmatch(line.plain) and _is_dated_below(paper, place):
            yield Finding(line.text.strip(_SPECKS), 0.72, line.start, line.end)
        if _SIGNED.fullmatch(line.plain) and _is_beside_date(paper, place):
            yield Finding(line.text.strip(" |,:;-_*'\""), 0.8, line.start, line.end)
        match = _BARE.fullmatch(line.plain)
        dated = list(dates_in(line.plain))
        if match is None or len(dated) != 1 or dated[0].start < match.end("code"):
            continue
        code = line.text[slice(*match.span("code"))].strip(" /.-")
        if re.search(r"\d", code):
            start = line.start + match.start("code")
            yield Finding(code, 0.8, start, start + len(code))


def _numbered(paper: Paper, place: int, match: re.Match[str], *, is_head: bool) -> Finding | None:
    line = paper.lines[place]
    before = line.plain[: match.start()]
    above = paper.lines[place - 1].plain if place else ""
    is_first = not before.strip(_SPECKS) or _INDICATIVE.fullmatch(before) is not None
    if _CITED.search(before) or _INTAKE.search(before) or _STREET_OPEN.search(before or above):
        return None
    if is_intake(paper, place):
        return None
    is_said = match.group().startswith("inregistrat") and is_first
    is_open = is_said or _begins_large(line.text) or (is_first and _is_under_title(paper, place))
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
        alone = 0.93 if _is_dated_below(paper, place) else 0.78
        score = alone if is_first and line.word_count <= 4 else 0.0
    return Finding(code, score, start, start + len(code)) if score else None


def _is_under_title(paper: Paper, number: int) -> bool:
    """Tell a line right under a heading in capitals, set as it is: *OFERTĂ* / *nr. 12*."""
    if number == 0:
        return False
    line, above = paper.lines[number], paper.lines[number - 1]
    shift = abs((line.box.x + line.box.right) - (above.box.x + above.box.right)) / 2
    is_level = abs(line.box.x - above.box.x) < line.height_px
    is_centred = shift < 0.06 * line.page_width_px and line.box.x > 0.2 * line.page_width_px
    return above.is_upper and (is_centred or is_level) and paper.gap_above(number) < _CLOSE


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


def _is_dated_below(paper: Paper, number: int) -> bool:
    """Tell whether the date stands right under a number."""
    line = paper.lines[number]
    for below in paper.lines[number + 1 : number + 4]:
        is_level = abs(below.box.x - line.box.x) < 2 * line.height_px
        is_near = 0 <= below.box.y - line.box.bottom < line.height_px
        if below.page == line.page and is_level and is_near:
            behind = re.sub(r"^\W*(?:din|data)?\W*(?:de\W+)?", "", below.plain)
            return any(found.start == 0 for found in dates_in(behind))
    return False


def _is_beside_date(paper: Paper, number: int) -> bool:
    """Tell whether nothing but a date stands right over or under a number."""
    line = paper.lines[number]
    for other in paper.lines[max(0, number - 3) : number + 4]:
        white = max(other.box.y - line.box.bottom, line.box.y - other.box.bottom)
        is_level = min(abs(other.box.x - line.box.x), abs(other.box.right - line.box.right)) < (
            2 * line.height_px
        )
        is_date = any(f.end - f.start > len(other.plain) - 4 for f in dates_in(other.plain))
        if other.page == line.page and is_date and is_level and -1 < white < 1.5 * line.height_px:
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


def case_number(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the court's file number; outside a summons only where a file is spoken of."""
    for match in _CASE.finditer(paper.plain if kind is not Kind.INVOICE else ""):
        before = paper.plain[max(0, match.start() - 40) : match.start()]
        names_file = re.search(r"dosar\w*[^\n\d]{0,22}$", before) is not None
        is_told = not is_running_text(paper.lines[paper.line_at(match.start())])
        if not (kind in _OF_COURTS or is_told):
            continue
        is_date = any(True for _ in dates_in(match["case"]))
        is_trade = re.search(r"[jcf]\s?$|reg\w*\W*com\w*\W{0,3}$", before) is not None
        if is_trade or (is_date and not names_file):
            continue
        if names_file or kind is Kind.SUMMONS:
            value = re.sub(r"\s", "", paper.text[slice(*match.span())])
            return Finding(value, 0.95 if names_file else 0.8, *match.span())
    return _parted(paper) if kind is Kind.SUMMONS else None


def _parted(paper: Paper) -> Finding | None:
    """Read the strokes back into a court's file number where only one way of parting it exists."""
    match = _RUN_TOGETHER.search(paper.plain)
    if match is None:
        return None
    digits, year = match["case"][:-5], match["case"][-4:]
    ways = [
        (digits[:place], digits[place + 1 :])
        for place, digit in enumerate(digits)
        if digit == "1" and 1 <= place <= _LONGEST_FILE and 2 <= len(digits) - place - 1 <= _COURT
    ]
    if len(ways) != 1:
        return None
    file, court = ways[0]
    return Finding(f"{file}/{court}/{year}", 0.75, *match.span("case"))
