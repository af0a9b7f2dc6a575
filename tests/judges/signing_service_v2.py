"""A SIMULATOR of a signing service that speaks the CSC API 2.0.0.2, over real HTTP.

Nothing that speaks version 2 can run here. This one is ours: real keys and hashes, and of the
standard's rules those that a client can break: who may ask, what a leave was given for, how often.
Source: Cloud Signature Consortium, API 2.0.0.2, 11.5 to 11.10.
"""

import base64
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import pem
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, utils
from cryptography.hazmat.primitives.serialization import load_pem_private_key

BEARER, PIN = "bearer-of-tests-v2", "8642"
SHA256 = "2.16.840.1.101.3.4.2.1"
RSA_SHA256, RSA, EC_SHA256 = "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1", "1.2.840.10045.4.3.2"
PIN_OBJECT = {"type": "Password", "id": "PIN", "format": "N", "label": "PIN"}
SENT_CODE = {"type": "ChallengeResponse", "id": "SMS OTP", "label": "Code by SMS"}
DEVICE_CODE = {"type": "Password", "id": "OTP", "generator": "totp", "label": "Code of the device"}
TELEPHONE = {"type": "PasswordOOB", "id": "APP", "label": "Confirm in the application"}


class No(Exception):
    """What the service refuses with."""

    def __init__(self, error, words="", status=400):
        super().__init__(error, words)
        self.status, self.told = status, {"error": error, "error_description": words}


class SigningServiceV2:
    """The simulator on a port of its own; its settings may be changed while it runs."""

    def __init__(self, folder):
        self._folder = folder
        self.mode, self.objects, self.expression = "explicit", [PIN_OBJECT], ""
        self.algorithms, self.multisign = [RSA_SHA256], 10
        self.credentials = ("ana", "elliptic")
        self.asked, self.rounds, self.headers = [], [], []
        """Endpoints in order; for how many hashes each leave was; what came with each request."""
        self.question = None
        """Asked instead of sending a code."""
        self.confirms_after = 1
        """How often one must ask until the person has confirmed on the telephone."""
        self.code = None
        """The one that is good now; gone when it was used."""
        self._leaves, self._handles = {}, {}
        self._lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/csc/v2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def new_code(self):
        """Give the next code of the person's device."""
        self.code = f"{secrets.randbelow(10**6):06}"
        return self.code

    def answer(self, endpoint, told):
        """Answer one request: status and what is told."""
        known = {
            "credentials/info": self._info,
            "credentials/getChallenge": self._challenge,
            "credentials/authorize": self._authorize,
            "credentials/authorizeCheck": self._check,
            "signatures/signHash": self._sign,
        }
        if endpoint not in known:
            raise No("not_found", status=404)
        if told.get("credentialID") not in self.credentials and "handle" not in told:
            raise No("invalid_request", "Invalid parameter credentialID")
        return known[endpoint](told)

    def _info(self, told):
        told_back = {
            "key": {"status": "enabled", "algo": self.algorithms, "len": 2048},
            "cert": {"status": "valid"},
            "multisign": self.multisign,
            "SCAL": "2",
        }
        if told.get("certificates") == "chain":
            names = (told["credentialID"], "interm")
            told_back["cert"]["certificates"] = [self._certificate(name) for name in names]
        if told.get("authInfo") is True:
            told_back["auth"] = {"mode": self.mode}
            if self.mode == "explicit":
                told_back["auth"]["objects"] = self.objects
            if self.expression:
                told_back["auth"]["expression"] = self.expression
        return 200, told_back

    def _certificate(self, name):
        der = (self._folder / f"{name}.crt").read_bytes()
        return base64.b64encode(pem.unarmor(der)[2]).decode()

    def _challenge(self, told):
        if told["authObjectID"] not in [one["id"] for one in self.objects]:
            raise No("invalid_request", "Invalid parameter authObjectID")
        self.new_code()
        return (200, {"challenge": self.question}) if self.question else (204, None)

    def _authorize(self, told):
        wanted = told["numSignatures"]
        if not 1 <= wanted <= self.multisign:
            raise No("invalid_request", "Numbers of signatures is too high")
        if len(told["hashes"]) != wanted or told["hashAlgorithmOID"] != SHA256:
            raise No("invalid_request", "Invalid parameter hashes")
        self.rounds.append(wanted)
        is_confirmed = self.mode == "explicit" and self._proven(told.get("authData", []))
        leave = list(told["hashes"])
        if is_confirmed:
            return 200, self._leave(leave)
        handle = secrets.token_urlsafe(8)
        self._handles[handle] = [self.confirms_after, leave]
        return 202, {"handle": handle}

    def _proven(self, given):
        """See that what was given fits; False where the person confirms elsewhere."""
        said = {one["id"]: one.get("value") for one in given}
        for one in self.objects:
            name = one["id"]
            if name not in said and self.expression:
                continue
            if one["type"].endswith("OOB"):
                if name not in said or said[name] is not None:
                    raise No("invalid_authentication_data")
                return False
            right = PIN if name == "PIN" else self.code
            if right is None or said.get(name) != right:
                raise No("invalid_authentication_data", "The authentication data is invalid")
            if name != "PIN":
                self.code = None
        return True

    def _check(self, told):
        left = self._handles.get(told["handle"])
        if left is None:
            raise No("invalid_request", "Invalid parameter handle")
        left[0] -= 1
        if left[0] > 0:
            return 202, {"handle": told["handle"]}
        return 200, self._leave(self._handles.pop(told["handle"])[1])

    def _leave(self, leave):
        sad = secrets.token_urlsafe(24)
        self._leaves[sad] = leave
        return {"SAD": sad, "expiresIn": 60}

    def _sign(self, told):
        leave = self._leaves.pop(told.get("SAD"), None)
        if leave is None:
            raise No("invalid_request", "Invalid parameter SAD")
        if told["signAlgo"] not in self.algorithms or told["hashAlgorithmOID"] != SHA256:
            raise No("invalid_request", "Invalid parameter signAlgo")
        if not told["hashes"] or set(told["hashes"]) - set(leave):
            raise No("invalid_request", "Hash is not authorized by the SAD")
        key = load_pem_private_key(
            (self._folder / f"{told['credentialID']}.pem").read_bytes(), None
        )
        made = [_signed(key, base64.b64decode(one, validate=True)) for one in told["hashes"]]
        return 200, {"signatures": [base64.b64encode(one).decode() for one in made]}

    def _handler(service):  # noqa: N805 - the handler inside has a self of its own
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                endpoint = self.path.removeprefix("/csc/v2/")
                with service._lock:
                    service.asked.append(endpoint.rpartition("/")[2])
                    service.headers.append(dict(self.headers))
                    try:
                        if self.headers.get("Authorization") != f"Bearer {BEARER}":
                            raise No("invalid_token", status=401)
                        status, answer = service.answer(endpoint, told)
                    except No as refusal:
                        status, answer = refusal.status, refusal.told
                body = b"" if answer is None else json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler


def _signed(key, digest):
    ready = utils.Prehashed(hashes.SHA256())
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(digest, ec.ECDSA(ready))
    return key.sign(digest, padding.PKCS1v15(), ready)
