"""A request's id names one request: another one under it is refused, and nothing is lost in it."""

import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
import requests

from registry_desk.wire.errors import TaskMoved
from tests.server.office import file_of, registration, resolved_task, today


@pytest.fixture
def two(server, clerk, tmp_path):
    """Give two letters with what is sent about each, and a function that sends."""
    letters = [clerk.register(registration(sender_address="Str. Lungă 1")) for _ in range(2)]
    tasks = [resolved_task(server, letter) for letter in letters]
    shas = []
    for letter in letters:
        path, sha256 = file_of(tmp_path, b"%PDF " + letter.number.encode())
        clerk.deliver(letter.id, path, sha256=sha256, role="letter", name="a.pdf")
        shas.append(sha256)

    def post(name, address, body):
        given = {"Authorization": f"Bearer {server.token(name)}"}
        return requests.post(f"{server.url}/api/v1{address}", json=body, headers=given)

    return letters, tasks, shas, post


def asked_about(what, two, n):
    """Give who asks, the address, and the body but its id, of the first or second letter."""
    letters, tasks, shas, _ = two
    letter, task = letters[n], tasks[n]
    on = (today() + timedelta(days=30)).isoformat()
    return {
        "question": ("urb", f"/tasks/{task.id}/questions", {"department": "FIN", "text": "?"}),
        "original": ("clerk", f"/entries/{letter.id}/original", {"act": "kept", "place": "A1"}),
        "addition": ("clerk", f"/entries/{letter.id}/additions",
                     {"received_at": f"{on}T08:00:00Z", "sheet_count": 1}),
        "reply": ("urb", "/replies", {"entry_id": str(letter.id), "task_id": str(task.id),
                                      "subject": "Răspuns"}),
        "assignment": ("clerk", "/assignments", {"entry_id": str(letter.id), "department": "URB",
                                                 "official": "urb"}),
        "sending": ("clerk", "/sendings", {"entry_id": str(letter.id), "sha256": shas[n],
                                           "how": "post"}),
        "substitution": ("mayor", "/substitutions", {"absent": ("urb", "urb2")[n],
                                                     "substitute": ("urb2", "urb")[n],
                                                     "from_on": on, "to_on": on,
                                                     "reason": "Concediu."}),
        "closing": ("urb", f"/entries/{letter.id}/closing",
                    {"outcome": "classified", "reason": "Aceeași cerere."}),
        "annulment": ("clerk", f"/entries/{letter.id}/annulment", {"reason": "Greșit."}),
        "extension": ("mayor", f"/entries/{letter.id}/extension",
                      {"days": 15, "reason": "Verificări la fața locului."}),
    }[what]  # fmt: skip


@pytest.mark.parametrize("what", ["question", "original", "addition", "reply", "assignment",
                                  "sending", "substitution"])  # fmt: skip
def test_id_of_another_request_is_refused(two, what):
    post, given = two[-1], {"id": str(uuid.uuid4())}
    answers = []
    for n in (0, 0, 1):
        who, address, body = asked_about(what, two, n)
        answers.append(post(who, address, body | given))
    first, again, other = answers
    assert (first.ok, again.status_code, again.content) == (True, first.status_code, first.content)
    assert (other.status_code, other.json()["code"]) == (409, "request_reused")


@pytest.mark.parametrize("what", ["question", "original", "addition", "reply", "assignment",
                                  "sending", "closing", "annulment", "extension"])  # fmt: skip
def test_request_that_comes_again_while_the_first_is_at_work_is_one(server, two, what):
    """A desk that was not answered asks again; on PostgreSQL the first may be at work still."""
    letters, *_, post = two
    who, address, body = asked_about(what, two, 0)
    if what not in ("closing", "annulment", "extension"):
        body = body | {"id": str(uuid.uuid4())}
    with held_up(server, letters[0]) as (desks, are_waiting):
        answers = [desks.submit(post, who, address, body) for _ in range(2)]
        wait_until(lambda: are_waiting(2))
    first, again = (one.result(30) for one in answers)
    assert (first.ok, again.ok) == (True, True), (first.text, again.text)
    assert first.content == again.content


def test_resolution_that_comes_again_after_the_closing_opens_nothing(server):
    """On PostgreSQL requests run beside each other; a desk that was not answered asks again."""
    entry = server.client("clerk").register(registration())
    task = resolved_task(server, entry)
    official, other = server.client("urb"), server.client("urb")
    with held_up(server, entry) as (desks, are_waiting):
        given = {"outcome": "classified", "reason": "Aceeași cerere."}
        closing = desks.submit(official.close_entry, entry.id, **given)
        wait_until(lambda: are_waiting(1))
        again = desks.submit(other.resolve, task.id, "Altă rezoluție.")
        wait_until(lambda: are_waiting(2))
    assert closing.result(30).state == "closed"
    with pytest.raises(TaskMoved):
        again.result(30)
    assert official.entry_by_id(entry.id).state == "closed"
    assert [one.state for one in official.tasks(state="closed") if one.id == task.id] == ["closed"]


@contextmanager
def held_up(server, entry):
    """Hold an entry's row; give desks, and what tells whether so many requests wait for it."""
    url = json.loads((server.folder / "server.json").read_text())["database_url"]
    if not url:
        pytest.skip("SQLite has one writer: nothing runs beside it")
    look = (
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND query LIKE '%entries_entry%'"
    )
    looking = psycopg.connect(url, autocommit=True)  # within a transaction the view stands still
    with ThreadPoolExecutor(2) as desks, looking, psycopg.connect(url) as line:
        line.execute("SELECT 1 FROM entries_entry WHERE uuid = %s FOR UPDATE", [entry.id])
        yield desks, lambda count: looking.execute(look).fetchone()[0] == count


def wait_until(is_so):
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)
