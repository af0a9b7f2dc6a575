"""The process that holds the vendor's PKCS#11 module: one thread, one module, one batch at a time.

It answers requests over a pipe. The module may crash or hang here without taking the program
along, and the PIN lives in no other process longer than it takes to hand it over.

Source: FACTS of 2026-11, "Signing": several sessions in threads crashed 14 of 23 runs.
"""

import asyncio
import os
import signal
import traceback
from collections.abc import Callable, Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pkcs11
from pkcs11 import PROTECTED_AUTH, Attribute, ObjectClass
from pkcs11.constants import TokenFlag
from pyhanko.sign.signers import Signer

from registry_desk import i18n
from registry_desk.children import end_with_parent
from registry_desk.errors import RegistryDeskError
from registry_desk.signing.certificates import certificates_of, parsed
from registry_desk.signing.choice import chosen
from registry_desk.signing.errors import (
    CertificateUnfit,
    NoToken,
    PinLocked,
    PinWrong,
    PinWrongLastTry,
    TokenFault,
    TokenModuleUnfit,
)
from registry_desk.signing.order import BatchOrder, stops_batch
from registry_desk.signing.pades import sign_document
from registry_desk.signing.sources import Sources, chain_of, load_roots
from registry_desk.signing.token_signer import TokenSigner, needs_pin_each_time
from registry_desk.signing.values import SignJob, Token

_GONE = (
    pkcs11.DeviceRemoved,
    pkcs11.TokenNotPresent,
    pkcs11.TokenNotRecognised,
    pkcs11.SessionHandleInvalid,
    pkcs11.SessionClosed,
    pkcs11.NoSuchToken,
    pkcs11.DeviceError,
    pkcs11.SlotIDInvalid,
)
_IN_FLIGHT = 4
"""Documents worked on at once while a timestamp authority is waited for."""


def serve(connection: Connection, module: str, environment: Mapping[str, str]) -> None:
    """Answer requests until the pipe ends; the entry of the process."""
    end_with_parent()
    # Ctrl+C reaches the whole group: the parent decides, and this document is finished first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(environment)
    worker = _Worker(connection, module)
    answer_requests(connection, worker.answer)


def answer_requests(connection: Connection, answer: Callable[[str, Any], Any]) -> None:
    """Answer one request after another until the pipe ends, errors as their own message."""
    while True:
        try:
            request, given = connection.recv()
        except EOFError:
            return
        if request == "cancel":
            continue  # it came when the last document was done
        try:
            answered = answer(request, given)
        except RegistryDeskError as error:
            connection.send(("error", error))
        except Exception:  # noqa: BLE001 - our fault: the host raises it where it is reported
            connection.send(("fault", traceback.format_exc()))
        else:
            connection.send(("done", answered))


class _Worker:
    def __init__(self, connection: Connection, module: str) -> None:
        self._connection = connection
        self._module = module
        self._lib: Any = None
        self.is_stale = False

    def answer(self, request: str, given: Any) -> Any:
        try:
            if request == "tokens":
                return self._tokens()
            if request == "labels":
                return self._labels()
            order: BatchOrder = given
            i18n.use(order.language)
            return self._sign(order)
        except _GONE as error:
            self.is_stale = True
            raise NoToken from error
        except pkcs11.PKCS11Error as error:
            self.is_stale = True
            raise TokenFault(kind=type(error).__name__) from error

    def _library(self) -> Any:
        """Give the module, loaded; afresh after a token went away.

        Only a new initialisation recovers after a token was put back.
        """
        try:
            if self._lib is None:
                self._lib = pkcs11.lib(self._module)
            elif self.is_stale:
                self._lib.reinitialize()
        except (RuntimeError, OSError) as error:
            self._lib = None
            raise TokenModuleUnfit(module=Path(self._module).name) from error
        self.is_stale = False
        return self._lib

    def _present(self) -> list[Any]:
        found = []
        for slot in self._library().get_slots(token_present=True):
            try:
                token = slot.get_token()
            except pkcs11.PKCS11Error:
                continue  # a reader whose card was pulled between the two calls
            if token.flags & TokenFlag.TOKEN_INITIALIZED:
                found.append(token)
        return found

    def _tokens(self) -> list[Token]:
        # A token put in again is only seen by a module that was initialised since.
        self.is_stale = self._lib is not None
        return [_described(token) for token in self._present()]

    def _labels(self) -> list[str]:
        """Name the tokens without opening them: a card is not woken for that."""
        self.is_stale = self._lib is not None
        return [token.label.strip("\x00 ") for token in self._present()]

    def _token(self, serial: str) -> Any:
        for token in self._present():
            if _serial(token) == serial:
                return token
        raise NoToken

    def _sign(self, order: BatchOrder) -> None:
        token = self._token(order.serial)
        session = self._session(token, order.pin)
        try:
            signer = _signer(session, token, order, self._touching)
            asyncio.run(Pile(self._connection, order, signer).run())
        finally:
            _close(session)

    def _touching(self, is_touched: bool) -> None:
        """Tell the host that the module is being called, so that it can tell a hang from work."""
        self._connection.send(("touch", is_touched))

    def _session(self, token: Any, pin: str | None) -> Any:
        has_pad = bool(token.flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH)
        try:
            return token.open(user_pin=PROTECTED_AUTH if pin is None and has_pad else pin)
        except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as error:
            raise self._refused(_serial(token)) from error
        except (pkcs11.PinLocked, pkcs11.PinExpired) as error:
            raise PinLocked(token=token.label) from error

    def _refused(self, serial: str) -> RegistryDeskError:
        """Look at the token again: its flags say how many tries remain, as far as it tells."""
        self.is_stale = True
        token = self._token(serial)
        if token.flags & TokenFlag.USER_PIN_LOCKED:
            return PinLocked(token=token.label)
        is_last = bool(token.flags & TokenFlag.USER_PIN_FINAL_TRY)
        return PinWrongLastTry(token=token.label) if is_last else PinWrong(token=token.label)


class Pile:
    """One pile of documents on its way, several at once where something outside is waited for."""

    def __init__(self, connection: Connection, order: BatchOrder, signer: Signer) -> None:
        """Take where the results go, what is wanted and whose key signs."""
        self._connection = connection
        self._order = order
        self._signer = signer
        self._sources = Sources(order.terms)
        self._is_stopped = False

    async def run(self) -> None:
        """Sign what can be signed, and send one result for each document that was begun."""
        try:
            await self._all()
        finally:
            await self._sources.close()

    async def _all(self) -> None:
        width = 1 if self._order.terms.level == "B-B" else _IN_FLIGHT
        waiting = iter(enumerate(self._order.jobs))
        await asyncio.gather(*(self._lane(waiting) for _ in range(width)))

    async def _lane(self, waiting: Any) -> None:
        for place, job in waiting:
            if self._is_stopped or self._is_cancelled():
                return
            await self._one(place, job)

    async def _one(self, place: int, job: SignJob) -> None:
        self._connection.send(("result", (place, await self._result(job))))

    def _is_cancelled(self) -> bool:
        if self._connection.poll():
            self._connection.recv()
            self._is_stopped = True
        return self._is_stopped

    async def _result(self, job: SignJob) -> str | RegistryDeskError:
        """Give a file's new hash or what hinders it; stop where the next would fail alike."""
        try:
            return await sign_document(
                job.source, job.target, self._signer, self._sources, job.stamp, shown=job.sha256
            )
        except RegistryDeskError as error:
            self._is_stopped |= stops_batch(error)
            return error
        except _GONE:
            self._is_stopped = True
            return NoToken()
        except pkcs11.PKCS11Error as error:
            self._is_stopped = True
            return TokenFault(kind=type(error).__name__)


def _described(token: Any) -> Token:
    session = token.open()
    try:
        certificates = certificates_of(session)
    finally:
        _close(session)
    flags = token.flags
    return Token(
        label=token.label.strip("\x00 "),
        serial=_serial(token),
        model=token.model.strip("\x00 "),
        manufacturer=token.manufacturer_id.strip("\x00 "),
        certificates=tuple(certificates),
        has_pin_pad=bool(flags & TokenFlag.PROTECTED_AUTHENTICATION_PATH),
        is_pin_low=bool(flags & TokenFlag.USER_PIN_COUNT_LOW),
        is_last_try=bool(flags & TokenFlag.USER_PIN_FINAL_TRY),
        is_pin_locked=bool(flags & TokenFlag.USER_PIN_LOCKED),
    )


def _serial(token: Any) -> str:
    raw: bytes = token.serial
    return raw.decode("ascii", "replace").strip("\x00 ")


def _signer(
    session: Any, token: Any, order: BatchOrder, touching: Callable[[bool], None]
) -> TokenSigner:
    found = certificates_of(session)
    certificate = chosen(found, order.certificate_id)
    keys = list(
        session.get_objects(
            {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(certificate.id)}
        )
    )
    if not keys:
        raise CertificateUnfit(owner=certificate.owner, reason="no_key")
    known = [*(parsed(c) for c in found), *load_roots(order.terms.trust)]
    return TokenSigner(
        keys[0],
        parsed(certificate),
        chain_of(parsed(certificate), known),
        frozenset(token.slot.get_mechanisms()),
        pin_each_time=order.pin if needs_pin_each_time(keys[0]) else None,
        touching=touching,
    )


def _close(session: Any) -> None:
    try:
        session.close()
    except pkcs11.PKCS11Error:
        return  # the token is gone, and its session with it
