"""What is said to a signing service beside the signing itself: the credential, the authorisation.

Every answer has its time limit. Nothing is tried again: a service locks a key after a few wrong
PINs. A redirect is not followed, for it would carry the PIN to another machine.
"""

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
    fetch_certs_in_csc_credential,
)

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import (
    RemoteAuthorisationRefused,
    RemoteAway,
    RemoteCredentialUnknown,
    RemoteLoginRefused,
    RemoteUnusable,
)
from registry_desk.signing.remote import RemoteService

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


def opened_session() -> aiohttp.ClientSession:
    """Open connections that follow no redirect; made inside the running event loop."""
    watch = aiohttp.TraceConfig()
    watch.on_request_redirect.append(_refuse_redirect)
    return aiohttp.ClientSession(trace_configs=[watch])


async def _refuse_redirect(
    _session: aiohttp.ClientSession, _context: SimpleNamespace, _redirect: Any
) -> None:
    raise aiohttp.ClientPayloadError("the service sends elsewhere")


class Talk:
    """Speaks to one service for one person.

    ``secret`` is the PIN of the key; None where the service asks the person by itself.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        service: RemoteService,
        *,
        secret: str | None = None,
    ) -> None:
        self.session = session
        self.service = service
        self.address = CSCServiceSessionInfo(
            service.url.rstrip("/"), service.credential, service.bearer
        )
        self._secret = secret

    async def credential(self) -> CSCCredentialInfo:
        """Ask for the certificate with its chain, and what the key can do.

        Raises:
            RemoteCredentialUnknown: it knows no such certificate.
            RemoteAway: RemoteLoginRefused: RemoteUnusable: the service fails.
        """
        try:
            return await fetch_certs_in_csc_credential(
                self.session, self.address, timeout=max(1, int(self.service.timeout_s))
            )
        except TROUBLE as error:
            unknown = RemoteCredentialUnknown(service=self.service.name)
            raise self.told(error, unknown) from error

    async def authorised(self, request: dict[str, Any]) -> CSCAuthorizationInfo:
        """Ask for leave to sign.

        Raises:
            RemoteAuthorisationRefused: the PIN is wrong, or the person said no.
            RemoteAway: RemoteLoginRefused: RemoteUnusable: the service fails.
        """
        try:
            async with self.session.post(
                self.address.endpoint_url("credentials/authorize"),
                headers=self.address.auth_headers,
                json=request,
                raise_for_status=True,
                timeout=aiohttp.ClientTimeout(total=self.service.timeout_s),
            ) as response:
                return CSCAuthorizationManager.parse_csc_auth_response(await response.json())
        except TROUBLE as error:
            refused = RemoteAuthorisationRefused(service=self.service.name)
            raise self.told(error, refused) from error

    def told(self, error: Exception, refused: RegistryDeskError) -> RegistryDeskError:
        """Tell a trouble in the program's words; ``refused`` where the service says no."""
        name = self.service.name
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, aiohttp.ClientResponseError) and cause.status >= 400:
                return _by_status(cause.status, name, refused)
            if isinstance(cause, (aiohttp.ClientConnectionError, TimeoutError)):
                return RemoteAway(service=name)
            cause = cause.__cause__
        return RemoteUnusable(service=name)

    def manager(self, found: CSCCredentialInfo) -> CSCAuthorizationManager:
        """Give what pyHanko asks for leave, one round of hashes at a time."""
        return _Authorisation(self, found, self._secret)


def _by_status(status: int, name: str, refused: RegistryDeskError) -> RegistryDeskError:
    if status == HTTPStatus.UNAUTHORIZED:
        return RemoteLoginRefused(service=name)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
        return RemoteAway(service=name)
    return refused


class _Authorisation(CSCAuthorizationManager):
    """Asks for leave for exactly the hashes of a round, whether or not the service insists."""

    def __init__(self, talk: Talk, found: CSCCredentialInfo, secret: str | None) -> None:
        super().__init__(talk.address, found)
        self._talk = talk
        self._secret = secret

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        asked = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self._secret)
        return await self._talk.authorised(asked)
