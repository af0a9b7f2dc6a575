"""Cryptography and certificates of one signature, weighed by the European rules.

Source: ETSI EN 319 102-1, 5.3 (basic), 5.6.3 (with archived evidence).
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESStatus
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
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
from pyhanko_certvalidator.registry import SimpleTrustManager

from registry_desk.i18n import text
from registry_desk.signing.levels import has_revocation_store, has_timestamp, stored_knowledge
from registry_desk.signing.sources import load_roots
from registry_desk.signing.verdicts import Verdict

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """What cryptography and certificates say of a signature."""

    is_intact: bool
    verdict: Verdict
    reasons: tuple[str, ...]
    at: datetime | None
    time_source: str
    is_qualified: bool = False


class Judge:
    """Weighs the signatures of one open file."""

    def __init__(self, reader: PdfFileReader, trust: tuple[Path, ...], *, is_offline: bool) -> None:
        self.reader = reader
        self._roots: list[x509.Certificate] = load_roots(trust)
        self._is_offline = is_offline

    async def weigh(self, embedded: EmbeddedPdfSignature) -> Evidence:
        """Weigh one signature whose integrity was computed.

        Raises:
            SignatureValidationError: its structure breaks the standard.
        """
        spec = self._spec()
        result: Any
        if self.reader.embedded_timestamp_signatures:
            result = await ades.ades_lta_validation(embedded, PdfSignatureValidationSpec(spec))
        elif has_timestamp(embedded) or has_revocation_store(self.reader):
            result = await ades.ades_with_time_validation(
                embedded.signed_data,
                replace(spec, local_knowledge=stored_knowledge(self.reader)),
                raw_digest=embedded.compute_digest(),
            )
        else:
            result = await ades.ades_basic_validation(
                embedded.signed_data, spec, raw_digest=embedded.compute_digest()
            )
        return self._evidence(embedded, result)

    def _spec(self) -> SignatureValidationSpec:
        """Give fresh settings: the moment of a validation is frozen when they are used."""
        rule = RevinfoOnlineFetchingRule
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(trust_roots=self._roots),
                revinfo_policy=CertRevTrustPolicy(
                    RevocationCheckingPolicy.from_legacy("hard-fail"),
                    retroactive_revinfo=True,
                ),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=(
                    rule.LOCAL_ONLY if self._is_offline else rule.NO_HISTORICAL_FETCH
                ),
                certificate_fetching_rule=CertificateFetchingRule.FOLLOW_ONLINE_RULE,
            ),
            key_usage_settings=KeyUsageConstraints(
                key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
            ),
        )

    def _evidence(self, embedded: EmbeddedPdfSignature, result: Any) -> Evidence:
        status = result.api_status
        is_intact = bool(status is None or (status.intact and status.valid))
        at, source = _time(embedded, result)
        indication = result.ades_subindic
        if indication.status == AdESStatus.PASSED:
            return Evidence(is_intact, Verdict.VALID, (), at, source)
        failed = indication.status == AdESStatus.FAILED
        code = _WORDS.get(indication, "verify.other")
        return Evidence(
            is_intact
            and indication not in (AdESFailure.HASH_FAILURE, AdESFailure.SIG_CRYPTO_FAILURE),
            Verdict.INVALID if failed else Verdict.CANNOT_CHECK,
            (text(code, detail=indication.standard_name),),
            at,
            source,
        )


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
