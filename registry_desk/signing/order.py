"""What a batch tells the worker, and which troubles end it."""

from dataclasses import dataclass

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.values import SignJob, Terms

_ABOUT_ONE_FILE = (
    "not_a_pdf",
    "pdf_unsignable",
    "pdf_locked",
    "pdf_certified",
    "shown_file_changed",
    "source_missing",
)


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """What a batch needs to know in the worker."""

    serial: str
    certificate_id: str | None
    pin: str | None
    """None where the reader has a pad of its own."""
    jobs: tuple[SignJob, ...]
    terms: Terms
    language: str

    def __repr__(self) -> str:
        """Show everything but the PIN."""
        return f"BatchOrder({self.serial}, {len(self.jobs)} jobs)"


def stops_batch(error: RegistryDeskError) -> bool:
    """Tell whether the next document would meet the same trouble."""
    return error.code not in _ABOUT_ONE_FILE
