"""Serve the register: one process, several threads, one writer."""

import ipaddress
import socket
from contextlib import ExitStack
from pathlib import Path

from registry_desk import children
from registry_desk.errors import RefusedError
from registry_desk.server import loading, site
from registry_desk.server.configuration import Configuration
from registry_desk.server.holding import held
from registry_desk.server.listening import listen, serve
from registry_desk.server.processes import ProcessesNeedPostgresql, counting_together, serve_in

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
    process_count: int = 1,
) -> None:
    """Serve until the process is told to end.

    Args:
        configuration: of an initialised folder.
        host: an address of this machine.
        port: 0 for a free one.
        announce: a file that gets the server's URL once it answers.
        with_parent: end when standard input ends.
        is_behind_proxy: a proxy with TLS stands before it; without one a register that has no
            public address gives its own on this machine, enough for a trial. Behind one no number
            is given until the address is known: it would stand on receipts that nobody can follow.
        process_count: how many processes share the port.

    Raises:
        NeedsProxy: not on loopback, and no proxy promised.
        AddressTaken: the port is in use.
        ProcessesNeedPostgresql: several processes on SQLite.
        ServerRunsAlready: another server has the embedded register open.
    """
    if process_count > 1 and not configuration.database_url:
        raise ProcessesNeedPostgresql
    if not _is_loopback(host) and not is_behind_proxy:
        raise NeedsProxy(host=host)
    with ExitStack() as kept:
        if not configuration.database_url:
            kept.enter_context(held(configuration.folder))
        if process_count > 1:
            kept.enter_context(counting_together())
        listening = listen(host, port)
        bound = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        url = f"http://{shown}:{bound}"
        if not (configuration.public_url or is_behind_proxy):  # on loopback: a trial's
            configuration = configuration.change(public_url=url)
        _load(configuration)

        def serve_one(place: int) -> None:
            file = announce if place == 0 else None
            _serve(listening, is_behind_proxy=is_behind_proxy, announce=file, url=url)

        def end_with_parent() -> None:
            if with_parent:
                children.end_with_standard_input()

        if process_count == 1:
            end_with_parent()
            serve_one(0)
            return
        _let_go_of_database()
        serve_in(process_count, serve_one, when_begun=end_with_parent)


def _load(configuration: Configuration) -> None:
    """Load the program, once for all processes, and bring the database to its version."""
    loading.give_large_memory_back()
    with loading.undisturbed():
        site.set_up(configuration)
        site.migrate()
        loading.load_addresses()


def _let_go_of_database() -> None:
    """Close what a process may not share with another."""
    from django.db import connections

    connections.close_all()


def _serve(
    listening: socket.socket, *, is_behind_proxy: bool, announce: Path | None, url: str
) -> None:
    from registry_desk.server import journal, upkeep
    from registry_desk.server.audit import blocks
    from registry_desk.server.dispatch import mailing
    from registry_desk.server.entrance import Entrance
    from registry_desk.server.files import sealing
    from registry_desk.server.pace import Pace

    journal.keep()

    blocks.keep_closing()
    mailing.keep_sending()
    upkeep.keep_up()
    sealing.load_early()
    configuration = site.register_configuration()
    is_embedded = not configuration.database_url
    pace = Pace(
        known=configuration.requests_each_minute,
        unknown=configuration.anonymous_requests_each_minute,
    )
    serve(
        Entrance(site.application(), is_behind_proxy=is_behind_proxy, pace=pace),
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
