"""A token's key as pyHanko's signer: one private key, used from one thread."""

from collections.abc import Callable, Sequence
from typing import Any

import pkcs11
from asn1crypto import algos, core, x509
from cryptography.hazmat.primitives import hashes
from pkcs11 import Attribute, KeyType, Mechanism
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

_RSA_WITH_HASH = {
    "sha256": Mechanism.SHA256_RSA_PKCS,
    "sha384": Mechanism.SHA384_RSA_PKCS,
    "sha512": Mechanism.SHA512_RSA_PKCS,
}


class TokenSigner(Signer):
    """Signs with a key that never leaves its token.

    The mechanism is asked of the slot: where the token cannot hash by itself, the hash is made
    here and signed raw.

    Source: FACTS of 2026-11, "Signing": SoftHSM has no CKM_ECDSA_SHA256.
    """

    def __init__(
        self,
        key: Any,
        certificate: x509.Certificate,
        others: Sequence[x509.Certificate],
        mechanisms: frozenset[Mechanism],
        *,
        pin_each_time: str | None,
        touching: Callable[[bool], None],
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(others)
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=True)
        self._key = key
        self._mechanisms = mechanisms
        self._pin_each_time = pin_each_time
        self._touching = touching

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign bytes; blocks this process's only thread, as PKCS#11 wants it."""
        if dry_run:
            return bytes(512)
        self._touching(True)
        try:
            return self._signed(data, digest_algorithm.lower())
        finally:
            self._touching(False)

    def _signed(self, data: bytes, digest_algorithm: str) -> bytes:
        pin = {"pin": self._pin_each_time} if self._pin_each_time is not None else {}
        if self._key[Attribute.KEY_TYPE] == KeyType.EC:
            digest = _digest(data, digest_algorithm)
            raw = self._key.sign(digest, mechanism=Mechanism.ECDSA, **pin)
            return bytes(encode_ecdsa_signature(raw))
        hashing = _RSA_WITH_HASH[digest_algorithm]
        if hashing in self._mechanisms:
            return bytes(self._key.sign(data, mechanism=hashing, **pin))
        wrapped = algos.DigestInfo(
            {
                "digest_algorithm": {"algorithm": digest_algorithm, "parameters": core.Null()},
                "digest": _digest(data, digest_algorithm),
            }
        ).dump()
        return bytes(self._key.sign(wrapped, mechanism=Mechanism.RSA_PKCS, **pin))


def needs_pin_each_time(key: Any) -> bool:
    """Tell whether the card asks for its PIN before every single signature."""
    try:
        return bool(key[Attribute.ALWAYS_AUTHENTICATE])
    except (pkcs11.AttributeTypeInvalid, pkcs11.AttributeSensitive, KeyError):
        return False


def _digest(data: bytes, algorithm: str) -> bytes:
    kinds: dict[str, hashes.HashAlgorithm] = {
        "sha256": hashes.SHA256(),
        "sha384": hashes.SHA384(),
        "sha512": hashes.SHA512(),
    }
    hashing = hashes.Hash(kinds[algorithm])
    hashing.update(data)
    return hashing.finalize()
