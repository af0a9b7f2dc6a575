"""A capital I at a word's beginning that was read as a small l: ``leșire``, ``lași``."""

import re

_NEVER_BEGINS = re.compile(r"^l(?=[bcdfghjkmnpqrstvwxzșț]+[aăâeiîouăâî])")
"""No Romanian word begins with an l before another consonant."""
_WORDS = re.compile(
    r"^l(?=(?:eș|eșire|esire|eşire|ași|asi|aşi|alomița|alomita|on(?:el|ela|escu|iță|uț)?|oan|oana"
    r"|oniță"
    r"|lie|leana|ulia|ulian|uliana|ulie|unie|anuarie|acob|osif|rina|rimia|ordache|orga|azul|ntrare"
    r"|stoc|lfov|mobil|zvor|zlaz|nvitație|nvitatie|mpozit)(?:\W|$))",
)
"""What is much likelier a name or a heading than the word with an l."""


_NUMBER = re.compile(r"No|N[eor]?[.:,;*°º'\"”’`]{0,2}")
_NUMBERED = re.compile(
    r"\W{0,2}(?:\d|[A-Z]{1,6}[-_/.]?\d|[A-Z]{1,5}/|[îi]nreg|ie[sș]ire|reg\b|factur|crt\b|ref\b"
    r"|document|cadastral|de [îi]nreg)",
    re.I,
)


def mended(word: str, following: str = "") -> str:
    """Give a word with its first letter put right, and *Nr.* before what is numbered.

    Args:
        word: what the engine read.
        following: the next word on the line; a bold *Nr.* is often read as ``Ne``, ``No``, ``N*``.
    """
    if _NUMBER.fullmatch(word) and _NUMBERED.match(following):
        return "Nr."
    if not word.startswith("l") or "@" in word:
        return word
    return _WORDS.sub("I", _NEVER_BEGINS.sub("I", word))
