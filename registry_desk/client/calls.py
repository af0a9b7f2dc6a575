"""One call to the server: sent, answered within limits, its problem raised as our own error."""

import threading
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from registry_desk import __version__, i18n
from registry_desk.client.errors import RegisterAway, RegisterConfused
from registry_desk.errors import UnavailableError, by_code
from registry_desk.wire import Credential, Login, Problem
from registry_desk.wire import errors as _wire_errors  # noqa: F401 - by_code finds its classes
from registry_desk.wire import upload_errors as _upload_errors  # noqa: F401 - as above
from registry_desk.wire.version import HEADER

if TYPE_CHECKING:  # loads with the first call: the window stands before anything is asked
    import requests

Value = TypeVar("Value", bound=BaseModel)
API = "/api/v1"
_ANSWER_LIMIT = 32 * 2**20
_PIECE = 256 * 1024


class Caller:
    """Speaks HTTP with one server; one connection pool per thread."""

    def __init__(self, url: str, credential: str | Callable[[], str], *, timeout_s: float) -> None:
        self.url = url.rstrip("/")
        self._credential = credential
        self._asking_credential = threading.Lock()
        self._timeout_s = timeout_s
        self._local = threading.local()

    def value(
        self, kind: type[Value], method: str, path: str, body: BaseModel | None = None, **ask: Any
    ) -> Value:
        """Call and read the answer as ``kind``.

        Raises:
            RegisterAway: no connection, a time-out, a server that cannot now.
            RegisterConfused: the answer is not what was agreed.
            RegistryDeskError: the server's own problem, as the same class.
        """
        answer = self.content(method, path, body, **ask)
        try:
            return kind.model_validate_json(answer)
        except ValidationError as error:
            raise RegisterConfused(address=self.url) from error

    def content(self, method: str, path: str, body: BaseModel | None = None, **ask: Any) -> bytes:
        """Call and give the answer's bytes; raises as :meth:`value` does.

        An answer is always read: one that is closed unread takes its connection with it.
        """
        if body is not None:
            ask["data"] = body.model_dump_json(exclude_unset=True).encode()
            ask["headers"] = {"Content-Type": "application/json"}
        with self._answer(method, path, **ask) as answer:
            return b"".join(self._pieces(answer, _ANSWER_LIMIT))

    def pieces(self, path: str) -> Iterator[bytes]:
        """Give a file's bytes piece by piece; raises as :meth:`value` does."""
        with self._answer("GET", path) as answer:
            yield from self._pieces(answer, None)

    def _answer(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> "requests.Response":
        """Send one request; the answer is a success, its body not read yet.

        Every request of ours may be sent twice (it is keyed by a UUID or a hash), so a
        connection that was closed while it lay idle is tried once more.
        """
        import requests

        sent = {
            "Authorization": f"Bearer {self._known_credential()}",
            "Accept-Language": i18n.current(),
            HEADER: __version__,
            **(headers or {}),
        }
        asked: dict[str, Any] = {"headers": sent, "data": data, "params": params}
        try:
            answer = self._send(method, path, asked)
        except requests.RequestException as error:
            raise RegisterAway(address=self.url) from error
        except ValueError as error:  # a header or URL that requests itself refuses
            raise RegisterConfused(address=self.url) from error
        if not 200 <= answer.status_code < 300:
            with answer:
                raise self._problem(answer)
        return answer

    def _known_credential(self) -> str:
        """Give the credential; where it is kept is asked once, with the first call."""
        with self._asking_credential:
            if not isinstance(self._credential, str):
                self._credential = self._credential()
            return self._credential

    def _send(self, method: str, path: str, asked: Mapping[str, Any]) -> "requests.Response":
        import requests

        address = f"{self.url}{API}{path}"
        limits: dict[str, Any] = {
            "timeout": self._timeout_s,
            "stream": True,
            "allow_redirects": False,
        }
        try:
            return self._session().request(method, address, **asked, **limits)
        except requests.Timeout:
            raise
        except requests.ConnectionError:
            self.close()
            return self._session().request(method, address, **asked, **limits)

    def _session(self) -> "requests.Session":
        import requests

        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.trust_env = False  # no proxy, no .netrc between desk and register
        session: requests.Session = self._local.session
        return session

    def close(self) -> None:
        """Close this thread's connections."""
        if hasattr(self._local, "session"):
            self._local.session.close()
            del self._local.session

    def _pieces(self, answer: "requests.Response", limit: int | None) -> Iterator[bytes]:
        import requests

        received = 0
        try:
            for piece in answer.iter_content(_PIECE):
                received += len(piece)
                if limit is not None and received > limit:
                    raise RegisterConfused(address=self.url)
                yield piece
        except requests.RequestException as error:
            raise RegisterAway(address=self.url) from error

    def _problem(self, answer: "requests.Response") -> Exception:
        status = answer.status_code
        try:
            said = b"".join(self._pieces(answer, _ANSWER_LIMIT))
            problem = Problem.model_validate_json(said)
        except ValidationError:
            kind: type[UnavailableError] = RegisterAway if status >= 500 else RegisterConfused
            return kind(address=self.url)
        if problem.family == "internal":
            return RegisterAway(address=self.url)
        return by_code(problem.code, problem.family, problem.params)


def log_in(url: str, username: str, password: str, *, timeout_s: float = 10) -> Credential:
    """Ask a server for a credential.

    Raises:
        LoginRefused: name or password do not fit.
        LoginThrottled: too many wrong ones.
        RegisterAway: the server does not answer.
        RegisterConfused: what answers is not the register.
    """
    caller = Caller(url, "", timeout_s=timeout_s)
    try:
        return caller.value(
            Credential, "POST", "/login", Login(username=username, password=password)
        )
    finally:
        caller.close()
