"""Give lists page by page: what comes or goes meanwhile neither repeats nor hides a row."""

from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy

from registry_desk.wire.words import PAGE

Row = TypeVar("Row", bound=Model)


def page(found: "QuerySet[Row]", limit: int) -> list[Row]:
    """Give the first of what was found, one page at the most."""
    return list(found[: max(1, min(limit, PAGE))])


def in_order(*names: str) -> list[OrderBy]:
    """Order by fields; what has none comes last (databases differ in where they put it)."""
    return [F(name).asc(nulls_last=True) for name in names]


def behind(**last: Any) -> Q:
    """Give what a row must be to come after another one.

    Args:
        last: the fields of the order, each with that row's value; the last one tells any two rows
            apart. One without a value stands behind all that have one.
    """
    name, value = last.popitem()
    found = Q(**{f"{name}__gt": value})
    for name, value in reversed(last.items()):
        found &= Q(**{name: value})
        if value is not None:
            found |= Q(**{f"{name}__gt": value}) | Q(**{name: None})
    return found
