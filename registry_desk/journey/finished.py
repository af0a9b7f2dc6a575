"""What arrives finished stays byte for byte; a registration sheet beside it says what it was.

Source: ARCHITECTURE, "What is altered and what never".
"""

from pathlib import Path

from registry_desk.durable import sha256_of
from registry_desk.journey.records import PageRecord
from registry_desk.pdf import RegistrationSheet, registration_sheet
from registry_desk.signing import Trust, verify
from registry_desk.wire import Entry


def make_sheet(
    original: Path,
    target: Path,
    *,
    entry: Entry,
    institution: str,
    first_page: PageRecord,
    trust: Trust | tuple[Path, ...],
) -> str:
    """Make the sheet of a file: its number, its hash, what its signatures are worth now.

    Returns:
        SHA-256 of the sheet, hexadecimal.
    """
    verdict = verify(original, trust=trust, is_offline=True)
    return registration_sheet(
        RegistrationSheet(
            institution=institution,
            number=entry.number,
            registered_at=entry.registered_at,
            file_name=first_page.source,
            size_bytes=original.stat().st_size,
            sha256=sha256_of(original),
            verdict=verdict.verdict,
            tracking_code=entry.tracking_code,
            tracking_url=entry.tracking_url,
            signers=tuple(found.signer for found in verdict.signatures if found.signer),
        ),
        target,
    )
