"""How the two versions of the signing services' API name the same things.

Source: Cloud Signature Consortium, API 1.0.4.0, 11.5 to 11.9; API 2.0.0.2, 8.3.1 and 11.5 to 11.10.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from registry_desk.signing.remote_expression import fewest_that_satisfy

_SHA256 = "2.16.840.1.101.3.4.2.1"
"""Of what is signed here, see ``pades``."""

Answers = Mapping[str, str | None]
"""What the person answered, by the id of what was wanted; None for what is answered elsewhere."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that a service wants to know before it gives leave to sign."""

    id: str
    kind: Literal["pin", "code", "outside"]
    """A PIN for the whole pile; a code for one leave; an answer on another way, as a telephone."""
    label: str = ""
    """The service's own words for it."""
    is_sent_on_request: bool = False
    """The service must be asked for the code, or for its question, before."""


class WayUnknown(ValueError):
    """The service wants what this program has not."""


class Dialect(ABC):
    """One version of the API."""

    challenge: str
    """The endpoint that sends a code, or asks a question."""

    @abstractmethod
    def wanted(self, told: Mapping[str, Any]) -> tuple[Wanted, ...]:
        """Give what a credential wants; nothing where the service asks the person by itself.

        Args:
            told: the answer of ``credentials/info``.

        Raises:
            WayUnknown: a web page, or something this program does not know.
        """

    @abstractmethod
    def which_challenge(self, one: Wanted) -> dict[str, Any]:
        """Give what is said beside the credential to have a code sent."""

    @abstractmethod
    def leave(self, hashes: Sequence[str], answers: Answers) -> dict[str, Any]:
        """Give what is said beside the credential to get leave for hashes (SHA-256, base64)."""

    @abstractmethod
    def signing(self, request: dict[str, Any]) -> dict[str, Any]:
        """Give the request for signatures, from one of version 1."""


class Version1(Dialect):
    """The API 1.0.4.0."""

    challenge = "credentials/sendOTP"

    def wanted(self, told: Mapping[str, Any]) -> tuple[Wanted, ...]:
        """Read ``authMode``, ``PIN`` and ``OTP``."""
        mode = told.get("authMode", "implicit")
        if mode == "implicit":
            return ()
        if mode != "explicit":
            raise WayUnknown(mode)
        pin, code = _object(told.get("PIN")), _object(told.get("OTP"))
        found = []
        if _is_present(code):
            is_sent = str(code.get("type", "offline")).lower() == "online"
            found.append(Wanted("OTP", "code", _label(code), is_sent_on_request=is_sent))
        if _is_present(pin) or not found:
            found.insert(0, Wanted("PIN", "pin", _label(pin)))
        return tuple(found)

    def which_challenge(self, one: Wanted) -> dict[str, Any]:
        """Say nothing more: there is one code."""
        return {}

    def leave(self, hashes: Sequence[str], answers: Answers) -> dict[str, Any]:
        """Give hashes and secrets under their own names."""
        return {"hash": list(hashes), **answers}

    def signing(self, request: dict[str, Any]) -> dict[str, Any]:
        """Leave it as it is."""
        return request


class Version2(Dialect):
    """The API 2.0.0.2."""

    challenge = "credentials/getChallenge"

    def wanted(self, told: Mapping[str, Any]) -> tuple[Wanted, ...]:
        """Read ``auth``: its mode, its objects, and how they go together."""
        auth = _object(told.get("auth"))
        mode = auth.get("mode", "implicit")
        if mode == "implicit":
            return ()
        if mode != "explicit":
            raise WayUnknown(mode)
        objects = [one for one in auth.get("objects", ()) if isinstance(one, dict)]
        known = {str(one["id"]): one for one in objects if _kind(one) is not None}
        expression = str(auth.get("expression") or " AND ".join(str(o["id"]) for o in objects))
        names = [str(one["id"]) for one in objects]
        try:
            chosen = fewest_that_satisfy(expression, names, among=list(known))
        except ValueError as error:
            raise WayUnknown(expression) from error
        return _one_pin([_wanted(known[name]) for name in chosen])

    def which_challenge(self, one: Wanted) -> dict[str, Any]:
        """Say which of the objects."""
        return {"authObjectID": one.id}

    def leave(self, hashes: Sequence[str], answers: Answers) -> dict[str, Any]:
        """Give hashes with their algorithm, and secrets as a list of objects."""
        said: dict[str, Any] = {"hashes": list(hashes), "hashAlgorithmOID": _SHA256}
        if answers:
            said["authData"] = [
                {"id": name} if value is None else {"id": name, "value": value}
                for name, value in answers.items()
            ]
        return said

    def signing(self, request: dict[str, Any]) -> dict[str, Any]:
        """Give the hashes and their algorithm their newer names."""
        said = dict(request)
        said["hashes"], said["hashAlgorithmOID"] = said.pop("hash"), said.pop("hashAlgo")
        return said


def _object(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _is_present(described: Mapping[str, Any]) -> bool:
    return str(described.get("presence")).lower() == "true"


def _label(described: Mapping[str, Any]) -> str:
    return str(described.get("description") or described.get("label") or "")


def _kind(described: Mapping[str, Any]) -> Literal["pin", "code", "outside"] | None:
    """Tell a PIN from a code: one is made for one leave only. None for an unknown type."""
    kind = described.get("type")
    if kind in ("PasswordOOB", "ChallengeResponseOOB"):
        return "outside"
    if kind == "ChallengeResponse":
        return "code"
    if kind != "Password":
        return None
    is_code = described.get("generator") or "OTP" in str(described["id"]).upper()
    return "code" if is_code else "pin"


def _wanted(described: Mapping[str, Any]) -> Wanted:
    return Wanted(
        str(described["id"]),
        _kind(described) or "code",
        _label(described),
        is_sent_on_request=described.get("type") == "ChallengeResponse",
    )


def _one_pin(found: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Keep one PIN for the pile: a second one is asked for with each leave, as a code is."""
    first = next((one for one in found if one.kind == "pin"), None)
    return tuple(
        one
        if one is first or one.kind != "pin"
        else Wanted(one.id, "code", one.label, is_sent_on_request=one.is_sent_on_request)
        for one in found
    )
