"""Running it: health, figures, versions, conditional requests, bodies without measure."""

import json
import re
import socket
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests

from registry_desk.client import RegisterClient, log_in
from registry_desk.wire import LetterFields
from registry_desk.wire.errors import VersionDiffers
from tests.server import office
from tests.server.office import Server, found, registration


@pytest.fixture
def headers(server):
    return {"Authorization": f"Bearer {server.token('clerk')}"}


def test_health_and_readiness(server):
    assert requests.get(f"{server.url}/healthz").text == "ok"
    ready = requests.get(f"{server.url}/readyz")
    assert (ready.status_code, ready.json()["database"], ready.json()["store"]) == (200, True, True)


HEAVY = {
    *(
        "numpy",
        "cv2",
        "PIL",
        "pyhanko",
        "cryptography",
        "lxml",
        "reportlab",
        "pikepdf",
        "pypdfium2",
    ),
    *("ldap3", "authlib", "requests", "psycopg", "obstore", "xlsxwriter", "babel", "PySide6"),
}


def test_first_requests_wait_for_nothing_to_be_loaded(tmp_path, monkeypatch):
    python, *more = office.COMMAND
    monkeypatch.setattr(office, "COMMAND", [python, "-X", "importtime", *more])
    server = Server(found(tmp_path)).start()

    def loaded():
        told = (server.folder / "server.log").read_text().splitlines()
        return [line.rpartition("|")[2].strip() for line in told if "import time:" in line]

    requests.get(f"{server.url}/healthz")
    at_first = loaded()
    server.client("clerk").register(registration())
    afterwards = loaded()
    server.stop()
    assert "django" in at_first and not HEAVY & {name.partition(".")[0] for name in at_first}
    assert afterwards[len(at_first) :] == []


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_logins_leave_no_memory_behind(tmp_path):
    server = Server(found(tmp_path)).start()

    def held_mb():
        status = Path(f"/proc/{server.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    log_in(server.url, "clerk", "parola-clerk")
    before_mb = held_mb()
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: log_in(server.url, "clerk", "parola-clerk"), range(8)))
    more_mb = held_mb() - before_mb
    server.stop()
    assert more_mb < 12  # one password's hash takes 16


def test_many_that_are_only_connected_keep_nobody_waiting(server):
    """Two hundred desks that ask nothing now, and a hundred that never end what they ask."""
    address = ("127.0.0.1", server.port)
    with ExitStack() as lines:
        for place in range(300):
            line = lines.enter_context(socket.create_connection(address))
            line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"\r\n" * (place < 200))
        assert requests.get(f"{server.url}/healthz", timeout=5).text == "ok"


def test_figures_count_and_name_nobody(server, clerk):
    clerk.register(registration(sender_name="Văcărescu Ienăchiță"))
    told = requests.get(f"{server.url}/metrics")
    assert 'registry_desk_answers_total{method="POST",status="200"}' in told.text
    assert "clerk" not in told.text
    assert "Văcărescu" not in told.text


def test_figures_are_for_who_has_the_key(tmp_path):
    folder = found(tmp_path)
    (folder / "metrics.key").write_text("un secret al monitorului")
    (folder / "metrics.key").chmod(0o600)
    settings = json.loads((folder / "server.json").read_text())
    (folder / "server.json").write_text(json.dumps(settings | {"metrics_key_file": "metrics.key"}))
    server = Server(folder).start()
    address = f"{server.url}/metrics"
    assert requests.get(address).status_code == 404
    wrong = requests.get(address, headers={"Authorization": "Bearer altul"})
    right = requests.get(address, headers={"Authorization": "Bearer un secret al monitorului"})
    server.stop()
    assert (wrong.status_code, right.status_code) == (404, 200)


def test_desk_of_another_generation_is_told(server, monkeypatch):
    client = RegisterClient(server.url, server.token("clerk"))
    monkeypatch.setattr("registry_desk.client.calls.__version__", "77.1")
    with pytest.raises(VersionDiffers) as refused:
        client.register(registration())
    assert refused.value.params["desk"] == "77.1"
    client.close()


def test_second_editor_is_told_by_the_entrys_tag(server, clerk, headers):
    entry = clerk.register(registration())
    address = f"{server.url}/api/v1/entries/{entry.id}"
    first = requests.get(address, headers=headers)
    tag = first.headers["ETag"]
    assert requests.get(address, headers={**headers, "If-None-Match": tag}).status_code == 304
    change = {"subject": "Certificat de nomenclatură stradală"}
    matching = {**headers, "If-Match": tag}
    assert requests.post(f"{address}/amendment", json=change, headers=matching).status_code == 200
    late = {"subject": "Altceva"}
    refused = requests.post(f"{address}/amendment", json=late, headers=matching)
    assert (refused.status_code, refused.json()["code"]) == (412, "entry_changed_meanwhile")
    nonsense = requests.post(
        f"{address}/amendment", json=late, headers={**headers, "If-Match": "x"}
    )
    assert nonsense.status_code == 400
    changed = requests.get(address, headers={**headers, "If-None-Match": tag})
    assert (changed.status_code, changed.json()["subject"]) == (200, change["subject"])
    assert clerk.amend(entry.id, LetterFields(subject="Nou"), revision=1).revision == 2


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("extension", {"days": 15, "reason": "pe teren"}),
        ("pause", {"reason": "Se așteaptă acte."}),
        ("confidence", {"is_confidential": True}),
        ("annulment", {"reason": "Din greșeală."}),
        ("closing", {"outcome": "classified", "reason": "Anonimă."}),
        ("hold", {"reason": "Proces în curs."}),
        ("notices", {"address": "sanziana@example.ro"}),
    ],
)
def test_nothing_is_done_to_an_entry_that_changed_after_it_was_seen(server, clerk, act, body):
    entry = clerk.register(registration())
    address = f"{server.url}/api/v1/entries/{entry.id}"
    headers = {"Authorization": f"Bearer {server.token('mayor')}"}
    tag = requests.get(address, headers=headers).headers["ETag"]
    clerk.amend(entry.id, LetterFields(subject="Altceva"))
    for stale in (tag, f"W/{tag}", f'"x", {tag}'):
        refused = requests.post(
            f"{address}/{act}", json=body, headers={**headers, "If-Match": stale}
        )
        assert (refused.status_code, refused.json()["code"]) == (412, "entry_changed_meanwhile")
    fresh = requests.get(address, headers=headers).headers["ETag"]
    known = requests.get(address, headers={**headers, "If-None-Match": f'"x", W/{fresh}'})
    assert known.status_code == 304
    done = requests.post(f"{address}/{act}", json=body, headers={**headers, "If-Match": fresh})
    assert (done.status_code, done.headers["ETag"] != fresh or act == "hold") == (200, True)


def test_wrong_method_is_told_which_ones_do(server, headers):
    answer = requests.delete(f"{server.url}/api/v1/entries", headers=headers)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_odd_bodies_get_a_calm_answer(server, headers):
    address = f"{server.url}/api/v1/entries"
    deep = b"[" * 100_000
    bodies = {
        b"": 400, b"{": 400, b"null": 422, b"[]": 422, b'"x"': 422, deep: 400, b"\xff\xfe": 400,
        b'{"id": 1e999}': 422, b'{"id": {}}': 422, json.dumps({"x": "y" * 10**6}).encode(): 422,
        b"x" * (2 * 2**20): 400,
    }  # fmt: skip
    for body, status in bodies.items():
        answer = requests.post(address, data=body, headers=headers)
        assert (answer.status_code, body[:20]) == (status, body[:20])
        assert answer.headers["Content-Type"] == "application/problem+json"
    endless = requests.post(address, data=iter([b"x", b"y"]), headers=headers)
    assert (endless.status_code, endless.json()["code"]) == (411, "length_missing")


def test_sql_in_every_field_is_only_text(server, clerk):
    evil = "'; DROP TABLE entries_entry; -- \\ %s ? :x $1 {}"
    fields = ("sender_name", "sender_address", "subject", "email", "case_number", "operator")
    entry = clerk.register(registration(**dict.fromkeys(fields, evil)))
    assert all(getattr(clerk.entry_by_id(entry.id), name) == evil for name in fields)
    assert clerk.find(evil) is not None
    assert clerk.register(registration()).number


def test_too_large_a_piece_is_refused_before_it_comes(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(
            f"PATCH /api/v1/uploads/{uuid.uuid4()} HTTP/1.1\r\nHost: x\r\n"
            f"Content-Length: {5 * 2**30}\r\n\r\n".encode()
        )
        assert line.recv(4096).startswith(b"HTTP/1.1 413")
