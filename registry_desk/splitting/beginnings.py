"""How likely a page begins a document, by what other pages that did so looked like.

The rules of ``split`` know words; this follows weights and knows none by name, so that a letter
that says nothing the rules know is still seen by its day, its signature, its other letters.

Source of the weights: a logistic regression (ridge, C = 1) over ``looks`` on 587 letters of
fourteen sets with templates of their own: the last page of one and the first of another of its set,
and what goes on: second pages, letters cut in two, typed enclosures (tests/fitting/beginnings.py).
Asked of sets left out, and added to the rules, it finds 99.3 % of 7,631 first pages (95.6 to 99.5
in the four sets the rules were made with least) and takes 5 % of the lower parts of cut letters and
16 % of the enclosures for beginnings. Of pages told with 0.4 to 0.6 a third began, of those with
0.6 to 0.8 seven in ten, with 0.8 to 0.95 nine.
"""

import json
from collections.abc import Mapping
from functools import cache

from registry_desk.resources import resource
from registry_desk.splitting.looks import Look, signs_between


def log_odds(before: Look, here: Look) -> float:
    """Give the log odds that a page begins a document behind another."""
    weights = _weights()
    signs = signs_between(before, here)
    return sum(weights.get(sign, 0.0) * much for sign, much in signs.items()) + weights["bias"]


@cache
def _weights() -> Mapping[str, float]:
    """Read the weights once."""
    with resource("beginnings.json").open(encoding="utf-8") as file:
        found: Mapping[str, float] = json.load(file)
    return found
