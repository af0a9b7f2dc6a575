"""What can stop a page on its way through the stages."""

from registry_desk.errors import DamagedError


class PageBrokeReader(DamagedError):
    """A worker ended on this page, alone with it, twice."""

    code = "page_broke_reader"


class PageTookTooLong(DamagedError):
    """The page was stopped at its time limit."""

    code = "page_took_too_long"
