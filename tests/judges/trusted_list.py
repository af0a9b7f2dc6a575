"""A trusted list of our own in the European form, signed with XAdES, and whom it grants.

Source: ETSI TS 119 612 (form), ETSI EN 319 412-5 (QcStatements of certificates).
"""

import base64
from datetime import UTC, datetime, timedelta

from asn1crypto import core
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
from cryptography.x509.oid import NameOID, ObjectIdentifier
from lxml import etree
from signxml import CanonicalizationMethod
from signxml.xades import XAdESSigner

_TL = "http://uri.etsi.org/TrstSvc/TrustedList"
_QC = {"compliance": "0.4.0.1862.1.1", "device": "0.4.0.1862.1.4", "type": "0.4.0.1862.1.6"}
_TYPES = {"esign": "0.4.0.1862.1.6.1", "eseal": "0.4.0.1862.1.6.2"}


def certificate(name, *, issuer=None, statements=(), since=None, more=()):
    """Make a key with its certificate.

    Args:
        name: of the owner.
        issuer: another such pair; None for itself.
        statements: of a qualified certificate, see ``_statements``.
        since: when it was issued; a month ago by default.
        more: further extensions.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "RO"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"TEST {name}"),
        ]
    )
    above_key, above = issuer or (key, None)
    start = since or datetime.now(UTC) - timedelta(days=30)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(above.subject if above else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(datetime.now(UTC) + timedelta(days=700))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(is_authority=issuer is None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above_key.public_key()),
            critical=False,
        )
    )
    for extension in more:
        builder = builder.add_extension(extension, critical=False)
    if statements:
        said = x509.UnrecognizedExtension(
            ObjectIdentifier("1.3.6.1.5.5.7.1.3"), _statements(statements)
        )
        builder = builder.add_extension(said, critical=False)
    return key, builder.sign(above_key, hashes.SHA256())


def _usage(*, is_authority):
    return x509.KeyUsage(
        digital_signature=not is_authority, content_commitment=not is_authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False,
        key_cert_sign=is_authority, crl_sign=is_authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _statements(wanted):
    """Give QcStatements: ``compliance``, ``device``, ``esign``, ``eseal``."""
    rows = b""
    for one in wanted:
        oid = core.ObjectIdentifier(_QC.get(one, _QC["type"])).dump()
        if one in _TYPES:
            oid += core.SequenceOf(
                [core.ObjectIdentifier(_TYPES[one])], spec=core.ObjectIdentifier
            ).dump()
        rows += core.Any(core.Sequence(contents=oid)).dump()
    return core.Sequence(contents=rows).dump()


def pkcs12_file(pair, above, file):
    """Write a key with its issuer's certificate (or None), password ``secret``."""
    key, own = pair
    content = pkcs12.serialize_key_and_certificates(
        b"own", key, own, [above[1]] if above else None, BestAvailableEncryption(b"secret")
    )
    file.write_bytes(content)
    return file


def pem_file(pair, file):
    file.write_bytes(pair[1].public_bytes(Encoding.PEM))
    return file


def trusted_list(services, signer, *, due=None):
    """Give a signed list.

    Args:
        services: authority pairs with the instant since when they are granted, and optionally
            the instant since when that is withdrawn.
        signer: the pair that signs the list.
        due: when the next edition is due.
    """
    rows = "".join(_service(*service) for service in services)
    provider = (
        "<TrustServiceProviderList><TrustServiceProvider><TSPInformation>"
        f"{_names('TSPName', 'TEST Provider')}{_names('TSPTradeName', 'TEST')}"
        f"{_address('TSPAddress')}"
        f"{_uris('TSPInformationURI')}</TSPInformation><TSPServices>{rows}</TSPServices>"
        "</TrustServiceProvider></TrustServiceProviderList>"
    )
    return _signed(_list("EUgeneric", "", due) + provider, signer)


def list_of_lists(
    pointed, signer, *, territory="RO", due=None, itself=None, pivots=(), issued_at=None
):
    """Give a signed list of lists.

    Args:
        pointed: addresses with the pair that signs the list found there.
        signer: the pair that signs this one.
        territory: whose lists they are.
        due: when the next edition is due.
        itself: its own address, with the pair that signs it from now on.
        pivots: addresses of the lists that announced a change of signers.
        issued_at: when; now, if not said.
    """
    rows = "".join(_pointer(address, pair, territory) for address, pair in pointed)
    rows += _pointer(*itself, "EU", rules=_RULES) if itself else ""
    pointers = f"<PointersToOtherTSL>{rows}</PointersToOtherTSL>"
    return _signed(_list("EUlistofthelists", pointers, due, pivots, issued_at), signer)


_RULES = "http://uri.etsi.org/TrstSvc/TrustedList/schemerules/EUlistofthelists"


def _der(pair):
    return base64.b64encode(pair[1].public_bytes(Encoding.DER)).decode()


def _names(tag, words):
    return f'<{tag}><Name xml:lang="en">{words}</Name></{tag}>'


def _uris(tag, more=()):
    named = "".join(f'<URI xml:lang="en">{one}</URI>' for one in ("https://lists.example/", *more))
    return f"<{tag}>{named}</{tag}>"


def _address(tag):
    return (
        f'<{tag}><PostalAddresses><PostalAddress xml:lang="en"><StreetAddress>1</StreetAddress>'
        "<Locality>B</Locality><CountryName>RO</CountryName></PostalAddress></PostalAddresses>"
        '<ElectronicAddress><URI xml:lang="en">mailto:a@lists.example</URI></ElectronicAddress>'
        f"</{tag}>"
    )


def _instant(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _list(kind, pointers, due, pivots=(), issued_at=None):
    due = due or datetime.now(UTC) + timedelta(days=90)
    issued_at = issued_at or datetime.now(UTC)
    return (
        "<SchemeInformation><TSLVersionIdentifier>5</TSLVersionIdentifier>"
        f"<TSLSequenceNumber>1</TSLSequenceNumber><TSLType>{_TL}/TSLType/{kind}</TSLType>"
        f"{_names('SchemeOperatorName', 'TEST')}{_address('SchemeOperatorAddress')}"
        f"{_names('SchemeName', 'TEST')}{_uris('SchemeInformationURI', pivots)}"
        f"<StatusDeterminationApproach>{_TL}/StatusDetn/EUappropriate</StatusDeterminationApproach>"
        f"{_uris('SchemeTypeCommunityRules')}<SchemeTerritory>RO</SchemeTerritory>"
        "<HistoricalInformationPeriod>65535</HistoricalInformationPeriod>"
        f"{pointers}<ListIssueDateTime>{_instant(issued_at)}</ListIssueDateTime>"
        f"<NextUpdate><dateTime>{_instant(due)}</dateTime></NextUpdate></SchemeInformation>"
    )


def _pointer(address, pair, territory, *, rules=""):
    followed = f'<URI xml:lang="en">{rules}</URI>'
    other = (
        f"<OtherInformation><SchemeTypeCommunityRules>{followed}</SchemeTypeCommunityRules>"
        "</OtherInformation>"
    )
    return (
        "<OtherTSLPointer><ServiceDigitalIdentities><ServiceDigitalIdentity><DigitalId>"
        f"<X509Certificate>{_der(pair)}</X509Certificate></DigitalId></ServiceDigitalIdentity>"
        f"</ServiceDigitalIdentities><TSLLocation>{address}</TSLLocation><AdditionalInformation>"
        f"<OtherInformation><SchemeTerritory>{territory}</SchemeTerritory></OtherInformation>"
        "<OtherInformation><ns3:MimeType>application/vnd.etsi.tsl+xml</ns3:MimeType>"
        f"</OtherInformation>{other if rules else ''}</AdditionalInformation></OtherTSLPointer>"
    )


def _service(pair, granted_at, withdrawn_at=None):
    identity = (
        "<ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>"
        f"{_names('ServiceName', 'TEST qualified certificates')}<ServiceDigitalIdentity><DigitalId>"
        f"<X509Certificate>{_der(pair)}</X509Certificate></DigitalId></ServiceDigitalIdentity>"
    )

    def state(kind, at):
        return (
            f"<ServiceStatus>{_TL}/Svcstatus/{kind}</ServiceStatus>"
            f"<StatusStartingTime>{_instant(at)}</StatusStartingTime>"
        )

    if withdrawn_at is None:
        now, before = state("granted", granted_at), ""
    else:
        now = state("withdrawn", withdrawn_at)
        before = (
            f"<ServiceHistory><ServiceHistoryInstance>{identity}{state('granted', granted_at)}"
            "</ServiceHistoryInstance></ServiceHistory>"
        )
    return (
        f"<TSPService><ServiceInformation>{identity}{now}</ServiceInformation>{before}</TSPService>"
    )


def _signed(content, signer):
    key, own = signer
    tree = etree.fromstring(
        '<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" '
        'xmlns:ns3="http://uri.etsi.org/02231/v2/additionaltypes#" '
        f'TSLTag="http://uri.etsi.org/19612/TSLTag">{content}</TrustServiceStatusList>'
    )
    signed = XAdESSigner(
        signature_algorithm="rsa-sha256",
        digest_algorithm="sha256",
        c14n_algorithm=CanonicalizationMethod.CANONICAL_XML_1_1,
    ).sign(
        tree,
        key=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        cert=own.public_bytes(Encoding.PEM).decode(),
    )
    return etree.tostring(signed).decode()
