"""The kind after both readings: what speaks for each by the rules and by the second one, added up.

Source of the weight: 497 letters of twelve sets, the second reading fitted without the set asked.
Rules alone tell 480 kinds right, the second reading alone 456; where the one gave way to the other
from some likelihood on, 481 were right, added up 486; of the 126 letters of the three sets that
the rules were not made with 120 instead of 118.
"""

import math
from collections.abc import Mapping

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.kinds import KindWeight, of_weights, told_as, weighed
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading

_BY_SECOND = 1.3
"""What the logarithm of the second reading's likelihood weighs beside the rules' weights."""
_HIGHEST = 8.0
_DOUBT = 0.02
"""No kind is less likely than this lets it be."""
_LIKELY = 0.55
"""A kind that no rule tells is told from this likelihood on."""
_SCORE = 0.83


def kind_chosen(paper: Paper, second: SecondReading) -> tuple[Finding | None, Finding | None]:
    """Give the kind the rules tell, and that of both readings; None where too little speaks.

    Of a paper of few words the second reading says too little to be asked where the rules tell.
    """
    weights = weighed(paper)
    rules = of_weights(paper, weights)
    if rules is not None and not second.says_enough:
        return rules, rules
    speaks = {kind: _speaks(kind, weights, second) for kind in second.kinds}
    best = max(speaks, key=speaks.__getitem__)
    if rules is None and second.kinds[best] < _LIKELY:
        return None, None
    if rules is not None and rules.value == best.value:
        return rules, rules
    if best in weights:
        return rules, told_as(paper, best, weights[best], _SCORE)
    return rules, Finding(best.value, _SCORE, 0, 0, reason="reason.words")


def _speaks(kind: Kind, weights: Mapping[Kind, KindWeight], second: SecondReading) -> float:
    by_rules = min(_HIGHEST, weights[kind].total) if kind in weights else 0.0
    return by_rules + _BY_SECOND * math.log(second.kinds[kind] + _DOUBT)
