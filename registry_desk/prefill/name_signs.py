"""What may be seen of a name that could be the sender's: who reads it, how likely, of what form."""

import re

from registry_desk.prefill.address_end import STREET
from registry_desk.prefill.agreement import lines_of, log_odds
from registry_desk.prefill.contacts import is_in_mail
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import firm_end, is_institution, person_alone
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import FIELDS, SecondReading

_WORD = re.compile(r"\w{3,}")
_MOST, _LEAST_REPEATED = 4, 5
_NO_RULES = -7.0
_UNSEEN = 0.001


class NameSigns:
    """The signs of a letter's names."""

    def __init__(self, paper: Paper, reading: SecondReading, rules: Finding | None) -> None:
        self._paper, self._rules = paper, rules
        self._likelihood = reading.of("sender_name")
        self._others = {other: reading.of(other) for other in FIELDS if other != "sender_name"}

    def of(self, found: Finding) -> dict[str, float]:
        """Give the signs of one of them."""
        words = self._of_words(str(found.value))
        return self._of_readers(found) | self._of_lines(found) | words | {"bias": 1.0}

    def _of_readers(self, found: Finding) -> dict[str, float]:
        rules, is_rules = self._rules, found is self._rules
        said, told = _words(found), _words(rules) if rules else set()
        is_other = rules is not None and not is_rules
        return {
            "by_rules": float(is_rules),
            "score": found.score if is_rules else 0.0,
            "rules_own": self._own(rules) if rules and is_other else _NO_RULES,
            "like_rules": len(said & told) / max(1, len(said | told)),
        }

    def _own(self, found: Finding) -> float:
        lines = lines_of(self._paper, found)
        likely = self._likelihood.of_lines
        return log_odds(max((likely[line] for line in lines), default=_UNSEEN))

    def _of_lines(self, found: Finding) -> dict[str, float]:
        paper, likely = self._paper, self._likelihood
        own, highest = self._own(found), log_odds(likely.highest)
        first, last = paper.line_at(found.start), paper.line_at(found.end - 1)
        before = paper.plain[paper.lines[first].start : found.start].rstrip()
        place = paper.place(found.start, found.end)
        signs = {
            "own": own,
            "best": highest,
            "second": log_odds(likely.second),
            "behind": highest - own,
            "rank": float(sum(log_odds(other) > own for other in likely.of_lines)),
            "mass": min(float(_MOST), sum(likely.of_lines)),
            "is_best": float(likely.best in lines_of(paper, found)),
            "engine": place.confidence if place else 1.0,
            "lines": float(last - first + 1),
            "label": float(before.endswith(":")),
            "before": float(len(before.split())),
        }
        of_others = {other: log_odds(told.of_lines[first]) for other, told in self._others.items()}
        return signs | of_others

    def _of_words(self, value: str) -> dict[str, float]:
        flat = plain(value)
        best = self._paper.lines[self._likelihood.best].plain
        long = [word[:5] for word in re.findall(r"\w{4,}", flat)]
        often = min(_MOST, self._paper.plain.count(flat)) if len(flat) >= _LEAST_REPEATED else 0
        return {
            "in_best": sum(word in best for word in long) / max(1, len(long)),
            "institution": float(is_institution(flat)),
            "firm": float(firm_end(flat) is not None),
            "person": float(person_alone(value) is not None),
            "mail": float(is_in_mail(self._paper, value)),
            "street": float(STREET.search(flat + " ") is not None),
            "number": float(" nr" in flat),
            "words": float(len(flat.split())),
            "digits": sum(map(str.isdigit, value)) / max(1, len(value)),
            "often": float(often),
        } | {sign: float(value.count(sign)) for sign in ",:@"}


def _words(found: Finding) -> set[str]:
    return set(_WORD.findall(plain(str(found.value))))
