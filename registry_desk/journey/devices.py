"""The scanners of this desk, for faces that must not know the stages themselves."""

from registry_desk.intake import (
    Prompt,
    Scanner,
    ScannerMissing,
    ScanOutcome,
    ScanSettings,
    find_scanners,
)

__all__ = ["Prompt", "ScanOutcome", "ScanSettings", "Scanner", "ScannerMissing", "find_scanners"]
