"""An invoice's own number and the sum to pay."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.head import is_table_head
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.zones import Role

_PREFIXED = r"(?:[A-Z]{1,8}[\s.-]{0,2})?\d[\w/-]*(?![.,]\d)"
_SERIES = re.compile(
    r"\bseri[ae]\b(?: ?/ ?series)?(?: ?(?:/|si) ?(?:nr\b"
    r"|numar(?:ul)?\b))?[\s.:;]*(?P<series>[a-z][a-z0-9\]-]{0,9}"
    r"(?: (?!nr|no)[a-z]{1,5}(?= (?:nr|numar)))?)"
    r"[\s,;.:/|]*(?:nr|numar(?:ul)?|no"
    r"|n r)?(?: ?/ ?number)?\b[\s.:;]*(?P<number>\d[\d./-]*)"
)
_SERIES_ALONE = re.compile(r"\W*seri[ae][\s.:]*(?P<series>[a-z][a-z0-9-]{0,9})\W*")
_NUMBER_ALONE = re.compile(r"\W*(?:nr|numar(?:ul)?|no)\b[\s.:]*(?P<number>\d[\d./-]{0,14}\d)\W*")
_NAMED = re.compile(
    r"(?i:factur[aăi](?:\s+fiscal[aă]|\s+proform[aă])?|invoice|num[aă]r(?:ul)?|nr\.?|no\.?)"
    r"(?: ?/ ?(?i:nr|no|number))?[\s:.,#]*"
    r"(?i:(?:de\s+)?factur[aăi]i?|(?:document|doc)\w*|(?:de\s+)?[iî]nreg\w*)?[\s:.#]*(?i:nr"
    r"|num[aă]r(?:ul)?|no|serie"
    r"|seria)?"
    r"\b[\s.:;#]*(?P<number>" + _PREFIXED + ")"
)
_TITLE = re.compile(r"\W*(?:e-?)?(?:factura|invoice|proforma)")
_ALONE = re.compile(
    r"\W*(?P<series>[A-Z]{2,8})(?P<white>\s?[/ -]\s?|)(?P<number>\d{3,10}(?:-\d{1,10})?)\W*"
)
_BESIDE = 5
"""What belongs to an invoice's title stands no more letter heights above or below it."""
_FOREIGN = re.compile(
    r"\breg|com\b|j\d\d|ord\b|cont\b|iban|tel|comanda|contract|aviz|client|str\b|strada|bd\b|sediu"
    r"|incarcare|descarcare|\bspv\b|index"
    r"|adresa|cod"
)
_NAMED_SERIES = re.compile(
    r"(?i:factur[aăi]) (?P<series>(?!FISCAL|PROFORM)[A-Z]{2,8}) (?i:nr\.?"
    r"|num[aă]r(?:ul)?)\s*(?P<number>\d[\d/-]*)"
)
_NUMBER_HEAD = re.compile(
    r"\W*(?:bt-\d+ )?(?:factur\w+ )?(?:seri[ae]\W{1,3}(?:si )?)?(?:nr"
    r"|numar(?:ul)?)\b\W*(?:(?:de )?factur\w+)?\W*"
)
_TITLE_ALONE = re.compile(
    r"\W*(?:invoice|factura(?: fiscala| proforma)?)(?: ?/ ?(?:invoice|factura(?: fiscala)?))?\W*"
)
_UNDER_HEAD = re.compile(
    r"(?:(?P<series>[A-Z]{1,8})[\s./-]{0,3})?(?P<number>\d[\d/-]{1,14})(?![\d.,])"
)
_MONEY = (
    r"(?P<sum>\d{1,3}(?:[. ]\d{3})+(?:, ?\d{2})?|\d+[.,] ?\d{2}|\d{1,3}(?:,\d{3})+\.\d{2})(?![\d%])"
)
_TOTAL = re.compile(
    r"(?P<label>total (?:de )?plata|total de achitat|de plata|suma de plata|total general"
    r"|total factura\b|valoare totala(?: de plata)?"
    r"|rest de plata|total cu t\.?v\.?a|total \(?(?:lei|ron)\)?"
    r"|total)(?P<between>(?:\([^)\n]{1,16}\)|[^\d(]){0,30}\(?)" + _MONEY
)
_WEIGHTS = (
    ("plata", 0.95), ("achitat", 0.95), ("general", 0.85), ("factura", 0.85), ("totala", 0.8),
    ("cu t", 0.85), ("lei", 0.6), ("ron", 0.6),
)  # fmt: skip


def invoice_number(paper: Paper, roles: Sequence[Role]) -> Finding | None:
    """Give an invoice's series and number as ``SERIES NUMBER``."""
    match = _SERIES.search(paper.plain) or _NAMED_SERIES.search(paper.text)
    if match and not re.match(r"[_:;%*?]\w", paper.plain[match.end() : match.end() + 2]):
        line = paper.lines[paper.line_at(match.start("number"))]
        start = match.start("series")
        series = paper.text[slice(*match.span("series"))].replace("]", "J")
        number = _undated(line, *match.span("number"))
        end = match.start("number") + len(number)
        return Finding(f"{series} {number.strip('./-')}", 0.95, start, end)
    return best([*_named(paper, roles), *_in_column(paper), *_under_head(paper)])


def _under_head(paper: Paper) -> Iterator[Finding]:
    """A number in the row under *Seria și numărul facturii*, or in the cell beside it."""
    for place, line in enumerate(paper.lines):
        beside = paper.lines[place - 1] if place else None
        is_beside = beside is not None and (beside.page, beside.row) == (line.page, line.row)
        for match in _UNDER_HEAD.finditer(line.text) if line.page == 0 else ():
            head = paper.over(line.start + match.start())
            if beside and is_beside and _NUMBER_HEAD.fullmatch(beside.plain):
                head = beside
            is_told = head is not None and _NUMBER_HEAD.fullmatch(head.plain) is not None
            if head and is_told and re.search(r"factur|seri", head.plain):
                code = " ".join(match.group().split())
                start = line.start + match.start()
                yield Finding(code, 0.93, start, line.start + match.end())
        code = line.text.strip(" |.,:;")
        is_code = line.page == 0 and _UNDER_HEAD.fullmatch(code) is not None
        if beside and is_beside and is_code and _TITLE_ALONE.fullmatch(beside.plain):
            yield Finding(code, 0.9, line.start, line.end)


def _in_column(paper: Paper) -> Iterator[Finding]:
    """A series and under it the number, in a column: ``Serie TN`` / ``Număr 87``."""
    for place, line in enumerate(paper.lines[:-1]):
        series = _SERIES_ALONE.fullmatch(line.plain)
        for below in paper.lines[place + 1 : place + 4] if series else ():
            number = _NUMBER_ALONE.fullmatch(below.plain)
            is_under = abs(below.box.x - line.box.x) < 2 * line.height_px
            if series and number and is_under and below.page == line.page == 0:
                code = line.text[slice(*series.span("series"))]
                digits = below.text[slice(*number.span("number"))]
                start = below.start + number.start("number")
                yield Finding(f"{code} {digits}", 0.94, start, start + len(digits))


def _standing(paper: Paper, title: int | None) -> Iterator[Finding]:
    """A series and a number alone on a line beside the title: ``ECS / 4417``."""
    if title is None:
        return
    for number, line in enumerate(paper.lines[: title + 4]):
        day = next(dates_in(line.plain), None)
        match = _ALONE.fullmatch(line.text[: day.start] if day and day.start else line.text)
        is_near = abs(line.box.y - paper.lines[title].box.y) < _BESIDE * line.height_px
        if match and is_near and number != title:
            white = match["white"] if match["white"] in ("", "-") else " "
            written = f"{match['series']}{white}{match['number']}"
            yield Finding(written, 0.75, line.start, line.end)


def _named(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    """Numbers after *Factura* or *Nr.* above the goods; beside the title they are surest."""
    title = next((n for n, x in enumerate(paper.lines) if _TITLE.match(x.plain)), None)
    yield from _standing(paper, title)
    for number, line in enumerate(paper.lines):
        if line.page > 0 or is_table_head(line):
            break
        match = _NAMED.search(line.text)
        if not match or _FOREIGN.search(line.plain[: match.end()]):
            continue
        is_named = "factur" in line.plain[: match.start("number")] or "invoice" in line.plain
        is_near = title is not None and 0 <= number - title <= 4
        is_first = not line.plain[: match.start()].strip(" .:-|")
        if not (is_named or (is_first and is_near) or (is_first and roles[number] is Role.BODY)):
            continue
        start = line.start + match.start("number")
        written = re.sub(
            r"\s+", " ", _undated(line, start, line.start + match.end("number"))
        ).strip(" ./-")
        score = 0.93 if is_named else 0.85
        yield Finding(written, score, start, start + len(written))


def _undated(line: Line, start: int, end: int) -> str:
    """Cut the date that goes on behind a number: ``417/12.03.2026``; the span is the paper's."""
    days = [line.start + day.start for day in dates_in(line.plain)]
    end = min([day for day in days if day > start] + [end])
    return line.text[start - line.start : end - line.start]


def amount(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the sum to pay of an invoice as ``1234.50``; nothing for other letters."""
    if kind is not Kind.INVOICE:
        return None
    found = []
    for match in _TOTAL.finditer(paper.plain):
        label, between = match["label"], match["between"]
        is_partial = re.search(r"fara|tva", between) or paper.plain[: match.start()].endswith("sub")
        if is_partial or not _is_level(paper, match):
            continue
        score = next((w for word, w in _WEIGHTS if word in label), 0.55)
        found.append(Finding(_number(match["sum"]), score, *match.span("sum")))
    return max(found, key=lambda f: (f.score, float(f.value)), default=None)


def _is_level(paper: Paper, match: re.Match[str]) -> bool:
    """Tell whether a sum stands on the line of its label."""
    label = paper.lines[paper.line_at(match.start())]
    written = paper.lines[paper.line_at(match.start("sum"))]
    return (label.page, label.row) == (written.page, written.row)


def _number(written: str) -> str:
    """Give a sum with a point before two decimals, whatever the signs between groups."""
    compact = written.replace(" ", "")
    whole, decimals = compact, "00"
    if re.search(r"[.,]\d{2}$", compact):
        whole, decimals = compact[:-3], compact[-2:]
    return f"{int(re.sub(r'[.,]', '', whole))}.{decimals}"
