"""How a page's text ends: signed, in the middle of a sentence, how far down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.model.page import Word
from registry_desk.splitting.page_lines import is_page_number, median, text_of

_CLOSING = re.compile(
    r"^(?:cu (?:stima|respect|deosebita|consideratie|multumiri)|semnatur|data\b|petent|reclamant|"
    r"(?:p\. ?)?(?:sub)?prefect|decan|sef|yours|sincerely|(?:best|kind) regards|tisztelettel|"
    r"director|grefier|primar|secretar|sef serviciu|inspector|intocmit|redactat|presedinte|"
    r"manager|colonel|comisar|procuror|notar|avocat|rector|in asteptarea|"
    r"executor|"
    r"administrator|l\.?\s?s\.?$|va multum|va asteptam|r\.?s\.?v\.?p\b|total (?:de plata|general"
    r"|factura)|al dumneavoastra"
    r"|termen(?:ul)? (?:de )?plata"
    r"|(?:[a-z -]{3,24}, ?)?(?:la )?\d{1,2}[ .,/-]{1,2}(?:\d{1,2}"
    r"|[a-z]{3,10})[ .,/-]{1,2}\d{2,4}\W{0,3}$)"
)
_REACHED = re.compile(r"@|www\.|\btel\b|telefon|\bfax\b|\bstr\b|strada|\bcod\b|\bnr\. ?\d|\biban\b")
"""What a letterhead's foot tells."""
_FOOT_FROM, _FOOT_LINES, _FOOT_GAP = 0.88, 4, 2.2
"""A foot ends so far down, has no more lines and so many heights of a word in white above it."""
_TAIL = 9
"""A signature stands in so many lines at the end."""
_FULL = 0.8
_LONG = 25


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The end of what one page says; the foot of a letterhead is none of it."""

    has_closing: bool
    """A date and signature, a greeting, a total."""
    is_open: bool
    """The last line of a full page stops in the middle of a sentence."""
    fill: float
    """How far down the text goes, 0 to 1."""


def end_of(lines: Sequence[Sequence[Word]], height: float) -> PageEnd:
    """Look at the end of a page.

    Args:
        lines: its lines in reading order.
        height: the upright page's, in pixels.
    """
    said = [line for line in lines if not is_page_number(text_of(line))]
    said = said[: len(said) - _foot(said, height)]
    bottom = max((word.box.bottom for line in said for word in line), default=0) / height
    texts = [text_of(line) for line in said]
    last = texts[-1] if texts else ""
    is_open = bottom > _FULL and len(last) > _LONG and last[-1] not in '.!?:;"”)'
    return PageEnd(
        has_closing=any(_CLOSING.match(text) for text in texts[-_TAIL:]),
        is_open=is_open,
        fill=min(1.0, bottom),
    )


def _foot(lines: Sequence[Sequence[Word]], height: float) -> int:
    """Count the last lines that tell how the sender is reached, set apart from the letter."""
    word = median([word.box.height for line in lines for word in line])
    last_bottom = max((w.box.bottom for line in lines[-1:] for w in line), default=0)
    if last_bottom < _FOOT_FROM * height:
        return 0
    for count in range(1, min(_FOOT_LINES, len(lines) - 1) + 1):
        foot, above = lines[-count:], lines[-count - 1]
        white = min(w.box.y for w in foot[0]) - max(w.box.bottom for w in above)
        if white > _FOOT_GAP * word:
            return count if any(_REACHED.search(text_of(line)) for line in foot) else 0
    return 0
