"""The scanners of this desk, for faces that must not know the stages themselves."""

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from registry_desk.errors import Cancelled
from registry_desk.intake.capture import ScanSettings
from registry_desk.intake.faults import NoScanner

__all__ = ["NoScanner", "ScanSettings", "first_scanner", "scan_one_page"]

_ENOUGH_BYTES = 50 << 20


class _NoPrompt:
    """Nobody is asked: one page needs no second stack."""

    def ask(self, code: str, **params: object) -> bool:
        return False


def first_scanner() -> str:
    """Give the name of the first scanner that is free.

    Raises:
        DeviceError: there is none.
    """
    from registry_desk.intake import find_scanners  # brings the network clients along

    found = [scanner for scanner in find_scanners() if not scanner.is_busy]
    if not found:
        raise NoScanner
    return found[0].name


def scan_one_page(device: str, settings: ScanSettings, folder: Path) -> Path:
    """Scan until the first page is there, to see that the scanner works.

    Args:
        device: its name; empty: the first one found.
        settings: how.
        folder: where the image goes.

    Returns:
        The image.

    Raises:
        DeviceError: there is no scanner, no paper, or it needs a hand.
    """
    from registry_desk.intake import scan

    pages: list[Path] = []
    source = "feeder" if settings.source == "manual_duplex" else settings.source
    with suppress(Cancelled):  # one page is enough
        scan(
            device or first_scanner(),
            replace(settings, source=source),
            folder,
            on_page=lambda page: pages.append(page.path),
            progress=lambda _done, _total: None,
            cancelled=lambda: bool(pages),
            prompt=_NoPrompt(),
            free_bytes_kept=_ENOUGH_BYTES,
        )
    return pages[0]
