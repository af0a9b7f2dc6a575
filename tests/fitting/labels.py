"""Which lines of a paper hold which field, told by the truth of its letter."""

import re
from datetime import date

from rapidfuzz import fuzz

from registry_desk.prefill.folding import plain

_MONTHS = (
    *("ianuarie", "februarie", "martie", "aprilie", "mai", "iunie"),
    *("iulie", "august", "septembrie", "octombrie", "noiembrie", "decembrie"),
)
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")


def lines_with(paper, name, value):
    """Tell for each line of a paper whether it holds a field's true value."""
    return [bool(value) and _HOLDS[name](value, line.plain) for line in paper.lines]


def _name(value, line):
    name = plain(value)
    if len(line) >= 0.8 * len(name):
        return fuzz.partial_ratio(name, line) > 90
    return len(line) > max(7, 0.35 * len(name)) and fuzz.partial_ratio(line, name) > 92


def _most(value, line, *, token, share, kept=None):
    wanted = {word[:kept] for word in re.findall(token, plain(value))}
    found = {word[:kept] for word in re.findall(token, line)}
    return bool(wanted) and len(wanted & found) / len(wanted) >= share


def _subject(value, line):
    return _most(value, line, token="[a-z0-9]{4,}", share=0.5, kept=5)


def _address(value, line):
    return _most(value, line, token="[a-z0-9]{2,}", share=0.6)


def _number(value, line):
    digits = re.sub(r"\W", "", plain(str(value)))
    return bool(digits) and digits in re.sub(r"\W", "", line)


def _date(value, line):
    day = date.fromisoformat(value)
    month, roman = _MONTHS[day.month - 1], _ROMAN[day.month - 1]
    written = (
        f"{day:%d.%m.%Y}", f"{day.day}.{day:%m.%Y}", f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}",
        f"{day:%Y-%m-%d}", f"{day.day}{month}{day.year}", f"{day:%d}{month}{day.year}",
        f"{day.day}/{day:%m/%y}", f"{day.day}.{day.month}.{day.year}", f"{day.day}{month[:3]}",
        f"{day:%d}.{roman}.{day.year}", f"{day.day}.{roman}.{day.year}",
    )  # fmt: skip
    together = line.replace(" ", "")
    return any(one in together for one in written)


_HOLDS = {
    "sender_name": _name,
    "subject": _subject,
    "sender_registration_number": _number,
    "sender_date": _date,
    "sender_address": _address,
}
FIELDS = tuple(_HOLDS)
