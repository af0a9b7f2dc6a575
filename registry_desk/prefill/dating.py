"""The date a letter bears: beside its number, after its name, or alone at top or end."""

import re
from collections.abc import Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import FoundDate, dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.zones import Role, is_running_text

_ISSUED = re.compile(
    r"(?:data (?:emiterii|facturii|emitere|intocmirii|completarii|depunerii|semnarii|cererii"
    r"|documentului|inregistrarii|fact)|emisa? (?:la|in|azi|pe)|din data(?: de)?"
    r"|data(?: ?\([^)\n]{0,24}\))?|din|intocmita la|issue date)"
    r"[\s:;.,|-]*(?:data de )?(?:azi )?$"
)
_DUE = re.compile(
    r"(?:scaden\w+|livrari\w*|termen\w*|expedi\w+|platii|pana (?:la|in)|valabil\w*|nasteri\w*"
    r"|nascut\w*)[\s:;.,a-z]{0,22}$"
)


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
