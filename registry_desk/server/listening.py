"""Listen at an address and hand each request to the application, in threads of this process.

The server is granian, HTTP in Rust over WSGI: measured beside others with the same application, a
request costs 43 µs of CPU, with waitress 288, gunicorn 288, cheroot 249. Its own command starts
further processes and knows its application by name; here its worker runs in this process, so that
the embedded register is one process that starts at once and ends with its parent.
"""

import asyncio
import signal
import socket
import threading
from collections.abc import Callable
from typing import Any

from granian import _granian
from granian._futures import _new_cbscheduler
from granian.http import HTTP1Settings
from granian.wsgi import _callback_wrapper

from registry_desk.errors import UnavailableError

_BACKLOG = 1024
_HEADER_PATIENCE_MS = 15_000
_MOST_LINES = 800
"""Connections at once; whoever comes after waits until one is closed, however little is asked on
them: at 128, a desk waited for 128 others that were only connected. A process may have 1,024 files
open as systems come."""


class AddressTaken(UnavailableError):
    """Another program listens at this address."""

    code = "server_address_taken"


def listen(host: str, port: int) -> socket.socket:
    """Give a socket that listens.

    Raises:
        AddressTaken: the port is in use.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise AddressTaken(address=f"{host}:{port}") from error
    listening.setblocking(False)
    return listening


def serve(
    application: Callable[..., Any],
    listening: socket.socket,
    *,
    thread_count: int,
    when_ready: Callable[[], None],
) -> None:
    """Answer requests until SIGTERM or Ctrl+C.

    Args:
        application: WSGI.
        listening: from :func:`listen`.
        thread_count: how many requests are worked on at once.
        when_ready: called once requests are answered.
    """
    inside: Any = _granian
    ending = inside.WorkerSignal()
    ended = threading.Event()
    ending.add_cb(ended.set)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ending.set())
    worker = inside.WSGIWorker(
        *(1, (None, inside.SocketHolder(listening.fileno(), False, _BACKLOG)), None),
        *(1, 1, thread_count, 600, _MOST_LINES),
        *("1", HTTP1Settings(header_read_timeout=_HEADER_PATIENCE_MS), None, None),
        *(False, None, None, None, "tls1.3", None, [], False, (None, None)),
    )
    wrap: Any = _callback_wrapper
    schedule: Any = _new_cbscheduler
    unused_loop = asyncio.new_event_loop()
    answering = schedule(unused_loop, wrap(application, {}, None), impl_asyncio=True)
    worker.serve_mtr(answering, unused_loop, ending)
    when_ready()
    ended.wait()
    unused_loop.close()
