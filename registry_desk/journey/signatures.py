"""What the signatures of a file are worth, with both views as pictures for the screen."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.durable import sha256_of
from registry_desk.signing import FileVerdict, Trust, both_views, verify

_MOST_PAGES = 12
"""Pages drawn for one signature."""


@dataclass(frozen=True, slots=True)
class ViewPair:
    """A page that changed after a signature, in both views."""

    field: str
    """Name of the signature."""
    page: int
    """From 1."""
    signed: Path | None
    """Picture as it was signed; None where the page was not there."""
    present: Path | None
    """Picture as it is now; None where the page is gone."""


@dataclass(frozen=True, slots=True)
class LookedSignatures:
    """A file's verdict, and what to show beside it."""

    verdict: FileVerdict
    views: tuple[ViewPair, ...]


def look_at_signatures(
    file: Path,
    pictures: Path,
    *,
    trust: Trust | tuple[Path, ...] = (),
    is_offline: bool = False,
) -> LookedSignatures:
    """Judge a file, and draw both views of every page that changed after a signature.

    Args:
        file: a PDF; only read.
        pictures: private folder for the pictures, made where it is missing.
        trust: whose signatures are believed.
        is_offline: stay on this machine.

    Raises:
        SourceMissing: there is no such file.
    """
    verdict = verify(file, trust=trust, is_offline=is_offline)
    if not any(one.changed_pages for one in verdict.signatures):
        return LookedSignatures(verdict, ())
    pictures.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem, views = sha256_of(file), []
    for place, one in enumerate(verdict.signatures):
        for pair in both_views(file, one, most=_MOST_PAGES):
            name = f"{stem}-{place}-{pair.page}"
            signed = _kept(pair.signed, pictures / f"{name}-signed.jpg")
            present = _kept(pair.present, pictures / f"{name}-present.jpg")
            views.append(ViewPair(one.field, pair.page, signed, present))
    return LookedSignatures(verdict, tuple(views))


def _kept(picture: bytes | None, file: Path) -> Path | None:
    if picture is None:
        return None
    file.write_bytes(picture)
    return file
