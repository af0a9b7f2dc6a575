"""Paper and files come in, each page durable before it counts.

The way of a page: a driver in a process of its own (:mod:`.worker`) reads it, :mod:`.writer` makes
it durable, :mod:`.scanning` hands it on. What devices call their options is found out by meaning
(:mod:`.vocabulary`, :mod:`.roles`, :mod:`.abilities`, :mod:`.plan`). Network scanners are asked for
their own status besides (:mod:`.escl`). A watched folder (:mod:`.hot_folder`) and files
(:mod:`.files`) come in by the same door. Importing this package loads no driver and no image
library.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from registry_desk.intake.capture import (
        CapturedPage,
        Prompt,
        Scanner,
        ScanOutcome,
        ScanSettings,
    )
    from registry_desk.intake.finding import find_scanners
    from registry_desk.intake.hot_folder import DroppedFile, watch_folder
    from registry_desk.intake.scanning import scan

__all__ = [
    "CapturedPage",
    "DroppedFile",
    "Prompt",
    "ScanOutcome",
    "ScanSettings",
    "Scanner",
    "find_scanners",
    "scan",
    "watch_folder",
]

_HOMES = {
    "CapturedPage": "capture",
    "DroppedFile": "hot_folder",
    "Prompt": "capture",
    "ScanOutcome": "capture",
    "ScanSettings": "capture",
    "Scanner": "capture",
    "find_scanners": "finding",
    "scan": "scanning",
    "watch_folder": "hot_folder",
}


def __getattr__(name: str) -> Any:
    """Load a name's module when it is asked for."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(name)
    return getattr(import_module(f"registry_desk.intake.{home}"), name)
