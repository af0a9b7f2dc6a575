"""A term written in the letter, in days, and an invoice's sum."""

import re
from collections.abc import Iterator

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.paper import Paper

_IN_WORDS = {
    "trei": 3, "patru": 4, "cinci": 5, "sase": 6, "sapte": 7, "opt": 8, "noua": 9, "zece": 10,
    "doisprezece": 12, "cincisprezece": 15, "cinsprezece": 15, "douazeci": 20,
    "douazeci si cinci": 25, "treizeci": 30, "patruzeci si cinci": 45, "saizeci": 60,
    "nouazeci": 90,
}  # fmt: skip
_COUNT = (
    r"(?P<count>\d{1,3}|" + "|".join(sorted(_IN_WORDS, key=len, reverse=True)) + r")"
    r"(?: ?\([a-z0-9 ]{2,24}\))?\s+(?:de\s+)?(?:zile|ziie|zi1e)\b"
)
_DAYS = re.compile(r"(?<![\d.,/])" + _COUNT)
_ANNOUNCED = re.compile(
    r"(?:in terme?ni?(?:ul)?(?: legal)?(?: maxim)?(?: de)?|terme?nul(?:ui)? de(?: cel mult)?"
    r"|termen (?:limita|maxim|de raspuns|de plata|de achitare)?"
    r"(?: de)?|intr-un termen de|cel tarziu in|cel mult|maxim(?:um)?|scaden\w+|in interval de"
    r"|in decurs de|plata in|platibil\w* in|achita\w* in|pana in)[\s:;.-]*(?:este |este de "
    r"|de )?$"
)
_ASKS = re.compile(
    r"comunic|raspun|transmit|trimit|plat|achit|scaden|depun|intampin|prezent|inaint|complet"
    r"|emiter|primir|remed|conform"
)
_NOT_A_TERM = re.compile(
    r"(?:cel putin|minim(?:um)?|aproximativ|circa|ultimele|timp de|de peste|mai bine de|dupa"
    r"|valabil\w*(?: timp de)?|penalitat\w+.{0,20})\s*$"
)
_MONEY = (
    r"(?P<sum>\d{1,3}(?:[. ]\d{3})+(?:, ?\d{2})?|\d+[.,] ?\d{2}|\d{1,3}(?:,\d{3})+\.\d{2})(?![\d%])"
)
_TOTAL = re.compile(
    r"(?P<label>total (?:de )?plata|total de achitat|de plata|suma de plata|total general"
    r"|total factura\b|valoare totala(?: de plata)?"
    r"|rest de plata|total cu t\.?v\.?a|total \(?(?:lei|ron)\)?"
    r"|total)(?P<between>[^\d\n]{0,30})" + _MONEY
)
_WEIGHTS = (
    ("plata", 0.95), ("achitat", 0.95), ("general", 0.85), ("factura", 0.85), ("totala", 0.8),
    ("cu t", 0.85), ("lei", 0.6), ("ron", 0.6),
)  # fmt: skip


def deadline_days(paper: Paper) -> Finding | None:
    """Give the term asked for; nothing where two different ones are asked with the same force."""
    found = list(_terms(paper))
    chosen = best(found)
    if chosen is None:
        return None
    rivals = {f.value for f in found if f.score >= chosen.score - 0.01}
    if len(rivals) > 1:
        return Finding(chosen.value, chosen.score - 0.3, chosen.start, chosen.end)
    return chosen


def _terms(paper: Paper) -> Iterator[Finding]:
    flat = paper.plain.replace("\n", " ")
    for match in _DAYS.finditer(flat):
        before = flat[max(0, match.start() - 60) : match.start()]
        around = flat[max(0, match.start() - 170) : match.end() + 90]
        if _NOT_A_TERM.search(before):
            continue
        count = match["count"]
        days = int(count) if count.isdigit() else _IN_WORDS[count]
        if not 1 <= days <= 365:
            continue
        score = 0.0
        if _ANNOUNCED.search(before):
            score = 0.9 if _ASKS.search(around) else 0.72
        elif re.match(
            r" (?:lucratoare |calendaristice )?(?:de la|din ziua|incepand)", flat[match.end() :]
        ):
            score = 0.7 if _ASKS.search(around) else 0.4
        if score:
            yield Finding(days, score, match.start(), match.end())


def amount(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the sum to pay of an invoice as ``1234.50``; nothing for other letters."""
    if kind is not Kind.INVOICE:
        return None
    found = []
    for match in _TOTAL.finditer(paper.plain):
        if re.search(r"fara|subtotal", match["label"] + match["between"]) or _is_partial(
            paper, match
        ):
            continue
        score = next((w for word, w in _WEIGHTS if word in match["label"]), 0.55)
        found.append(Finding(_number(match["sum"]), score, *match.span("sum")))
    return max(found, key=lambda f: (f.score, float(f.value)), default=None)


def _is_partial(paper: Paper, match: re.Match[str]) -> bool:
    return paper.plain[max(0, match.start() - 4) : match.start()].endswith(("sub", "sub-"))


def _number(written: str) -> str:
    """Give a sum with a point before two decimals, whatever the signs between groups."""
    compact = written.replace(" ", "")
    whole, decimals = compact, "00"
    if re.search(r"[.,]\d{2}$", compact):
        whole, decimals = compact[:-3], compact[-2:]
    return f"{int(re.sub(r'[.,]', '', whole))}.{decimals}"
