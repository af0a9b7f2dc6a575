"""Fill a freshly initialised software token; runs as a program of its own.

Standard input: the module's path, the token's label, the PIN, then one line per official with key
identifier, key file, certificate file and name, separated by tabs. Standard output: the serial.
"""

import sys
from pathlib import Path

import pkcs11
from asn1crypto import keys, x509
from pkcs11 import Attribute, ObjectClass
from pkcs11.constants import CertificateType
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
    from asn1crypto import pem

    content = key_file.read_bytes()
    _, _, der = pem.unarmor(content)
    key = keys.PrivateKeyInfo.load(der)["private_key"].parsed
    certificate = x509.Certificate.load(certificate_file.read_bytes())
    shared = {Attribute.TOKEN: True, Attribute.ID: key_id, Attribute.LABEL: name}
    private = decode_rsa_private_key(key.dump(), capabilities=pkcs11.MechanismFlag.SIGN)
    session.create_object({**private, **shared, Attribute.PRIVATE: True})
    public = decode_rsa_public_key(
        certificate.public_key["public_key"].parsed.dump(),
        capabilities=pkcs11.MechanismFlag.VERIFY,
    )
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


if __name__ == "__main__":
    main()
