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
from registry_desk.signing.remote_dialects import Wanted, WayUnknown
from registry_desk.signing.remote_signer import RemoteSigner
from registry_desk.signing.remote_talk import Proof, Talk, opened_session
from registry_desk.signing.values import PinQuestion, SignJob, Token, TokenCertificate
from registry_desk.signing.ways import Ways
from registry_desk.signing.worker import Pile, answer_requests

_MOST_AT_ONCE = 100
"""Documents under one authorisation, open at the same time; a service may allow fewer."""


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
    ways = Ways(service.network)
    async with opened_session(ways) as session:
        talk = Talk(session, service, ways)
        found = await talk.credential()
    certificate = _certificate(found, service)
    return [_as_token(service, found, certificate, _wanted(talk, found))]


def _as_token(
    service: RemoteService,
    found: CSCCredentialInfo,
    certificate: TokenCertificate,
    wanted: tuple[Wanted, ...],
) -> Token:
    return Token(
        label=service.name,
        serial=service.credential,
        model="CSC",
        manufacturer=service.name,
        certificates=(certificate,),
        has_pin_pad=not any(one.kind == "pin" for one in wanted),
        most_at_once=_at_once(found),
        asks_for_each_leave=not wanted or any(one.kind != "pin" for one in wanted),
    )


async def _sign(connection: Connection, service: RemoteService, order: BatchOrder) -> None:
    connection.send(("touch", False))  # from here on other machines are waited for as well
    ways = Ways(service.network)
    async with opened_session(ways) as session:
        talk = Talk(session, service, ways)
        found = await talk.credential()
        certificate = chosen([_certificate(found, service)], order.certificate_id)
        token = _as_token(service, found, certificate, _wanted(talk, found))
        proof = Proof(
            order.pin,
            partial(_asked, connection),
            certificate.owner,
            token.leaves_for(len(order.jobs)),
        )
        signer = RemoteSigner(talk, found, order.terms.trust, proof)
        await _RemotePile(connection, order, signer, token.most_at_once).run()


async def _asked(connection: Connection, question: PinQuestion) -> str | None:
    """Ask the person through the program, which may be told meanwhile to stop."""
    connection.send(("question", question))
    is_cancelled = False
    while True:
        kind, given = await asyncio.to_thread(connection.recv)
        if kind == "answer":
            return None if is_cancelled else given
        is_cancelled = True


def _certificate(found: CSCCredentialInfo, service: RemoteService) -> TokenCertificate:
    certificate: x509.Certificate = found.signing_cert
    try:
        identifier = f"{certificate.serial_number:x}"
        told = described(certificate, identifier, service.credential, datetime.now(UTC))
        is_enabled = found.response_data["key"].get("status", "enabled") == "enabled"
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise RemoteUnusable(service=service.name) from error
    return told if is_enabled else replace(told, unfit_reason=told.unfit_reason or "no_key")


def _at_once(found: CSCCredentialInfo) -> int:
    return min(_MOST_AT_ONCE, max(1, found.max_batch_size))


def _wanted(talk: Talk, found: CSCCredentialInfo) -> tuple[Wanted, ...]:
    """Give what the service wants of the person.

    Raises:
        RemoteWayUnfit: a web page, or what this program does not know.
        RemoteUnusable: it cannot be understood.
    """
    try:
        return talk.dialect.wanted(found.response_data)
    except WayUnknown as error:
        raise RemoteWayUnfit(service=talk.service.name) from error
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise RemoteUnusable(service=talk.service.name) from error


class _RemotePile(Pile):
    """A pile that goes in rounds: the hashes of one round are signed with one authorisation."""

    _signer: RemoteSigner

    def __init__(
        self, connection: Connection, order: BatchOrder, signer: RemoteSigner, most_at_once: int
    ) -> None:
        super().__init__(connection, order, signer)
        self._most_at_once = most_at_once

    async def _all(self) -> None:
        jobs = list(enumerate(self._order.jobs))
        size = self._most_at_once
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
