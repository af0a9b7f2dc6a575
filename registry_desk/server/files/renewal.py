"""Sealed files kept provable: an archive timestamp over each, renewed before it loses its worth.

Every renewal is a new version beside the old one, both hashes kept. Run again, it does only what
is due.

Source: Regulation (EU) 910/2014, art. 34 (preservation beyond the technological validity period).
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from registry_desk.errors import DamagedError, RegistryDeskError
from registry_desk.server import clock
from registry_desk.server.audit.log import record
from registry_desk.server.files import store
from registry_desk.server.files.models import FileVersion
from registry_desk.server.files.trusted import trusted
from registry_desk.server.outward import network
from registry_desk.server.site import register_configuration
from registry_desk.server.writing import write

_ACTOR = "renewal"
"""Stands in the audit for the job."""


class RenewalUnproven(DamagedError):
    """A renewed version does not hold; the one before stays as it is."""

    code = "renewal_unproven"


@dataclass(frozen=True, slots=True)
class Renewal:
    """What became of one sealed file that was due."""

    number: str
    """Of its entry."""
    sha256: str
    """Of the version that was there."""
    renewed_sha256: str | None = None
    """Of the new version; None where nothing was made."""
    error: RegistryDeskError | None = None


def renew_due(
    *,
    is_dry_run: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Renewal]:
    """Renew every sealed file that is due; one that cannot be is named, the rest is done.

    Args:
        is_dry_run: only tell which are due.
        progress: told how many of how many were looked at.

    Raises:
        TimestampNeeded: no timestamp authority or no roots are set for this register.
    """
    from registry_desk.signing import Terms

    configuration = register_configuration()
    trust = tuple(configuration.path(name) for name in configuration.trust_files)
    Terms("B-LTA", configuration.timestamp_url or None, trust).check()
    newest = FileVersion.objects.filter(version="sealed", fileversion=None)
    waiting = list(newest.select_related("entry").order_by("pk"))
    done = []
    for place, version in enumerate(waiting, start=1):
        if (renewal := _renewal(version, is_dry_run=is_dry_run)) is not None:
            done.append(renewal)
        progress(place, len(waiting))
    return done


def _renewal(version: FileVersion, *, is_dry_run: bool) -> Renewal | None:
    """Renew one file; None where it is not due."""
    from registry_desk.signing.renewal import renewal_due_at

    number = version.entry.number
    try:
        file = store.place_of(register_configuration().store, version.sha256)
        due_at = renewal_due_at(file)
        if due_at is None or due_at > clock.now():
            return None
        made = None if is_dry_run else _make(version, file)
    except RegistryDeskError as error:
        return Renewal(number, version.sha256, error=error)
    return Renewal(number, version.sha256, renewed_sha256=made)


def _make(version: FileVersion, file: Path) -> str:
    """Make the new version, see that it holds, keep it, enter it."""
    from registry_desk import signing
    from registry_desk.signing.renewal import renew

    configuration = register_configuration()
    trust = [configuration.path(name) for name in configuration.trust_files]
    with tempfile.TemporaryDirectory(dir=configuration.uploads) as folder:
        made = Path(folder) / "renewed.pdf"
        authority = configuration.timestamp_url
        sha256 = renew(file, made, tsa_url=authority, trust=trust, network=network())
        found = signing.verify(made, trust=trusted(), is_offline=True)
        if found.verdict != signing.Verdict.VALID:
            raise RenewalUnproven(verdict=str(found.verdict))
        size_bytes = made.stat().st_size
        store.keep(configuration.store, made, sha256)
    write(lambda: _enter(version, sha256, size_bytes))
    return sha256


def _enter(version: FileVersion, sha256: str, size_bytes: int) -> None:
    """Write the new version down; another run that was quicker has done it already."""
    if FileVersion.objects.filter(source=version).exists():
        return
    FileVersion.objects.create(
        entry=version.entry,
        sha256=sha256,
        size_bytes=size_bytes,
        role=version.role,
        version="sealed",
        name=version.name,
        created_at=clock.now(),
        source=version,
        reply_id=version.reply_id,
    )
    record(_ACTOR, "renewed", version.entry.number, source=version.sha256, sha256=sha256)
