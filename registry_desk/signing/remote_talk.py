"""What is said to a signing service beside the signing itself: the credential, the authorisation.

Every answer has its time limit. Nothing is tried again: a service locks a key after a few wrong
PINs. A redirect is not followed, for it would carry the PIN to another machine.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import aiohttp
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
)

from registry_desk.errors import Cancelled, RegistryDeskError
from registry_desk.signing.errors import (
    PinEmpty,
    RemoteAuthorisationRefused,
    RemoteAway,
    RemoteCredentialUnknown,
    RemoteLoginRefused,
    RemoteUnusable,
)
from registry_desk.signing.remote import RemoteService
from registry_desk.signing.remote_credential import read_credential
from registry_desk.signing.remote_dialects import Dialect, Version1, Version2, Wanted
from registry_desk.signing.values import PinQuestion
from registry_desk.signing.ways import Ways

TROUBLE = (
    SigningError,
    aiohttp.ClientError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)
"""What pyHanko and aiohttp meet dead, refusing and babbling services with."""
_ASK_AGAIN_S = 2.0
"""Between two questions whether the person has confirmed by now."""

Ask = Callable[[PinQuestion], Awaitable[str | None]]
"""Asks the person for a code."""


def opened_session(ways: Ways) -> aiohttp.ClientSession:
    """Open connections that follow no redirect; made inside the running event loop."""
    watch = aiohttp.TraceConfig()
    watch.on_request_redirect.append(_refuse_redirect)
    return ways.session(aiohttp.TCPConnector(), watches=[watch])


async def _refuse_redirect(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _redirect: Any
) -> None:
    raise aiohttp.ClientPayloadError("the service sends elsewhere")


@dataclass(frozen=True, slots=True, repr=False)
class Proof:
    """What the person proves with that it is the person; never shown."""

    pin: str | None
    """None where none is asked for here."""
    ask: Ask
    owner: str
    leave_count: int
    """How often leave will be asked for."""


class _Address(CSCServiceSessionInfo):
    """A service's address as it stands, with its version in it."""

    def endpoint_url(self, endpoint_name: str) -> str:
        return f"{self.service_url}/{endpoint_name}"


class Talk:
    """Speaks to one service for one person."""

    def __init__(self, session: aiohttp.ClientSession, service: RemoteService, ways: Ways) -> None:
        self.session = session
        self.service = service
        self._ways = ways
        self.address = _Address(service.root, service.credential, service.bearer)
        self.dialect: Dialect = Version2() if service.is_second_version else Version1()

    async def credential(self) -> CSCCredentialInfo:
        """Ask for the certificate with its chain, and what the key can do.

        Raises:
            RemoteCredentialUnknown: it knows no such certificate.
            RemoteAway: RemoteLoginRefused: RemoteUnusable: the service fails.
        """
        unknown = RemoteCredentialUnknown(service=self.service.name)
        told = await self.asked(
            "credentials/info",
            {"certificates": "chain", "certInfo": False, "authInfo": True},
            unknown,
        )
        try:
            return read_credential(told)
        except TROUBLE as error:
            raise RemoteUnusable(service=self.service.name) from error

    async def asked(
        self, endpoint: str, said: dict[str, Any], refused: RegistryDeskError
    ) -> dict[str, Any]:
        """Ask about the credential; an answer without words is an empty one.

        Raises:
            RemoteAway: RemoteLoginRefused: RemoteUnusable: the service fails.
            RegistryDeskError: ``refused``, where it says no.
        """
        try:
            async with self.session.post(
                self.address.endpoint_url(endpoint),
                headers=self.address.auth_headers,
                json={"credentialID": self.service.credential, **said},
                raise_for_status=True,
                timeout=aiohttp.ClientTimeout(total=self.service.timeout_s),
            ) as response:
                answer = await response.read()
            told = json.loads(answer) if answer.strip() else {}
            if not isinstance(told, dict):
                raise TypeError(told)
        except TROUBLE as error:
            raise self.told(error, refused) from error
        return told

    def told(self, error: Exception, refused: RegistryDeskError) -> RegistryDeskError:
        """Tell a trouble in the program's words; ``refused`` where the service says no."""
        name = self.service.name
        if barred := self._ways.proxy_refusal():
            return barred
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, aiohttp.ClientResponseError) and cause.status >= 400:
                return _by_status(cause.status, name, refused)
            if isinstance(cause, (aiohttp.ClientConnectionError, TimeoutError)):
                return RemoteAway(service=name)
            cause = cause.__cause__
        return RemoteUnusable(service=name)


def _by_status(status: int, name: str, refused: RegistryDeskError) -> RegistryDeskError:
    if status == HTTPStatus.UNAUTHORIZED:
        return RemoteLoginRefused(service=name)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return RemoteAway(service=name)
    return refused


class Authorisation(CSCAuthorizationManager):
    """Asks for leave for exactly the hashes of a round, whether or not the service insists."""

    def __init__(self, talk: Talk, found: CSCCredentialInfo, proof: Proof) -> None:
        super().__init__(talk.address, found)
        self._talk = talk
        self._proof = proof
        self._wanted = talk.dialect.wanted(found.response_data)
        self._asked_count = 0

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        """Ask the person for what the service wants, and the service for leave.

        Raises:
            RemoteAuthorisationRefused: the PIN or the code is wrong, or the person said no.
            RemoteAway: RemoteLoginRefused: RemoteUnusable: the service fails.
            Cancelled: PinEmpty: the person gave no code.
        """
        self._asked_count += 1
        answers = {one.id: await self._answer(one, len(hash_b64s)) for one in self._wanted}
        refused = RemoteAuthorisationRefused(service=self._talk.service.name)
        said = {
            "numSignatures": len(hash_b64s),
            **self._talk.dialect.leave(hash_b64s, answers),
        }
        told = await self._talk.asked("credentials/authorize", said, refused)
        try:
            async with asyncio.timeout(self._talk.service.timeout_s):
                while "SAD" not in told and "handle" in told:
                    await asyncio.sleep(_ASK_AGAIN_S)
                    still = {"handle": told["handle"]}
                    told = await self._talk.asked("credentials/authorizeCheck", still, refused)
            return self.parse_csc_auth_response(told)
        except TimeoutError as error:
            raise refused from error
        except TROUBLE as error:
            raise RemoteUnusable(service=self._talk.service.name) from error

    async def _answer(self, one: Wanted, document_count: int) -> str | None:
        if one.kind == "outside":
            return None
        if one.kind == "pin":
            return self._proof.pin
        question = PinQuestion(
            self._talk.service.name,
            self._proof.owner,
            document_count,
            is_code=True,
            hint=await self._challenge(one) or one.label,
            place=self._asked_count,
            leave_count=self._proof.leave_count,
        )
        given = await self._proof.ask(question)
        if given is None:
            raise Cancelled
        if not given:
            raise PinEmpty
        return given

    async def _challenge(self, one: Wanted) -> str:
        """Have a code sent, once; give the question where the service asks one instead."""
        if not one.is_sent_on_request:
            return ""
        dialect = self._talk.dialect
        refused = RemoteAuthorisationRefused(service=self._talk.service.name)
        told = await self._talk.asked(dialect.challenge, dialect.which_challenge(one), refused)
        return str(told.get("challenge", ""))
