"""An e-mail that somebody printed: who wrote it, told from the mailbox it was printed from."""

import re
from dataclasses import dataclass

from registry_desk.prefill.names import person_alone
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Paper

_CORRESPONDENT = re.compile(
    r"^\W*(?:(?:de la|from|expeditor|de|von)\s?:\s*)?(?P<name>[^<>@\n:]{3,60}?)(?:\s?[<(\[]|\s)"
    r"(?P<mail>[^\s<>()\[\]]{2,40}(?: ?@ ?| ?q)[^\s<>()\[\]]{3,50}\.[a-z]{2,8})[>)\]]"
)
_MAILBOX = re.compile(r"[<(\[][^\s<>()\[\]]{2,40}@[^\s<>()\[\]]{3,50}\.[a-z]{2,8}[>)\]]")
_LABELLED = re.compile(r"\W*(?:de la|from|expeditor)\s?:")
_RECEIVES = re.compile(r"\W*(?:catre|to|cc|bcc|c\.?c)\s?:")
_COUNTED = re.compile(r"\W*\d{1,2} (?:mesaje?|messages?|de mesaje)\W*")
_OF_PROGRAM = re.compile(r"\b(?:g?mail|outlook|imprim\w*|print\w*|inbox|mesaj\w*)\b|@")
"""What mail programs print above, which is no subject."""
_GREETS = re.compile(r"\W*(?:buna|stimat|domnule|doamna|salut|hello|dear|catre|onorat)")
_WORDS, _APART = 2, 0.7
"""A subject's words, and the white around it in line heights."""
_HEAD_LINES = 16


@dataclass(frozen=True, slots=True)
class MailHead:
    """Where a printed e-mail names its writer and its subject."""

    line: int
    """Number of the writer's line in ``Paper.lines``."""
    start: int
    """Span of the writer's name in ``Paper.text``."""
    end: int
    subject_line: int | None
    """Number of the heading that is the e-mail's subject, where it stands without a label."""


@once_per_paper
def mail_head(paper: Paper) -> MailHead | None:
    """Find the writer of a printed e-mail: a name with an address to which it was not sent."""
    head = [n for n, line in enumerate(paper.lines[:_HEAD_LINES]) if line.page == 0]
    words = [paper.lines[n].plain for n in head]
    receivers = " ".join(said for said in words if _RECEIVES.match(said))
    for number in head:
        line = paper.lines[number]
        if (person := _over_mailbox(paper, number)) is not None:
            return MailHead(*person, _heading(paper, head, person[0]))
        match = _CORRESPONDENT.match(line.plain)
        if not match or _RECEIVES.match(line.plain):
            continue
        if match["mail"].replace(" ", "") in receivers.replace(" ", ""):
            continue
        start, end = match.span("name")
        return MailHead(number, line.start + start, line.start + end, _heading(paper, head, number))
    return None


def _over_mailbox(paper: Paper, number: int) -> tuple[int, int, int] | None:
    """Give the line and span of a name over a line that is nothing but its mailbox."""
    line = paper.lines[number]
    if not _MAILBOX.fullmatch(line.plain):
        return None
    for place in range(number - 1, max(-1, number - 3), -1):
        above = paper.lines[place]
        is_over = abs(above.box.x - line.box.x) < 2 * line.height_px
        if is_over and (found := person_alone(above.text)) is not None:
            return place, above.start + found[1], above.start + found[2]
    return None


def _heading(paper: Paper, head: list[int], writer: int) -> int | None:
    """Give the line above the count of messages, or above the writer: webmail's subject."""
    counted = next((n for n in head[1:] if _COUNTED.fullmatch(paper.lines[n].plain)), None)
    if counted is not None:
        return counted - 1
    above = paper.lines[writer - 1] if writer else None
    is_heading = above is not None and above.word_count >= 3 and ":" not in above.text
    if is_heading and above and not _OF_PROGRAM.search(above.plain):
        return writer - 1
    return next((n for n in head if n > writer and _is_over_greeting(paper, n)), None)


def _is_over_greeting(paper: Paper, number: int) -> bool:
    """Tell a line by itself between the mail program's head and the greeting."""
    line, following = paper.lines[number], paper.lines[number + 1 : number + 2]
    if not any(_GREETS.match(below.plain) for below in following):
        return False
    is_own = line.word_count >= _WORDS and re.search(r"[@:]|\d{4}", line.text) is None
    return is_own and min(paper.gap_above(number), paper.gap_above(number + 1)) > _APART
