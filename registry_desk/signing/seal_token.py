"""The institution's seal in an HSM: the module's process is kept, and started anew when it dies.

A PIN that was refused is not sent again: each seal would cost a try, and soon the module is locked.
"""

import threading
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from registry_desk import i18n
from registry_desk.errors import RegistryDeskError
from registry_desk.signing.batch import run_order
from registry_desk.signing.choice import chosen
from registry_desk.signing.errors import NoToken, PinEmpty, PinLocked, PinWrong, PinWrongLastTry
from registry_desk.signing.host import TokenHost
from registry_desk.signing.order import BatchOrder
from registry_desk.signing.values import SignJob, Terms, Token

_ABOUT_THE_PIN = (PinWrong, PinLocked)


@dataclass(frozen=True, slots=True)
class SealToken:
    """Where the seal's key lies in an HSM; its PIN never shows in a traceback or a log."""

    module: Path
    """The maker's PKCS#11 library."""
    token: str = ""
    """Label or serial number; empty for the only one there is."""
    pin: str = field(default="", repr=False)
    certificate_id: str | None = None
    """Its CKA_ID, hexadecimal; None for the only one that can sign."""


class Sealer:
    """Seals with one HSM, one file after another; may be called by several threads."""

    def __init__(self, key: SealToken) -> None:
        self._key = key
        self._lock = threading.Lock()
        self._host = TokenHost(key.module)
        self._refused: RegistryDeskError | None = None

    def seal(self, source: Path, target: Path, terms: Terms) -> str:
        """Seal a file; gives its SHA-256.

        Raises:
            NoToken: PinWrong: PinLocked: PinEmpty: CertificateUnfit: CertificateUnclear:
                TokenModuleCrashed: TokenSilent: TokenFault: the HSM or what is set for it.
            RegistryDeskError: what ``seal.seal`` says of the file and of the outside.
        """
        with self._lock:
            if self._refused is not None:
                raise self._refused
            try:
                return self._sealed(source, target, terms)
            except _ABOUT_THE_PIN as error:
                self._refused = error
                raise

    def _sealed(self, source: Path, target: Path, terms: Terms) -> str:
        token = self._token()
        order = BatchOrder(
            serial=token.serial,
            certificate_id=chosen(token.certificates, self._key.certificate_id).id,
            pin=self._key.pin,
            jobs=(SignJob(source, target),),
            terms=terms,
            language=i18n.current(),
        )
        (result,) = run_order(self._host, order)
        if result.error is not None or result.sha256 is None:
            raise result.error or NoToken()
        return result.sha256

    def _token(self) -> Token:
        """Give the token, fit to be opened; the last try is left to a person."""
        wanted = self._key.token
        found = [t for t in self._host.tokens() if wanted in ("", t.serial, t.label)]
        if len(found) != 1:
            raise NoToken
        (token,) = found
        if token.is_pin_locked:
            raise PinLocked(token=token.label)
        if token.is_last_try:
            raise PinWrongLastTry(token=token.label)
        if not self._key.pin:
            raise PinEmpty
        return token


@lru_cache(maxsize=2)
def sealer_of(key: SealToken) -> Sealer:
    """Give the one sealer of an HSM in this process.

    Raises:
        TokenModuleUnfit: TokenModuleExposed: the library is none, or others may change it.
    """
    return Sealer(key)
