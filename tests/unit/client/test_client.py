"""A server that is away, slow or not ours: said as such, never as a crash."""

import hashlib
import http.server
import itertools
import json
import socket
import threading
import time
import uuid
from types import SimpleNamespace

import pytest

from registry_desk.client import (
    LoginRefused,
    RegisterAway,
    RegisterClient,
    RegisterConfused,
    log_in,
)
from registry_desk.client.upload import PIECE_BYTES
from registry_desk.errors import RefusedError
from registry_desk.wire.errors import EntryUnknown, FieldInvalid, UploadDamaged

ACCOUNT = {"username": "clerk", "name": "I. Popescu", "role": "clerk", "department": None}


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers every request with what the test put down."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.server.asked.append(
            (self.command, self.path, dict(self.headers), self.rfile.read(length))
        )
        status, headers, body = self.server.answer(self)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the standard library names them
    do_PATCH = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


@pytest.fixture
def something():
    """Give a function that starts an HTTP server answering the same to everything."""
    running = []

    def start(status=200, body=b"", headers=None, answer=None):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        server.daemon_threads = True
        server.asked = []
        server.answer = answer or (lambda _: (status, headers or {}, body))
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        running.append((server, thread))
        return server, f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def raw():
    """Give a function that starts a socket speaking whatever the test says."""
    running = []

    def start(speak):
        listening = socket.create_server(("127.0.0.1", 0))
        listening.settimeout(0.05)
        stopping = threading.Event()

        def serve():
            while not stopping.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(5)
                    try:
                        connection.recv(65536)
                        speak(connection, stopping)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        running.append((stopping, thread, listening))
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    for stopping, thread, listening in running:
        stopping.set()
        thread.join(10)
        listening.close()


def client(url, **options):
    return RegisterClient(url, "token", **{"timeout_s": 0.5, **options})


def test_nobody_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(RegisterAway):
            client(url).office()


@pytest.mark.parametrize("url", ["nonsense", "http://", "ftp://127.0.0.1/", "http://[::1", ""])
def test_address_that_is_none(url):
    with pytest.raises((RegisterAway, RegisterConfused)):
        client(url).office()


RUBBISH = [
    b"",
    b"<html>Welcome to your router</html>",
    b"{}",
    b"[]",
    b"null",
    b"\x00\xff\xfe",
    b'{"username": 12}',
    b"[" * 100_000,
    b'{"username": "x", "name": "y", "role": "king"}',
]


@pytest.mark.parametrize("body", RUBBISH, ids=range(len(RUBBISH)))
def test_rubbish_is_called_rubbish(something, body):
    _, url = something(200, body)
    with pytest.raises(RegisterConfused):
        client(url).me()


@pytest.mark.parametrize(
    ("status", "kind"),
    [(301, RegisterConfused), (302, RegisterConfused), (404, RegisterConfused),
     (418, RegisterConfused), (500, RegisterAway), (502, RegisterAway), (503, RegisterAway)],
)  # fmt: skip
def test_foreign_statuses(something, status, kind):
    server, url = something(status, b"<h1>nginx</h1>", {"Location": "http://127.0.0.1:9/"})
    with pytest.raises(kind):
        client(url).me()
    assert len(server.asked) == 1


def problem(status, code, family, **params):
    said = {
        "type": "about:blank", "title": "x", "status": status, "code": code,
        "family": family, "params": params,
    }  # fmt: skip
    return status, json.dumps(said).encode()


def test_problems_come_back_as_their_class(something):
    _, url = something(*problem(404, "entry_unknown", "refused", number="9/2026"))
    with pytest.raises(EntryUnknown) as refused:
        client(url).entry_by_id(uuid.uuid4())
    assert "9/2026" in str(refused.value)
    _, url = something(*problem(401, "login_refused", "refused"))
    with pytest.raises(LoginRefused):
        client(url).me()


def test_problem_of_a_newer_server_keeps_its_family(something):
    _, url = something(*problem(409, "stamp_upside_down", "refused"))
    with pytest.raises(RefusedError) as refused:
        client(url).me()
    assert type(refused.value) is RefusedError


def test_servers_own_fault_is_no_fault_of_the_desk(something):
    _, url = something(*problem(500, "internal", "internal", report="ab12"))
    with pytest.raises(RegisterAway):
        client(url).me()


def test_answer_that_stops_in_the_middle(something):
    _, url = something(200, json.dumps(ACCOUNT).encode()[:20], {"Content-Length": "100"})
    with pytest.raises(RegisterAway):
        client(url).me()


def test_answer_that_never_comes(raw):
    url = raw(lambda _, stopping: stopping.wait(3))
    began = time.monotonic()
    with pytest.raises(RegisterAway):
        client(url).me()
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    "said", [b"SSH-2.0-OpenSSH_9.2\r\n", b"\x15\x03\x01\x00\x02\x02\x46", b"HTTP/9"]
)
def test_other_protocols(raw, said):
    url = raw(lambda connection, _: connection.sendall(said))
    with pytest.raises((RegisterAway, RegisterConfused)):
        client(url).me()


def test_answer_without_end_is_cut_off(raw):
    def pour(connection, stopping):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while not stopping.is_set():
            connection.sendall(b"[" * 2**20)

    with pytest.raises((RegisterConfused, RegisterAway)):
        client(raw(pour), timeout_s=5).me()


def test_closed_idle_connection_is_tried_once_more(raw):
    body = json.dumps(ACCOUNT).encode()
    answered = []

    def speak(connection, _):
        answered.append(1)
        if len(answered) == 1:
            return  # closes without a word, as a server does that dropped an idle connection
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body)

    assert client(raw(speak)).me().username == "clerk"
    assert len(answered) == 2


def test_no_credential_of_others_is_sent(something, monkeypatch, private_home):
    (private_home / ".netrc").write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    server, url = something(200, json.dumps(ACCOUNT).encode())
    client(url).me()
    assert server.asked[0][2]["Authorization"] == "Bearer token"


def test_login_says_no(something):
    _, url = something(*problem(401, "login_refused", "refused"))
    with pytest.raises(LoginRefused):
        log_in(url, "clerk", "wrong", timeout_s=1)


def test_field_is_named_before_anything_is_sent(something):
    server, url = something()
    with pytest.raises(FieldInvalid):
        client(url).annul(uuid.uuid4(), "")
    assert server.asked == []


def test_number_that_is_none_is_not_asked_for(something):
    server, url = something()
    with pytest.raises(EntryUnknown):
        client(url).entry("twelve")
    assert server.asked == []


def test_download_that_differs_leaves_nothing(something, tmp_path):
    _, url = something(200, b"not it")
    target = tmp_path / "a.pdf"
    target.write_bytes(b"before")
    with pytest.raises(UploadDamaged):
        client(url).download("0" * 64, target)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_pieces_go_through_one_connection(something, tmp_path):
    state = {"id": str(uuid.uuid4()), "offset": 0, "size_bytes": 3 * PIECE_BYTES}
    callers = []

    def answer(asked):
        callers.append(asked.client_address)
        is_last = asked.command == "GET"
        return (500, {}, b"") if is_last else (200, {}, json.dumps(state).encode())

    _, url = something(answer=answer)
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(3 * PIECE_BYTES))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(RegisterAway):
        client(url).deliver(uuid.uuid4(), path, sha256=sha256, role="letter", name="a")
    assert (len(callers), len(set(callers))) == (5, 1)


@pytest.mark.parametrize(("took_s", "most"), [(0, 32), (1, 8)])
def test_pieces_grow_where_the_line_takes_them_at_once(
    something, tmp_path, monkeypatch, took_s, most
):
    ticks = itertools.count()
    clock = SimpleNamespace(monotonic=lambda: next(ticks) * took_s)
    monkeypatch.setattr("registry_desk.client.upload.time", clock)
    length = 9 * PIECE_BYTES + 100
    state = {"id": str(uuid.uuid4()), "offset": 0, "size_bytes": length}

    def answer(asked):
        is_last = asked.command == "GET"
        return (500, {}, b"") if is_last else (200, {}, json.dumps(state).encode())

    server, url = something(answer=answer)
    path = tmp_path / "a.pdf"
    path.write_bytes(bytes(length))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(RegisterAway):
        client(url).deliver(uuid.uuid4(), path, sha256=sha256, role="letter", name="a")
    sent = [len(body) for verb, _, _, body in server.asked if verb == "PATCH"]
    assert max(sent) == most * 2**20
    assert sum(sent) == length


@pytest.mark.parametrize("length", [100, PIECE_BYTES + 100])
def test_file_that_changed_on_disk_never_becomes_whole(something, tmp_path, length):
    state = {"id": str(uuid.uuid4()), "offset": 0, "size_bytes": length}
    server, url = something(200, json.dumps(state).encode())
    path = tmp_path / "a.pdf"
    path.write_bytes(b"c" * length)
    with pytest.raises(UploadDamaged):
        client(url).deliver(uuid.uuid4(), path, sha256="0" * 64, role="letter", name="a")
    sent = [len(body) for verb, _, _, body in server.asked if verb == "PATCH"]
    assert sent == [PIECE_BYTES] * (length // PIECE_BYTES)


def test_file_that_became_shorter_on_disk_is_not_sent_for_ever(something, tmp_path):
    state = {"id": str(uuid.uuid4()), "offset": 200, "size_bytes": 300}
    server, url = something(200, json.dumps(state).encode())
    path = tmp_path / "a.pdf"
    path.write_bytes(b"c" * 150)
    with pytest.raises(UploadDamaged):
        client(url).deliver(uuid.uuid4(), path, sha256="0" * 64, role="letter", name="a")
    assert [verb for verb, *_ in server.asked] == ["POST"]
