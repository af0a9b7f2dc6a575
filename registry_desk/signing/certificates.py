"""The certificates of a token: which can sign, and why the others cannot."""

from datetime import UTC, datetime
from typing import Any

import pkcs11
from asn1crypto import x509
from pkcs11 import Attribute, ObjectClass

from registry_desk.signing.values import TokenCertificate


def certificates_of(session: Any, now: datetime | None = None) -> list[TokenCertificate]:
    """List the certificates of an open session.

    Objects with an empty value (the Romanian identity card has some) are left out.
    """
    moment = now or datetime.now(UTC)
    found = []
    for entry in session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}):
        der = _value(entry, Attribute.VALUE)
        if not der:
            continue
        try:
            certificate = x509.Certificate.load(der)
            found.append(
                described(
                    certificate,
                    bytes(_value(entry, Attribute.ID) or b"").hex(),
                    str(_value(entry, Attribute.LABEL) or ""),
                    moment,
                )
            )
        except (ValueError, TypeError, KeyError):
            continue  # not an X.509 certificate: nothing anybody could choose
    return found


def parsed(certificate: TokenCertificate) -> x509.Certificate:
    """Give the certificate as the signing library wants it."""
    loaded: x509.Certificate = x509.Certificate.load(certificate.der)
    return loaded


def described(
    certificate: x509.Certificate, identifier: str, label: str, moment: datetime
) -> TokenCertificate:
    """Tell about a certificate what a person chooses by, and whether it can sign.

    Raises:
        ValueError: TypeError: KeyError: it is no X.509 certificate after all.
    """
    validity = certificate["tbs_certificate"]["validity"]
    since, until = validity["not_before"].native, validity["not_after"].native
    return TokenCertificate(
        id=identifier,
        label=label,
        owner=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        valid_from=since,
        valid_until=until,
        unfit_reason=_unfit_reason(certificate, since, until, moment),
        der=certificate.dump(),
    )


def _unfit_reason(
    certificate: x509.Certificate, since: datetime, until: datetime, moment: datetime
) -> str:
    usage = certificate.key_usage_value
    if certificate.ca:
        return "authority"
    if until < moment:
        return "expired"
    if since > moment:
        return "not_yet_valid"
    if usage is not None and "non_repudiation" not in usage.native:
        return "not_for_signing"
    return ""


def _common_name(name: x509.Name) -> str:
    common = name.native.get("common_name", name.human_friendly)
    return common if isinstance(common, str) else ", ".join(common)


def _value(entry: Any, attribute: Attribute) -> Any:
    try:
        return entry[attribute]
    except (pkcs11.AttributeTypeInvalid, pkcs11.AttributeSensitive, KeyError):
        return None
