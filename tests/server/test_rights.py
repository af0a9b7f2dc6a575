"""Every address × every role × own and other department, against one written table."""

import uuid

import pytest
import requests

from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import PrintOrder, Question, Reply
from tests.server.office import file_of, registration, resolved_task

COLUMNS = ["clerk", "urb", "urb2", "fin", "headurb", "mayor", "admin"]
"""The letter is URB's and urb works on it; urb2 is a colleague, fin works elsewhere. The same reply
is asked for by each: it is its first writer's."""
TABLE = """
POST  /entries                                y n n n y y n
GET   /entries                                y y y y y y n
GET   /entries/{entry_id}                     y y y - y y n
GET   /entries/{entry_id}/history             y y y - y y n
POST  /entries/{entry_id}/amendment           y n n n y y n
GET   /entries/{entry_id}/amendments          y y y - y y n
POST  /entries/{entry_id}/additions           y n n n y y n
POST  /entries/{entry_id}/original            y n n n y y n
GET   /entries/{entry_id}/original            y y y - y y n
GET   /originals                              y y y y y y n
POST  /entries/{entry_id}/pause               n n n n y y n
POST  /entries/{entry_id}/restart             n n n n y y n
POST  /entries/{entry_id}/annulment           y n n n y y n
POST  /entries/{entry_id}/extension           n n n n y y n
POST  /entries/{entry_id}/closing             y y n - y y n
POST  /entries/{entry_id}/uploads             y y y - y y n
POST  /entries/{entry_id}/files/{sha256}/seal y y y - y y n
GET   /uploads/{upload_id}                    y y y - y y n
HEAD  /uploads/{upload_id}                    y y y - y y n
PATCH /uploads/{upload_id}                    y y y - y y n
GET   /files/{sha256}                         y y y - y y n
POST  /assignments                            y n n n y y n
GET   /tasks                                  y y y y y y n
POST  /tasks/{task_id}/opening                n y - - y y n
POST  /tasks/{task_id}/resolution             n y - - y y n
POST  /tasks/{task_id}/refusal                n y - - y y n
POST  /tasks/moving                           y n n n y y n
POST  /tasks/{task_id}/questions              n y - - y y n
GET   /tasks/{task_id}/questions              y y y - y y n
GET   /questions                              y y y y y y n
POST  /questions/{question_id}/answer         n - - y - y n
POST  /substitutions                          n n n n y y y
GET   /substitutions                          y y y y y y y
POST  /replies                                n y - - - - n
POST  /replies/{reply_id}/dispatch            y y - - y y n
POST  /prints                                 y n n n n y n
GET   /prints                                 y n n n n y n
GET   /prints/{sha256}                        y n n n n y n
GET   /numbers/{year}                         y n n n y y y
GET   /calendar/{year}                        y y y y y y y
POST  /registers                              n n n n n n y
POST  /calendar                               n n n n y y y
GET   /delays                                 n y y y y y y
GET   /office                                 y y y y y y y
GET   /me                                     y y y y y y y
POST  /logout                                 y y y y y y y
"""
ROWS = {(row[0], row[1]): row[2:] for row in (line.split() for line in TABLE.strip().splitlines())}


@pytest.fixture
def place(server, tmp_path):
    """Give the identities of one URB letter with task, file, upload and reply."""
    clerk = server.client("clerk")
    entry = clerk.register(registration())
    path, sha256 = file_of(tmp_path, b"%PDF of URB " + str(entry.id).encode())
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    task = resolved_task(server, entry)
    reply = Reply(id=uuid.uuid4(), entry_id=entry.id, task_id=task.id)
    server.client("urb").begin_reply(reply)
    upload = requests.post(
        f"{server.url}/api/v1/entries/{entry.id}/uploads",
        json={"sha256": "1" * 64, "size_bytes": 9, "role": "letter", "name": "x"},
        headers={"Authorization": f"Bearer {server.token('clerk')}"},
    ).json()
    other = resolved_task(server, clerk.register(registration()))
    question = Question(id=uuid.uuid4(), department="FIN", text="S-a plătit taxa?")
    asked = server.client("urb").ask_colleague(other.id, question)
    printed = clerk.print_register(PrintOrder(year=1999))
    return {
        "entry_id": entry.id, "sha256": sha256, "task_id": task.id, "reply_id": reply.id,
        "question_id": asked.id, "upload_id": upload["id"], "year": 2026,
        "print": printed.sha256,
    }  # fmt: skip


def body_of(path, place):
    """Give a body of the right shape that changes as little as possible."""
    return {
        "/entries": {
            "id": str(uuid.uuid4()), "register": "GEN", "tracking_code": new_tracking_code(),
            "received_at": "2026-11-24T07:00:00Z",
        },
        "/entries/{entry_id}/annulment": {"reason": "Din greșeală."},
        "/entries/{entry_id}/extension": {"days": 300, "reason": "pe teren"},
        "/entries/{entry_id}/closing": {"outcome": "answered"},
        "/entries/{entry_id}/uploads": {
            "sha256": "1" * 64, "size_bytes": 9, "role": "letter", "name": "x",
        },
        "/assignments": {
            "id": str(uuid.uuid4()), "entry_id": str(place["entry_id"]), "department": "NIX",
        },
        "/tasks/{task_id}/resolution": {"text": "Se răspunde favorabil."},
        "/tasks/{task_id}/refusal": {"reason": "Din greșeală."},
        "/replies": {
            "id": str(uuid.uuid4()), "entry_id": str(place["entry_id"]),
            "task_id": str(place["task_id"]),
        },
        "/replies/{reply_id}/dispatch": {"how": "post"},
        "/prints": {"year": 1999},
        "/tasks/moving": {
            "id": str(uuid.uuid4()), "task_ids": [str(place["task_id"])], "department": "NIX",
            "reason": "Reorganizare.",
        },
        "/tasks/{task_id}/questions": {
            "id": str(uuid.uuid4()), "department": "URB", "text": "Ce părere aveți?",
        },
        "/questions/{question_id}/answer": {"text": "Da."},
        "/substitutions": {
            "id": str(uuid.uuid4()), "absent": "urb2", "substitute": "headurb",
            "from_on": "2020-01-01", "to_on": "2020-01-02",
        },
        "/registers": {"code": "GEN", "name": "Registrul general"},
        "/entries/{entry_id}/amendment": {"subject": "Altfel"},
        "/entries/{entry_id}/additions": {
            "id": str(uuid.uuid4()), "received_at": "2026-11-24T07:00:00Z",
        },
        "/entries/{entry_id}/original": {
            "id": str(uuid.uuid4()), "act": "kept", "place": "dulap 4",
        },
        "/entries/{entry_id}/pause": {"reason": "Se așteaptă acte."},
        "/calendar": {"day": "2033-03-03", "is_working": False, "reason": "încercare"},
    }.get(path)  # fmt: skip


def letter_of(status):
    return {403: "n", 404: "-"}.get(status, "y")


@pytest.mark.parametrize(("method", "path"), ROWS, ids=lambda part: part.strip("/") or part)
def test_table_of_rights(server, place, method, path):
    if path.startswith("/prints"):
        place = {**place, "sha256": place["print"]}
    url = f"{server.url}/api/v1{path.format(**place)}"
    body = body_of(path, place)
    found = []
    for name in COLUMNS:
        token = server.token(name)
        if path == "/logout":
            from registry_desk.client import log_in

            token = log_in(server.url, name, f"parola-{name}").token
        headers = {"Authorization": f"Bearer {token}", "Upload-Offset": "5"}
        answer = requests.request(method, url, json=body, headers=headers)
        assert answer.status_code < 500 or answer.json()["code"] == "seal_missing", answer.text
        found.append(letter_of(answer.status_code))
    assert found == ROWS[method, path]
    nobody = requests.request(method, url, json=body)
    assert nobody.status_code == 401


def test_table_names_every_address(server):
    described = requests.get(f"{server.url}/api/v1/openapi.json").json()["paths"]
    there = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described.items()
        for method in methods
    }
    assert there - {("POST", "/login")} == set(ROWS)
