"""Proof that outlives its certificates: archive timestamps over signed files, renewed in time.

Source: ETSI EN 319 142-1, 5.4 (B-LTA); ETSI EN 319 102-1, 5.6 (what an archive timestamp proves).
"""

import asyncio
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import async_add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from registry_desk.durable import part_file, sha256_of
from registry_desk.signing.errors import (
    PdfUnsignable,
    TimestampNeeded,
)
from registry_desk.signing.levels import has_revocation_store, has_timestamp
from registry_desk.signing.network import DIRECT, Network
from registry_desk.signing.pades import DAMAGE, certificate_error
from registry_desk.signing.sources import Sources
from registry_desk.signing.values import Terms

_LONGEST_NOTICE = timedelta(days=90)
_SHARE = 3
"""A timestamp is renewed when a third of the time it can prove is left, at most 90 days."""


def renewal_due_at(source: Path) -> datetime | None:
    """Tell from when on a file wants a further archive timestamp.

    A timestamp that was just made is never due, whatever its authority's certificate: asking
    again at once would prove nothing more.

    Returns:
        The instant; the earliest one there is where no archive timestamp was ever made; None for
        a file without any signature.

    Raises:
        PdfUnsignable: the file is damaged.
    """
    try:
        with source.open("rb") as opened:
            reader = PdfFileReader(opened, strict=False)
            if not reader.embedded_signatures:
                return None
            kept = reader.embedded_timestamp_signatures
            return _due_at(kept[-1]) if kept else datetime.min.replace(tzinfo=UTC)
    except (PdfError, OSError, *DAMAGE) as error:
        raise PdfUnsignable(file=source.name) from error


def renew(
    source: Path,
    target: Path,
    *,
    tsa_url: str | None,
    trust: Sequence[Path],
    network: Network = DIRECT,
) -> str:
    """Put an archive timestamp over a signed file, with what proves the one before it.

    The first one also brings what proves the signatures themselves, where the file lacks it.

    Args:
        source: stays as it is.
        target: another file; written whole or not at all.
        tsa_url: the timestamp authority.
        trust: files with the roots of signers and timestamp authority.
        network: the way to authorities.

    Returns:
        SHA-256 of the new version.

    Raises:
        TimestampNeeded: no authority or no roots are set.
        TimestampAway: RevocationAway: not now; nothing is written.
        CertificateRefused: a certificate leads to no trusted root, or is revoked.
        PdfUnsignable: the file is damaged.
    """
    terms = Terms("B-LTA", tsa_url, tuple(trust), network=network)
    terms.check()
    return asyncio.run(_renewed(source, target, Sources(terms)))


async def _renewed(source: Path, target: Path, sources: Sources) -> str:
    try:
        with part_file(target) as part:
            shutil.copyfile(source, part)
            with part.open("r+b") as opened:
                await _complete(opened, sources)
                await _stamp(opened, sources)
            return sha256_of(part)
    except (TimestampRequestError, TimeoutError) as error:
        raise sources.timestamp_away() from error
    except ValidationInfoReadingError as error:
        raise sources.revocation_away() from error
    except (PathError, ValidationError, SigningError, SignatureValidationError) as error:
        raise certificate_error(error, source, sources) from error
    except (PdfError, *DAMAGE) as error:
        raise PdfUnsignable(file=source.name) from error
    finally:
        await sources.close()


async def _stamp(opened: BinaryIO, sources: Sources) -> None:
    """Put a timestamp over the whole file, with what proves the one before it."""
    authority, context = _asked(sources)
    stamper, reader = PdfTimeStamper(authority), PdfFileReader(opened, strict=False)
    if reader.embedded_timestamp_signatures:
        await stamper.async_update_archival_timestamp_chain(reader, context)
        return
    writer = IncrementalPdfFileWriter(opened, strict=False)
    await stamper.async_timestamp_pdf(writer, "sha256", context, in_place=True)


async def _complete(opened: BinaryIO, sources: Sources) -> None:
    """Add what proves the signatures that no archive timestamp covers and that lack it."""
    reader = PdfFileReader(opened, strict=False)
    if reader.embedded_timestamp_signatures:
        return
    for place, found in enumerate(reader.embedded_regular_signatures):
        if has_timestamp(found) and has_revocation_store(reader):
            continue
        now = PdfFileReader(opened, strict=False).embedded_regular_signatures[place]
        _, context = _asked(sources)
        await async_add_validation_info(now, context, in_place=True, add_vri_entry=False)


def _asked(sources: Sources) -> tuple[HTTPTimeStamper, ValidationContext]:
    """Give the timestamp authority and a fresh context."""
    authority, context = sources.timestamper, sources.context()
    if authority is None or context is None:
        raise TimestampNeeded(level=sources.terms.level)
    return authority, context


def _due_at(timestamp: EmbeddedPdfSignature) -> datetime:
    content = timestamp.signed_data["encap_content_info"]["content"].parsed
    made_at: datetime = content["gen_time"].native
    until: datetime = timestamp.signer_cert.not_valid_after
    return until - min(_LONGEST_NOTICE, (until - made_at) / _SHARE)
