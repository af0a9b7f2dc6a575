"""From files to documents: the one door to all stages between paper and PDF.

Importing this package is cheap; the heavy libraries are loaded in the workers.
"""

from typing import TYPE_CHECKING

from registry_desk.late import names_of

if TYPE_CHECKING:
    from registry_desk.reading.batch import process
    from registry_desk.reading.equipment import require_reading, require_second_engine
    from registry_desk.reading.errors import PageBrokeReader, PageTookTooLong
    from registry_desk.reading.farm import Farm
    from registry_desk.reading.office import KnownOffice
    from registry_desk.reading.proposal import Proposal, propose
    from registry_desk.reading.readers import PageReaders
    from registry_desk.reading.results import PageResult, ReadingSettings

__all__ = [
    "Farm",
    "KnownOffice",
    "PageBrokeReader",
    "PageReaders",
    "PageResult",
    "PageTookTooLong",
    "Proposal",
    "ReadingSettings",
    "process",
    "propose",
    "require_reading",
    "require_second_engine",
]

_HOMES = {
    "Farm": "farm",
    "KnownOffice": "office",
    "PageBrokeReader": "errors",
    "PageReaders": "readers",
    "PageResult": "results",
    "PageTookTooLong": "errors",
    "Proposal": "proposal",
    "ReadingSettings": "results",
    "process": "batch",
    "propose": "proposal",
    "require_reading": "equipment",
    "require_second_engine": "equipment",
}
__getattr__ = names_of(__name__, _HOMES)
