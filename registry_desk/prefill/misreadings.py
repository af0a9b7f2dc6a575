"""A capital I at a word's beginning that was read as a small l: ``leșire``, ``lași``."""

import re

_NEVER_BEGINS = re.compile(r"^l(?=[bcdfghjkmnpqrstvwxzșț]+[aăâeiîouăâî])")
"""No Romanian word begins with an l before another consonant."""
_WORDS = re.compile(
    r"^l(?=(?:eșire|esire|eşire|ași|asi|aşi|alomița|alomita|on(?:el|ela|escu|iță|uț)?|oan|oana|oniță"
    r"|lie|leana|ulia|ulian|uliana|ulie|unie|anuarie|acob|osif|rina|rimia|ordache|orga|azul|ntrare"
    r"|stoc|lfov|mobil|zvor|zlaz|nvitație|nvitatie|mpozit)(?:\W|$))",
)
"""What is much likelier a name or a heading than the word with an l."""


def mended(word: str) -> str:
    """Give a word with its first letter put right."""
    if not word.startswith("l"):
        return word
    return _WORDS.sub("I", _NEVER_BEGINS.sub("I", word))
