"""What a field read twice is worth: the share of letters in which such a reading was right.

Source: logistic regressions on 307 letters of eight sets, the rules as they stood when each set was
first seen, the second reading fitted without the set. Asked of a set they were not fitted on, the
quarters of numbers by what was told were right so often (told and right): 0.88 and 0.88 to 0.99 and
0.97. Names and subjects: see ``name_choice`` and ``subject_choice``.
"""

import math

from registry_desk.model.document import Kind
from registry_desk.prefill.agreement import log_odds
from registry_desk.prefill.findings import THRESHOLD, Finding
from registry_desk.prefill.second_reading import Likelihood

_WEIGHTS = {
    "sender_registration_number": (2.52, 0.39, 0.34, 0.02, 0.15),
}
"""For a field: alone, by the rules' score, its line's likelihood, the best line's, the next's."""
MEASURED = frozenset(_WEIGHTS)
"""The fields that have a measure here; the others are told by ``calibration``."""
_LEAST = {"subject": 0.6, "sender_name": 0.55, "kind": 0.6}
"""Of nine subjects from 0.55 to 0.6 four were right, each set asked without it; of twelve names
below 0.55 five, of fourteen kinds below 0.6 six."""
_OF_KIND = (0.09, 1.22, 0.83, -0.06, 0.23, -0.05)
"""Fitted on the kinds that both readings add up to, the three newest sets counted three times: told
of a set left out, of the kinds from 0.9 on 402 of 406 were right, below it 19 of 27."""
_NO_RULE = -5.0
_HIGHEST = 0.99


def worth(name: str, score: float, own: float, likelihood: Likelihood) -> float:
    """Give the probability that a reading of a measured field is right.

    Args:
        name: the field.
        score: the rules', after the engine's doubts.
        own: likelihood of the value's line.
        likelihood: of all lines.
    """
    alone, *weights = _WEIGHTS[name]
    told = (score, own, likelihood.highest, likelihood.second)
    total = alone + sum(w * log_odds(p) for w, p in zip(weights, told, strict=True))
    return _probability(total)


def least(name: str) -> float:
    """Give the probability below which a field stays empty."""
    return _LEAST.get(name, THRESHOLD)


def worth_of_kind(rules: Finding | None, agreed: Finding, likely: dict[Kind, float]) -> float:
    """Give the probability that a kind is right."""
    is_of_rules = rules is not None and rules.value == agreed.value
    best = max(likely, key=likely.__getitem__)
    alone, by_rules, by_score, by_second, by_best, by_own = _OF_KIND
    total = alone + by_best * log_odds(likely[best])
    total += (by_rules + by_score * log_odds(agreed.score)) if is_of_rules else 0.0
    total += by_second if agreed.value == best.value else 0.0
    total += by_own * (log_odds(likely[Kind(str(rules.value))]) if rules else _NO_RULE)
    return _probability(total)


def _probability(total: float) -> float:
    return round(min(_HIGHEST, 1 / (1 + math.exp(-total))), 3)
