"""What a signing service tells of a key: its certificates, and how it may sign.

Source: Cloud Signature Consortium, API 1.0.4.0, 11.5; API 2.0.0.2, 11.5.
"""

import base64
from typing import Any

from asn1crypto import algos, x509
from pyhanko.sign.signers.csc_signer import CSCCredentialInfo

_KEYS = {"1.2.840.113549.1.1.1": "rsa", "1.2.840.10045.2.1": "ecdsa"}
"""Kinds of keys, for services that do not name an algorithm with its hash."""
_SHA256 = "sha256"


def read_credential(told: dict[str, Any]) -> CSCCredentialInfo:
    """Read the answer of ``credentials/info``.

    Raises:
        ValueError: TypeError: LookupError: AttributeError: it is no such answer.
    """
    own, *above = (
        x509.Certificate.load(base64.b64decode(one)) for one in told["cert"]["certificates"]
    )
    algorithms = list(told["key"]["algo"])
    names = {algos.SignedDigestAlgorithmId(one).native for one in algorithms}
    names |= {f"{_SHA256}_{_KEYS[one]}" for one in algorithms if one in _KEYS}
    return CSCCredentialInfo(
        signing_cert=own,
        chain=above,
        supported_mechanisms=frozenset(names),
        max_batch_size=int(told["multisign"]),
        hash_pinning_required=True,
        response_data=told,
    )


def as_the_key_names_it(algorithm: str, found: CSCCredentialInfo) -> str:
    """Give the algorithm's identifier, or that of the key's kind where only that is known there.

    Args:
        algorithm: dotted, as ``1.2.840.113549.1.1.11``.
        found: the credential.
    """
    known = found.response_data["key"]["algo"]
    kind = algos.SignedDigestAlgorithmId(algorithm).native.rpartition("_")[2]
    plain = next((one for one, name in _KEYS.items() if name == kind and one in known), None)
    return algorithm if plain is None or algorithm in known else plain
