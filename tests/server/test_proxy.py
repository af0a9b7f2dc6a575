"""Behind a real nginx with the example we ship: TLS, addresses, slow clients, nothing exposed."""

import shutil
import socket
import ssl
import subprocess
import time
from contextlib import ExitStack, closing

import pytest
import requests

from registry_desk.wire.errors import PublicAddressMissing
from tests.conftest import CHECKOUT
from tests.server.office import Server, found, registration

EXAMPLES = CHECKOUT / "installer" / "server"
NAME = "registru.example.ro"
CODE, CNP = "RTBYA-YK6EW-EWWTN-1", "1850505223344"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture(scope="module")
def proxied(tmp_path_factory):
    """Give a server, and the port and certificate of an nginx before it."""
    nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed on this machine")
    folder = tmp_path_factory.mktemp("proxied")
    server = Server(found(folder, "--public-url", "https://registru.example.ro"))
    server.more = ("--behind-proxy",)
    server.start()
    certificate, key = folder / "tls.pem", folder / "tls.key"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    secure, plain = free_port(), free_port()
    site = (EXAMPLES / "nginx.conf").read_text()
    for written, ours in {
        "127.0.0.1:8642": f"127.0.0.1:{server.port}",
        "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "    listen [::]:443 ssl;\n": "",
        "    listen [::]:80;\n": "",
        "/etc/ssl/certs/registru.example.ro.pem": str(certificate),
        "/etc/ssl/private/registru.example.ro.key": str(key),
        "/var/log/nginx/": f"{folder}/",
        "client_header_timeout 10s": "client_header_timeout 2s",
        "client_body_timeout 20s": "client_body_timeout 2s",
    }.items():
        assert written in site
        site = site.replace(written, ours)
    (folder / "site.conf").write_text(site)
    whole = folder / "nginx.conf"
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;"
        f"events {{ worker_connections 512; }} http {{ {temporary}"
        f" include {folder}/site.conf; }}"
    )
    asked = [nginx, "-c", str(whole), "-e", str(folder / "error.log")]
    subprocess.run([*asked, "-t"], check=True, capture_output=True)
    running = subprocess.Popen(asked)
    until = time.monotonic() + 20
    while not is_open(secure):
        assert time.monotonic() < until, (folder / "error.log").read_text()
        time.sleep(0.05)
    server.token("clerk")  # before a test uses up this address's guesses
    yield server, secure, plain, certificate
    running.terminate()
    running.wait(10)
    server.stop()


def test_a_letter_goes_through_tls(proxied):
    server, secure, plain, certificate = proxied
    address = f"https://127.0.0.1:{secure}"
    headers = {"Authorization": f"Bearer {server.token('clerk')}"}
    asked = registration().model_dump_json(exclude_unset=True)
    given = requests.post(
        f"{address}/api/v1/entries", data=asked, headers=headers, verify=certificate
    )
    assert given.status_code == 200, given.text
    assert given.headers["Strict-Transport-Security"]
    assert requests.get(f"{address}/metrics", verify=certificate).status_code == 404
    moved = requests.get(f"http://127.0.0.1:{plain}/board", allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"][:8]) == (301, "https://")


def test_neither_code_nor_what_is_looked_for_is_logged(proxied):
    server, secure, plain, certificate = proxied
    for address in (f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}"):
        for path in (f"u/{CODE}", f"u/{CODE}/proof", f"api/v1/entries?words={CNP}"):
            requests.get(f"{address}/{path}", verify=certificate, allow_redirects=False)
    logs = [*server.folder.parent.glob("*.log"), server.folder / "server.log"]
    said = "".join(file.read_text() for file in logs)
    assert '"GET /u/-" 404' in said and '"GET /api/v1/entries" 401' in said
    assert CODE not in said and CNP not in said


def test_forged_address_does_not_help_a_guesser(proxied):
    """Wrong passwords count for the address nginx saw, whatever the client writes before it."""
    _, secure, _, certificate = proxied
    codes = [
        requests.post(
            f"https://127.0.0.1:{secure}/api/v1/login",
            json={"username": f"nobody{n}", "password": "wrong-password"},
            headers={"X-Forwarded-For": f"203.0.113.{n}"},
            verify=certificate,
        ).status_code
        for n in range(33)
    ]
    assert codes[-1] == 429


@pytest.fixture
def slow_clients(proxied):
    """Give a hundred clients that begin a request and never end it."""
    _, secure, _, certificate = proxied
    trust = ssl.create_default_context(cafile=str(certificate))
    with ExitStack() as lines:
        yield [
            lines.enter_context(
                trust.wrap_socket(
                    socket.create_connection(("127.0.0.1", secure)), server_hostname=NAME
                )
            )
            for _ in range(100)
        ]


def test_slow_clients_hold_no_place(proxied, slow_clients):
    """A hundred clients that send a letter a second keep nobody waiting, and are let go."""
    server, secure, _, certificate = proxied
    for line in slow_clients[:50]:
        line.sendall(b"GET /u/x HTTP/1.1\r\nHost: x\r\nX-A")
    for line in slow_clients[50:]:
        line.sendall(b"POST /api/v1/entries HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n{")
    begun = time.monotonic()
    answer = requests.get(f"https://127.0.0.1:{secure}/healthz", verify=certificate, timeout=10)
    assert (answer.text, time.monotonic() - begun < 5) == ("ok", True)
    headers = {"Authorization": f"Bearer {server.token('clerk')}"}
    asked = registration().model_dump_json(exclude_unset=True)
    given = requests.post(
        f"https://127.0.0.1:{secure}/api/v1/entries",
        data=asked, headers=headers, verify=certificate, timeout=10,
    )  # fmt: skip
    assert given.status_code == 200
    for line in slow_clients:
        line.settimeout(15)
        received = line.recv(4096)
        assert not received or b" 408 " in received[:20]


def test_service_file_is_one_systemd_takes():
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed on this machine")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(EXAMPLES / "registry-desk.service")],
        capture_output=True, text=True,
    )  # fmt: skip
    complaints = [
        line for line in done.stderr.splitlines() if "registry-desk.service" in line
        and "is not executable" not in line
    ]  # fmt: skip
    assert complaints == []


def test_no_number_is_given_behind_a_proxy_before_the_public_address_is_known(tmp_path):
    server = Server(found(tmp_path))
    server.more = ("--behind-proxy",)
    server.start()
    try:
        with closing(server.client("clerk")) as clerk, pytest.raises(PublicAddressMissing):
            clerk.register(registration())
    finally:
        server.stop()
