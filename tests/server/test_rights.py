"""Every address × every role × own and other department, against one written table."""

import uuid

import pytest
import requests

from registry_desk.client import log_in
from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import ApprovalOrder, PostOrder, PrintOrder, Question, Reply, SendingOrder
from tests.server.office import file_of, registration, resolved_task

COLUMNS = ["clerk", "urb", "urb2", "fin", "headurb", "mayor", "admin", "chief", "arch", "audit"]
"""The letter is URB's and urb works on it; urb2 is a colleague, fin works elsewhere. The chief
heads TEH, which stands above URB."""
TABLE = """
POST  /entries                                  y n n n y y n y n n
GET   /entries                                  y y y y y y n y y y
GET   /entries/count                            y y y y y y n y y y
GET   /entries/{entry_id}                       y y y - y y n y y y
GET   /entries/{entry_id}/history               y y y - y y n y y y
POST  /entries/{entry_id}/amendment             y n n n y y n y n n
GET   /entries/{entry_id}/amendments            y y y - y y n y y y
POST  /entries/{entry_id}/additions             y n n n y y n y n n
POST  /entries/{entry_id}/original              y n n n y y n y y n
GET   /entries/{entry_id}/original              y y y - y y n y y y
GET   /originals                                y y y y y y n y y y
POST  /entries/{entry_id}/pause                 n n n n y y n y n n
POST  /entries/{entry_id}/restart               n n n n y y n y n n
POST  /entries/{entry_id}/annulment             y n n n y y n y n n
POST  /entries/{entry_id}/extension             n n n n y y n y n n
POST  /entries/{entry_id}/closing               y y n - y y n y n n
POST  /entries/{entry_id}/confidence            y n n n y y n y n n
POST  /entries/{entry_id}/recovered-code        y n n n n n n n n n
POST  /entries/{entry_id}/notices               y n n n y y n y n n
POST  /entries/{entry_id}/personal-number       y y y - y y n y n n
POST  /entries/{entry_id}/uploads               y y y - y y n y n n
POST  /entries/{entry_id}/files/{sha256}/seal   y y y - y y n y n n
GET   /uploads/{upload_id}                      y y y - y y n y n n
HEAD  /uploads/{upload_id}                      y y y - y y n y n n
PATCH /uploads/{upload_id}                      y y y - y y n y n n
GET   /files/{sha256}                           y y y - y y n y y y
POST  /assignments                              y n n n y y n y n n
GET   /tasks                                    y y y y y y n y y y
POST  /tasks/{task_id}/opening                  n y - - y y n y n n
POST  /tasks/{task_id}/resolution               n y - - y y n y n n
POST  /tasks/{task_id}/refusal                  n y - - y y n y n n
POST  /tasks/moving                             y n n n y y n y n n
POST  /tasks/{task_id}/questions                n y - - y y n y n n
GET   /tasks/{task_id}/questions                y y y - y y n y y y
GET   /questions                                y y y y y y n y y y
POST  /questions/{question_id}/answer           n - - y - y n - n n
POST  /substitutions                            n n n n y y y y n n
GET   /substitutions                            y y y y y y y y y y
POST  /replies                                  n y - - y y n y n n
POST  /replies/{reply_id}/dispatch              y y - - y y n y n n
POST  /sendings                                 y y y - y y n y n n
GET   /sendings                                 y y y y y y n y n n
GET   /entries/{entry_id}/sendings              y y y - y y n y y y
POST  /sendings/{sending_id}/route              y y y - y y n y n n
POST  /sendings/{sending_id}/leaving            y n n n y y n y n n
POST  /sendings/{sending_id}/again              y n n n y y n y n n
POST  /sendings/{sending_id}/proof              y n n n y y n y n n
POST  /sendings/{sending_id}/return             y n n n y y n y n n
POST  /post-lists                               y n n n y y n y n n
GET   /post-lists                               y n n n n y n n n n
GET   /post-lists/{list_id}/file                y n n n n y n n n n
GET   /entries/{entry_id}/links                 y y y - y y n y y y
GET   /repartition                              y n n n y y n y n n
POST  /replies/{reply_id}/approvals             n y - - y y n y n n
GET   /replies/{reply_id}/approvals             y y y - y y n y y y
GET   /approvals                                y y y y y y n y y y
POST  /approvals/{approval_id}/decision         n - - - y - n - n n
GET   /approval-rules                           y y y y y y y y y y
POST  /approval-rules                           n n n n n y y n n n
POST  /prints                                   y n n n n y n n n n
GET   /prints                                   y n n n n y n n n n
GET   /prints/{sha256}                          y n n n n y n n n n
GET   /numbers/{year}                           y n n n y y y y n y
GET   /calendar/{year}                          y y y y y y y y y y
GET   /entries/{entry_id}/term                  y y y - y y n y y y
GET   /reminders                                y y y y y y n y y y
GET   /nomenclator                              y y y y y y n y y y
POST  /nomenclator                              n n n n n n n n y n
POST  /entries/{entry_id}/hold                  n n n n y y n n y n
POST  /entries/{entry_id}/hold-release          n n n n y y n n y n
GET   /archive/disposal                         n n n n y y n n y y
GET   /archive/transfer                         n n n n y y n n y y
POST  /persons/export                           n n n n n y n n y n
POST  /registers                                n n n n n n y n n n
POST  /departments                              n n n n n n y n n n
POST  /devices                                  n n n n n n y n n n
GET   /devices                                  n n n n n n y n n n
POST  /devices/{device_id}/revocation           n n n n n n y n n n
POST  /calendar                                 n n n n y y y n n n
GET   /delays                                   n y y y y y y y n y
GET   /delays/letters                           n y y y y y y y n y
GET   /tasks/{task_id}/stays                    y y y - y y n y y y
GET   /office                                   y y y y y y y y y y
GET   /me                                       y y y y y y y y y y
POST  /logout                                   y y y y y y y y y y
POST  /password                                 y y y y y y y y y y
"""
OPEN = {("POST", "/login"), ("OPTIONS", "/uploads"), ("OPTIONS", "/uploads/{upload_id}")}
ROWS = {(row[0], row[1]): row[2:] for row in (line.split() for line in TABLE.strip().splitlines())}


@pytest.fixture
def place(request, server, tmp_path):
    """Give one URB letter: a new one where it may change, the same one to be looked at."""
    if request.node.callspec.params["method"] not in ("GET", "HEAD"):
        return laid(server, tmp_path)
    return request.getfixturevalue("looked_at")


@pytest.fixture(scope="session")
def looked_at(server, tmp_path_factory):
    """Give a letter that is only looked at."""
    return laid(server, tmp_path_factory.mktemp("looked_at"))


def laid(server, tmp_path, **fields):
    """Give the identities of one URB letter with task, file, upload and reply."""
    clerk = server.client("clerk")
    entry = clerk.register(registration(**fields))
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
    draft, draft_sha256 = file_of(tmp_path, b"%PDF draft " + str(entry.id).encode())
    server.client("urb").deliver(entry.id, draft, sha256=draft_sha256, role="draft", name="d.pdf")
    up = ApprovalOrder(id=uuid.uuid4(), sha256=draft_sha256, approvers=["headurb"])
    (approval,) = server.client("urb").send_up(reply.id, up)
    sending = SendingOrder(
        id=uuid.uuid4(), entry_id=entry.id, sha256=sha256, how="hand", is_last=False
    )
    posted = clerk.order_sending(
        sending.model_copy(update={"id": uuid.uuid4(), "how": "post", "address": "Str. Păcii 11"})
    )
    listed = clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[posted.id]))
    printed = clerk.print_register(PrintOrder(year=1999))
    return {
        "entry_id": entry.id, "sha256": sha256, "task_id": task.id, "reply_id": reply.id,
        "question_id": asked.id, "list_id": listed.id, "approval_id": approval.id,
        "draft": draft_sha256,
        "sending_id": clerk.order_sending(sending).id, "upload_id": upload["id"], "year": 2026,
        "print": printed.sha256, "device_id": uuid.uuid4(),
    }  # fmt: skip


def body_of(path, place):
    """Give a body of the right shape that changes as little as possible."""
    return {
        "/entries": {
            "id": str(uuid.uuid4()), "register": "GEN", "tracking_code": new_tracking_code(),
            "received_at": "2026-11-24T07:00:00Z",
        },
        "/replies/{reply_id}/approvals": {"id": str(uuid.uuid4()), "sha256": place["draft"]},
        "/approvals/{approval_id}/decision": {"is_approved": True},
        "/approval-rules": {"department": "FIN", "is_needed": False},
        "/sendings": {
            "id": str(uuid.uuid4()), "entry_id": str(place["entry_id"]), "is_last": False,
            "sha256": place["sha256"], "how": "hand",
        },
        "/sendings/{sending_id}/route": {"how": "hand"},
        "/sendings/{sending_id}/again": {"id": str(uuid.uuid4()), "how": "hand"},
        "/sendings/{sending_id}/leaving": {},
        "/sendings/{sending_id}/proof": {},
        "/sendings/{sending_id}/return": {"reason": "Destinatar mutat"},
        "/post-lists": {"id": str(uuid.uuid4()), "sending_ids": [str(place["sending_id"])]},
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
        "/entries/{entry_id}/confidence": {"is_confidential": False},
        "/entries/{entry_id}/recovered-code": {
            "document": "identity_card", "name": "CRĂCIUN SÂNZIANA",
        },
        "/entries/{entry_id}/notices": {"address": "sanziana@example.ro"},
        "/password": {"old": "parola", "new": "scurt"},
        "/departments": {"code": "FIN", "name": "Financiar-contabil"},
        "/devices": {"username": "clerk", "label": "Ghișeul 2"},
        "/nomenclator": {"codes": []},
        "/entries/{entry_id}/hold": {"reason": "Proces în curs."},
        "/persons/export": {"name": "Nimeni Altul"},
        "/entries/{entry_id}/pause": {"reason": "Se așteaptă acte."},
        "/calendar": {"day": "2033-03-03", "is_working": False, "reason": "încercare"},
    }.get(path)  # fmt: skip


def letter_of(status):
    return {403: "n", 404: "-"}.get(status, "y")


def ask(server, name, method, path, place):
    """Ask for one address in somebody's name; nothing an account may ask makes a 5xx."""
    token = server.token(name)
    if path == "/logout":
        token = log_in(server.url, name, f"parola-{name}").token
    headers = {"Authorization": f"Bearer {token}", "Upload-Offset": "5"}
    url = f"{server.url}/api/v1{path.format(**place)}"
    answer = requests.request(method, url, json=body_of(path, place), headers=headers)
    assert answer.status_code < 500 or answer.json()["code"] == "seal_missing", answer.text
    return answer.status_code


@pytest.fixture(autouse=True)
def one_database_is_enough(request, server):
    """Walk the table on PostgreSQL only with the full counts: rights know no database."""
    is_table = request.node.originalname == "test_table_of_rights"
    if is_table and server.service is not None and not request.config.getoption("--full"):
        pytest.skip("the table on PostgreSQL: run with ./installer/test --full")


@pytest.mark.parametrize(("method", "path"), ROWS, ids=lambda part: part.strip("/") or part)
def test_table_of_rights(server, place, method, path):
    if path.startswith("/prints"):
        place = {**place, "sha256": place["print"]}
    is_nothing_there = path.startswith("/devices/")  # whoever may ask is told so
    letters = [letter_of(ask(server, name, method, path, place)) for name in COLUMNS]
    assert letters == ["-" if is_nothing_there and c == "y" else c for c in ROWS[method, path]]
    url = f"{server.url}/api/v1{path.format(**place)}"
    assert requests.request(method, url, json=body_of(path, place)).status_code == 401


OF_THE_LETTER = ("{entry_id}", "{sha256}", "{upload_id}", "{task_id}", "{reply_id}")
OUTSIDERS = ("clerk2", "mayor", "fin", "arch", "audit", "admin")


def test_confidential_letter_is_nobody_elses(server, tmp_path):
    """Every address of a confidential letter is closed to whoever is neither URB nor named."""
    place = laid(server, tmp_path, is_confidential=True, subject="zzsecret")
    of_it = [
        (method, path)
        for method, path in ROWS
        if any(part in path for part in OF_THE_LETTER) and not path.startswith("/prints")
    ]
    assert len(of_it) > 20
    open_to = {
        (name, method, path)
        for name in OUTSIDERS
        for method, path in of_it
        if ask(server, name, method, path, place) not in (403, 404)
    }
    assert open_to == set()
    for name, is_shown in (("clerk2", False), ("mayor", False), ("urb2", True), ("clerk", True)):
        found = server.client(name).find("zzsecret")
        assert [entry.id for entry in found] == ([place["entry_id"]] if is_shown else [])
    assert place["task_id"] not in {task.id for task in server.client("mayor").tasks()}
    said = {"is_confidential": True, "people": ["mayor"]}
    headers = {"Authorization": f"Bearer {server.token('headurb')}"}
    url = f"{server.url}/api/v1/entries/{place['entry_id']}/confidence"
    assert requests.post(url, json=said, headers=headers).json()["is_confidential"]
    assert ask(server, "mayor", "GET", "/entries/{entry_id}", place) == 200
    assert ask(server, "clerk2", "GET", "/entries/{entry_id}", place) == 404


def test_table_names_every_address(server):
    described = requests.get(f"{server.url}/api/v1/openapi.json").json()["paths"]
    there = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in described.items()
        for method in methods
    }
    assert there - OPEN == set(ROWS)
