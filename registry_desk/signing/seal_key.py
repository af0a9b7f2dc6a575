"""The seal's key as pyHanko's signer: opened and parsed once, then used for every seal."""

from collections.abc import Iterable
from pathlib import Path

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from registry_desk.signing.errors import SealKeyUnreadable
from registry_desk.signing.sources import chain_of

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


class OpenedKey:
    """What a PKCS#12 file holds; may be used by several threads at once."""

    def __init__(self, file: Path, password: str) -> None:
        """Open the file, which takes long: its password is stretched on purpose.

        Raises:
            SealKeyUnreadable: file or password do not fit, or the key is of another kind.
        """
        try:
            kept = load_pkcs12(file.read_bytes(), password.encode())
        except (ValueError, TypeError) as error:
            raise SealKeyUnreadable(file=file.name) from error
        key, own = kept.key, kept.cert
        if own is None or not isinstance(key, RSAPrivateKey | EllipticCurvePrivateKey):
            raise SealKeyUnreadable(file=file.name)
        self.key = key
        found = [own, *kept.additional_certs]
        self.certificate, *self.others = (
            x509.Certificate.load(one.certificate.public_bytes(Encoding.DER)) for one in found
        )


class SealSigner(Signer):
    """Signs one document with an opened key."""

    def __init__(self, opened: OpenedKey, roots: Iterable[x509.Certificate]) -> None:
        """Take the key, and the certificates that may stand above its own."""
        store = SimpleCertificateStore()
        store.register_multiple(opened.others)
        store.register_multiple(chain_of(opened.certificate, [*opened.others, *roots]))
        super().__init__(signing_cert=opened.certificate, cert_registry=store, embed_roots=True)
        self._key = opened.key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign bytes."""
        if dry_run:
            return bytes(self._key.key_size)
        kind = _HASHES[digest_algorithm.lower()]()
        if isinstance(self._key, EllipticCurvePrivateKey):
            return self._key.sign(data, ECDSA(kind))
        return self._key.sign(data, PKCS1v15(), kind)
