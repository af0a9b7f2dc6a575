"""Names of a package that are loaded when they are first asked for.

A package with many rooms is a door: whoever wants one room does not wait for the others to be
built. Source: PEP 562.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_of(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """Give the ``__getattr__`` of a package.

    Args:
        package: its ``__name__``.
        homes: public name to the module in the package that has it.
    """

    def loaded(name: str) -> Any:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{home}"), name)

    return loaded
