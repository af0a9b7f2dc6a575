"""What the signatures of a file are worth, as the screens show it: in words, and in both views."""

from dataclasses import dataclass
from pathlib import Path

from registry_desk.durable import sha256_of
from registry_desk.i18n import text
from registry_desk.signing import SignatureVerdict, Trust, both_views, verify
from registry_desk.signing.wording import facts_of

_MOST_PAGES = 12
"""Pages drawn for one signature."""


@dataclass(frozen=True, slots=True)
class ViewPair:
    """A page that changed after a signature, in both views."""

    page: int
    """From 1."""
    signed: Path | None
    """Picture as it was signed; None where the page was not there."""
    present: Path | None
    """Picture as it is now; None where the page is gone."""


@dataclass(frozen=True, slots=True)
class ShownSignature:
    """One signature with its verdict."""

    field: str
    """Name of the signature."""
    verdict: str
    """``valid``, ``changed_after_signing``, ``cannot_check`` or ``invalid``."""
    signer: str
    """The signer's name, or that it is unknown."""
    reasons: tuple[str, ...]
    """In words, the decisive one first."""
    facts: tuple[tuple[str, str], ...]
    """Names and values, in words."""
    views: tuple[ViewPair, ...] = ()
    """Of the first pages that changed since."""
    changed_pages: tuple[int, ...] = ()
    """All of them, from 1."""


@dataclass(frozen=True, slots=True)
class LookedSignatures:
    """A file's verdict, and each signature's."""

    verdict: str
    """The worst signature's; ``unsigned`` where there is none."""
    reasons: tuple[str, ...]
    """What concerns the file as a whole."""
    signatures: tuple[ShownSignature, ...]


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
    found = verify(file, trust=trust, is_offline=is_offline)
    return LookedSignatures(
        found.verdict.value,
        found.reasons,
        tuple(_shown(file, one, pictures) for one in found.signatures),
    )


def _shown(file: Path, one: SignatureVerdict, pictures: Path) -> ShownSignature:
    return ShownSignature(
        field=one.field,
        verdict=one.verdict.value,
        signer=one.signer or text("report.unknown"),
        reasons=one.reasons,
        facts=tuple(facts_of(one)),
        views=_views(file, one, pictures) if one.changed_pages else (),
        changed_pages=one.changed_pages,
    )


def _views(file: Path, one: SignatureVerdict, pictures: Path) -> tuple[ViewPair, ...]:
    pictures.mkdir(parents=True, exist_ok=True, mode=0o700)
    stem = f"{sha256_of(file)}-{one.signed_length}"
    return tuple(
        ViewPair(
            pair.page,
            _kept(pair.signed, pictures / f"{stem}-{pair.page}-signed.jpg"),
            _kept(pair.present, pictures / f"{stem}-{pair.page}-present.jpg"),
        )
        for pair in both_views(file, one, most=_MOST_PAGES)
    )


def _kept(picture: bytes | None, file: Path) -> Path | None:
    if picture is None:
        return None
    file.write_bytes(picture)
    return file
