"""From files to documents: the one door to all stages between paper and PDF.

Importing this package is cheap; the heavy libraries are loaded in the workers.
"""

from registry_desk.reading.batch import process
from registry_desk.reading.errors import PageBrokeReader, PageTookTooLong
from registry_desk.reading.farm import Farm
from registry_desk.reading.proposal import Proposal, propose
from registry_desk.reading.readers import PageReaders
from registry_desk.reading.results import PageResult, ReadingSettings

__all__ = [
    "Farm",
    "PageBrokeReader",
    "PageReaders",
    "PageResult",
    "PageTookTooLong",
    "Proposal",
    "ReadingSettings",
    "process",
    "propose",
]
