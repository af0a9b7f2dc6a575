"""Keys and certificates of the small town hall, marked TEST so that nobody takes them for real."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

_KEY_BITS = 2048
_VALID_DAYS = 825


@dataclass(frozen=True, slots=True)
class OfficialKey:
    """An official's key and certificate, on their way into a token."""

    name: str
    key_file: Path
    """PKCS#8 PEM, private to this user."""
    certificate_file: Path
    """DER."""
    key_id: str
    """Hexadecimal; the same for key and certificate in the token."""


@dataclass(frozen=True, slots=True)
class TestPki:
    """Everything that signs in a demonstration."""

    __test__ = False  # not a test, whatever pytest thinks of the name

    root_pem: Path
    """The certificate to trust (``verify --trust``)."""
    seal_pkcs12: Path
    """The institution's seal key with its chain."""
    seal_password: str
    officials: tuple[OfficialKey, ...]


def make_pki(
    folder: Path, institution: str, officials: Sequence[str], *, now: datetime | None = None
) -> TestPki:
    """Make a test authority, the institution's seal and the officials' certificates.

    Args:
        folder: where the files go; created private.
        institution: name on the seal.
        officials: their names, in token order.
        now: beginning of validity; one hour ago by default, for clocks that disagree.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    since = now or datetime.now(UTC) - timedelta(hours=1)
    root_key = _new_key()
    root_name = _name("TEST Autoritate de certificare", institution)
    root = _certificate(root_name, root_name, root_key, root_key, since, is_authority=True)
    root_pem = folder / "root.pem"
    root_pem.write_bytes(root.public_bytes(Encoding.PEM))

    def issued(name: x509.Name, key: rsa.RSAPrivateKey) -> x509.Certificate:
        return _certificate(name, root_name, key, root_key, since)

    seal_key = _new_key()
    seal = issued(_name(f"TEST Sigiliu {institution}", institution), seal_key)
    password = "test-seal"  # noqa: S105 - a demonstration's password, printed with it
    seal_file = folder / "seal.p12"
    _write_private(
        seal_file,
        pkcs12.serialize_key_and_certificates(
            b"seal", seal_key, seal, [root], BestAvailableEncryption(password.encode())
        ),
    )
    keys = tuple(
        _official(folder, place, name, institution, issued)
        for place, name in enumerate(officials, start=1)
    )
    return TestPki(root_pem, seal_file, password, keys)


def _official(folder: Path, place: int, name: str, institution: str, issued: object) -> OfficialKey:
    key = _new_key()
    certificate = issued(_name(f"TEST {name}", institution), key)  # type: ignore[operator]
    key_file, certificate_file = folder / f"official-{place}.key", folder / f"official-{place}.der"
    _write_private(key_file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    certificate_file.write_bytes(certificate.public_bytes(Encoding.DER))
    return OfficialKey(name, key_file, certificate_file, f"{place:02x}")


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)


def _name(common: str, institution: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "RO"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, institution[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _certificate(
    name: x509.Name,
    issuer: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer_key: rsa.RSAPrivateKey,
    since: datetime,
    *,
    is_authority: bool = False,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=_VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(authority, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def _write_private(file: Path, content: bytes) -> None:
    file.touch(mode=0o600)
    file.write_bytes(content)
