"""What may be seen of a wording that could be a letter's subject: who reads it so, how, where."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import Enum
from statistics import mean

from registry_desk.prefill.agreement import lines_of, log_odds
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.headings import heads_matter
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.zones import Role

_WORD = re.compile("[a-z]{4,}")
_STEM = 5
_HEAD = 12
"""Headings stand among so many lines."""
_UNSEEN = 0.001
_MOST = 4
"""More of a thing says no more."""


class Reader(Enum):
    """Who reads a subject so."""

    RULES = "rules"
    LINE = "line"
    """The second reading, off one of its likeliest lines."""
    SENTENCE = "sentence"
    """A sentence that tells the matter in letters of this kind, …"""
    OTHER_SENTENCE = "other_sentence"
    """… or of another."""


class SubjectSigns:
    """The signs of a letter's wordings."""

    def __init__(
        self,
        paper: Paper,
        reading: SecondReading,
        rules: Finding | None,
        *,
        title: int | None,
        roles: Sequence[Role],
    ) -> None:
        self._paper, self._rules, self._roles = paper, rules, roles
        text = (number for number, line in enumerate(paper.lines) if is_running_text(line))
        self._text = next(text, len(paper.lines))
        self._likelihood = reading.of("subject")
        self._of_name = reading.of("sender_name").of_lines
        self._often = Counter(stems_of(paper.plain))
        lines = (line for line in paper.lines[:_HEAD] if not is_running_text(line))
        self._head = {stem for line in lines for stem in stems_of(line.plain)}
        self._title = set(stems_of(paper.lines[title].plain)) if title is not None else set()
        self._best = set(stems_of(paper.lines[self._likelihood.best].plain))
        self._said_by_rules = set(stems_of(plain(str(rules.value)))) if rules else set()

    def of(self, reader: Reader, found: Finding) -> dict[str, float]:
        """Give the signs of one wording by name."""
        signs = self._of_reader(reader, found) | self._of_lines(found) | self._of_words(found)
        return signs | {"bias": 1.0}

    def _of_reader(self, reader: Reader, found: Finding) -> dict[str, float]:
        stems = set(stems_of(plain(str(found.value))))
        is_rules = reader is Reader.RULES
        return {
            f"by_{reader.value}": 1.0,
            "rules_score": found.score if is_rules else 0.0,
            "score": found.score,
            "like_rules": len(stems & self._said_by_rules)
            / max(1, len(stems | self._said_by_rules)),
        }

    def _of_lines(self, found: Finding) -> dict[str, float]:
        """How likely its lines are, and where they stand."""
        paper, likely = self._paper, self._likelihood
        lines = lines_of(paper, found)
        place = paper.place(found.start, found.end)
        first, last = paper.line_at(found.start), paper.line_at(found.end - 1)
        own = max((likely.of_lines[line] for line in lines), default=_UNSEEN)
        before = paper.plain[paper.lines[first].start : found.start].rstrip()
        return {
            "own": log_odds(own),
            "mean": mean(log_odds(likely.of_lines[n]) for n in lines) if lines else -_MOST,
            "best": log_odds(likely.highest),
            "second": log_odds(likely.second),
            "behind": log_odds(likely.highest) - log_odds(own),
            "rank": float(min(_MOST, sum(other > own for other in likely.of_lines))),
            "mass": min(float(_MOST), sum(likely.of_lines)),
            "name": log_odds(self._of_name[first]),
            "engine": place.confidence if place else 1.0,
            "line": float(min(first, 30)),
            "over_text": float(first < self._text),
            "of_sender": float(self._roles[first] is Role.SENDER),
            "lines": float(last - first + 1),
            "off": found.start / max(1, len(paper.text)),
            "label": float(before.endswith(":") or self._is_under_section(first)),
        }

    def _is_under_section(self, line: int) -> bool:
        return line > 0 and heads_matter(self._paper.lines[line - 1])

    def _of_words(self, found: Finding) -> dict[str, float]:
        """What it says, and how much of it the letter says elsewhere."""
        value = str(found.value)
        stems = stems_of(plain(value))
        letters = [sign for sign in value if sign.isalpha()]
        return {
            "length": len(value) / 100,
            "stems": float(len(set(stems))),
            "dash": float(" – " in value),
            "large": sum(map(str.isupper, letters)) / max(1, len(letters)),
            "often": sum(min(_MOST, self._often[stem]) for stem in stems) / max(1, len(stems)),
            "in_head": _share(stems, self._head),
            "in_title": _share(stems, self._title),
            "in_best": _share(stems, self._best),
        }


def stems_of(words: str) -> list[str]:
    """Give what the longer of some plain words begin with."""
    return [word[:_STEM] for word in _WORD.findall(words)]


def _share(stems: Sequence[str], among: set[str]) -> float:
    return sum(stem in among for stem in stems) / max(1, len(stems))
