"""Who reads pages at this desk; plain values that load no stage."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry_desk.model.department import Department
from registry_desk.reading import PageReaders, ReadingSettings


@dataclass(frozen=True, slots=True)
class ReadingRoom:
    """What reading needs at this desk."""

    readers: PageReaders
    settings: ReadingSettings
    departments: Sequence[Department]
    separator_key: bytes | None = None
