"""A whole certificate authority for tests: Certomancer's CA, OCSP, CRL and TSA over real HTTP.

Each service can be sent away, so that faults of the outside are real faults of a real server.
"""

import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import ocsp, pem, tsp
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig, ServiceLabel
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from registry_desk.demo.pki import OfficialKey, TestPki

SIGNERS = ("ana", "revoked", "expired", "sealer", "unfit", "elliptic")
_USAGE = "{id: key_usage, critical: true, smart-value: {schema: key-usage, params: [%s]}}"
_CA = "{id: basic_constraints, critical: true, value: {ca: true}}"
_CRL = (
    "{id: crl_distribution_points, smart-value:"
    " {schema: crl-dist-url, params: {crl-repo-names: [%s]}}}"
)
_AIA = (
    "{id: authority_information_access, smart-value:"
    " {schema: aia-urls, params: {ocsp-responder-names: [interm]}}}"
)
_LONG = '{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2100-01-01T00:00:00+0000"}'


def _certificate(name, issuer, usage, *more, validity=_LONG, also=""):
    extensions = ", ".join([_USAGE % usage, *more])
    said = f"issuer: {issuer}, validity: {validity}, extensions: [{extensions}]{also}"
    return f"      {name}: {{{said}}}\n"


def _configuration(more):
    everybody = ("root", "interm", "interm-ocsp", "tsa", "ended-tsa", *SIGNERS, *more)
    crl, aia = _CRL % "interm", _AIA
    signing = "digital_signature, non_repudiation"
    ended = '{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2022-01-01T00:00:00+0000"}'
    since = ", revocation: {revoked-since: '2024-12-01T00:00:00+0000', reason: key_compromise}"
    certificates = (
        _certificate("root", "root", "key_cert_sign, crl_sign", _CA)
        + _certificate("interm", "root", "key_cert_sign, crl_sign", _CA, _CRL % "root")
        + _certificate(
            "interm-ocsp", "interm", "digital_signature",
            "{id: extended_key_usage, critical: true, value: [ocsp_signing]}",
            "{id: ocsp_no_check}",
        )
        + _certificate(
            "tsa", "root", "digital_signature",
            "{id: extended_key_usage, critical: true, value: [time_stamping]}", _CRL % "root",
        )
        + _certificate(
            "ended-tsa", "root", "digital_signature",
            "{id: extended_key_usage, critical: true, value: [time_stamping]}", _CRL % "root",
            validity=ended,
        )
        + "".join(
            _certificate(n, "interm", signing, crl, aia)
            for n in ("ana", "sealer", "elliptic", *more)
        )
        + _certificate("revoked", "interm", signing, crl, aia, also=since)
        + _certificate("expired", "interm", signing, crl, aia, validity=ended)
        + _certificate("unfit", "interm", "digital_signature", crl, aia)
    )  # fmt: skip
    return (
        "keysets:\n  office:\n    keys:\n"
        + "".join(f"      {name}: {{path: {name}.pem}}\n" for name in everybody)
        + "pki-architectures:\n  office:\n    keyset: office\n"
        + "    entity-defaults: {country-name: RO}\n"
        + "    entities:\n"
        + "".join(f"      {name}: {{common-name: TEST {name}}}\n" for name in everybody)
        + "    certs:\n"
        + certificates
        + "    services:\n"
        "      ocsp: {interm: {for-issuer: interm, responder-cert: interm-ocsp,"
        " signing-key: interm-ocsp}}\n"
        "      crl-repo: {root: {for-issuer: root, signing-key: root,"
        " simulated-update-schedule: P90D}, interm: {for-issuer: interm, signing-key: interm,"
        " simulated-update-schedule: P30D}}\n"
        "      time-stamping: {tsa: {signing-key: tsa, signing-cert: tsa},"
        " ended: {signing-key: ended-tsa, signing-cert: ended-tsa}}\n"
    )


class Authority:
    """The authority, its files and its server."""

    def __init__(self, folder, more=None):
        """Make it; ``more`` gives further signers' names and private keys."""
        self.folder = folder
        more = more or {}
        self.away = set()
        """Services that answer 503: ``tsa``, ``ocsp``, ``crls``."""
        self.slow_s = 0.0
        self.twisted_nonce = False
        self.clock_off = timedelta()
        """By how much its clock is ahead of this computer's."""
        self.stamped = 0
        self.login, self.login_for = "", set()
        """The ``Authorization`` that some services want, and which services."""
        for name in ("root", "interm", "interm-ocsp", "tsa", "ended-tsa", *SIGNERS, *more):
            is_curve = name == "elliptic"
            key = more.get(name) or (
                ec.generate_private_key(ec.SECP256R1())
                if is_curve
                else rsa.generate_private_key(public_exponent=65537, key_size=2048)
            )
            (folder / f"{name}.pem").write_bytes(
                key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            )
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.config = CertomancerConfig.from_yaml(
            _configuration(more), key_search_dir=str(folder), external_url_prefix=self.url
        )
        self.arch = self.config.get_pki_arch(ArchLabel("office"))
        self.tsa_url = f"{self.url}/office/tsa/tsa"
        self.ended_tsa_url = f"{self.url}/office/tsa/ended"
        self.root_pem = folder / "root.crt"
        self.root_pem.write_bytes(pem.armor("CERTIFICATE", self._der("root")))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _der(self, name):
        return self.arch.get_cert(CertLabel(name)).dump()

    def pki(self, *names):
        """Give some signers as the demonstration's token takes them."""
        keys = []
        for place, name in enumerate(names, start=1):
            certificate = self.folder / f"{name}.der"
            certificate.write_bytes(self._der(name))
            keys.append(OfficialKey(name, self.folder / f"{name}.pem", certificate, f"{place:02x}"))
        return TestPki(self.root_pem, self.seal_file, "secret", tuple(keys))

    @property
    def seal_file(self):
        """Give the sealer's key with its chain as PKCS#12."""
        file = self.folder / "sealer.p12"
        if not file.exists():
            file.write_bytes(self.arch.package_pkcs12(CertLabel("sealer"), password=b"secret"))
        return file

    def chain(self):
        """Give the root's and the issuer's certificate files, for signers that lack the issuer."""
        issuer = self.folder / "interm.crt"
        issuer.write_bytes(pem.armor("CERTIFICATE", self._der("interm")))
        return issuer

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, kind, label, body):
        """Give a service's answer and its media type."""
        now, services = datetime.now(UTC) + self.clock_off, self.arch.service_registry
        if kind == "ocsp":
            responder = services.summon_responder(ServiceLabel(label), now)
            asked = ocsp.OCSPRequest.load(body)
            return responder.build_ocsp_response(asked).dump(), "application/ocsp-response"
        if kind == "tsa":
            self.stamped += 1
            time.sleep(self.slow_s)
            request = tsp.TimeStampReq.load(body)
            if self.twisted_nonce:
                request["nonce"] = 12345
            stamper = services.summon_timestamper(ServiceLabel(label), now)
            return stamper.request_tsa_response(request).dump(), "application/timestamp-reply"
        return services.get_crl(ServiceLabel(label), now).dump(), "application/pkix-crl"

    def _handler(authority):  # noqa: N805 - the handler inside has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                self._serve(self.rfile.read(length))

            def do_GET(self):
                self._serve(b"")

            def _serve(self, body):
                _, _, kind, label, *_ = self.path.split("/")
                if kind in authority.away:
                    self.send_error(503)
                    return
                wants = kind in authority.login_for
                if wants and self.headers.get("Authorization") != authority.login:
                    self.send_error(401)
                    return
                content, media = authority.answer(kind, label, body)
                self.send_response(200)
                self.send_header("Content-Type", media)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_):
                pass

        return Handler
