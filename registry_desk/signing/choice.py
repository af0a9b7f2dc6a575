"""Which certificate of a token signs."""

from collections.abc import Sequence

from registry_desk.signing.errors import CertificateUnclear, CertificateUnfit
from registry_desk.signing.values import TokenCertificate


def chosen(found: Sequence[TokenCertificate], certificate_id: str | None) -> TokenCertificate:
    """Give the certificate to sign with: the one named, or the only one that can.

    Raises:
        CertificateUnfit: it cannot sign, or none can.
        CertificateUnclear: several can, and none was named.
    """
    if certificate_id is not None:
        named = [c for c in found if c.id == certificate_id.lower()]
        if not named:
            raise CertificateUnfit(owner="", reason="missing")
        if not named[0].is_fit:
            raise CertificateUnfit(owner=named[0].owner, reason=named[0].unfit_reason)
        return named[0]
    fit = [c for c in found if c.is_fit]
    if len(fit) == 1:
        return fit[0]
    if fit:
        raise CertificateUnclear(owners=", ".join(f"{c.owner} ({c.id})" for c in fit))
    best = next((c for c in found if c.unfit_reason != "authority"), None)
    if best is None:
        raise CertificateUnfit(owner="", reason="missing")
    raise CertificateUnfit(owner=best.owner, reason=best.unfit_reason)
