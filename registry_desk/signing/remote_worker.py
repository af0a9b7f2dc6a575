"""The process that speaks to a signing service: it shows a credential, and signs a pile with it."""

import asyncio
import signal
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from asn1crypto import x509
from pyhanko.sign.signers.csc_signer import CSCCredentialInfo

from registry_desk import i18n
from registry_desk.children import end_with_parent
from registry_desk.signing.certificates import described
from registry_desk.signing.choice import chosen
from registry_desk.signing.errors import RemoteUnusable, RemoteWayUnfit
from registry_desk.signing.order import BatchOrder
from registry_desk.signing.remote import RemoteService
from registry_desk.signing.remote_signer import RemoteSigner
from registry_desk.signing.remote_talk import Talk, opened_session
from registry_desk.signing.values import SignJob, Token, TokenCertificate
from registry_desk.signing.worker import Pile, answer_requests

_MOST_AT_ONCE = 10
"""Documents under one authorisation; a service may allow fewer."""
_ASKS_BY_ITSELF, _ASKS_HERE = "implicit", "explicit"


def serve(connection: Connection, service: RemoteService) -> None:
    """Answer requests until the pipe ends; the entry of the process."""
    end_with_parent()
    # Ctrl+C reaches the whole group: the parent decides, and these documents are finished first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer_requests(connection, partial(_answer, connection, service))


def _answer(connection: Connection, service: RemoteService, request: str, given: Any) -> Any:
    if request == "tokens":
        return asyncio.run(_tokens(service))
    order: BatchOrder = given
    i18n.use(order.language)
    return asyncio.run(_sign(connection, service, order))


async def _tokens(service: RemoteService) -> list[Token]:
    async with opened_session() as session:
        found = await Talk(session, service).credential()
    certificate = _certificate(found, service)
    return [
        Token(
            label=service.name,
            serial=service.credential,
            model="CSC",
            manufacturer=service.name,
            certificates=(certificate,),
            has_pin_pad=_asks_by_itself(found.response_data, service),
        )
    ]


async def _sign(connection: Connection, service: RemoteService, order: BatchOrder) -> None:
    connection.send(("touch", False))  # from here on other machines are waited for as well
    async with opened_session() as session:
        talk = Talk(session, service, secret=order.pin)
        found = await talk.credential()
        chosen([_certificate(found, service)], order.certificate_id)
        await _RemotePile(connection, order, RemoteSigner(talk, found, order.terms.trust)).run()


def _certificate(found: CSCCredentialInfo, service: RemoteService) -> TokenCertificate:
    certificate: x509.Certificate = found.signing_cert
    try:
        identifier = f"{certificate.serial_number:x}"
        told = described(certificate, identifier, service.credential, datetime.now(UTC))
        is_enabled = found.response_data["key"].get("status", "enabled") == "enabled"
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise RemoteUnusable(service=service.name) from error
    return told if is_enabled else replace(told, unfit_reason=told.unfit_reason or "no_key")


def _asks_by_itself(told: dict[str, Any], service: RemoteService) -> bool:
    """Tell whether the service asks the person, so that no secret is asked for here.

    Raises:
        RemoteWayUnfit: it wants a one-time password or a web page, which this program has not.
    """
    mode = told.get("authMode", _ASKS_BY_ITSELF)
    if mode == _ASKS_BY_ITSELF:
        return True
    one_time = told.get("OTP")
    is_one_time = isinstance(one_time, dict) and str(one_time.get("presence")).lower() == "true"
    if mode != _ASKS_HERE or is_one_time:
        raise RemoteWayUnfit(service=service.name)
    return False


class _RemotePile(Pile):
    """A pile that goes in rounds: the hashes of one round are signed with one authorisation."""

    _signer: RemoteSigner

    async def _all(self) -> None:
        jobs = list(enumerate(self._order.jobs))
        size = min(_MOST_AT_ONCE, self._signer.most_at_once)
        for start in range(0, len(jobs), size):
            if self._is_stopped or self._is_cancelled():
                return
            tasks = [asyncio.create_task(self._one(*job)) for job in jobs[start : start + size]]
            self._signer.expect(tasks)
            await asyncio.gather(*tasks)

    async def _one(self, place: int, job: SignJob) -> None:
        try:
            await super()._one(place, job)
        finally:
            self._signer.has_passed()
