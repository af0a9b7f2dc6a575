"""The authorities that are trusted: anchors of the office, and services that lists grant."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from asn1crypto import x509
from pyhanko.sign.validation.qualified.assess import QualificationAssessor
from pyhanko.sign.validation.qualified.q_status import QualifiedStatus
from pyhanko.sign.validation.qualified.tsp import QcCertType, TSPRegistry, TSPTrustManager
from pyhanko_certvalidator.authority import Authority, TrustAnchor
from pyhanko_certvalidator.registry import SimpleTrustManager, TrustManager

from registry_desk.signing.verdicts import Qualification


class Authorities(TrustManager):
    """Knows whom to trust, and what a trusted list says of a signer's certificate."""

    def __init__(
        self, anchors: list[x509.Certificate], registry: TSPRegistry | None, *, is_expired: bool
    ) -> None:
        """Take the office's anchors, and the lists' services where there are lists."""
        self._registry = registry
        self._is_expired = is_expired
        self._anchors = SimpleTrustManager.build(trust_roots=anchors)
        self._listed = TSPTrustManager(registry or TSPRegistry())
        self.certificates = [*anchors, *self._of_lists()]
        """Of all trusted authorities."""

    def _of_lists(self) -> Iterator[x509.Certificate]:
        for authority in self._listed.tsp_registry.known_certificate_authorities:
            certificate = getattr(authority, "certificate", None)
            if certificate is not None:
                yield certificate

    def as_trust_anchor(self, authority: Authority) -> TrustAnchor | None:
        """Give an authority as an anchor, or None where it is not trusted."""
        own: TrustAnchor | None = self._anchors.as_trust_anchor(authority)
        return own or self._listed.as_trust_anchor(authority)

    def find_potential_issuers(self, cert: x509.Certificate) -> Iterator[TrustAnchor]:
        """Give the trusted authorities that may have issued a certificate."""
        yield from self._anchors.find_potential_issuers(cert)
        yield from self._listed.find_potential_issuers(cert)

    def qualification(self, path: Any, at: datetime | None) -> Qualification:
        """Tell what the lists say of a signer.

        The service must have been granted when the certificate was issued and when it signed.
        Source: ETSI TS 119 615, 4.4 and 4.5.

        Args:
            path: the validated way from signer to anchor; None where there is none.
            at: when it was signed.
        """
        if self._registry is None:
            return Qualification("no_list")
        if path is None:
            return Qualification("not_qualified")
        assessor = QualificationAssessor(self._registry)
        try:
            then = assessor.check_entity_cert_qualified(path, path.leaf.not_valid_before)
            now = assessor.check_entity_cert_qualified(path, at)
        except (NotImplementedError, ValueError):
            return Qualification("not_qualified")
        status = min(then.status, now.status, key=_strength)
        if status.qualified and self._is_expired:
            return Qualification("list_expired")
        service = now.service_definition
        return Qualification(_status(status), service.base_info.service_name if service else "")


def _strength(status: QualifiedStatus) -> tuple[bool, bool]:
    return status.qualified, status.qc_key_security.is_qscd


def _status(status: QualifiedStatus) -> str:
    if not status.qualified or status.qc_type not in (QcCertType.QC_ESIGN, QcCertType.QC_ESEAL):
        return "not_qualified"
    if not status.qc_key_security.is_qscd:
        return "qualified_certificate"
    is_seal = status.qc_type == QcCertType.QC_ESEAL
    return "qualified_seal" if is_seal else "qualified_signature"
