"""Which level a signature has, by what stands in the file.

Source: ETSI EN 319 142-1 (PAdES baseline levels).
"""

from typing import Any

from asn1crypto import crl, ocsp, x509
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from registry_desk.signing.fields_found import FoundField, value_of

_PADES = ("/ETSI.CAdES.detached", "/PBAD.PAdES")


def level_of(embedded: EmbeddedPdfSignature, found: list[FoundField]) -> str:
    """Give ``B-B``, ``B-T``, ``B-LT``, ``B-LTA``, or ``PKCS7-B``, ``PKCS7-T`` before PAdES."""
    is_timed = has_timestamp(embedded)
    if value_of(embedded.sig_object, "/SubFilter") not in _PADES:
        return "PKCS7-T" if is_timed else "PKCS7-B"
    end = _signed_end(embedded)
    is_stamped = any(one.signed_end > end and is_document_timestamp(one.value) for one in found)
    if not (is_timed or is_stamped):
        return "B-B"
    if not has_revocation_store(embedded.reader):
        return "B-T"
    return "B-LTA" if is_archived(embedded) else "B-LT"


def is_archived(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether a document timestamp was put over a signature and its proof later.

    One that came before the proof only tells when the signature existed (level B-T): DSS puts it
    over a document whose earlier signature has no timestamp of its own.
    Source: ETSI EN 319 142-1, table 1 (level LTA requires LT first).
    """
    end = _signed_end(embedded)
    return any(
        _signed_end(one) > end and "/DSS" in _root_at(one)
        for one in embedded.reader.embedded_timestamp_signatures
    )


def _root_at(stamp: EmbeddedPdfSignature) -> Any:
    return stamp.reader.get_historical_resolver(stamp.signed_revision).root


def _signed_end(embedded: EmbeddedPdfSignature) -> int:
    span = embedded.byte_range
    return int(span[2]) + int(span[3]) if len(span) == 4 else -1


def has_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether an authority's timestamp is kept in the signature."""
    return any(True for _ in extract_tst_data_iter(embedded.signer_info, signed=False))


def certificates_in(embedded: EmbeddedPdfSignature) -> list[x509.Certificate]:
    """Give all certificates that a file carries for a signature, believed or not."""
    found = list(stored_knowledge(embedded.reader).known_certs)
    kept = [one.signed_data for one in embedded.reader.embedded_timestamp_signatures]
    stamps = extract_tst_data_iter(embedded.signer_info, signed=False)
    for data in (embedded.signed_data, *stamps, *kept):
        found += [one.chosen for one in data["certificates"] or () if one.name == "certificate"]
    return found


def has_revocation_store(reader: Any) -> bool:
    """Tell whether the file carries revocation lists or answers for long-term checking."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except (NoDSSFoundError, ValueError, KeyError, TypeError):
        return False
    return bool(store.crls or store.ocsps)


def stored_knowledge(reader: Any) -> LocalKnowledge:
    """Give the certificates, revocation lists and answers that a file carries."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return LocalKnowledge()
    answers = [ocsp.OCSPResponse.load(ref.get_object().data) for ref in store.ocsps]
    lists = [crl.CertificateList.load(ref.get_object().data) for ref in store.crls]
    return LocalKnowledge(
        known_ocsps=[one for answer in answers for one in OCSPContainer.load_multi(answer)],
        known_crls=[CRLContainer(one) for one in lists],
        known_certs=list(store.load_certs()),
    )


def is_document_timestamp(value: Any) -> bool:
    """Tell whether a field's value is a document timestamp: it belongs to those before it."""
    try:
        return bool(value_of(value, "/Type") == "/DocTimeStamp")
    except TypeError:
        return False
