"""Which level a signature has, by what stands in the file.

Source: ETSI EN 319 142-1 (PAdES baseline levels).
"""

from typing import Any

from asn1crypto import crl, ocsp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import LocalKnowledge
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

from registry_desk.signing.fields_found import FoundField

_PADES = ("/ETSI.CAdES.detached", "/PBAD.PAdES")


def level_of(embedded: EmbeddedPdfSignature, found: list[FoundField]) -> str:
    """Give ``B-B``, ``B-T``, ``B-LT``, ``B-LTA``, or ``PKCS7-B``, ``PKCS7-T`` before PAdES."""
    is_timed = has_timestamp(embedded)
    if embedded.sig_object.get("/SubFilter") not in _PADES:
        return "PKCS7-T" if is_timed else "PKCS7-B"
    end = int(embedded.byte_range[2]) + int(embedded.byte_range[3])
    is_archived = any(one.signed_end > end and _is_timestamp(one.value) for one in found)
    if not (is_timed or is_archived):
        return "B-B"
    if not has_revocation_store(embedded.reader):
        return "B-T"
    return "B-LTA" if is_archived else "B-LT"


def has_timestamp(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether an authority's timestamp is kept in the signature."""
    return any(True for _ in extract_tst_data_iter(embedded.signer_info, signed=False))


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


def _is_timestamp(value: Any) -> bool:
    try:
        return bool(value.get("/Type") == "/DocTimeStamp")
    except AttributeError:
        return False
