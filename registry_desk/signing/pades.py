"""One PDF signed as PAdES, incrementally, checked before it replaces anything.

Source: FACTS of 2026-11, "Signing" (reserved bytes, one context per document, file output).
"""

import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_byterange import BuildProps
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.stamp import BaseStampStyle
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)

import registry_desk
from registry_desk.durable import part_file, sha256_of
from registry_desk.errors import RegistryDeskError
from registry_desk.signing.appearance import stamp_style
from registry_desk.signing.errors import (
    CertificateRefused,
    NotAPdf,
    PdfCertified,
    PdfLocked,
    PdfUnsignable,
    ShownFileChanged,
    SourceMissing,
)
from registry_desk.signing.placing import placed
from registry_desk.signing.reading_back import see_that_it_holds
from registry_desk.signing.sources import Sources
from registry_desk.signing.values import Terms, VisibleStamp

_TOKEN_BYTES = 12_000
"""Room for a timestamp token with its chain; the largest seen on public authorities is 7 kB."""
_HEADER_BYTES = 1024
DAMAGE = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
"""What pyHanko meets damaged files with."""


async def sign_document(
    source: Path,
    target: Path,
    signer: signers.Signer,
    sources: Sources,
    stamp: VisibleStamp | None = None,
    *,
    shown: str | None = None,
) -> str:
    """Sign one file.

    ``shown`` is the SHA-256 of what the signer was shown, None where nothing was. ``sources`` gives
    level, timestamps and revocation lists.

    Returns:
        SHA-256 of the signed file.

    Raises:
        NotAPdf: PdfUnsignable: PdfLocked: PdfCertified: the file cannot be signed.
        TimestampAway: RevocationAway: CertificateRefused: the level cannot be reached.
        ProxyAway: ProxyLoginWanted: LoginWanted: the way to an authority is barred.
        DiskFull: no room; nothing half is left.
    """
    _see_that_it_is_a_pdf(source)
    if shown is not None and sha256_of(source) != shown:
        raise ShownFileChanged(file=source.name)
    try:
        with source.open("rb") as opened, part_file(target) as part:
            writer = IncrementalPdfFileWriter(opened, strict=False)
            name = _free_name(writer, sources.terms)
            _see_that_it_may_be_signed(writer.prev, source, name, is_visible=stamp is not None)
            pdf_signer = _pdf_signer(writer, signer, sources, stamp, name=name)
            with part.open("w+b") as output:
                await pdf_signer.async_sign_pdf(
                    writer, output=output, bytes_reserved=_reserved(signer, sources)
                )
            see_that_it_holds(part, signer.signing_cert, field=name)
            return sha256_of(part)
    except (TimestampRequestError, TimeoutError) as error:
        sources.forget()
        raise sources.timestamp_away() from error
    except (PathError, ValidationError, SigningError) as error:
        sources.forget()
        raise certificate_error(error, source, sources) from error
    except (PdfError, OSError, SignatureValidationError, *DAMAGE) as error:
        raise PdfUnsignable(file=source.name) from error


def _see_that_it_is_a_pdf(source: Path) -> None:
    try:
        with source.open("rb") as opened:
            head = opened.read(_HEADER_BYTES)
    except OSError as error:
        raise SourceMissing(file=source.name) from error
    if b"%PDF-" not in head:
        raise NotAPdf(file=source.name)


def _see_that_it_may_be_signed(
    reader: PdfFileReader, source: Path, field_name: str, *, is_visible: bool
) -> None:
    """Refuse encrypted documents, and those whose signers permit no further signature.

    After a certification that permits form filling a further invisible signature is allowed; a
    new visible field breaks it (FACTS, "Signing"). A signer may also have locked the form's fields,
    and a new one is one of them.
    Source: ISO 32000-2, 12.8.2.2 (DocMDP) and 12.8.2.4 (FieldMDP).
    """
    if reader.encrypted:
        raise PdfLocked(file=source.name)
    for embedded in reader.embedded_signatures:
        level = embedded.docmdp_level
        if level is not None and (level == fields.MDPPerm.NO_CHANGES or is_visible):
            raise PdfCertified(file=source.name)
        if embedded.fieldmdp is not None and embedded.fieldmdp.is_locked(field_name):
            raise PdfCertified(file=source.name)


def _free_name(writer: IncrementalPdfFileWriter, terms: Terms) -> str:
    """Give the name of the new field."""
    taken = {name for name, _, _ in fields.enumerate_sig_fields(writer.prev)}
    number = 1
    while f"{terms.field_name}{number}" in taken:
        number += 1
    return f"{terms.field_name}{number}"


def _pdf_signer(
    writer: IncrementalPdfFileWriter,
    signer: signers.Signer,
    sources: Sources,
    stamp: VisibleStamp | None,
    *,
    name: str,
) -> signers.PdfSigner:
    terms = sources.terms
    spec, style = _field(writer, name, signer, stamp)
    context = sources.context()
    metadata = signers.PdfSignatureMetadata(
        field_name=name,
        md_algorithm="sha256",
        reason=terms.reason or None,
        name=signer.subject_name,
        app_build_props=BuildProps(name="Registry Desk", revision=registry_desk.__version__),
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=context is not None,
        use_pades_lta=terms.level == "B-LTA",
        validation_context=context,
        # In a revision after the signature: EU DSS counts no material that stands before it and
        # would call the level B-T.
        dss_settings=DSSContentSettings(
            placement=SigDSSPlacementPreference.SEPARATE_REVISION, include_vri=False
        ),
    )
    return signers.PdfSigner(
        metadata,
        signer,
        timestamper=sources.timestamper,
        stamp_style=style,
        new_field_spec=spec,
    )


def _field(
    writer: IncrementalPdfFileWriter,
    name: str,
    signer: signers.Signer,
    stamp: VisibleStamp | None,
) -> tuple[fields.SigFieldSpec, BaseStampStyle | None]:
    """Give a new field with its place, and its picture."""
    if stamp is None:
        return fields.SigFieldSpec(name), None
    where = placed(writer, stamp)
    signed_by = replace(stamp, name=stamp.name or signer.subject_name or "")
    style = stamp_style(signed_by, where, datetime.now(UTC))
    return fields.SigFieldSpec(name, on_page=where.page, box=where.box), style


def _reserved(signer: signers.Signer, sources: Sources) -> int:
    """Give the hexadecimal digits kept for the signature, so that no dry run is needed."""
    certificates = sum(len(c.dump()) for c in signer.cert_registry)
    certificates += len(signer.signing_cert.dump()) if signer.signing_cert else 0
    needed = 4_000 + certificates + (_TOKEN_BYTES if sources.timestamper else 0)
    return 2 * needed


def certificate_error(error: Exception, source: Path, sources: Sources) -> RegistryDeskError:
    """Tell why a level could not be reached: the certificate, or those who vouch for it."""
    cause: BaseException | None = error
    is_refused = False
    while cause is not None:
        if isinstance(cause, RevokedError):
            return CertificateRefused(reason="revoked")
        if isinstance(cause, PathBuildingError):
            return CertificateRefused(reason="no_trusted_root")
        if isinstance(cause, InsufficientRevinfoError):
            return sources.revocation_away()
        if isinstance(cause, ExpiredError | NotYetValidError):
            return CertificateRefused(reason="expired")
        is_refused = is_refused or isinstance(cause, PathError | ValidationError)
        cause = cause.__cause__ or cause.__context__
    if is_refused:
        return CertificateRefused(reason="path")
    return PdfUnsignable(file=source.name)
