"""Two ways of reading compared: where they agree a field is sure, where not it is told or left.

The rules' value stands, unless the second reading is sure of another line and finds the rules'
line unlikely; where the rules find nothing it fills in what it is sure of. What a reading is worth
is reckoned from the rules' score and the likelihood of the lines.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.foot import foot_name
from registry_desk.prefill.letterhead import has_private_letterhead
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.second_reading import Likelihood, SecondReading
from registry_desk.prefill.second_values import value_in
from registry_desk.prefill.zones import Role


@dataclass(frozen=True, slots=True)
class _Trust:
    """How far the second reading is followed for a field."""

    fills_from: float
    """It fills an empty field with a line of this likelihood."""
    replaces_from: float
    """It takes the place of the rules' value with a line of this likelihood, …"""


_BY = 1.5
"""… that is so much likelier (in log odds) than the rules' line."""
_NEVER = 2.0
_OF_PEOPLE = (Kind.PETITION, Kind.COMPLAINT, Kind.INFORMATION_REQUEST)
"""People cite the numbers of others more often than they number letters themselves."""
_TRUST = {
    "sender_address": _Trust(0.4, 0.69),
    "sender_registration_number": _Trust(0.3, _NEVER),
    "sender_date": _Trust(0.45, 0.8),
}
_ANNOUNCED = 0.9
"""A date of this score stands behind what announces it: *expediată: …*."""
_UNSEEN = 0.02
"""The likelihood of a value that stands in no line as it is told."""
_PART = 6
"""Fewer signs say nothing."""
_STEM = 5
_CLOSE = 1.0
"""Lines of one paragraph stand no further apart, in line heights."""


def agreed(
    paper: Paper,
    name: str,
    found: Finding | None,
    reading: SecondReading,
    roles: Sequence[Role],
    kind: Kind | None,
) -> Finding | None:
    """Give a field's value after both readings; its worth is told by ``calibrated``."""
    likelihood, trust = reading.of(name), _TRUST[name]
    if roles[likelihood.best] is Role.ADDRESSEE:
        return found
    if found is None:
        is_numbered = kind not in _OF_PEOPLE or _bears_name(paper)
        may_fill = name != "sender_registration_number" or is_numbered
        is_sure = likelihood.highest >= trust.fills_from and may_fill
        is_sure = is_sure and not _goes_on(paper, likelihood.best)
        return value_in(paper, name, likelihood.best) if is_sure else None
    own = likelihood_of(paper, found, likelihood)
    is_likelier = log_odds(likelihood.highest) - log_odds(own) >= _BY
    is_clear = name == "sender_address" and kind is Kind.SUMMONS
    is_clear = is_clear or (name == "sender_date" and found.score >= _ANNOUNCED)
    if likelihood.highest < trust.replaces_from or is_clear or not is_likelier:
        return found
    return value_in(paper, name, likelihood.best) or found


def _goes_on(paper: Paper, number: int) -> bool:
    """Tell the last line of a paragraph: what it holds is told of something else."""
    line, above = paper.lines[number], paper.lines[max(0, number - 1)]
    is_close = number > 0 and paper.gap_above(number) < _CLOSE
    return is_close and line.text[:1].islower() and is_running_text(above)


def _bears_name(paper: Paper) -> bool:
    return has_private_letterhead(paper) or foot_name(paper) is not None


def likelihood_of(paper: Paper, found: Finding, likelihood: Likelihood) -> float:
    """Give the likelihood of the likeliest line that holds a value."""
    return max((likelihood.of_lines[n] for n in lines_of(paper, found)), default=_UNSEEN)


def lines_of(paper: Paper, found: Finding) -> set[int]:
    """Give the lines a value was read from, others that say it again, and those it is made of."""
    said = plain(str(found.value))
    stems = _stems(said)
    again = {
        number
        for number, line in enumerate(paper.lines)
        if (len(said) >= _PART and said in line.plain)
        or ((own := _stems(line.plain)) and own <= stems)
    }
    if found.end <= found.start:
        return again
    return again | {*range(paper.line_at(found.start), paper.line_at(found.end - 1) + 1)}


def _stems(words: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z]{4,}", words)}


def log_odds(likelihood: float) -> float:
    """Give the logarithm of the odds, kept within bounds."""
    bounded = min(max(likelihood, 0.001), 0.999)
    return math.log(bounded / (1 - bounded))
