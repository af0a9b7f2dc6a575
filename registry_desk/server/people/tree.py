"""Departments as a tree: who stands above whom, and what lies beneath."""

from collections.abc import Iterable

from registry_desk.server.people.models import Department


def beneath(code: str) -> frozenset[str]:
    """Give every department under one, however deep."""
    above = dict(Department.objects.exclude(parent=None).values_list("code", "parent"))
    return frozenset(found for found in above if code in _way_up(found, above))


def order(departments: Iterable[Department]) -> list[tuple[int, Department]]:
    """Give departments as a tree is read: each with its depth, children after their parent."""
    children: dict[str | None, list[Department]] = {}
    every = list(departments)
    codes = {found.code for found in every}
    for found in every:
        parent = found.parent_id if found.parent_id in codes else None
        children.setdefault(parent, []).append(found)

    def walk(parent: str | None, depth: int) -> list[tuple[int, Department]]:
        return [
            row
            for found in children.get(parent, ())
            for row in ((depth, found), *walk(found.code, depth + 1))
        ]

    return walk(None, 0)


def is_circle(code: str, parent: str) -> bool:
    """Tell whether a department put under ``parent`` would stand above itself."""
    above = dict(Department.objects.exclude(parent=None).values_list("code", "parent"))
    return parent == code or code in _way_up(parent, above)


def _way_up(code: str, above: dict[str, str | None]) -> list[str]:
    """Give the departments above one; a circle, which cannot be entered, would end the way."""
    way: list[str] = []
    while (parent := above.get(code)) is not None and parent not in way:
        way.append(parent)
        code = parent
    return way
