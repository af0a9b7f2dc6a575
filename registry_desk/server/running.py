"""Serve the register: one process, several threads, one writer."""

import ipaddress
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from registry_desk import children
from registry_desk.errors import RefusedError, UnavailableError
from registry_desk.server import site
from registry_desk.server.configuration import Configuration

_THREADS = 8
_UPLOAD_PIECE_LIMIT = 64 * 2**20


class AddressTaken(UnavailableError):
    """Another program listens at this address."""

    code = "server_address_taken"


class NeedsProxy(RefusedError):
    """Off loopback the register is served behind a proxy that speaks TLS, or not at all."""

    code = "server_needs_proxy"


def run(
    configuration: Configuration,
    *,
    host: str,
    port: int,
    announce: Path | None = None,
    with_parent: bool = False,
    is_behind_proxy: bool = False,
) -> None:
    """Serve until the process is told to end.

    Args:
        configuration: of an initialised folder.
        host: an address of this machine.
        port: 0 for a free one.
        announce: a file that gets the server's URL once it answers.
        with_parent: end when standard input ends.
        is_behind_proxy: a proxy with TLS stands before it.

    Raises:
        NeedsProxy: not on loopback, and no proxy promised.
        AddressTaken: the port is in use.
    """
    if not _is_loopback(host) and not is_behind_proxy:
        raise NeedsProxy(host=host)
    if with_parent:
        children.end_with_standard_input()
    listening = _listen(host, port)
    bound = listening.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    url = f"http://{shown}:{bound}"
    if not configuration.public_url and _is_loopback(host):
        configuration = configuration.change(public_url=url)
    _log_to_standard_error()
    site.set_up(configuration)
    site.migrate()
    _serve(listening, is_behind_proxy=is_behind_proxy, announce=announce, url=url)


def _serve(
    listening: socket.socket, *, is_behind_proxy: bool, announce: Path | None, url: str
) -> None:
    from waitress.server import create_server

    create: Any = create_server
    trust = {"trusted_proxy": "*", "trusted_proxy_headers": {"x-forwarded-for"}}
    server = create(
        site.application(),
        sockets=[listening],
        threads=_THREADS,
        ident=None,
        recv_bytes=2**18,
        inbuf_overflow=8 * 2**20,
        max_request_body_size=_UPLOAD_PIECE_LIMIT,
        channel_timeout=60,
        clear_untrusted_proxy_headers=True,
        **(trust if is_behind_proxy else {}),
    )
    from registry_desk.server import addresses, upkeep  # noqa: F401 - the first answer finds it loaded
    from registry_desk.server.audit import blocks
    from registry_desk.server.dispatch import mailing
    from registry_desk.server.files import sealing

    blocks.keep_closing()
    mailing.keep_sending()
    upkeep.keep_up()
    sealing.load_early()
    if announce:
        part = announce.with_name(announce.name + ".part")
        part.write_text(url + "\n", encoding="utf-8")
        part.replace(announce)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run()
    finally:
        server.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise AddressTaken(address=f"{host}:{port}") from error
    return listening


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _log_to_standard_error() -> None:
    """Log what goes wrong, as one line each, without any request's content."""
    level = os.environ.get("REGISTRY_DESK_LOG", "WARNING")
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
