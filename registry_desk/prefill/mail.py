"""Mail addresses, also where the engine knows no at sign and read ``(D``, ``(2``, ``Q``."""

import re
from collections.abc import Iterator

from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.identifiers import is_of_others
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import is_running_text

_TLD = r"(?:ro|com|eu|org|net|info|gov|md|example)"
_DOMAIN = (
    r"(?P<domain>[a-z0-9ăâîșț-]+(?:\.[a-z0-9ăâîșț-]+)*"
    rf"(?:\.[a-z]{{2,}}|(?: ?\. ?| ){_TLD}))(?![\w@])"
)
_WHOLE = re.compile(r"(?<![\w.@-])(?P<local>[\w.+-]{1,64}) ?@ ?" + _DOMAIN, re.IGNORECASE)
_SIGN = r"(?: ?\(\s?[A-Z0-9ao]?\)? ?| ?[©®€&] ?| ?[QOGEDC] ?| [802] )"
_BENT = re.compile(
    r"(?<![\w.-])(?P<local>[A-Za-zăâîșț][\wăâîșț.?/+-]*?[a-zăâîșț0-9?][?/]?)" + _SIGN + _DOMAIN
)
_LOST = re.compile(
    r"(?:^|\n)\W*(?:[Ee]-?mail\W+)?(?P<local>(?!www)[a-z]+(?:[._-][a-z0-9]+|\d+)) "
    rf"(?P<domain>[a-z][a-z0-9-]+\.{_TLD})\W*(?=\n|$)"
)
"""Nothing but a name in two parts, a blank where the sign was, and a domain."""
_LABEL = re.compile(
    r"(?:e\s?-?\s?mail|mail|posta electronica|adresa electronica|la adresa)[^\n@]{0,40}\s?$"
)
_LEADS = re.compile(r"e?mail|la|pe|prin|sau|si|ori|adresa|electronica|contact|web|site|catre|de")
"""Words that stand before an address without being part of it."""
_TORN = re.compile(r"(?:(?<=[\s:])|^)[a-z0-9]{2,20}(?: ?[._] ?)$")


_DOUBTED = 0.5
"""An ending nobody uses is most likely a misread one: the field stays empty."""
_COMMON_TLD = re.compile(
    r"\.(?:ro|md|eu|com|net|org|info|gov|edu|biz|int|mil|de|fr|it|es|at|hu|bg|uk|nl|be|pl|cz|gr|rs"
    r"|ua|us|ch|dk|se|no|fi|pt|ie|lu|si|sk|hr|tr|io|co|me|tv|online|site|app|example)$"
)


def emails_in(paper: Paper) -> Iterator[Finding]:
    """Give mail addresses in small letters; a bent sign is mended only where an address is due.

    What stands above a printed e-mail's writer is the mailbox it was printed from.
    """
    head = mail_head(paper)
    writer = paper.lines[head.line].start if head else 0
    for found in _written(paper):
        if found.start < writer:
            continue
        score = 0.3 if is_of_others(paper, found.start) else found.score
        yield Finding(found.value, score, found.start, found.end)


def _written(paper: Paper) -> Iterator[Finding]:
    for match in _WHOLE.finditer(paper.text):
        yield _joined(paper, match, 0.96)
    for match in _BENT.finditer(paper.text):
        before = paper.plain[max(0, match.start() - 60) : match.start()]
        sign = paper.text[match.end("local") : match.start("domain")]
        if before.endswith("<") or _LABEL.search(before.replace("\n", " ")):
            yield _joined(paper, match, 0.9)
        elif re.search(rf"{_TLD}$", match["domain"]) and (
            _is_unlikely_word(sign) or _is_due(paper, match)
        ):
            yield _joined(paper, match, 0.8)
    for match in _LOST.finditer(paper.text):
        found = _finding(match, 0.75)
        yield Finding(found.value, found.score, match.start("local"), match.end("domain"))


def _joined(paper: Paper, match: re.Match[str], score: float) -> Finding:
    """Take the part before a blank along where one address is due: ``la adresa ion. pop@…``."""
    finding = _finding(match, score)
    torn = _TORN.search(paper.text[max(0, match.start() - 40) : match.start()])
    if not torn:
        score = finding.score * (_DOUBTED if _lacks_a_part(paper, match) else 1.0)
        return Finding(finding.value, score, finding.start, finding.end)
    start = match.start() - len(torn.group())
    is_first = start == paper.lines[paper.line_at(start)].start
    before = paper.plain[max(0, start - 60) : start].replace("\n", " ")
    if not is_first and not _LABEL.search(before):
        return finding
    value = plain(re.sub(r"\s", "", torn.group())) + str(finding.value)
    return Finding(value, finding.score - 0.1, start, finding.end)


def _lacks_a_part(paper: Paper, match: re.Match[str]) -> bool:
    """Tell an address whose beginning was lost or stands apart: ``sindicat olt@…``, ``i@…``."""
    if len(match["local"]) < 2 or match["local"].isdecimal():
        return True
    line = paper.lines[paper.line_at(match.start())]
    before = paper.text[line.start : match.start()]
    apart = re.search(r"(?:^|[\s(])([a-z]{2,20}) $", before)
    if apart is None or is_running_text(line):
        return False
    return _LEADS.fullmatch(apart[1]) is None


def _is_due(paper: Paper, match: re.Match[str]) -> bool:
    """Tell a name in two parts before a sign glued to a domain on a line that tells of contacts."""
    line = paper.lines[paper.line_at(match.start())]
    sign = paper.text[match.end("local") : match.start("domain")]
    is_in_parts = re.fullmatch(r"[a-z]+[._][a-z]+", match["local"]) is not None
    is_alone = "@" not in line.text and "www" not in match["domain"]
    return is_in_parts and is_alone and sign == sign.rstrip() and not is_running_text(line)


def _is_unlikely_word(sign: str) -> bool:
    """Tell whether a bent sign cannot be part of words: a bracket, a Q, no blank around it."""
    return bool(re.search(r"[(©®&Q]", sign)) or sign == sign.strip()


def _finding(match: re.Match[str], score: float) -> Finding:
    """Fold what an address cannot hold: Romanian letters, and ``?`` for a misread 7."""
    local = plain(match["local"]).replace("?", "7").strip(".-/")
    domain = re.sub(r" ?\. ?| ", ".", plain(match["domain"]))
    doubt = 1.0 if _COMMON_TLD.search(domain) else _DOUBTED
    return Finding(f"{local}@{domain}", score * doubt, *match.span())
