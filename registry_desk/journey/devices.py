"""The scanners of this desk, for faces that must not know the stages themselves."""

from registry_desk.intake import (
    Prompt,
    Scanner,
    ScanOutcome,
    ScanSettings,
    find_scanners,
)
from registry_desk.intake.faults import NoScanner

__all__ = ["NoScanner", "Prompt", "ScanOutcome", "ScanSettings", "Scanner", "find_scanners"]
