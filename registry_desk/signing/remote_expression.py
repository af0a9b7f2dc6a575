"""Which of several ways to prove who one is a signing service is content with.

Source: Cloud Signature Consortium, API 2.0.0.2, 11.4 (``auth/expression``: AND, OR, XOR, brackets).
"""

import re
from collections.abc import Sequence
from itertools import combinations

_LOOSEST_FIRST = ("OR", "XOR", "AND")
_MOST_OBJECTS = 8


def fewest_that_satisfy(
    expression: str, names: Sequence[str], *, among: Sequence[str]
) -> tuple[str, ...]:
    """Give the fewest names that make an expression true, the first ones named where several do.

    Args:
        expression: as ``PIN AND (OTP OR SMS)``.
        names: all that may stand in it.
        among: those that can be given here.

    Raises:
        ValueError: none do, or it is no such expression.
    """
    if len(names) > _MOST_OBJECTS:
        raise ValueError("too many ways")
    for count in range(1, len(among) + 1):
        for some in combinations(among, count):
            if _Expression(expression, names, given=some).holds():
                return some
    raise ValueError("no way that is known here")


class _Expression:
    """An expression, read from left to right for one choice of names."""

    def __init__(self, expression: str, names: Sequence[str], *, given: Sequence[str]) -> None:
        # Names may hold blanks; the longest first, so that none hides behind its beginning.
        words = sorted(map(re.escape, names), key=len, reverse=True)
        word = re.compile(rf"\s*({'|'.join([*words, *_LOOSEST_FIRST])}|[()])\s*")
        self._left: list[str] = word.findall(expression)
        if word.sub("", expression):
            raise ValueError(expression)
        self._names, self._given = set(names), set(given)

    def holds(self) -> bool:
        found = self._joined(0)
        if self._left:
            raise ValueError("words after its end")
        return found

    def _joined(self, level: int) -> bool:
        if level == len(_LOOSEST_FIRST):
            return self._one()
        found = self._joined(level + 1)
        word = _LOOSEST_FIRST[level]
        while self._left[:1] == [word]:
            del self._left[0]
            other = self._joined(level + 1)
            found = {"OR": found or other, "XOR": found != other, "AND": found and other}[word]
        return found

    def _one(self) -> bool:
        word = self._left.pop(0) if self._left else ""
        if word == "(":
            found = self._joined(0)
            if self._left[:1] != [")"]:
                raise ValueError("a bracket stays open")
            del self._left[0]
            return found
        if word not in self._names:
            raise ValueError(word)
        return word in self._given
