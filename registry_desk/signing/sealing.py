"""The institution's seal: an approval signature with the key of a PKCS#12 file, or of an HSM."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from registry_desk.signing.network import DIRECT, Network
from registry_desk.signing.seal_token import SealToken, sealer_of
from registry_desk.signing.values import Terms

if TYPE_CHECKING:
    from registry_desk.signing.seal_key import OpenedKey


@dataclass(frozen=True, slots=True, repr=False)
class SealKey:
    """Where the seal's key lies; its password never shows in a traceback or a log."""

    pkcs12: Path
    password: str


def seal(  # noqa: PLR0913 - the terms of one seal, all but two by name
    source: Path,
    target: Path,
    *,
    key: SealKey | SealToken,
    trust: Sequence[Path] = (),
    field: str = "Seal",
    reason: str = "",
    level: str = "B-B",
    tsa_url: str | None = None,
    network: Network = DIRECT,
) -> str:
    """Seal a PDF with the institution's key, invisibly, as a further revision.

    Returns:
        SHA-256 of the sealed file, hexadecimal.

    Raises:
        SealKeyUnreadable: the key file or its password does not fit.
        DeviceError: TokenModuleExposed: PinEmpty: CertificateUnfit: CertificateUnclear: the HSM.
        NotAPdf: PdfUnsignable: PdfLocked: PdfCertified: the file cannot be sealed.
        TimestampNeeded: TimestampAway: RevocationAway: CertificateRefused: no such level now.
        DiskFull: no room; nothing half is left.
    """
    terms = Terms(level, tsa_url, tuple(trust), reason, field, network)
    terms.check()
    if isinstance(key, SealToken):
        return sealer_of(key).seal(source, target, terms)
    opened = _opened(key.pkcs12, key.pkcs12.stat().st_mtime_ns, key.password)
    import asyncio  # the window stands without it

    return asyncio.run(_sealed(source, target, opened, terms))


async def _sealed(source: Path, target: Path, opened: "OpenedKey", terms: Terms) -> str:
    from registry_desk.signing.pades import sign_document
    from registry_desk.signing.seal_key import SealSigner
    from registry_desk.signing.sources import Sources

    sources = Sources(terms)
    try:
        return await sign_document(source, target, SealSigner(opened, sources.roots), sources)
    finally:
        await sources.close()


@lru_cache(maxsize=4)
def _opened(file: Path, _changed_ns: int, password: str) -> "OpenedKey":
    from registry_desk.signing.seal_key import OpenedKey

    return OpenedKey(file, password)
