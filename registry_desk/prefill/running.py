"""Running text told from lines that stand by themselves."""

import re

from registry_desk.prefill.folding import plain
from registry_desk.prefill.paper import Line

REACHED = re.compile(
    r"^\W*(?:[a-z][a-z -]{2,30}, )?(?:str|strada|bd|b-?dul|bulevardul|aleea|calea|soseaua)\b"
    r".{3,40}\bnr\b"
    r"|@|\b0[237]\d{2}[ ./-]?\d{3}[ ./-]?\d{3}\b|\+40|\b(?:tel|fax|mobil)\b"
)
_OF_CONTACTS = re.compile(
    r"tel(?:efon)?|fax|mobil|e|mail|email|www|str(?:ada)?|nr|bl|sc|et|ap|jud(?:etul)?|com(?:una)?"
    r"|sat(?:ul)?|bd|bulevardul|calea|aleea|piata|sos(?:eaua)?|sector(?:ul)?|cod|postal|camera"
    r"|de|din|la|si|si|ro|com"
)
"""Small words of an address and of its labels."""


def is_running_text(line: Line) -> bool:
    """Tell a line of a paragraph: wide and of many words."""
    is_wide = line.word_count >= 8 and line.box.width > 0.62 * line.page_width_px
    return is_wide and not _tells_how_to_reach(line)


def _tells_how_to_reach(line: Line) -> bool:
    """Tell a line of name, street, telephone: hardly a word of a sentence stands between them."""
    if REACHED.search(line.plain) is None:
        return False
    words = re.findall(r"(?<![\w@.])[a-zăâîșț]{2,}(?![\w@])", line.text)
    return sum(_OF_CONTACTS.fullmatch(plain(word)) is None for word in words) <= 1
