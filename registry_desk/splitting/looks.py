"""What may be seen of a page without knowing any rule: its words, how its lines lie, what it names.

A page is looked at twice: as one that may begin a document, and as the one before it.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry_desk.model.page import ReadPage, Word
from registry_desk.splitting.page_lines import (
    is_page_number,
    lines_of,
    median,
    page_number,
    text_of,
)

_TOKEN = re.compile(r"[a-z]+|\d+|[@:]")
_STEM, _LONGEST_NUMBER = 6, 6
_FIRST, _TOP, _LAST, _WORDS = 1, 7, 5, 12
"""So many lines are a page's beginning, its top, its end; so many of a line's words are seen."""
_END_BEFORE = 6
_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?(?:\d{1,2}|[ivx]+)\s?[./-]\s?\d{2,4}\b|\b\d{1,2} [a-z]{3,10} 20\d\d"
)
_REACHED = re.compile(r"@|\btel\b|telefon|(?:\+40|\b0)[237]\d\d[ ./-]?\d{3}[ ./-]?\d{3}")
_MAIL = re.compile(r"[\w.-]+@[\w.-]+")
_NUMBER = re.compile(r"\d[\d./]*\d")
_TELLING, _YEAR = 4, re.compile(r"(?:19|20)\d\d")
"""A number of so many digits that is no year is hardly met by chance on two pages."""
_RUNS, _SHORT = 6, 7
"""Running text has so many words on a line at least, a day that stands apart at most."""
_MOST_TOP, _MOST_END = 8, 7
_LOW, _FULL, _OPEN = 0.72, 0.8, 25
_OTHER_LETTERS, _OTHER_LEFT = 0.12, 0.03


@dataclass(frozen=True, slots=True)
class Look:
    """What one page shows."""

    begins: Mapping[str, float]
    """Signs of the page as one that may begin a document."""
    ends: Mapping[str, float]
    """Signs of the page as the one before."""
    letter_px: float
    """Median height of its words, in 300 dpi pixels."""
    left_share: float
    """Where its lines begin, as a share of the width."""
    numbers: frozenset[str]
    """Long numbers it names, their digits alone."""
    mails: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Lines:
    words: Sequence[Sequence[Word]]
    plain: Sequence[str]
    runs: Sequence[bool]
    width: float
    height: float
    number: int | None
    of: int | None

    @property
    def first(self) -> int:
        """Give the first line of running text."""
        return next((n for n, runs in enumerate(self.runs) if runs), len(self.runs))

    @property
    def behind(self) -> int:
        """Give the line behind the last one of running text."""
        return max((n + 1 for n, runs in enumerate(self.runs) if runs), default=0)

    @property
    def apart(self) -> int:
        """Count the lines at the end that are no running text."""
        return len(self.runs) - self.behind

    def share(self, seen: Iterable[object]) -> float:
        """Give the share of lines of which something is seen."""
        return sum(map(bool, seen)) / max(1, len(self.plain))


def look_at(page: ReadPage) -> Look:
    """Look at one written page."""
    lines = _lines(page)
    stems = [_stems(text) for text in lines.plain]
    scale = 300 / page.cleaned.cleaned_dpi
    text = " ".join(lines.plain)
    height = median([word.box.height for line in lines.words for word in line])
    numbers = (found for found in _NUMBER.findall(text) if not _YEAR.fullmatch(found))
    return Look(
        begins={**_words(stems), **_lie(lines), **_named(lines), **_set(lines, height)},
        ends={**_evenly(_of("p", stems[-_END_BEFORE:]), 1.0), **_ends(lines)},
        letter_px=height * scale,
        left_share=median([line[0].box.x for line in lines.words]) / lines.width,
        numbers=frozenset(d for n in numbers if len(d := re.sub(r"\D", "", n)) >= _TELLING),
        mails=frozenset(_MAIL.findall(text)),
    )


def signs_between(before: Look, here: Look) -> dict[str, float]:
    """Give the signs that two pages show beside each other."""
    signs = {**here.begins, **before.ends}
    if before.letter_px and here.letter_px:
        unlike = abs(math.log(here.letter_px / before.letter_px))
        signs["letters"] = min(1.0, unlike / _OTHER_LETTERS)
    signs["left"] = float(abs(here.left_share - before.left_share) > _OTHER_LEFT)
    signs["same_number"] = min(2, len(before.numbers & here.numbers)) / 2
    is_known = bool(before.mails and here.mails)
    signs["other_mail"] = float(is_known and not before.mails & here.mails)
    signs["signed_twice"] = float(not before.ends.get("p_apart0")) * here.begins["date_end"]
    return signs


def runs_on(line: Sequence[Word]) -> bool:
    """Tell a line of running text: many words, most of them in small letters."""
    return len(line) >= _RUNS and 2 * sum(w.text[:1].islower() for w in line) >= len(line)


def _lines(page: ReadPage) -> _Lines:
    gathered = lines_of([word for word in page.text.words if word.confidence > 0.3])
    told = [(line, text_of(line)) for line in gathered]
    number, of = page_number([text for _, text in told])
    said = [(line, text) for line, text in told if not is_page_number(text)]
    sides = (float(page.cleaned.width_px), float(page.cleaned.height_px))
    width, height = sides if page.cleaned.rotation_deg % 180 == 0 else sides[::-1]
    return _Lines(
        words=[line for line, _ in said],
        plain=[text for _, text in said],
        runs=[runs_on(line) for line, _ in said],
        width=max(1.0, width),
        height=max(1.0, height),
        number=number,
        of=of,
    )


def _stems(text: str) -> list[str]:
    return [
        f"#{min(len(token), _LONGEST_NUMBER)}" if token.isdigit() else token[:_STEM]
        for token in _TOKEN.findall(text)
        if len(token) > 1 or not token.isalpha()
    ]


def _of(place: str, lines: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"{place}={stem}" for line in lines for stem in line[:_WORDS])


def _evenly(names: Iterable[str], much: float) -> dict[str, float]:
    """Let a page of many words weigh no more than one of few."""
    once = dict.fromkeys(names)
    return dict.fromkeys(once, much / max(1.0, len(once)) ** 0.5)


def _words(stems: Sequence[Sequence[str]]) -> dict[str, float]:
    everywhere = (f"w={stem}" for line in stems for stem in line)
    parts = (("f", stems[:_FIRST]), ("t", stems[:_TOP]), ("e", stems[-_LAST:]))
    return _evenly([*everywhere, *(name for part in parts for name in _of(*part))], 2.0)


def _lie(lines: _Lines) -> dict[str, float]:
    """Tell how lines lie: a head of short lines, running text, a table, a signature."""
    plain, first = lines.plain, lines.first
    head = max(1, min(first, _MOST_TOP))
    return {
        f"top{min(first, _MOST_TOP)}": 1.0,
        f"apart{min(lines.apart, _MOST_END)}": 1.0,
        "lines": math.log(len(plain) + 1),
        "runs": lines.share(lines.runs),
        "numbered_rows": lines.share(text[:1].isdigit() for text in plain),
        "of_numbers": lines.share(len(re.findall(r"\d+", text)) > 1 for text in plain),
        "indented": sum(x[0].box.x > 0.45 * lines.width for x in lines.words[:head]) / head,
        "number": float(lines.number is not None and lines.number > 1),
    }


def _named(lines: _Lines) -> dict[str, float]:
    """Tell where a page names a day, a way to reach somebody, whom it speaks to."""
    plain, first, behind = lines.plain, lines.first, lines.behind
    short = [(n, text) for n, text in enumerate(plain) if len(text.split()) <= _SHORT]
    dated = [n for n, text in short if _DATE.search(text)]
    reached = [n for n, text in enumerate(plain) if _REACHED.search(text)]
    end = len(plain) - _END_BEFORE
    return {
        "date": float(any(_DATE.search(text) for text in plain)),
        "date_top": float(any(n < min(first, _MOST_TOP) for n in dated)),
        "date_end": float(any(n >= max(behind, end) for n in dated)),
        "reached": float(bool(reached)),
        "reached_top": float(any(n < min(first, _MOST_TOP) for n in reached)),
        "reached_end": float(any(n >= max(behind, end + 2) for n in reached)),
        "speaks": float(any(n <= first and text[-1:] in {",", "!"} for n, text in short)),
        "tells": float(any(text.endswith(":") for text in plain[:_TOP])),
    }


def _set(lines: _Lines, height: float) -> dict[str, float]:
    """Tell how the first lines are set: in capitals, in larger letters, in mid sentence."""
    top = lines.words[:_MOST_TOP]
    texts = [" ".join(word.text for word in line) for line in top]
    capitals = sum(text.isupper() and sum(map(str.isalpha, text)) > 3 for text in texts)
    tallest = max((median([w.box.height for w in line]) for line in top), default=0.0)
    begin = texts[0] if texts else ""
    return {
        "capitals": min(3, capitals) / 3,
        "large": min(1.5, tallest / height - 1) if height else 0.0,
        "goes_on": float(begin[:1].islower() and len(begin.split()) >= 3),
        "runs_first": float(bool(lines.runs) and lines.runs[0]),
        "upper_first": float(begin.isupper()),
        "digit_first": float(begin[:1].isdigit()),
        "dash_first": float(begin[:1] in {"-", "–", "•", "*"}),
    }


def _ends(lines: _Lines) -> dict[str, float]:
    last = " ".join(word.text for word in lines.words[-1]) if lines.words else ""
    bottom = max((w.box.bottom for line in lines.words for w in line), default=0) / lines.height
    named = _named(lines)
    is_open = bottom > _FULL and len(last) > _OPEN and last[-1] not in '.!?:;"”)'
    return {
        f"p_apart{min(lines.apart, _MOST_END)}": 1.0,
        "p_low": float(bottom < _LOW),
        "p_open": float(is_open),
        "p_runs_last": float(bool(lines.runs) and lines.runs[-1]),
        "p_runs": lines.share(lines.runs),
        "p_colon": float(last[-1:] in {":", ",", ";"}),
        "p_date_end": named["date_end"],
        "p_reached_end": named["reached_end"],
        "p_more": float(bool(lines.of) and lines.number != lines.of),
        "p_last": float(bool(lines.of) and lines.number == lines.of),
    }
