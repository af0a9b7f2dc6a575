"""What a batch needs from outside: timestamps, revocation lists, the chain above a certificate.

Source: FACTS of 2026-11, "Signing": a failed fetch stays cached; a context's moment is frozen.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from asn1crypto import cms, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import (
    ClockApart,
    RevocationAway,
    TimestampAway,
    TimestampExpired,
    TimestampSlow,
)
from registry_desk.signing.trust import certificate_files
from registry_desk.signing.values import Terms
from registry_desk.signing.ways import OutwardSession

_TSA_TIMEOUT_S = 20
_IN_FLIGHT = 4
"""Timestamps asked for at once: an authority that is asked for a hundred answers the last late."""
_CLOCKS_APART = timedelta(minutes=5)
"""As much as two clocks that are set now and then may differ."""


class _Stamper(HTTPTimeStamper):
    """Gives one kind of error, whatever an authority answers (a wrong nonce breaks the library).

    What it answers is looked at: the library takes a token of any age at level B-T.
    """

    def __init__(self, url: str, session: OutwardSession) -> None:
        super().__init__(url, timeout=_TSA_TIMEOUT_S, session=session)
        self._turns = asyncio.Semaphore(_IN_FLIGHT)
        self._first = asyncio.Lock()

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """Give a token to see by who stamps; asked for once, for tokens cost money."""
        async with self._first:
            return await super().async_dummy_response(md_algorithm)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            async with self._turns:
                token = await super().async_timestamp(message_digest, md_algorithm)
            made_at, until = _times(token)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            if isinstance(error.__cause__, TimeoutError):
                raise TimestampSlow(url=self.url, seconds=self.timeout) from error
            raise TimestampRequestError("unusable answer") from error
        if until < made_at:
            raise TimestampExpired(url=self.url)
        apart = abs(datetime.now(UTC) - made_at)
        if apart > _CLOCKS_APART:
            raise ClockApart(url=self.url, minutes=round(apart / timedelta(minutes=1)))
        return token


def _times(token: cms.ContentInfo) -> tuple[datetime, datetime]:
    """Give when a timestamp was made, and until when its maker's certificate is valid."""
    signed = token["content"]
    made_at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    until: datetime = extract_certificate_info(signed).signer_cert.not_valid_after
    return made_at, until


@dataclass(slots=True)
class Sources:
    """What a batch fetches from outside, shared by its documents; thrown away on any failure."""

    terms: Terms
    roots: list[x509.Certificate] = field(default_factory=list)
    timestamper: HTTPTimeStamper | None = None
    _backend: AIOHttpFetcherBackend | None = None
    _fetchers: Any = None
    _session: OutwardSession = field(init=False)

    def __post_init__(self) -> None:
        self._session = OutwardSession(self.terms.network)
        self.roots = load_roots(self.terms.trust)
        if self.terms.level != "B-B" and self.terms.tsa_url:
            self.timestamper = _Stamper(self.terms.tsa_url, self._session)

    def context(self) -> ValidationContext | None:
        """Give a fresh context: its moment is frozen when it is made."""
        if not self.roots or self.terms.level not in ("B-LT", "B-LTA"):
            return None
        if self._fetchers is None:
            self._backend = AIOHttpFetcherBackend(
                self._session.get_session(), per_request_timeout=10
            )
            self._fetchers = self._backend.get_fetchers()
        return ValidationContext(
            trust_roots=self.roots,
            allow_fetching=True,
            revocation_mode="require",
            fetchers=self._fetchers,
            time_tolerance=_CLOCKS_APART,
        )

    def forget(self) -> None:
        """Throw away what was fetched: failed answers are cached as well."""
        self._backend, self._fetchers = None, None

    def timestamp_away(self) -> RegistryDeskError:
        """Say why the timestamp authority gave nothing, as far as it is known."""
        url = self.terms.tsa_url or ""
        return self._session.ways.refusal_at(url) or TimestampAway(url=url)

    def revocation_away(self) -> RegistryDeskError:
        """Say why revocation could not be found out, as far as it is known."""
        return self._session.ways.any_refusal() or RevocationAway()

    async def close(self) -> None:
        """End the connections of a batch."""
        self.forget()
        await self._session.close()


def load_roots(places: tuple[Path, ...]) -> list[x509.Certificate]:
    """Read the certificates of PEM or DER files, and of folders of such files."""
    files = [str(file) for file in certificate_files(places)]
    return list(load_certs_from_pemder(files)) if files else []


def chain_of(
    certificate: x509.Certificate, known: Iterable[x509.Certificate]
) -> list[x509.Certificate]:
    """Give the issuers above a certificate, nearest first, as far as they are known."""
    candidates, chain, below = list(known), [], certificate
    while below.issuer != below.subject:
        above = [c for c in candidates if c.subject == below.issuer and c not in chain]
        named = [c for c in above if c.key_identifier == below.authority_key_identifier]
        if not above:
            break
        below = (named or above)[0]
        chain.append(below)
    return chain
