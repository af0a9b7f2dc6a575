"""A cloud key as pyHanko's signer: the hashes of a round go out together.

Source: FACTS of 2026-11, "Signing": pyHanko's signer waits for ever for a batch that is not full;
so the round is sent when no document of it is still on its way.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.csc_signer import CSCCredentialInfo, CSCSigner

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import RemoteAuthorisationRefused, RemoteUnusable
from registry_desk.signing.remote_credential import as_the_key_names_it
from registry_desk.signing.remote_talk import TROUBLE, Authorisation, Proof, Talk
from registry_desk.signing.sources import chain_of, load_roots

_GATHERING_S = 240.0
"""Until the slowest document of a round has its revocation lists and its hash."""
_PERSON_S = 900.0
"""Until the person has found the telephone, and typed what it shows."""


class RemoteSigner(CSCSigner):
    """Signs with a key that never leaves its service."""

    def __init__(
        self, talk: Talk, found: CSCCredentialInfo, trust: tuple[Path, ...], proof: Proof
    ) -> None:
        known = [*found.chain, *load_roots(trust)]
        whole = replace(found, chain=chain_of(found.signing_cert, known))
        super().__init__(
            talk.session,
            Authorisation(talk, whole, proof),
            sign_timeout=max(1, int(talk.service.timeout_s)),
            batch_autocommit=False,
        )
        self._talk = talk
        self._most_s = _GATHERING_S + _PERSON_S + 3 * talk.service.timeout_s
        self._on_the_way: set[asyncio.Task[Any] | None] = set()
        self._sending: asyncio.Task[None] | None = None
        self._failure: RegistryDeskError | None = None

    def expect(self, documents: Iterable[asyncio.Task[Any]]) -> None:
        """Begin a round: the documents that may come for a signature."""
        self._on_the_way = set(documents)

    def has_passed(self) -> None:
        """Note that the current task's document comes no more, or has come; the last one sends."""
        current = asyncio.current_task()
        if current in self._on_the_way:
            self._on_the_way.discard(current)
            if not self._on_the_way:
                self._sending = asyncio.create_task(self._send())

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Sign bytes together with those of the round's other documents.

        Raises:
            RemoteAway: RemoteAuthorisationRefused: RemoteLoginRefused: RemoteUnusable: not signed.
            Cancelled: PinEmpty: the person gave no code.
        """
        if dry_run:
            return bytes(self.est_raw_signature_size)
        self.has_passed()
        try:
            async with asyncio.timeout(self._most_s):
                signed: bytes = await super().async_sign_raw(data, digest_algorithm)
        except (SigningError, TimeoutError) as error:
            unusable = RemoteUnusable(service=self._talk.service.name)
            raise self._failure or unusable from error
        return signed

    async def format_csc_signing_req(
        self, tbs_hashes: list[str], digest_algorithm: str
    ) -> dict[str, Any]:
        """Ask for leave, and give the request for signatures as the service's version wants it."""
        asked = await super().format_csc_signing_req(tbs_hashes, digest_algorithm)
        found = self.auth_manager.credential_info
        asked["signAlgo"] = as_the_key_names_it(asked["signAlgo"], found)
        return self._talk.dialect.signing(asked)

    async def _send(self) -> None:
        """Send the round; what goes wrong is told to each document that waits for it."""
        commit: Callable[[], Awaitable[None]] = self.commit
        try:
            await commit()
        except RegistryDeskError as error:
            self._failure = error
        except TROUBLE as error:
            refused = RemoteAuthorisationRefused(service=self._talk.service.name)
            self._failure = self._talk.told(error, refused)
