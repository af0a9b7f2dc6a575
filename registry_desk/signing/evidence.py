"""Cryptography and certificates of one signature, weighed by the European rules.

Source: ETSI EN 319 102-1, 5.3 (basic), 5.6.3 (with archived evidence).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESStatus
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
)

from registry_desk.i18n import text
from registry_desk.signing.authorities import Authorities
from registry_desk.signing.levels import (
    certificates_in,
    has_timestamp,
    is_archived,
    stored_knowledge,
)
from registry_desk.signing.outside import Outside, vouched_places
from registry_desk.signing.sources import chain_of
from registry_desk.signing.trust import Trust
from registry_desk.signing.verdicts import ChainLink, Qualification, Verdict

_WORDS: dict[Any, str] = {
    AdESFailure.REVOKED: "verify.revoked",
    AdESFailure.NOT_YET_VALID: "verify.not_yet_valid",
    AdESFailure.FORMAT_FAILURE: "verify.structure",
    AdESFailure.HASH_FAILURE: "verify.not_intact",
    AdESFailure.SIG_CRYPTO_FAILURE: "verify.not_intact",
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: "verify.unknown_signer",
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND: "verify.no_trust",
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: "verify.try_later",
    AdESIndeterminate.TRY_LATER: "verify.try_later",
    AdESIndeterminate.REVOKED_NO_POE: "verify.revoked_no_time",
    AdESIndeterminate.REVOKED_CA_NO_POE: "verify.revoked_no_time",
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: "verify.expired",
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: "verify.expired",
    AdESIndeterminate.EXPIRED: "verify.expired",
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: "verify.certificate_use",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: "verify.weak",
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE: "verify.weak",
}
_REVOKED = (
    AdESFailure.REVOKED,
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
)
_BROKEN = (AdESFailure.HASH_FAILURE, AdESFailure.SIG_CRYPTO_FAILURE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What cryptography and certificates say of a signature."""

    is_intact: bool
    is_understood: bool
    """False where it was made by an algorithm that cannot be computed here."""
    verdict: Verdict
    reasons: tuple[str, ...]
    at: datetime | None
    time_source: str
    chain: tuple[ChainLink, ...]
    revocation: str
    revocation_source: str
    qualification: Qualification


class Judge:
    """Weighs the signatures of one open file."""

    def __init__(
        self,
        reader: PdfFileReader,
        authorities: Authorities,
        *,
        is_offline: bool,
        trust: Trust,
    ) -> None:
        self.reader = reader
        self._authorities = authorities
        self._is_offline = is_offline
        self._trust = trust

    async def weigh(self, embedded: EmbeddedPdfSignature) -> Evidence:
        """Weigh one signature whose integrity was computed.

        Raises:
            SignatureValidationError: its structure breaks the standard.
        """
        carried = certificates_in(embedded)
        places = vouched_places(carried, self._authorities.certificates)
        asked = () if self._is_offline else places
        outside = Outside(asked, self._trust.inward_hosts, self._trust.network)
        try:
            result = await self._validated(embedded, self._spec(outside), self._issuers(carried))
        finally:
            await outside.close()
        return self._evidence(embedded, result, carried, was_asked=outside.connections > 0)

    async def _validated(
        self,
        embedded: EmbeddedPdfSignature,
        spec: SignatureValidationSpec,
        issuers: list[x509.Certificate],
    ) -> Any:
        """Choose the rules by what the file keeps for this signature.

        pyHanko's rules with time want a timestamp inside the signature; one that has none is
        weighed as of now, by what the file keeps.
        """
        if is_archived(embedded) and has_timestamp(embedded):
            spec = replace(spec, local_knowledge=LocalKnowledge(known_certs=issuers))
            return await ades.ades_lta_validation(embedded, PdfSignatureValidationSpec(spec))
        kept = stored_knowledge(self.reader)
        kept = replace(kept, known_certs=[*kept.known_certs, *issuers])
        spec = replace(spec, local_knowledge=kept)
        rules: Any = ades.ades_basic_validation
        if has_timestamp(embedded):
            rules = ades.ades_with_time_validation
        return await rules(embedded.signed_data, spec, raw_digest=embedded.compute_digest())

    def _issuers(self, carried: list[x509.Certificate]) -> list[x509.Certificate]:
        """Give the trusted authorities that a file needs but does not carry.

        pyHanko finds the maker of a revocation list only among certificates that it was given:
        a file without its root (most programs leave it out) could not be checked otherwise.
        """
        needed = {one.issuer.hashable for one in carried}
        return [one for one in self._authorities.certificates if one.subject.hashable in needed]

    def _spec(self, outside: Outside) -> SignatureValidationSpec:
        """Give fresh settings: the moment of a validation is frozen when they are used."""
        rule = RevinfoOnlineFetchingRule
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=self._authorities,
                revinfo_policy=CertRevTrustPolicy(
                    RevocationCheckingPolicy.from_legacy("hard-fail"),
                    retroactive_revinfo=True,
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=(
                    rule.LOCAL_ONLY if self._is_offline else rule.NO_HISTORICAL_FETCH
                ),
                fetcher_backend=outside,
                certificate_fetching_rule=CertificateFetchingRule.FOLLOW_ONLINE_RULE,
            ),
            key_usage_settings=KeyUsageConstraints(
                key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
            ),
        )

    def _evidence(
        self,
        embedded: EmbeddedPdfSignature,
        result: Any,
        carried: list[x509.Certificate],
        *,
        was_asked: bool,
    ) -> Evidence:
        status = result.api_status
        at, source = _time(embedded, result)
        indication = result.ades_subindic
        passed = indication.status == AdESStatus.PASSED
        failed = indication.status == AdESStatus.FAILED
        verdict = Verdict.VALID if passed else Verdict.INVALID if failed else Verdict.CANNOT_CHECK
        code = _WORDS.get(indication, "verify.other")
        path = getattr(status, "validation_path", None)
        revocation = "good" if passed else "revoked" if indication in _REVOKED else "unknown"
        asked = "network" if was_asked else "file"
        return Evidence(
            is_intact=bool(status is None or (status.intact and status.valid))
            and indication not in _BROKEN,
            is_understood=not getattr(status, "intact", False) or _is_understood(embedded),
            verdict=verdict,
            reasons=() if passed else (text(code, detail=indication.standard_name),),
            at=at,
            time_source=source,
            chain=_chain(embedded, path, [*carried, *self._authorities.certificates]),
            revocation=revocation,
            revocation_source="none" if revocation == "unknown" else asked,
            qualification=self._authorities.qualification(path if passed else None, at),
        )


def _is_understood(embedded: EmbeddedPdfSignature) -> bool:
    """Tell whether the signature's algorithm is known: pyHanko calls an unknown one broken."""
    try:
        return bool(embedded.signer_info["signature_algorithm"].signature_algo)
    except ValueError:
        return False


def _chain(
    embedded: EmbeddedPdfSignature, path: Any, known: list[x509.Certificate]
) -> tuple[ChainLink, ...]:
    """Give the way to the root: as it was validated, else as far as certificates are known."""
    if path is not None:
        certificates = [c for c in reversed(list(path)) if isinstance(c, x509.Certificate)]
        first = getattr(path.trust_anchor.authority, "certificate", None)
        if first is not None and first not in certificates:
            certificates.append(first)
    else:
        certificates = [embedded.signer_cert, *chain_of(embedded.signer_cert, known)]
    return tuple(
        ChainLink(
            subject=_name(one.subject),
            issuer=_name(one.issuer),
            serial=f"{one.serial_number:x}",
            valid_from=one.not_valid_before,
            valid_until=one.not_valid_after,
        )
        for one in certificates
    )


def _name(name: x509.Name) -> str:
    """Give the parts of a name that people know its owner by."""
    parts = name.native
    known = [parts.get(part) for part in ("common_name", "organization_name", "country_name")]
    told = [", ".join(one) if isinstance(one, list) else one for one in known if one]
    return ", ".join(told) or name.human_friendly


def _time(embedded: EmbeddedPdfSignature, result: Any) -> tuple[datetime | None, str]:
    """Give when it was signed, and who says so."""
    status = result.api_status
    stamped = getattr(status, "timestamp_validity", None)
    if stamped is not None and stamped.valid and stamped.trusted:
        return stamped.timestamp.astimezone(UTC), "timestamp"
    best = getattr(result, "best_signature_time", None)
    is_passed = result.ades_subindic.status == AdESStatus.PASSED
    if best is not None and is_passed and has_timestamp(embedded):
        return best.astimezone(UTC), "timestamp"
    own = getattr(result, "signature_timestamp_status", None)
    if own is not None and own.ades_subindic.status == AdESStatus.PASSED:
        return result.best_signature_time.astimezone(UTC), "timestamp"
    archived = getattr(result, "oldest_evidence_record_timestamp", None)
    if archived is not None:
        return archived.astimezone(UTC), "timestamp"
    claimed = embedded.self_reported_timestamp
    if claimed is None:
        return None, "none"
    return (claimed if claimed.tzinfo else claimed.replace(tzinfo=UTC)).astimezone(UTC), "claimed"
