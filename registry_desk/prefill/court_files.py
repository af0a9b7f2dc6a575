"""The number of a court's file, in a summons or where a file is spoken of."""

import re

from registry_desk.model.document import Kind
from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.names import is_court, is_public_profession
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text

_RUN_TOGETHER = re.compile(
    r"dosar\w*\W{0,3}(?:nr\W{0,3})?(?P<case>\d{7,13}[1/](?:19|20)\d{2})(?![\w/])"
)
"""A file's number whose strokes, or the first of them, were read as the digit 1."""
_LONGEST_FILE, _COURT = 6, 4
"""So many digits have the numbers of files and of courts at most."""
_OF_COURTS = (Kind.SUMMONS, None)
"""Others tell in passing of a file that their letter does not belong to."""
_CASE = re.compile(
    r"(?<![^\s(:.,;\"'])(?P<case>\d{1,6} ?/ ?(?:\d{1,4}|(?<=/)1 \d{2}) ?/ ?(?:19"
    r"|20)\d{2}(?:\*{1,2})?(?:/a\d{1,2}(?:\.\d)?)?)(?![\w/])"
)


def case_number(paper: Paper, kind: Kind | None) -> Finding | None:
    """Give the court's file number; outside a summons only where a file is spoken of."""
    head = [paper.lines[n].plain for n in head_lines(paper, None)[:4]]
    is_of_court = any(is_court(words) or is_public_profession(words) for words in head)
    for match in _CASE.finditer(paper.plain if kind is not Kind.INVOICE else ""):
        before = paper.plain[max(0, match.start() - 40) : match.start()]
        names_file = re.search(r"dosar\w*[^\n\d]{0,22}$", before) is not None
        is_told = not is_running_text(paper.lines[paper.line_at(match.start())])
        is_told = is_told or (names_file and is_of_court)
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
