"""A document's way to the register: lost lines, lost answers, rubbish, numbers before pages."""

from datetime import UTC, datetime, timedelta

import pikepdf
import pytest

from registry_desk.journey import way
from registry_desk.journey.counter import Counter
from registry_desk.journey.files import take_files
from registry_desk.journey.pages import PagesInWork
from registry_desk.journey.pile import read_pile
from registry_desk.journey.proposal import propose_documents
from registry_desk.journey.records import DocumentState
from registry_desk.journey.registration import entry_of
from tests.journeys.conftest import sample_page


@pytest.fixture
def accepted(tray, room, watcher):
    """Give a read and accepted letter."""
    batch, damaged = take_files(tray, [sample_page("petition-01")], operator="ana")
    assert damaged == {}
    (document,) = read_pile(tray, batch, room=room, by=watcher)
    return tray.accept(document.id, register="GEN", department=document.department or "URB")


def numbers(town_hall):
    return town_hall.client().numbers(datetime.now(UTC).year)


def over(line, counter, town_hall):
    return Counter(counter.tray, town_hall.client(line.address), counter.office)


def test_a_letter_goes_all_the_way(counter, accepted):
    steps = []
    walked = way.walk(counter, accepted.id, on_step=lambda document: steps.append(document.state))
    assert walked.problem is None
    assert steps == [
        DocumentState.REGISTERED, DocumentState.STAMPED, DocumentState.DELIVERED,
        DocumentState.SEALED, DocumentState.ASSIGNED,
    ]  # fmt: skip
    entry = counter.register.entry_by_id(accepted.id)
    assert entry.tracking_code == accepted.tracking_code
    assert {(f.role, f.version) for f in entry.files} >= {
        ("letter", "delivered"),
        ("letter", "sealed"),
    }


def test_lost_register_leaves_the_code_and_the_number_follows(counter, accepted, line, town_hall):
    line.mode = "dead"
    desk = over(line, counter, town_hall)
    waiting = way.walk(desk, accepted.id)
    assert waiting.state is DocumentState.PROPOSED
    assert waiting.problem.family == "unavailable"
    assert waiting.next_try_at is not None
    assert way.walk_due(desk, now=datetime.now(UTC)) == [], "not before its time"
    line.mode = "through"
    (walked,) = way.walk_due(desk, now=datetime.now(UTC) + timedelta(minutes=10))
    assert walked.state is DocumentState.ASSIGNED
    assert entry_of(walked).tracking_code == accepted.tracking_code


def test_answer_lost_after_the_commit_is_one_number(counter, accepted, line, town_hall):
    before = numbers(town_hall).given
    line.mode = "answer_lost"
    desk = over(line, counter, town_hall)
    waiting = way.walk(desk, accepted.id)
    assert waiting.problem.family == "unavailable"
    line.mode = "through"
    walked = way.walk(desk, accepted.id)
    assert walked.state is DocumentState.ASSIGNED
    proof = numbers(town_hall)
    assert (proof.given, proof.gaps, proof.doubles) == (before + 1, 0, 0)


@pytest.mark.parametrize(
    "reached",
    [
        DocumentState.REGISTERED,
        DocumentState.STAMPED,
        DocumentState.DELIVERED,
        DocumentState.SEALED,
    ],
)
def test_line_cut_behind_each_step_loses_nothing(reached, counter, accepted, line, town_hall):
    desk = over(line, counter, town_hall)

    def cut(document):
        if document.state is reached:
            line.mode = "answer_lost"

    waiting = way.walk(desk, accepted.id, on_step=cut)
    assert waiting.problem is not None
    line.mode = "through"
    assert way.walk(desk, accepted.id).state is DocumentState.ASSIGNED
    entry = counter.register.entry_by_id(accepted.id)
    assert sum(f.role == "letter" and f.version == "sealed" for f in entry.files) == 1
    proof = numbers(town_hall)
    assert (proof.gaps, proof.doubles) == (0, 0)


def test_somebody_else_answering_is_not_believed(counter, accepted, line, town_hall):
    line.mode = "rubbish"
    waiting = way.walk(over(line, counter, town_hall), accepted.id)
    assert waiting.problem.code == "register_confused"
    assert waiting.state is DocumentState.PROPOSED


def test_number_first_then_pages(counter, tray, room, watcher):
    batch, _damaged = take_files(tray, [sample_page("complaint-01")], operator="ana")
    early = tray.begin_document(batch.id)
    tray.accept(early.id, register="GEN", department="TEH")
    numbered = way.walk(counter, early.id)
    assert (numbered.state, numbered.problem) == (DocumentState.REGISTERED, None)
    (document,) = read_pile(tray, batch, room=room, by=watcher)
    assert document.id == early.id
    assert way.walk(counter, early.id).state is DocumentState.ASSIGNED


def test_what_is_set_aside_stays(counter, accepted, tray):
    tray.set_aside(accepted.id)
    assert way.walk(counter, accepted.id).state is DocumentState.PROPOSED
    assert way.waiting(counter) == []


def test_unread_page_is_set_aside_and_the_rest_goes_on(counter, tray, room, watcher, tmp_path):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(sample_page("petition-02").read_bytes()[:2000])
    empty = tmp_path / "empty.png"
    empty.touch()
    paths = [broken, sample_page("petition-02"), empty]
    batch, _damaged = take_files(tray, paths, operator="ana")
    documents = read_pile(tray, batch, room=room, by=watcher)
    assert len(documents) == 1
    aside = {page.source: page.problem for page in tray.pages(batch.id) if page.is_set_aside}
    assert set(aside) == {"broken.jpg", "empty.png"}
    assert all(aside.values())


def test_file_that_arrives_finished_stays_byte_for_byte(counter, tray, room, watcher, tmp_path):
    source = tmp_path / "cerere.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(source)
    batch, _damaged = take_files(tray, [source], operator="ana")
    (document,) = read_pile(tray, batch, room=room, by=watcher)
    tray.accept(document.id, register="GEN", department="URB")
    walked = way.walk(counter, document.id)
    assert walked.state is DocumentState.ASSIGNED, walked.problem
    entry = counter.register.entry_by_id(document.id)
    finished = next(f for f in entry.files if f.role == "finished")
    counter.register.download(finished.sha256, tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == source.read_bytes()
    assert ("registration_sheet", "sealed") in {(f.role, f.version) for f in entry.files}


def test_same_files_again_are_the_same_letters(tray, room, watcher, tmp_path):
    again = tmp_path / "other-name.jpg"
    again.write_bytes(sample_page("petition-01").read_bytes())
    first, _ = take_files(tray, [sample_page("petition-01")], operator="ana")
    second, _ = take_files(tray, [again], operator="ana")
    assert first.id == second.id
    assert len(tray.pages(first.id)) == 1


def test_pages_read_once_stay_read(tray, room, watcher):
    batch, _ = take_files(tray, [sample_page("summons-01")], operator="ana")
    read_pile(tray, batch, room=room, by=watcher)
    in_work = PagesInWork(tray, room.readers, room.settings)
    for page in tray.pages(batch.id):
        in_work.add(page)
    assert in_work.keep_finished() == 0
    again = propose_documents(tray, batch, departments=room.departments)
    assert again == tray.documents(batch.id)
