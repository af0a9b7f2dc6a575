"""Romanian dates as people and machines write them: 09.03.2026, 9 martie 2026, 09.III.2026."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from registry_desk.prefill.spelled_dates import SPELLED, day_and_year

_MONTHS = (
    "ianuarie", "februarie", "martie", "aprilie", "mai", "iunie",
    "iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie",
)  # fmt: skip
_SHORT = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {
    "lan": 1, "lun": 6, "lul": 7, "mart": 3, "sept": 9, "nov": 11, "noie": 11, "noe": 11,
}  # fmt: skip
_ROMAN = {
    roman: number
    for number, roman in enumerate(
        ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1
    )
}
_EARLIEST, _LATEST = 1990, 2079
_DIGITS = str.maketrans("olis", "0115")
_ROMAN_ONES = str.maketrans("1l", "ii")
_NUMERIC = re.compile(
    r"(?<![\d.-])(?:(?<!/)|(?=\d{1,2}[.-])|(?<=[\w.]/)(?=\d\d/\d\d/20\d\d))(?P<day>[0-3o]?[0-9olis]"
    r"|[89]\d)\s?[./-]\s?"
    r"(?P<month>[01o]?[0-9olis]|[ivx]{1,4}|[il1]{0,2}[vx][il1]{0,3}"
    r"|[89][1-9](?=\s?[./-]\s?2[0o89]\d\d))"
    r"\s?[./-]\s?(?P<year>(?:19|2[0o89])[0-9olis]{2}|\d{2})(?![\d/]|[.-]\d)"
)
_ISO = re.compile(r"(?<![\d/.-])(?P<year>(?:19|20)\d{2})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)(?:-a|-lea)?[\s.-]{1,3}(?:luna\s+)?(?P<month>[a-z]{3,11})\.?"
    r"[\s,-]{1,3}(?:anul\s+)?(?P<year>(?:19|2[089])\d{2})(?!\d)"
)
_ENGLISH = re.compile(
    r"\b(?P<month>january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov"
    r"|dec)\.? (?P<day>[0-3]?\d), (?P<year>(?:19|20)\d{2})(?!\d)"
)
"""As mail programs set to English print it: Sunday, August 16, 2026."""
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})[.,]? (?P<month>[a-z]{3,10})\.? (?P<day>[0-3]?\d)(?!\d)"
)
"""As Hungarians write it: 2026. április 14."""
_OTHER_MONTHS = {
    "jan": 1, "january": 1, "february": 2, "march": 3, "may": 5, "jun": 6, "june": 6, "jul": 7,
    "july": 7, "october": 10, "november": 11, "januar": 1, "februar": 2, "marcius": 3, "majus": 5,
    "junius": 6, "julius": 7, "augusztus": 8, "szeptember": 9, "oktober": 10,
}  # fmt: skip
"""English and Hungarian ones that are too far from the Romanian name to be read as it."""
_SHORT_YEAR = re.compile(
    r"(?<![\d.-])(?P<day>[0-3]?\d)[-/ ](?P<month>[a-z]{3,4})\.?[-/ ](?P<year>\d{2})(?![\w-])"
)
"""As spreadsheets print it: 08-Aug-24."""
_ROMAN_MONTH = re.compile(
    r"(?<!\d)(?P<day>[0-3]?\d)\s+(?P<month>[ivx]{1,4})\s+(?P<year>(?:19|20)\d{2})(?!\d)"
)
_SPACED = re.compile(
    r"(?<=\bdin )(?P<day>[0-3]\d) (?P<month>[01]\d) (?P<year>20\d{2})(?![\d./-]| \d)"
)
"""Behind *din*, whose dots the engine lost."""
_FORM = re.compile(
    r"ziua[\s.:_]*(?P<day>\d{1,2})[\s.,:_]*luna[\s.:_]*(?P<month>\w{1,11})"
    r"[\s.,:_]*anul[\s.:_]*(?P<year>(?:19|20)\d{2})"
)

_COURTS_FORM = re.compile(
    r"anul[\s.:_]*(?P<year>(?:19|20)\d{2})[\s.,:_]*luna[\s.:_]*(?P<month>\w{1,11})"
    r"[\s.,:_]*ziua[\s.:_]*(?P<day>\d{1,2})(?!\d)"
)
"""As courts' programs print it: *anul 2024, luna noiembrie, ziua 01*."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date with its span in the plain text."""

    on: date
    start: int
    end: int


_FORMS = (
    _FORM, _COURTS_FORM, _ISO, _NUMERIC, _WORDS, _ENGLISH, _YEAR_FIRST, _SHORT_YEAR, _ROMAN_MONTH,
    _SPACED, SPELLED,
)  # fmt: skip
_DIGIT = re.compile(r"\d")
_KEPT = 512
"""So many lines' dates are kept: every finder asks for them."""


def dates_in(plain: str) -> Iterator[FoundDate]:
    """Give every date of a plain text (see ``paper.plain``), in order, spans never overlapping."""
    return iter(_dates_in(plain))


@lru_cache(maxsize=_KEPT)
def _dates_in(plain: str) -> tuple[FoundDate, ...]:
    found = [
        FoundDate(on, match.start(), match.end())
        for pattern in (_FORMS if _DIGIT.search(plain) else (SPELLED,))
        for match in pattern.finditer(plain)
        if (on := _date(match)) is not None
    ]
    apart: list[FoundDate] = []
    for each in sorted(found, key=lambda f: (f.start, -f.end)):
        if not apart or each.start >= apart[-1].end:
            apart.append(each)
    return tuple(apart)


def month_number(word: str) -> int | None:
    """Give the month that a plain word names, a letter or two misread."""
    if word in _ROMAN:
        return _ROMAN[word]
    if word in _OTHER_MONTHS:
        return _OTHER_MONTHS[word]
    if word in _SHORT:
        return _SHORT[word]
    if len(word) < 3:
        return None
    mended = word.replace("rn", "m") if word not in _MONTHS else word
    likely = process.extractOne(mended, _MONTHS, scorer=fuzz.ratio, score_cutoff=78)
    return likely[2] + 1 if likely else None


def _date(match: re.Match[str]) -> date | None:
    month_word = match["month"]
    if re.search(r"[vx]", month_word) and len(month_word) <= 4:
        month_word = month_word.translate(_ROMAN_ONES)
    month = month_number(month_word) if month_word.isalpha() else None
    try:
        if match.re is SPELLED:
            day, year = day_and_year(match)
            return date(year, month, day) if month else None
        day = int(re.sub(r"^[89](?=\d)", "0", match["day"].translate(_DIGITS)))
        year = int(re.sub(r"^2[89]", "20", match["year"].translate(_DIGITS)))
        month = month or int(re.sub(r"^[89](?=\d)", "0", month_word.translate(_DIGITS)))
        on = date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    return on if _EARLIEST <= on.year <= _LATEST else None
