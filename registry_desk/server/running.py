"""Serve the register: one process, several threads, one writer."""

import ipaddress
import logging
import os
import socket
from pathlib import Path

from registry_desk import children
from registry_desk.errors import RefusedError
from registry_desk.server import site
from registry_desk.server.configuration import Configuration
from registry_desk.server.listening import listen, serve

_THREADS_EMBEDDED, _THREADS = 32, 16
"""PostgreSQL has a connection for each thread of each process, a hundred as it comes."""


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
    listening = listen(host, port)
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
    from registry_desk.server import addresses, upkeep  # noqa: F401 - the first answer finds it loaded
    from registry_desk.server.audit import blocks
    from registry_desk.server.dispatch import mailing
    from registry_desk.server.entrance import Entrance
    from registry_desk.server.files import sealing

    blocks.keep_closing()
    mailing.keep_sending()
    upkeep.keep_up()
    sealing.load_early()
    is_embedded = not site.register_configuration().database_url
    serve(
        Entrance(site.application(), is_behind_proxy=is_behind_proxy),
        listening,
        thread_count=_THREADS_EMBEDDED if is_embedded else _THREADS,
        when_ready=lambda: _announce(announce, url),
    )


def _announce(file: Path | None, url: str) -> None:
    if file is not None:
        part = file.with_name(file.name + ".part")
        part.write_text(url + "\n", encoding="utf-8")
        part.replace(file)


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
