"""The number and date their letter bears: of a register, of an invoice, of a court's file."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import FoundDate, dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.zones import Role, head_lines, is_running_text

_CODE = r"(?P<code>[a-z]{0,6}[\s.-]?\d[\w./-]*(?: ?/ ?[a-z0-9][\w./-]*)*)"
_HEADER = re.compile(
    r"(?:^|(?<=[\s|(]))(?:numar(?:ul)? de inregistrare|nr\.? ?(?:de )?inreg(?:istrare|\.)?"
    r"|numar(?:ul)? de iesire|nr\.? ?iesire"
    r"|iesire(?: nr\.?)?|nr\.? unic|inregistrat(?:a)? (?:sub|cu|la) nr|numar|nr"
    r"|n r)\b ?[.:;,_]*\s*(?:[.:_]\s*)?" + _CODE
)
_CITED = re.compile(
    r"(?:str\w*|strada|bd|bulevardul|aleea|calea|piata|soseaua|legii?|legea|ordonanta|og|oug"
    r"|hotarar\w+|hcl|hg|ordin\w*"
    r"|adres\w+ (?:dvs|dumneavoastra|noastra|dv)?|anexa|seria \w+|reg\.? ?com\w*|comertului"
    r"|dosar\w*|cont\w*|telefon|tel|fax|act|art"
    r"|apart\w*|bloc|camera|sala|contract\w*|autorizati\w+|certificat\w*|chitant\w*|decizi\w+"
    r"|dispoziti\w+|cererea|dv|dvs)\W{0,3}$"
)
_SPECKS = " |.,;:-_*'\""
_STREET_OPEN = re.compile(
    r"\b(?:str|strada|bd|b-?dul|bulevardu[li]|aleea|calea|piata|sos|soseaua|splaiul"
    r"|intrarea)\b[^\d;\n]{0,40}$"
)
_INTAKE = re.compile(r"intrare\W{0,4}$")
_SERIES = re.compile(
    r"\bseri[ae]\b[\s.:;]*(?P<series>[a-z][a-z0-9\]-]{0,9})[\s,;.:/|]*(?:nr|numar(?:ul)?|no"
    r"|n r)?\b[\s.:;]*(?P<number>\d[\d./-]*)"
)
_INVOICE = re.compile(
    r"(?:factur[ai](?:\s+fiscala|\s+proforma)?|invoice|nr\.? factur[ai]i?"
    r"|numar(?:ul)? factur[ai]i?)[\s:.]*"
    r"(?:nr|numar(?:ul)?|no|seria)?\b[\s.:;#]*(?P<number>(?:[a-z]{1,8}[\s-]{0,2})?\d[\w/-]*)"
)
_PLAIN_NUMBER = re.compile(
    r"^\W*(?:nr|numar(?:ul)?|no)\b[\s.:;]*(?P<number>(?:[a-z]{1,8}[\s-]{0,2})?\d[\w/-]*)"
)
_CASE = re.compile(
    r"(?<![\w/])(?P<case>\d{1,6} ?/ ?\d{1,4} ?/ ?(?:19"
    r"|20)\d{2}(?:\*{1,2})?(?:/a\d{1,2}(?:\.\d)?)?)(?![\w/])"
)
_ISSUED = re.compile(
    r"(?:data (?:emiterii|facturii|emitere|intocmirii|documentului|inregistrarii|fact)"
    r"|emisa? (?:la|in|azi|pe)|din data(?: de)?|data|din|intocmita la|issue date)"
    r"[\s:;.,|-]*(?:data de )?(?:azi )?$"
)
_DUE = re.compile(
    r"(?:scaden\w+|livrari\w*|termen\w*|expedi\w+|platii|pana (?:la|in)|valabil\w*|nasteri\w*"
    r"|nascut\w*)[\s:;.,a-z]{0,22}$"
)


def header_number(paper: Paper) -> Finding | None:
    """Give the register number an office's letter bears in its head, without what announces it."""
    head = set(head_lines(paper, None))
    found = []
    for place, line in enumerate(paper.lines):
        if line.page > 0:
            break
        if is_running_text(line) and place not in head:
            continue
        for match in _HEADER.finditer(line.plain):
            finding = _numbered(paper, place, match, is_head=place in head)
            if finding:
                found.append(finding)
    return best(found)


def _numbered(paper: Paper, place: int, match: re.Match[str], *, is_head: bool) -> Finding | None:
    line = paper.lines[place]
    before = line.plain[: match.start()]
    above = paper.lines[place - 1].plain if place else ""
    is_first = not before.strip(_SPECKS)
    if _CITED.search(before) or _INTAKE.search(before) or _STREET_OPEN.search(before or above):
        return None
    if not (is_head or is_first) or not _begins_large(line.text):
        return None
    code = _without_date(line, match)
    if not code or not re.search(r"\d", code):
        return None
    start = line.start + match.start("code")
    is_dated = any(f.start >= match.start() for f in dates_in(line.plain))
    is_told = re.search(r"inreg|iesire", match.group()) is not None
    if is_dated or is_told:
        score = 0.95 if is_first else 0.8
    else:
        score = 0.78 if is_first and line.word_count <= 4 else 0.0
    return Finding(code, score, start, start + len(code)) if score else None


def _begins_large(text: str) -> bool:
    return next((c for c in text if c.isalpha()), "").isupper()


def _without_date(line: Line, match: re.Match[str]) -> str:
    """Cut the date that follows a number after a slash: 211.846/R.P./05.03.2026."""
    start, end = match.span("code")
    for found in dates_in(line.plain):
        if start < found.start < end or found.start == start:
            end = found.start
    code = line.text[start:end].strip(" ./-")
    return re.sub(r"\s*/\s*", "/", code)


def invoice_number(paper: Paper) -> Finding | None:
    """Give an invoice's series and number as ``SERIES NUMBER``."""
    match = _SERIES.search(paper.plain)
    if match:
        start, end = match.start("series"), match.end("number")
        series = paper.text[slice(*match.span("series"))].replace("]", "J")
        number = paper.text[slice(*match.span("number"))]
        return Finding(f"{series} {number.strip('./-')}", 0.95, start, end)
    for pattern, text, offset in _invoice_places(paper):
        match = pattern.search(text)
        if match:
            start, end = offset + match.start("number"), offset + match.end("number")
            written = re.sub(r"\s+", " ", paper.text[start:end]).strip(" ./-")
            return Finding(written, 0.88, start, end)
    return None


def _invoice_places(paper: Paper) -> Iterator[tuple[re.Pattern[str], str, int]]:
    yield _INVOICE, paper.plain, 0
    for line in paper.lines[:25]:
        yield _PLAIN_NUMBER, line.plain, line.start


def case_number(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the court's file number; outside a summons only where a file is spoken of."""
    for match in _CASE.finditer(paper.plain):
        before = paper.plain[max(0, match.start() - 40) : match.start()]
        names_file = re.search(r"dosar\w*[^\n\d]{0,22}$", before) is not None
        is_date = any(True for _ in dates_in(match["case"]))
        is_trade = re.search(r"[jcf]\s?$|reg\w*\W*com\w*\W{0,3}$", before) is not None
        if is_trade or (is_date and not names_file):
            continue
        if names_file or kind is Kind.SUMMONS:
            value = re.sub(r"\s", "", paper.text[slice(*match.span())])
            return Finding(value, 0.95 if names_file else 0.8, *match.span())
    return None


def letter_date(
    paper: Paper, kind: Kind | None, number: Finding | None, roles: Sequence[Role]
) -> Finding | None:
    """Give the date of their letter: beside its number, after its name, or alone at top or end."""
    candidates = []
    for found in dates_in(paper.plain):
        score = _date_score(paper, found, kind, number, roles)
        if score > 0:
            candidates.append(Finding(found.on.isoformat(), score, found.start, found.end))
    return max(candidates, key=lambda f: f.score, default=None)


def _date_score(
    paper: Paper, found: FoundDate, kind: Kind | None, number: Finding | None, roles: Sequence[Role]
) -> float:
    place = paper.line_at(found.start)
    line = paper.lines[place]
    before = paper.plain[line.start : found.start]
    after = paper.plain[found.end : line.end]
    if _DUE.search(before[-40:]):
        return 0.0
    is_beside = number is not None and line.start <= number.start < line.end
    if is_beside and number is not None and 0 <= found.start - number.end <= 24:
        return 0.97
    is_alone = len(re.findall(r"\w", before + after)) <= 3
    issued = _ISSUED.search(before)
    if issued and issued.start() <= 3:
        return 0.93 if issued.group().strip(" :;.,|-") != "din" else 0.6
    if is_running_text(line) and kind is not Kind.SUMMONS:
        return 0.0
    if issued and re.search(r"emi|intoc|fact", issued.group()):
        return 0.93
    if issued and not is_running_text(line) and kind is Kind.INVOICE:
        return 0.85
    if is_alone:
        return 0.85
    is_short = line.word_count <= 7
    names_town = re.fullmatch(
        r"\W*[a-z][a-z .-]{2,30}[,\s]+(?:la |data (?:de )?|azi,? )?\W*", before
    )
    if is_short and names_town and not re.search(r"\bnr\b|legea|hotarare|ordin", before):
        return 0.8
    if is_short and not before.strip(" ,.:;-") and re.fullmatch(r"[\W\w]{0,45}", after):
        return 0.7
    return 0.0
