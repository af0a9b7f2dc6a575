"""A text in small letters without diacritics, of the same length, and where a sentence ends."""

import re
import unicodedata
from functools import cache

_DASHES = dict.fromkeys("‐‑‒–—―", "-")
_QUOTES = dict.fromkeys("„”“«»", '"') | dict.fromkeys("’‘´`", "'")


@cache
def _plain_letter(letter: str) -> str:
    known = _DASHES.get(letter) or _QUOTES.get(letter)
    if known:
        return known
    if letter.isspace() and letter != "\n":
        return " "
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter


def plain(text: str) -> str:
    """Give a text of the same length in small letters, without diacritics, with plain signs."""
    return "".join(map(_plain_letter, text))


_ABBREVIATED = re.compile(
    r"(?:^|[\s,(.])(?:str|nr|bl|sc|ap|et|jud|bd|loc|com|mun|sos|art|alin|lit|pct|dl|dna|dr|ing|s"
    r"|c|p|r|d|n|a|i|tel|cod|cf|reg|etc|inreg|aprox|cca|gen|gral|col|cap|cpt|lt|mr|mar|slt|serg|sf"
    r"|al|th|gh|dem|const|vas|nic|prof|av|arh|acad|pr|ec|jr|fam|tg|rm|tr|sf|d-?l|d-?na|d-?lui"
    r"|d-?nei|resp"
    r"|max|min|pt|vol|pag|poz|crt"
    r"|(?<!corpul )(?<!bloc )(?<!bl\. )(?<!scara )(?<!sc\. )[bdeghlmtv])$"
)


def sentence_end(words: str) -> int:
    """Give where a plain text's first sentence ends; abbreviations do not end it."""
    for match in re.finditer(r"[.?!](?=\s|$)", words):
        if match.group() != "." or not _ABBREVIATED.search(words[: match.start()]):
            return match.start()
    return len(words)
