"""Romanian dates written out in words, as notaries and old people write them.

Forms: *șapte februarie două mii douăzeci și șase*, *22 octombrie două mii douăzeci și cinci*,
*întâi martie 2026*.
"""

import re

_ONES = {
    "unu": 1, "una": 1, "intai": 1, "intaiul": 1, "doi": 2, "doua": 2, "trei": 3, "patru": 4,
    "cinci": 5, "sase": 6, "sapte": 7, "opt": 8, "noua": 9,
}  # fmt: skip
_TEENS = {
    "zece": 10, "unsprezece": 11, "doisprezece": 12, "douasprezece": 12, "treisprezece": 13,
    "paisprezece": 14, "cincisprezece": 15, "saisprezece": 16, "saptesprezece": 17,
    "optsprezece": 18, "nouasprezece": 19,
}  # fmt: skip
_TENS = {
    "douazeci": 20, "treizeci": 30, "patruzeci": 40, "cincizeci": 50, "saizeci": 60,
    "saptezeci": 70, "optzeci": 80, "nouazeci": 90,
}  # fmt: skip
_WORDS = _ONES | _TEENS | _TENS


def _one_of(words: dict[str, int]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_BELOW_HUNDRED = (
    rf"(?:(?:{_one_of(_TENS)})(?:\s+si\s+(?:{_one_of(_ONES)}))?"
    rf"|{_one_of(_TEENS)}|{_one_of(_ONES)})"
)
_OF_THOUSAND = {"doua mii": 2000, "o mie noua sute": 1900}
SPELLED = re.compile(
    rf"\b(?:(?P<day>(?<!\d)[0-3]?\d)|(?P<day_said>{_BELOW_HUNDRED}))"
    r"[\s,]+(?:(?:ale\s+lunii|luna)\s+)?(?P<month>[a-z]{3,11})[\s,]+(?:anul\s+)?"
    r"(?:(?P<year>(?:19|20)\d{2})(?!\d)"
    rf"|(?P<age>doua\s+mii|o\s+mie\s+noua\s+sute)\s+(?P<year_said>{_BELOW_HUNDRED}))\b"
)
"""A day of which the day, the year or both are words; the month's name is looked at apart.

No round year: *două mii* alone is more often what the engine left of a later one.
"""


def day_and_year(match: re.Match[str]) -> tuple[int, int]:
    """Give the day's and the year's number of a date that ``SPELLED`` found."""
    day = int(match["day"]) if match["day"] else _number(match["day_said"])
    if match["year"]:
        return day, int(match["year"])
    age = _OF_THOUSAND[" ".join(match["age"].split())]
    return day, age + _number(match["year_said"])


def _number(words: str) -> int:
    """Add up a number below a hundred: *douazeci si doi*."""
    return sum(_WORDS[word] for word in words.split() if word != "si")
