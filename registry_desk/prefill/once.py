"""What is asked of a paper again and again is found once and kept as long as the paper is."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from registry_desk.prefill.paper import Paper

_More = ParamSpec("_More")
_Told = TypeVar("_Told")


def once_per_paper(
    find: Callable[Concatenate[Paper, _More], _Told],
) -> Callable[Concatenate[Paper, _More], _Told]:
    """Make a function of a paper remember what it gave; nobody may change what it gives."""
    known: WeakKeyDictionary[Paper, dict[object, _Told]] = WeakKeyDictionary()

    @wraps(find)
    def found(paper: Paper, /, *args: _More.args, **kwargs: _More.kwargs) -> _Told:
        of_paper = known.setdefault(paper, {})
        key = (args, tuple(kwargs.items()))
        if key not in of_paper:
            of_paper[key] = find(paper, *args, **kwargs)
        return of_paper[key]

    return found
