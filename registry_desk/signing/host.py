"""The program's side of the token: starts the worker, asks it, survives it."""

import multiprocessing
import stat
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from registry_desk.children import interrupts_held
from registry_desk.errors import RegistryDeskError
from registry_desk.signing.errors import (
    TokenModuleCrashed,
    TokenModuleExposed,
    TokenModuleUnfit,
    TokenSilent,
)
from registry_desk.signing.values import Token

_OUTSIDE_TIMEOUT_S = 300.0
"""For what is not the module's: a large file, a slow timestamp authority."""
_START_TIMEOUT_S = 30.0
_ASK_EVERY_S = 0.05
_END_TIMEOUT_S = 2.0


class KeyHost(ABC):
    """Keeps what signs in a process of its own; started when first asked."""

    def __init__(self, timeout_s: float) -> None:
        self._timeout_s = timeout_s
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def tokens(self) -> list[Token]:
        """List the tokens that answer now.

        Raises:
            TokenModuleUnfit: TokenModuleCrashed: TokenSilent: the module fails.
        """
        for kind, given in self.ask("tokens", None):
            if kind == "done":
                found: list[Token] = given
                return found
        raise self._ended()

    def ask(
        self, request: str, given: Any, *, cancelled: Callable[[], bool] | None = None
    ) -> Iterator[tuple[str, Any]]:
        """Send one request and give the worker's messages up to the last one, ``done``.

        The worker is told once when ``cancelled`` becomes true, and goes on to its own end.

        Raises:
            RegistryDeskError: what the worker answers.
            TokenModuleCrashed: TokenSilent: it died, or the module hangs; it is started anew for
                the next request.
        """
        connection = self._started()
        try:
            connection.send((request, given))
            yield from self._messages(connection, cancelled or (lambda: False))
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.close()
            raise self._ended() from error

    def answer(self, given: str | None) -> None:
        """Answer the worker's message ``question``; None where the person gives no answer."""
        if self._connection is not None:
            self._connection.send(("answer", given))

    def _messages(
        self, connection: Connection, cancelled: Callable[[], bool]
    ) -> Iterator[tuple[str, Any]]:
        limit_s, waited_s, is_told = self._timeout_s + _START_TIMEOUT_S, 0.0, False
        while True:
            if not is_told and cancelled():
                connection.send(("cancel", None))
                is_told = True
            if not connection.poll(_ASK_EVERY_S):
                waited_s += _ASK_EVERY_S
                if waited_s > limit_s:
                    self.close()
                    raise self._silent()
                continue
            kind, given = connection.recv()
            waited_s = 0.0
            if kind == "touch":
                limit_s = self._timeout_s if given else _OUTSIDE_TIMEOUT_S
                continue
            if kind == "error":
                raise given
            if kind == "fault":
                raise RuntimeError(given)
            yield kind, given
            if kind == "done":
                return

    def _started(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._connection:
            return self._connection
        self.close()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        entry, given = self._entry()
        self._process = context.Process(
            target=entry, args=(theirs, *given), name="token", daemon=True
        )
        with interrupts_held():
            self._process.start()
        theirs.close()
        self._connection = ours
        return ours

    @abstractmethod
    def _entry(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        """Give what the process runs, and with what beside its end of the pipe."""

    @abstractmethod
    def _ended(self) -> RegistryDeskError:
        """Say that the process died."""

    @abstractmethod
    def _silent(self) -> RegistryDeskError:
        """Say that the process did not answer in time."""

    def close(self) -> None:
        """End the worker, and with it every session and the PIN it knew."""
        connection, self._connection = self._connection, None
        process, self._process = self._process, None
        if connection is not None:
            with suppress(OSError):
                connection.close()
        if process is not None:
            process.join(_END_TIMEOUT_S)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


class TokenHost(KeyHost):
    """Keeps one vendor's module in a process of its own; started when first asked.

    Args:
        module: the PKCS#11 library.
        timeout_s: how long one call into the module may take (a person may be typing on a pad).
        environment: what the module must find in its process's environment.

    Raises:
        TokenModuleUnfit: there is no such file.
        TokenModuleExposed: others may write the module or its folder.
    """

    def __init__(
        self,
        module: Path,
        *,
        timeout_s: float = 30,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(timeout_s)
        self._module = _trusted(module)
        self._environment = dict(environment or {})

    def labels(self) -> list[str]:
        """Name the tokens that are plugged in, without opening any.

        Raises:
            TokenModuleUnfit: TokenModuleCrashed: TokenSilent: the module fails.
        """
        for kind, given in self.ask("labels", None):
            if kind == "done":
                found: list[str] = given
                return found
        raise self._ended()

    def _entry(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        from registry_desk.signing.worker import serve

        return serve, (str(self._module), self._environment)

    def _ended(self) -> RegistryDeskError:
        return TokenModuleCrashed(module=self._module.name)

    def _silent(self) -> RegistryDeskError:
        return TokenSilent(module=self._module.name)


def _trusted(module: Path) -> Path:
    """See that only the system's owner or this user may change the module: it will see the PIN."""
    try:
        found = module.resolve(strict=True)
        places = (found.stat(), found.parent.stat())
    except OSError as error:
        raise TokenModuleUnfit(module=module.name) from error
    for place in places:
        sticky = place.st_mode & stat.S_ISVTX and stat.S_ISDIR(place.st_mode)
        if place.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not sticky:
            raise TokenModuleExposed(module=str(module))
    return module
