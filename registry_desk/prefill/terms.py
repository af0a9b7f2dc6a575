"""A term written in the letter, in days."""

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
    r"(?: ?\([a-z0-9 ]{2,24}\))?\s+(?:de[\s'’]+)?(?:zile|ziie|zi1e)\b"
)
_DAYS = re.compile(r"(?<![\d.,/])" + _COUNT)
_ANNOUNCED = re.compile(
    r"(?:termenul de (?:comunicare|raspuns|solutionare|plata) este de"
    r"|in terme?ni?(?:ul)?(?: legal)?(?: maxim)?(?: de)?|terme?nul(?:ui)? de(?: cel mult)?"
    r"|termen(?:ul|i)? (?:limita|maxim|(?:de )?(?:raspuns|plata|achitare))?"
    r"(?: de)?|intr-un termen de|cel tarziu in|cel mult|maxim(?:um)?|scaden\w+(?: (?:la|in))?"
    r"|in interval de|aveti la dispozitie(?: un termen de)?"
    r"|in decurs de|nu mai tarziu de"
    r"|plata(?: [a-z.]+){0,4} in|termen(?:ul)? de plata ?/[a-z ]{0,24}(?=:)|platibil\w* in"
    r"|(?:plata|achitarea) se (?:va )?(?:face|efectua"
    r"|efectueaza) in|achita\w* in|pana in)[\s:;.-]*(?:este |este de "
    r"|de )?$"
)
_ASKS = re.compile(
    r"comunic|raspun|transmit|trimit|plat|achit|scaden|depun|intampin|prezent|inaint|complet"
    r"|emiter|primir|remed|conform"
)
_ASKED_WITHIN = re.compile(
    r"(?:comunica\w*|raspun\w*|transmit\w*|trimite\w*|depune\w*|prezenta\w*|inainta\w*"
    r"|instiinta\w*|informa\w*|anunta\w*|remite\w*|apel|recurs|contest\w+)(?: \w+){0,2},? in$"
)
"""The plain word in is a term only right behind what is asked for: *a ne răspunde în 3 zile*."""
_REQUESTED = re.compile(
    r"\b(?:rugam|rog|solicit\w*|cer(?:em)?\b|vreau|vrem|astept\w*|som(?:am|ez)|oblig\w+|trebuie"
    r"|veti"
    r"|aveti|nevoie de|(?:va|vor) fi (?:comunicat|transmis|trimis|depus|inaintat|achitat|predat)\w*"
    r"|va (?:comunica|prezenta|transmite|trimite|depune))\b"
    r"(?:[^.;?!]|\.(?=\s?\d)|(?<=\b[a-z])\.)*,? in$"
)
"""The same behind the request that a sentence began with."""
_ASKED_AFTER = re.compile(r",? (?:ne veti|veti|sa ne|sa-mi|sa imi) \w+")
_BEFOREHAND = re.compile(r" (?:lucratoare |calendaristice )?(?:inainte|mai devreme|in avans)\b")
"""Behind the days: how long before something, no term."""
_OWN_DUTY = re.compile(r"\b(?:livr|mont|execut|garanti|interveni)[a-z]*\b[^.;]{0,40}$")
"""What whoever offers something promises to do himself."""
_OWN_PROMISE = re.compile(r"\b(?:ma (?:oblig|angajez)|ne (?:oblig|angaj)am)\b[^.;]*$")
"""What the writer binds himself to is no term for the office."""
_NOT_A_TERM = re.compile(
    r"(?:(?:nerespectar|depasir|incalcar|expirar|implinir)ea termen\w* (?:legal )?de"
    r"|termen\w* de (?:executi|livrar|garanti|finaliz|valabil|implement"
    r"|realiz)\w*(?: este)?(?: de)?"
    r"|cel putin|minim(?:um)?|aproximativ|circa|ultimele|timp de|de peste|mai bine de|dupa"
    r"|in vigoare|durata(?: de)?"
    r"|valabil\w*(?: timp de)?|penalitat\w+.{0,20})\s*$"
)


_TO_PAY = re.compile(r"\b(?:plat|achit|scaden|vira)")
_TO_CONTEST = re.compile(r"\b(?:reclam|contest|obiect|sesiz)\w*[^.;]*$")


def deadline_days(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the term asked for; nothing where two different ones are asked with the same force."""
    is_offer = kind is Kind.OTHER
    found = [
        each
        for each in _terms(paper)
        if not (is_offer and _OWN_DUTY.search(paper.plain[: each.start]))
        and (kind is not Kind.INVOICE or _is_to_pay(paper, each))
    ]
    chosen = best(found)
    if chosen is None:
        return None
    rivals = {f.value for f in found if f.score >= chosen.score - 0.01}
    if len(rivals) > 1:
        return Finding(chosen.value, chosen.score - 0.3, chosen.start, chosen.end)
    return chosen


def _is_asked(flat: str, term: re.Match[str]) -> bool:
    """Tell a term that stands with what is asked for, before or behind it in its sentence."""
    before = flat[max(0, term.start() - 220) : term.start()].rstrip()
    is_within = _REQUESTED.search(before) or _ASKED_WITHIN.search(before)
    return bool(is_within or _ASKED_AFTER.match(flat, term.end()))


def _is_to_pay(paper: Paper, term: Finding) -> bool:
    """Tell a term of payment: an invoice names others for complaints about it."""
    flat = paper.plain.replace("\n", " ")
    before = flat[max(0, term.start - 160) : term.start]
    around = flat[max(0, term.start - 160) : term.end + 90]
    return _TO_PAY.search(around) is not None and _TO_CONTEST.search(before) is None


def _terms(paper: Paper) -> Iterator[Finding]:
    flat = paper.plain.replace("\n", " ")
    for match in _DAYS.finditer(flat):
        before = flat[max(0, match.start() - 60) : match.start()]
        around = flat[max(0, match.start() - 170) : match.end() + 90]
        is_promised = _OWN_PROMISE.search(flat[max(0, match.start() - 170) : match.start()])
        if is_promised or _NOT_A_TERM.search(before) or _BEFOREHAND.match(flat, match.end()):
            continue
        count = match["count"]
        days = int(count) if count.isdigit() else _IN_WORDS[count]
        if not 1 <= days <= 365:
            continue
        score = 0.0
        if _ANNOUNCED.search(before):
            score = 0.9 if _ASKS.search(around) else 0.72
        elif _is_asked(flat, match):
            score = 0.72
        elif re.match(
            r" (?:lucratoare |calendaristice )?(?:de [li]a|din ziua|incepand)", flat[match.end() :]
        ):
            score = 0.7 if _ASKS.search(around) else 0.4
        if score:
            yield Finding(days, score, match.start(), match.end())
