"""Every address with odd requests, from the OpenAPI document: the server never stumbles."""

import contextlib
import http.client
import re
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.server.office import Server, found, registration

CHECKS = (
    *("not_a_server_error", "status_code_conformance", "content_type_conformance"),
    *("response_schema_conformance", "response_headers_conformance"),
)
"""Nothing breaks, and what is answered is what the OpenAPI document says."""
PEOPLE = ("mayor", "clerk", "urb", "admin")


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """Give a server of its own: what is tried here may lock people out."""
    server = Server(found(tmp_path_factory.mktemp("odd"))).start()
    for name in PEOPLE:
        server.token(name)
    yield server
    server.stop()


def tried(server, folder, name, *, seconds, examples, phases):
    """Try every address as a person of the house; give how many requests were sent."""
    tester = Path(sys.executable).with_name("st")
    if not tester.exists():
        pytest.skip("schemathesis is not installed beside this Python")
    done = subprocess.run(
        [
            str(tester), "run", f"{server.url}/api/v1/openapi.json",
            *("-H", f"Authorization: Bearer {server.token(name)}"),
            *("-c", ",".join(CHECKS), "-n", str(examples), "--phases", phases),
            *("--exclude-path", "/api/v1/logout", "--exclude-path", "/api/v1/password"),
            *("--seed", "7", "--max-time", str(seconds)),
            *("--generation-database", "none", "--no-shrink", "--no-color"),
            *("--continue-on-failure", "--warnings", "off"),
        ],
        capture_output=True, text=True, cwd=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    (count,) = re.findall(r"(\d+) generated, \d+ passed", done.stdout)
    log = (server.folder / "server.log").read_text()
    assert "report " not in log, log[-4000:]
    print(f"{count} odd requests as {name}: none answered with 5xx, all as described")
    return int(count)


def test_odd_requests_are_answered(alone, tmp_path):
    assert tried(alone, tmp_path, "mayor", seconds=14, examples=1, phases="fuzzing") > 0


_EDGES = ("0001-01-01", "9999-12-31")
_FAR = "9999-12-31T23:59:59-14:00~5"
"""An instant that has no name in UTC."""


@pytest.mark.parametrize("asked", [
    *(f"/api/v1/entries?{name}={day}" for name in ("since", "until") for day in _EDGES),
    *(f"/api/v1/delays?on={day}" for day in _EDGES),
    *(f"{page}?which=closed&week={day}" for day in _EDGES
      for page in ("/api/v1/delays/letters", "/board/letters")),
    *(f"{page}?which=closed&after={_FAR}" for page in ("/api/v1/delays/letters", "/board/letters")),
    *(f"/api/v1/archive/disposal?on={day}" for day in _EDGES),
])  # fmt: skip
def test_days_at_the_edge_of_the_calendar_are_refused(alone, asked):
    token = alone.token("mayor")
    given = {
        "headers": {"Authorization": f"Bearer {token}"},
        "cookies": {"register_session": token},
    }
    answer = requests.get(alone.url + asked, **given)
    assert 400 <= answer.status_code < 500, answer.text


@pytest.mark.parametrize("year", [0, 1989, 2199, 2200, 99999])
def test_calendar_of_any_year_is_answered(alone, year):
    given = {"Authorization": f"Bearer {alone.token('urb')}"}
    answer = requests.get(f"{alone.url}/api/v1/calendar/{year}", headers=given)
    assert answer.status_code == 200 and answer.json()


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"method": "GET", "url": "/entries?limit=x"}, "limit"),
        ({"method": "POST", "url": "/assignments", "json": {"id": "x"}}, "id"),
        ({"method": "POST", "url": "/assignments", "json": []}, "asked"),
    ],
)
def test_refused_field_has_its_own_name_alone(alone, asked, field):
    given = {"Authorization": f"Bearer {alone.token('mayor')}"}
    answer = requests.request(
        **{**asked, "url": f"{alone.url}/api/v1{asked['url']}"}, headers=given
    )
    assert (answer.status_code, answer.json()["params"]) == (422, {"field": field})


@pytest.mark.parametrize(("language", "said"), [("ro", "„Număr file”"), ("en", "Sheets")])
def test_refused_field_is_called_as_on_forms(alone, language, said):
    given = {
        "Authorization": f"Bearer {alone.token('mayor')}", "Accept-Language": language,
    }  # fmt: skip
    letter = registration().model_dump(mode="json") | {"sheet_count": -1}
    answer = requests.post(f"{alone.url}/api/v1/entries", json=letter, headers=given)
    assert answer.status_code == 422 and said in answer.json()["title"]


@pytest.mark.parametrize("day", _EDGES)
def test_no_period_is_printed_and_no_letter_came_at_the_edge_of_the_calendar(alone, day):
    given = {"Authorization": f"Bearer {alone.token('mayor')}"}
    printed = requests.post(f"{alone.url}/api/v1/prints", json={"day": day}, headers=given)
    assert printed.status_code == 422
    letter = registration().model_dump(mode="json") | {"received_at": f"{day}T12:00:00Z"}
    entered = requests.post(f"{alone.url}/api/v1/entries", json=letter, headers=given)
    assert (entered.status_code, "received_at" in entered.text) == (422, True)


def test_refusal_of_a_large_body_is_never_lost(alone):
    """A client that still sends must not find the way closed before it has read the answer."""
    answers = []
    for address in ("/api/v1/entries", "/api/v1/nowhere") * 4:
        asked = http.client.HTTPConnection(alone.url.removeprefix("http://"), timeout=30)
        with contextlib.closing(asked):
            asked.request("POST", address, b" " * 2**24, {"Authorization": "Bearer none"})
            answers.append(asked.getresponse().status)
    assert answers == [401, 404] * 4


@pytest.mark.full
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", PEOPLE)
def test_very_many_odd_requests_are_answered(alone, tmp_path, name):
    assert tried(alone, tmp_path, name, seconds=600, examples=100, phases="coverage,fuzzing") > 4000
