"""Several processes on one port: one register, whoever answers; one that dies is replaced."""

import json
import subprocess
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psutil
import pytest
import requests

from registry_desk.errors import UnavailableError
from tests.server.cluster import Cluster
from tests.server.office import COMMAND, Server, found, registration

PROCESSES = 2


@pytest.fixture
def several(tmp_path):
    with Cluster.private() as cluster:
        server = Server(found(tmp_path / "several", "--database", cluster.database("several")))
        server.more = ("--processes", str(PROCESSES))
        server.start()
        yield server
        server.stop()


def registered(client, asked):
    """Register; asked again where the answering process was just killed."""
    for _ in range(100):
        try:
            return client.register(asked).number
        except UnavailableError:
            time.sleep(0.05)
    raise AssertionError


def test_one_register_whoever_answers(several):
    client = several.client("clerk")
    asked = [registration() for _ in range(60)]
    with ThreadPoolExecutor(12) as desks:
        numbers = list(desks.map(lambda one: registered(client, one), asked))
        workers = psutil.Process(several.process.pid).children()
        assert len(workers) == PROCESSES
        workers[0].kill()
        more = [registration() for _ in range(60)]
        numbers += desks.map(lambda one: registered(client, one), more)
        again = list(desks.map(lambda one: registered(client, one), asked + more))
    assert again == numbers
    assert len(set(numbers)) == 120
    proof = client.numbers(datetime.now(UTC).year)
    assert (proof.given, proof.gaps, proof.doubles) == (120, 0, 0)
    until = time.monotonic() + 20
    while len(psutil.Process(several.process.pid).children()) < PROCESSES:
        assert time.monotonic() < until, "nobody stands in for the process that died"
        time.sleep(0.1)
    several.process.terminate()
    assert several.process.wait(20) == 0


def test_processes_count_together_and_end_with_a_killed_parent(several):
    for name in ("clerk", "nimeni"):  # nothing tells a name that works here from another
        asked = {"username": name, "password": "wrong"}
        answers = [requests.post(f"{several.url}/api/v1/login", json=asked) for _ in range(12)]
        assert [one.status_code for one in answers] == [401] * 5 + [429] * 7, name
    for _ in range(6):  # whoever answers tells of all
        told = requests.get(f"{several.url}/metrics").text
        for status, count in ((401, 10), (429, 14)):
            line = f'registry_desk_answers_total{{method="POST",status="{status}"}} {count}.0'
            assert line in told
    workers = psutil.Process(several.process.pid).children()
    several.process.kill()
    _, alive = psutil.wait_procs(workers, timeout=10)
    assert alive == []
    several.process.wait(5)


def test_one_writer_is_one_process(tmp_path):
    folder = found(tmp_path / "alone")
    done = subprocess.run(
        [*COMMAND, "run", "--folder", str(folder), "--port", "0", "--processes", "2"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert "PostgreSQL" in done.stderr + done.stdout


def test_one_folder_is_open_in_one_server(tmp_path):
    first = Server(found(tmp_path / "alone")).start()
    second = subprocess.run(
        [*COMMAND, "run", "--folder", str(first.folder), "--port", "0"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 3
    assert str(first.folder) in second.stderr + second.stdout
    first.kill()
    again = Server(first.folder).start()
    assert again.client("clerk").numbers(2026).gaps == 0
    again.stop()


CNP, NAME = "1800101221144", "Țurcanu Ștefăniță"


def test_log_is_json_without_personal_data(tmp_path, monkeypatch):
    monkeypatch.setenv("REGISTRY_DESK_LOG", "INFO")
    server = Server(found(tmp_path / "logged")).start()
    client = server.client("clerk")
    asked = registration(sender_name=NAME, cnp=CNP)
    client.register(asked)
    client.find(NAME)
    given = {"Authorization": f"Bearer {server.token('clerk')}"}
    for path in (f"/u/{asked.tracking_code}", f"/u/{CNP}", f"/{CNP}", f"/api/v1/entries/{CNP}",
                 f"/api/v1/entries?words={CNP}&department=x&before={CNP}"):  # fmt: skip
        requests.get(server.url + path, headers=given)
    requests.post(server.url + "/api/v1/entries", data=f'{{"{CNP}"', headers=given)
    requests.post(server.url + "/login", data={"username": NAME, "password": CNP})
    server.stop()
    written = (server.folder / "server.log").read_text()
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    answers = [line for line in lines if line["what"] == "answered"]
    assert {"/u/<str:code>", "/api/v1/entries", "?"} <= {line["address"] for line in answers}
    assert all({"at", "level", "where", "process", "ms", "status"} <= line.keys()
               for line in answers)  # fmt: skip
    for personal in (CNP, NAME, "urcanu", asked.tracking_code, server.token("clerk"),
                     "parola-clerk"):  # fmt: skip
        assert personal not in written


def test_library_that_quotes_what_was_typed_is_not_quoted():
    import logging

    from registry_desk.server.journal import OneLine

    try:
        raise ValueError(CNP)
    except ValueError as error:
        fault = (type(error), error, error.__traceback__)
    record = logging.LogRecord("psycopg", logging.ERROR, "x", 1, "bad value %s", (CNP,), fault)
    line = OneLine().format(record)
    assert CNP not in line
    assert json.loads(line)["fault"] == "ValueError"
    assert "test_library" in json.loads(line)["way"]


def changed(folder, **values):
    file = folder / "server.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), **values}))


def test_whoever_asks_without_end_waits_and_sessions_end(tmp_path):
    folder = found(tmp_path / "short")
    limits = {"requests_each_minute": 20, "anonymous_requests_each_minute": 10}
    changed(folder, login_hours=0, **limits)
    server = Server(folder).start()
    over = server.token("clerk")  # the first of three requests that count by address
    given = {"Authorization": f"Bearer {over}"}
    assert requests.get(f"{server.url}/api/v1/me", headers=given).status_code == 401
    cookies = {"register_session": over}
    page = requests.get(f"{server.url}/board", cookies=cookies, allow_redirects=False)
    assert (page.status_code, page.headers["Location"]) == (302, "/login?next=%2Fboard")
    code = f"{server.url}/u/nothing"
    assert [requests.get(code).status_code for _ in range(7)] == [404] * 7
    refused = requests.get(code)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert refused.headers["Content-Type"].startswith("application/problem+json")
    assert refused.json()["code"] == "too_many_requests"
    assert requests.get(f"{server.url}/healthz").status_code == 200
    server.stop()


def test_invented_credentials_count_by_address_and_known_ones_by_themselves(tmp_path):
    folder = found(tmp_path / "counted")
    changed(folder, requests_each_minute=20, anonymous_requests_each_minute=12)
    server = Server(folder).start()

    def asked(path, **given):
        return requests.get(server.url + path, **given).status_code

    def bearer(token):
        return {"headers": {"Authorization": f"Bearer {token}"}}

    clerk, urb = bearer(server.token("clerk")), {"register_session": server.token("urb")}
    assert asked("/api/v1/me", **clerk) == 200  # so that each is known; four by address so far
    assert asked("/board", cookies=urb) == 200
    invented = [asked("/api/v1/me", **bearer(uuid.uuid4())) for _ in range(4)]
    more = [asked("/u/nothing", **bearer(uuid.uuid4())) for _ in range(4)]
    assert (invented, more) == ([401] * 4, [404] * 4)
    assert asked("/api/v1/me", **bearer(uuid.uuid4())) == 429
    assert asked("/u/nothing", cookies={"register_session": "x"}) == 429
    assert asked("/board", cookies={**urb, "other": "1"}) == 200, "whoever is known goes on"
    assert [asked("/api/v1/me", **clerk) for _ in range(21)] == [200] * 20 + [429]
    server.stop()


@pytest.mark.parametrize("wanted", [
    "https://evil.example", "//evil.example", "/\\evil.example", "/board//../..//evil.example",
    "/board\r\nX-Evil: 1", "javascript:alert(1)", "/board@evil.example", "%2f%2fevil.example",
])  # fmt: skip
def test_login_leads_nowhere_else(server, wanted):
    session = requests.Session()
    page = session.get(f"{server.url}/login", params={"next": wanted})
    form = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    given = {"username": "mayor", "password": "parola-mayor", "csrfmiddlewaretoken": form}
    entered = session.post(
        f"{server.url}/login", data={**given, "next": wanted}, allow_redirects=False,
        headers={"Referer": f"{server.url}/login"},
    )  # fmt: skip
    assert entered.status_code == 302
    assert "X-Evil" not in entered.headers
    led = requests.compat.urljoin(f"{server.url}/login", entered.headers["Location"])
    assert requests.utils.urlparse(led).netloc == requests.utils.urlparse(server.url).netloc


@pytest.mark.parametrize("path", ["/login", "/board", "/u/7F3K9-2QDXM-41PTV-A", "/nothing-here"])
def test_pages_keep_to_themselves(server, path):
    page = requests.get(server.url + path, headers={"Accept": "text/html"})
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "no-store"
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
