"""Modules that load when they are first used: the window stands before the stages are needed.

Used from a lane, the loading itself happens there.
"""

from importlib import import_module
from typing import Any


class Late:
    """Stands for a module until something of it is asked for."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
