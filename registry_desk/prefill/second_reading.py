"""A second way of reading: what lines of other letters that held a field looked like.

The finders follow rules, this follows weights: for every line the likelihood that it holds the
sender's name, number, date, address, the subject; for the paper that of each kind. It knows no
rule and no word by name, so that its agreement says something.

Source of the weights: 1215 letters with their truth, of twenty sets with templates of their own
and typed ones. Logistic regressions over ``line_signs`` (lines: sparse by the sum of weights, C =
1; kinds: the 1000 strongest words and pairs of words of each, C = 100). Fitted without a set and
asked about it (779 letters) the likeliest line holds the date in 99 of 100 letters that have one,
the address in 98, the number in 96, the name in 91, the subject in 74; the likeliest kind is right
in 95 (in as many by words alone, but their log loss is 0.158, with pairs 0.137).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from registry_desk.model.document import Kind
from registry_desk.prefill.line_signs import signs_of_lines, words_of_paper
from registry_desk.prefill.paper import Paper
from registry_desk.resources import resource

_ENOUGH = 32
"""With fewer different words one of them decides too much."""
FIELDS = (
    "sender_name", "sender_address", "sender_registration_number", "sender_date", "subject",
)  # fmt: skip
"""The fields whose lines are known."""


class Weights:
    """What was learnt: of lines, of kinds, of choices among values."""

    def __init__(self, learnt: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
        of_kinds = learnt.get("kinds", {})
        self.kinds = tuple(map(Kind, of_kinds))
        self.of_word = _by_sign(list(of_kinds.values()))
        """For each word or pair of words what it weighs for every kind, in their order."""
        self.choice = learnt.get("choice", {})
        self.of_sign = _by_sign([learnt["lines"][name] for name in FIELDS])
        """For each sign of a line what it weighs for every field, in their order."""


def _by_sign(learnt: Sequence[Mapping[str, float]]) -> dict[str, tuple[float, ...]]:
    """Give for each sign its weights in the order of what was learnt."""
    signs = {sign for weights in learnt for sign in weights}
    return {sign: tuple(weights.get(sign, 0.0) for weights in learnt) for sign in signs}


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What the lines of a paper say of one field."""

    of_lines: tuple[float, ...]

    @property
    def best(self) -> int:
        """Give the likeliest line."""
        return max(range(len(self.of_lines)), key=self.of_lines.__getitem__)

    @property
    def highest(self) -> float:
        """Give the likelihood of the likeliest line."""
        return max(self.of_lines)

    @property
    def second(self) -> float:
        """Give that of the next one."""
        return sorted(self.of_lines)[-2] if len(self.of_lines) > 1 else 0.0


class SecondReading:
    """The likelihoods of one paper, reckoned when first asked for."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper

    @cached_property
    def _signs(self) -> list[dict[str, float]]:
        return signs_of_lines(self._paper)

    def of(self, name: str) -> Likelihood:
        """Give the likelihood of a field's lines."""
        return self._told[name]

    @cached_property
    def _told(self) -> dict[str, Likelihood]:
        """Give the likelihood of every field's lines: one look at each sign serves them all."""
        weights = _weights().of_sign
        told = [[_logistic(total) for total in _totals(weights, signs)] for signs in self._signs]
        return {
            name: Likelihood(tuple(of_line[place] for of_line in told))
            for place, name in enumerate(FIELDS)
        }

    def worth_of(self, name: str, signs: Mapping[str, float]) -> float:
        """Give the probability that a field's value of such signs is right."""
        return _logistic(_sum(_weights().choice[name], signs))

    @property
    def says_enough(self) -> bool:
        """Tell whether the paper has words enough to weigh its kind by."""
        return len({w for line in self._paper.lines for w in line.plain.split()}) >= _ENOUGH

    @cached_property
    def kinds(self) -> dict[Kind, float]:
        """Give the likelihood of each kind; they add up to one."""
        weights = _weights()
        totals = _totals(weights.of_word, words_of_paper(self._paper) | {"bias": 1.0})
        alone = {kind: _logistic(total) for kind, total in zip(weights.kinds, totals, strict=True)}
        total = sum(alone.values())
        return {kind: likelihood / total for kind, likelihood in alone.items()}


def _totals(weights: Mapping[str, tuple[float, ...]], signs: Mapping[str, float]) -> list[float]:
    """Add up for each thing learnt the weights of the signs that are seen."""
    totals = [0.0] * len(weights["bias"])
    for sign, much in signs.items():
        for place, weight in enumerate(weights.get(sign, ())):
            totals[place] += weight * much
    return totals


def _sum(weights: Mapping[str, float], signs: Mapping[str, float]) -> float:
    """Add up the weights of the signs that are seen; a paper's or line's bias is one of them."""
    return (
        sum(weights.get(sign, 0.0) * much for sign, much in signs.items() if sign != "bias")
        + (weights["bias"])
    )


def _logistic(total: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> Weights:
    """Read the weights once."""
    with resource("second_reading.json").open(encoding="utf-8") as file:
        return Weights(json.load(file))
