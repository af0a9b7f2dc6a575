"""Lists longer than a page: the desk's client gives them whole, each row once, in their order."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
import requests

from registry_desk.client import RegisterConfused, asking
from registry_desk.wire import (
    Assignment,
    OriginalMove,
    PostOrder,
    PrintOrder,
    Question,
    SendingOrder,
)
from tests.server.office import registration, today
from tests.server.test_approval import Draft
from tests.server.test_dispatch import finished, ordered

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


def test_older_prints_post_lists_and_links_are_reached(server, clerk, tmp_path, monkeypatch):
    for year in range(2004, 2008):
        clerk.print_register(PrintOrder(year=year))
    for _ in range(4):
        waiting = [ordered(server, finished(server, tmp_path))]
        clerk.list_for_post(PostOrder(id=uuid.uuid4(), sending_ids=[one.id for one in waiting]))
    first = clerk.register(registration())
    linked = [clerk.register(registration(connected_to=first.number)) for _ in range(4)]
    of_first = partial(clerk.links_of, first.id)
    for give in (clerk.prints, clerk.post_lists, of_first):
        whole = give()
        with monkeypatch.context() as small:
            small.setattr(asking, "PAGE", 2)
            assert len(whole) > 3 and give() == whole, give
    assert [one.period for one in clerk.prints()][:4] == ["2007", "2006", "2005", "2004"]
    assert [one.id for one in of_first()] == [one.id for one in linked]
    headers = {"Authorization": f"Bearer {server.token('clerk')}"}
    for path, last in (
        ("prints", "0" * 64), ("post-lists", uuid.uuid4()), (f"entries/{first.id}/links", first.id),
    ):  # fmt: skip
        address, asked = f"{server.url}/api/v1/{path}", {"limit": 1}
        assert len(requests.get(address, headers=headers, params=asked).json()) == 1, path
        behind = requests.get(address, headers=headers, params={**asked, "after": str(last)})
        assert behind.status_code == (200 if last == first.id else 404), path
        wrong = requests.get(address, headers=headers, params={"after": "\0x"})
        assert wrong.status_code == 422, path


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
