"""What can stop a page on its way through the stages, and a farm."""

from registry_desk.errors import DamagedError, RefusedError, UnavailableError


class PageBrokeReader(DamagedError):
    """A worker ended on this page, alone with it, twice."""

    code = "page_broke_reader"


class PageTookTooLong(DamagedError):
    """The page was stopped at its time limit."""

    code = "page_took_too_long"


class FarmNotInstalled(RefusedError):
    """The library that speaks with a farm is not installed here."""

    code = "farm_not_installed"


class FarmUnreachable(UnavailableError):
    """Nobody answers at the farm's address, or no machine has joined it."""

    code = "farm_unreachable"


class FarmUnlike(RefusedError):
    """The farm's machines do not have the same version of this program."""

    code = "farm_unlike"


class FarmLost(UnavailableError):
    """The farm went away in the middle; pages read so far are kept."""

    code = "farm_lost"
