"""The tray keeps what it was told: durable, idempotent, one process at a time per document."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from registry_desk.errors import UnavailableError
from registry_desk.journey.records import (
    BatchState,
    DocumentState,
    Origin,
    PageRecord,
    ProposedDocument,
    ReplyRecord,
    ReplyState,
)
from registry_desk.journey.spool import DocumentHeld
from registry_desk.journey.store import Store, TrayDamaged, TrayNewer
from registry_desk.journey.tray import Tray
from registry_desk.model.department import Department
from registry_desk.model.document import FieldReading, Suggestion, Understanding
from registry_desk.model.page import Box

ORIGIN = Origin("test:0", "feeder, 300 dpi", "ana")


@pytest.fixture
def tray(tmp_path):
    opened = Tray(tmp_path / "tray")
    yield opened
    opened.close()


def page(batch, number, **changed):
    known = {
        "batch_id": batch.id,
        "number": number,
        "file": f"batches/{batch.id}/captured/page-{number:04d}.jpg",
        "sha256": f"{number:064x}",
        "captured_at": datetime.now(UTC),
        "source": f"page-{number:04d}.jpg",
        "sheet": number,
    }
    return PageRecord(**{**known, **changed})


def batch_with(tray, count):
    batch = tray.open_batch(ORIGIN)
    for number in range(1, count + 1):
        tray.add_page(page(batch, number))
    return batch


def test_folder_is_private(tray):
    assert tray.folder.stat().st_mode & 0o777 == 0o700


def test_pages_come_back_as_they_went_in(tray):
    batch = batch_with(tray, 3)
    tray.add_page(page(batch, 2, sha256="f" * 64))
    assert [p.number for p in tray.pages(batch.id)] == [1, 2, 3]
    assert tray.pages(batch.id)[1].sha256 == f"{2:064x}", "a page is noted once and stays"


def test_pages_of_one_file_are_pages_of_their_own(tray):
    batch = tray.open_batch(ORIGIN)
    for number in (1, 2, 3):
        tray.add_page(page(batch, number, file="batches/x/captured/fax.tif", source_page=number))
    assert [p.source_page for p in tray.pages(batch.id)] == [1, 2, 3]


def test_proposing_twice_changes_nothing(tray):
    batch = batch_with(tray, 3)
    first = tray.propose(batch.id, [ProposedDocument((1, 2)), ProposedDocument((3,))])
    again = tray.propose(batch.id, [ProposedDocument((1, 2, 3))])
    assert [d.id for d in again] == [d.id for d in first]
    assert [d.tracking_code for d in again] == [d.tracking_code for d in first]
    assert [p.number for p in tray.document_pages(first[0].id)] == [1, 2]
    assert tray.batch(batch.id).state is BatchState.PROPOSED


def test_number_first_document_takes_the_first_proposal(tray):
    batch = batch_with(tray, 2)
    early = tray.begin_document(batch.id)
    assert tray.begin_document(batch.id).id == early.id
    proposed = tray.propose(batch.id, [ProposedDocument((1,)), ProposedDocument((2,))])
    assert proposed[0].id == early.id
    assert proposed[0].tracking_code == early.tracking_code
    assert [p.number for p in tray.document_pages(early.id)] == [1]


def test_clerks_value_goes_before_the_read_one(tray):
    batch = batch_with(tray, 1)
    reading = FieldReading("Popa", 0.6, 1, Box(1, 2, 3, 4))
    understood = Understanding({"sender_name": reading}, Suggestion("URB", 0.9, "teren"))
    document = tray.propose(batch.id, [ProposedDocument((1,), understood)])[0]
    assert (document.line("sender_name"), document.department) == ("Popa", "URB")
    accepted = tray.accept(
        document.id, register="GEN", department="SOC", edits={"sender_name": "Pop", "subject": None}
    )
    assert (accepted.line("sender_name"), accepted.line("subject")) == ("Pop", "")
    assert accepted.understanding.fields["sender_name"] == reading


def test_accepting_again_keeps_the_first_moment(tray):
    batch = batch_with(tray, 1)
    document = tray.propose(batch.id, [ProposedDocument((1,))])[0]
    first = tray.accept(document.id, register="GEN", department="SOC")
    again = tray.accept(document.id, register="OTHER", department="URB")
    assert again == first


def test_reason_is_kept_by_code_and_goes_with_the_next_step(tray):
    batch = batch_with(tray, 1)
    document = tray.propose(batch.id, [ProposedDocument((1,))])[0]
    later = datetime.now(UTC) + timedelta(seconds=9)
    tray.note_problem(document.id, UnavailableError(), later)
    tray.note_problem(document.id, UnavailableError(), later)
    waiting = tray.document(document.id)
    assert (waiting.problem.code, waiting.attempts, waiting.next_try_at) == (
        "unavailable",
        2,
        later,
    )
    tray.advance(document.id, DocumentState.REGISTERED, entry='{"number": "1/2026"}')
    on_its_way = tray.document(document.id)
    assert (on_its_way.problem, on_its_way.attempts) == (None, 0)
    assert on_its_way.entry == {"number": "1/2026"}


def test_set_aside_and_taken_back(tray):
    batch = batch_with(tray, 1)
    document = tray.propose(batch.id, [ProposedDocument((1,))])[0]
    tray.set_aside(document.id)
    assert tray.document(document.id).is_set_aside
    tray.set_aside(document.id, is_set_aside=False)
    assert not tray.document(document.id).is_set_aside


def test_reply_is_written_once(tray):
    reply = ReplyRecord(
        uuid4(),
        uuid4(),
        uuid4(),
        ReplyState.WRITTEN,
        ("Stimată doamnă,",),
        datetime.now(UTC),
        "post",
    )
    assert tray.write_reply(reply) == reply
    signed = tray.advance_reply(reply.id, ReplyState.SIGNED, signed_sha256="a" * 64)
    assert tray.write_reply(reply) == signed


def test_everything_survives_the_process(tray, tmp_path):
    batch = batch_with(tray, 2)
    documents = tray.propose(batch.id, [ProposedDocument((1, 2))])
    other = Tray(tmp_path / "tray")
    assert other.documents() == documents
    assert other.pages(batch.id) == tray.pages(batch.id)
    other.close()


HOLD = """
import sys, time, uuid
from pathlib import Path
from registry_desk.journey.tray import Tray
with Tray(Path(sys.argv[1])).holding(uuid.UUID(sys.argv[2])):
    print('held', flush=True)
    time.sleep(60)
"""


def test_one_process_at_a_time_and_death_lets_go(tray):
    work = uuid4()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tray.folder), str(work)], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(DocumentHeld), tray.holding(work):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with tray.holding(work):
        pass


def test_rubbish_for_a_database_is_named(tmp_path):
    folder = tmp_path / "tray"
    folder.mkdir()
    (folder / "tray.db").write_bytes(b"not a database at all, " * 300)
    with pytest.raises(TrayDamaged):
        Tray(folder)


def test_newer_tray_is_left_alone(tray, tmp_path):
    tray.close()
    with sqlite3.connect(tmp_path / "tray" / "tray.db") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(TrayNewer):
        Tray(tmp_path / "tray")


def test_departments_are_plain_values():
    assert Department("URB", "Urbanism").words == ()


def test_tray_that_another_program_begins_at_this_moment_is_opened(tmp_path, monkeypatch):
    begin, tries = Store._begin, []

    def disturbed(self):  # stands for what 2 of 125 openings at one moment met
        tries.append(self)
        if len(tries) < 3:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error
        begin(self)

    monkeypatch.setattr(Store, "_begin", disturbed)
    Store(tmp_path / "tray.sqlite3").close()
    assert len(tries) == 3
