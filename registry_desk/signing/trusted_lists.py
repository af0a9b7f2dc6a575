"""Trusted lists of the European form: fetched once a day, kept on disk, their signatures verified.

Source: ETSI TS 119 612 (lists, lists of lists); Implementing Decision (EU) 2015/1505.
"""

import hashlib
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import requests
from asn1crypto import x509
from pyhanko.sign.validation.qualified import eutl_parse
from pyhanko.sign.validation.qualified.tsp import TSPRegistry
from requests.adapters import HTTPAdapter

from registry_desk.durable import part_file
from registry_desk.i18n import text
from registry_desk.signing.list_signers import DAMAGE, read_list_of_lists
from registry_desk.signing.network import Network
from registry_desk.signing.sources import load_roots
from registry_desk.signing.trust import Trust

_FRESH_S = 24 * 3600
_TIMEOUT_S = 20
_MOST_BYTES = 40_000_000
"""The largest list of a member state is about 10 MB."""
_NEXT_UPDATE = re.compile(r"<(?:\w+:)?NextUpdate>\s*<(?:\w+:)?dateTime>\s*([^<\s]+)")
_IS_LIST_OF_LISTS = re.compile(r"<(?:\w+:)?TSLType[^>]*>\s*\S*EUlistofthelists\s*<")


@dataclass(slots=True)
class ReadLists:
    """What the configured lists grant."""

    registry: TSPRegistry = field(default_factory=TSPRegistry)
    problems: list[str] = field(default_factory=list)
    """In words: which list could not be read, or is out of date."""
    is_expired: bool = False
    is_partial: bool = False
    """A list is missing or unsound: it is tried again the next time."""

    def leave_out(self, problem: str) -> None:
        """Note a list that grants nothing now."""
        self.problems.append(problem)
        self.is_partial = True


def read_lists(trust: Trust, *, is_offline: bool) -> ReadLists:
    """Read the configured lists, from the cache where it is fresh or nothing else can be had."""
    read = ReadLists()
    signers = load_roots(trust.list_signers)
    for address in trust.lists:
        _read(address, signers, trust, read, is_offline=is_offline)
    return read


def _read(
    address: str,
    signers: list[x509.Certificate],
    trust: Trust,
    read: ReadLists,
    *,
    is_offline: bool,
    is_pointed_to: bool = False,
) -> None:
    """Read one list, and those that a list of lists points to."""
    content = _content(address, trust, is_offline=is_offline)
    if content is None:
        read.leave_out(text("verify.list_missing", address=address))
        return
    pointed: list[eutl_parse.TLReference] = []
    try:
        if not is_pointed_to and _IS_LIST_OF_LISTS.search(content):
            fetch = partial(_content, trust=trust, is_offline=is_offline)
            pointed = read_list_of_lists(content, address, signers, fetch).references
        else:
            eutl_parse.trust_list_to_registry(content, signers, read.registry)
        _see_its_date(content, address, read)
    except DAMAGE:
        read.leave_out(text("verify.list_unsound", address=address))
    wanted = {territory.casefold() for territory in trust.territories}
    for one in pointed:
        is_itself = eutl_parse.LOTL_RULE in one.scheme_rules
        if is_itself or (wanted and one.territory.casefold() not in wanted):
            continue
        _read(
            one.location_uri, one.tlso_certs, trust, read, is_offline=is_offline, is_pointed_to=True
        )


def _see_its_date(content: str, address: str, read: ReadLists) -> None:
    """Note a list whose next edition is overdue."""
    found = _NEXT_UPDATE.search(content)
    if found is None:
        return
    due = datetime.fromisoformat(found.group(1))
    due = due if due.tzinfo else due.replace(tzinfo=UTC)
    if due < datetime.now(UTC):
        read.is_expired = True
        date = f"{due.astimezone():%d.%m.%Y}"
        read.problems.append(text("verify.list_expired", address=address, date=date))


def _content(address: str, trust: Trust, *, is_offline: bool) -> str | None:
    """Give a list's text; None where it cannot be had."""
    if not address.startswith(("http://", "https://")):
        return _text_of(Path(address))
    cache, network = trust.cache, trust.network
    if cache is None:
        return None if is_offline else _fetched(address, network)
    kept = cache / f"{hashlib.sha256(address.encode()).hexdigest()}.xml"
    if not is_offline and not _is_fresh(kept):
        content = _fetched(address, network)
        if content is not None:
            cache.mkdir(parents=True, exist_ok=True, mode=0o700)
            with part_file(kept) as part:
                part.write_text(content, encoding="utf-8")
    return _text_of(kept)


def _text_of(file: Path) -> str | None:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return None


def _is_fresh(file: Path) -> bool:
    try:
        return time.time() - file.stat().st_mtime < _FRESH_S
    except OSError:
        return False


def _fetched(address: str, network: Network) -> str | None:
    login = network.header_for(address)
    proxies = {"http": network.proxy, "https": network.proxy}
    try:
        with requests.Session() as session:
            for scheme in ("http://", "https://"):
                session.mount(scheme, _ByProxy(network))
            with session.get(
                address,
                timeout=_TIMEOUT_S,
                stream=True,
                headers={"Authorization": login} if login else None,
                proxies=proxies if network.goes_by_proxy(address) else None,
            ) as answer:
                return _text_in(answer)
    except (requests.RequestException, UnicodeError):
        return None


def _text_in(answer: requests.Response) -> str | None:
    answer.raise_for_status()
    content = bytearray()
    for piece in answer.iter_content(1 << 16):
        content += piece
        if len(content) > _MOST_BYTES:
            return None
    return content.decode("utf-8")


class _ByProxy(HTTPAdapter):
    """Gives the proxy its login, in whatever letters it is written."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self._login = network.proxy_header

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        return {"Proxy-Authorization": self._login} if self._login else {}
