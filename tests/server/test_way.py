"""One letter all the way over HTTP."""

import uuid

import pytest
import requests

from registry_desk.wire import Assignment
from registry_desk.wire.errors import EntryClosed, ReasonMissing, ReplyNotReady, TaskMoved
from tests.server.office import answered, file_of, registration, resolved_task


def test_letter_goes_all_the_way(server, clerk, tmp_path):
    asked = registration(kind="petition", sender_name="Țurcanu Ștefan", cnp="1800101223344")
    entry = clerk.register(asked)
    assert clerk.register(asked) == entry
    path, sha256 = file_of(tmp_path, b"%PDF-1.7 letter" + bytes(100_000))
    delivered = clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="scrisoare.pdf")
    assert (delivered.sha256, delivered.version) == (sha256, "delivered")
    answered(server, entry, tmp_path)
    closed = clerk.close_entry(entry.id)
    assert closed.state == "closed"
    assert [m.code for m in closed.milestones] == [
        "received", "assigned", "acknowledged", "answered", "dispatched", "closed",
    ]  # fmt: skip
    assert [f.role for f in closed.files] == ["letter", "reply"]
    assert clerk.entry(entry.number) == closed == clerk.entry_by_id(entry.id)
    page = requests.get(closed.tracking_url)
    assert page.status_code == 200
    for hidden in ("Țurcanu", "1800101223344", "Numele lui"):
        assert hidden not in page.text
    with pytest.raises(EntryClosed):
        late, late_sha256 = file_of(tmp_path, b"%PDF-1.7 late")
        clerk.deliver(entry.id, late, sha256=late_sha256, role="letter", name="x.pdf")


def test_nothing_goes_before_its_step(server, clerk):
    entry = clerk.register(registration())
    with pytest.raises(ReplyNotReady):
        clerk.close_entry(entry.id)
    with pytest.raises(ReasonMissing):
        clerk.close_entry(entry.id, outcome="withdrawn")
    given = Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB", official="urb")
    task = clerk.assign(given)
    assert clerk.assign(given) == task
    with pytest.raises(TaskMoved):
        server.client("urb").resolve(task.id, "Fără deschidere.")


def test_opening_acknowledges_once(server, clerk):
    entry = clerk.register(registration())
    given = Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB")
    task = clerk.assign(given)
    first = server.client("urb").open_task(task.id)
    assert (first.opened_by, first.official) == ("urb", "urb")
    assert server.client("urb").open_task(task.id) == first
    codes = [m.code for m in clerk.entry_by_id(entry.id).milestones]
    assert codes == ["received", "assigned", "acknowledged"]


def test_withdrawn_closes_with_its_reason(server, clerk):
    entry = clerk.register(registration())
    resolved_task(server, entry)
    closed = clerk.close_entry(entry.id, outcome="withdrawn", reason="La cererea petentului.")
    assert [m.code for m in closed.milestones][-2:] == ["withdrawn", "closed"]
    assert server.client("urb").tasks() == [
        t for t in server.client("urb").tasks() if t.entry_id != entry.id
    ]
