"""Lists longer than a page: the desk's client gives them whole, each row once, in their order."""

import uuid
from datetime import timedelta

import pytest
import requests

from registry_desk.client import RegisterConfused, asking
from registry_desk.wire import Assignment, OriginalMove, Question, SendingOrder
from tests.server.office import registration, today
from tests.server.test_approval import Draft

KINDS = ("petition", None, "information_request", None)
LISTS = {
    "tasks": ("urb", "id"),
    "originals": ("clerk", "entry_id"),
    "sendings": ("clerk", "id"),
    "reminders": ("clerk", "entry_id"),
    "approvals": ("headurb", "id"),
    "questions": ("fin", "id"),
    "unassigned": ("mayor", "entry_id"),
}
ADDRESSES = ("tasks", "originals", "sendings", "reminders", "approvals", "questions", "repartition")


@pytest.fixture
def work(server, clerk, tmp_path):
    """Let four things wait in each list, some without a term."""
    worker, back = server.client("urb"), (None, today(), today() + timedelta(days=1), today())
    for back_on in back:
        draft = Draft(server, tmp_path)
        draft.up()
        asked = Question(id=uuid.uuid4(), department="FIN", text="S-a plătit taxa?")
        worker.ask_colleague(draft.task.id, asked)
        paper = {"place": "Arhiva", "act": "handed_over", "holder": "Ion", "due_back_on": back_on}
        clerk.move_original(draft.entry.id, OriginalMove(id=uuid.uuid4(), **paper))
        sent = {"entry_id": draft.entry.id, "sha256": draft.sha256, "how": "hand"}
        clerk.order_sending(SendingOrder(id=uuid.uuid4(), **sent))
    for kind in KINDS:
        clerk.register(registration(kind=kind))  # lies with no department
        given = clerk.register(registration(kind=kind))
        clerk.assign(Assignment(id=uuid.uuid4(), entry_id=given.id, department="URB"))


def test_every_list_is_given_whole(server, work, monkeypatch):
    for name, (who, key) in LISTS.items():
        client = server.client(who)
        ask = {"reminders": (60,)}.get(name, ())
        whole = [getattr(one, key) for one in getattr(client, name)(*ask)]
        with monkeypatch.context() as small:
            small.setattr(asking, "PAGE", 2)
            paged = [getattr(one, key) for one in getattr(client, name)(*ask)]
        assert len(whole) > 3 and paged == whole, name
    headers = {"Authorization": f"Bearer {server.token('mayor')}"}
    for name in ADDRESSES:  # behind nothing there is nothing, and no page is longer than asked for
        address = f"{server.url}/api/v1/{name}"
        answer = requests.get(address, headers=headers, params={"after": str(uuid.uuid4())})
        assert answer.status_code == 404, name
        for limit in (-1, 1, 10**30):
            assert requests.get(address, headers=headers, params={"limit": limit}).ok, name

    client = server.client("clerk")
    given = client._caller.value

    def same(kind, method, path, params):
        return given(kind, method, path, params={**params, "after": None})

    monkeypatch.setattr(asking, "PAGE", 1)
    monkeypatch.setattr(client._caller, "value", same)
    with pytest.raises(RegisterConfused):  # the same page for ever is not followed
        client.originals()
