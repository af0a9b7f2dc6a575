"""What goes wrong at a scanner, each with what a hand does next.

``page`` in the parameters is the place in the batch of the page that was not captured,
``sheet`` the sheet of this scan that goes back into the feeder first.
"""

from registry_desk.errors import DeviceError, UnavailableError
from registry_desk.i18n import text


class FeederJammed(DeviceError):
    """Paper is stuck in the feeder."""

    code = "feeder_jammed"


class CoverOpen(DeviceError):
    """The feeder's or the scanner's cover is open."""

    code = "cover_open"


class DoubleFeed(DeviceError):
    """The feeder took several sheets at once."""

    code = "double_feed"


class FeederEmpty(DeviceError):
    """There was no paper to begin with."""

    code = "feeder_empty"


class FeederStopped(DeviceError):
    """The feeder stopped without a reason although sheets still lie in it."""

    code = "feeder_stopped"


class ScannerMissing(DeviceError):
    """No scanner of this name answers."""

    code = "scanner_missing"


class NoScanner(DeviceError):
    """No scanner answers here at all."""

    code = "no_scanner"


class ScannerUnplugged(DeviceError):
    """The scanner went away in the middle of the work."""

    code = "scanner_unplugged"


class ScannerBusy(DeviceError):
    """Another desk or program uses the scanner."""

    code = "scanner_busy"


class ScannerHangs(DeviceError):
    """The scanner or its driver gave no sign of life for too long."""

    code = "scanner_hangs"


class ScannerCrashed(DeviceError):
    """The scanner's driver died; it lives in a process of its own."""

    code = "scanner_crashed"


class ScannerFailed(DeviceError):
    """The driver stopped with a reason that names no cause a hand could clear."""

    code = "scanner_failed"


class ScannerDenied(DeviceError):
    """The system does not let this user reach the scanner."""

    code = "scanner_denied"


class ScannerLacks(DeviceError):
    """The scanner has not the paper source that was asked of it."""

    code = "scanner_lacks"

    @property
    def message(self) -> str:
        """Say what it has not, in the language in use."""
        return text("error.scanner_lacks", what=text(f"source.{self.params.get('what')}"))


class OptionRefused(DeviceError):
    """The scanner has no such option, or does not take the value."""

    code = "scanner_option_refused"


class PageTruncated(DeviceError):
    """A page arrived incomplete: cut short or with a flat gray lower part."""

    code = "page_truncated"


class DepthUnsupported(DeviceError):
    """The scanner gives only 16 bits per sample, which the driver's door garbles."""

    code = "depth_unsupported"


class DiskFullScan(DeviceError):
    """The disk has no room for another page; the scanner was stopped before one was lost."""

    code = "disk_full_scan"


class StacksDiffer(DeviceError):
    """In manual duplex the backs are not as many as the fronts."""

    code = "stacks_differ"


class DriversMissing(DeviceError):
    """SANE or its Python door is not installed."""

    code = "drivers_missing"


class SearchTimedOut(DeviceError):
    """The drivers did not finish looking for scanners."""

    code = "scanner_search_timed_out"


class FolderAway(UnavailableError):
    """A watched folder cannot be reached now."""

    code = "folder_away"
