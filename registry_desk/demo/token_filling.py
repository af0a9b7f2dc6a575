"""Fill a freshly initialised software token; runs as a program of its own.

Standard input: the module's path, the token's label, the PIN, then one line per official with key
identifier, key file, certificate file and name, separated by tabs. Standard output: the serial.
"""

import sys
from pathlib import Path
from typing import Any

import pkcs11
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from pkcs11 import Attribute, ObjectClass
from pkcs11.constants import CertificateType
from pkcs11.util.ec import decode_ec_private_key, decode_ec_public_key
from pkcs11.util.rsa import decode_rsa_private_key, decode_rsa_public_key


def main() -> None:
    """Read standard input and fill the token."""
    module, label, pin, *officials = sys.stdin.read().splitlines()
    token = pkcs11.lib(module).get_token(token_label=label)
    with token.open(rw=True, user_pin=pin) as session:
        for line in officials:
            key_id, key_file, certificate_file, name = line.split("\t")
            _put(session, bytes.fromhex(key_id), Path(key_file), Path(certificate_file), name)
    sys.stdout.write(token.serial.decode("ascii").strip("\x00 ") + "\n")


def _put(
    session: pkcs11.Session, key_id: bytes, key_file: Path, certificate_file: Path, name: str
) -> None:
    key = load_pem_private_key(key_file.read_bytes(), password=None)
    certificate = x509.Certificate.load(certificate_file.read_bytes())
    shared = {Attribute.TOKEN: True, Attribute.ID: key_id, Attribute.LABEL: name}
    private, public = _templates(key)
    session.create_object({**private, **shared, Attribute.PRIVATE: True})
    session.create_object({**public, **shared, Attribute.PRIVATE: False})
    session.create_object(
        {
            Attribute.CLASS: ObjectClass.CERTIFICATE,
            Attribute.CERTIFICATE_TYPE: CertificateType.X_509,
            **shared,
            Attribute.PRIVATE: False,
            Attribute.SUBJECT: certificate.subject.dump(),
            Attribute.ISSUER: certificate.issuer.dump(),
            Attribute.SERIAL_NUMBER: certificate["tbs_certificate"]["serial_number"].dump(),
            Attribute.VALUE: certificate.dump(),
        }
    )


def _templates(key: PrivateKeyTypes) -> tuple[dict[Any, Any], dict[Any, Any]]:
    """Give what the token stores of a key's two halves.

    Raises:
        TypeError: neither RSA nor an elliptic curve.
    """
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    sign, check = pkcs11.MechanismFlag.SIGN, pkcs11.MechanismFlag.VERIFY
    if isinstance(key, rsa.RSAPrivateKey):
        half = key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
        return (
            decode_rsa_private_key(der, capabilities=sign),
            decode_rsa_public_key(half, capabilities=check),
        )
    if isinstance(key, ec.EllipticCurvePrivateKey):
        half = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        private = {**decode_ec_private_key(der), Attribute.SIGN: True}
        return private, {**decode_ec_public_key(half), Attribute.VERIFY: True}
    raise TypeError(type(key).__name__)


if __name__ == "__main__":
    main()
