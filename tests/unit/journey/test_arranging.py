"""The pile in the clerk's hand: split, joined, moved, set aside, and every step taken back."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from registry_desk.journey import arranging
from registry_desk.journey.arrangement_writing import arrange
from registry_desk.journey.arranging import Arrangement, ArrangementFixed, Part, arrangement_of
from registry_desk.journey.records import Origin, PageRecord, ProposedDocument
from registry_desk.journey.tray import Tray
from registry_desk.model.page import CleanedPage, PageText, ReadPage

A, B = UUID(int=1), UUID(int=2)
TWO = Arrangement((Part(A, (1, 2, 3)), Part(B, (4, 5))), frozenset(), frozenset({2}))


def pages_of(arrangement):
    return [part.pages for part in arrangement.parts]


@pytest.mark.parametrize(
    ("change", "pages"),
    [
        (lambda a: arranging.split_before(a, 2), [(1,), (2, 3), (4, 5)]),
        (lambda a: arranging.split_before(a, 1), [(1, 2, 3), (4, 5)]),
        (lambda a: arranging.join_with_previous(a, 5), [(1, 2, 3, 4, 5)]),
        (lambda a: arranging.join_with_previous(a, 1), [(1, 2, 3), (4, 5)]),
        (lambda a: arranging.move_page(a, 2, 1), [(1, 3, 2), (4, 5)]),
        (lambda a: arranging.move_page(a, 3, 1), [(1, 2), (3, 4, 5)]),
        (lambda a: arranging.move_page(a, 4, -1), [(1, 2, 3, 4), (5,)]),
        (lambda a: arranging.move_page(a, 1, -1), [(1, 2, 3), (4, 5)]),
        (lambda a: arranging.move_page(a, 5, 1), [(1, 2, 3), (4, 5)]),
        (lambda a: arranging.turn_page_aside(a, 4), [(1, 2, 3), (5,)]),
    ],
)
def test_each_change_makes_the_arrangement_one_expects(change, pages):
    assert pages_of(change(TWO)) == pages


def test_a_page_set_aside_comes_back_to_its_place():
    aside = arranging.turn_page_aside(TWO, 2)
    assert aside.aside == {2}
    assert arranging.turn_page_aside(aside, 2) == TWO


def test_first_page_of_all_set_aside_comes_back():
    one = Arrangement((Part(A, (1,)),), frozenset(), frozenset())
    aside = arranging.turn_page_aside(one, 1)
    assert aside.parts == ()
    assert pages_of(arranging.turn_page_aside(aside, 1)) == [(1,)]


def read_page(number, *, is_blank=False):
    cleaned = CleanedPage(100, 100, 300, 0, 0.0, is_blank)
    return ReadPage(number, "page", 1, cleaned, PageText("", (), 0.0))


@pytest.fixture
def tray(tmp_path):
    opened = Tray(tmp_path / "tray")
    yield opened
    opened.close()


@pytest.fixture
def batch(tray):
    """Give a batch of five pages in two documents; the second page is a blank back."""
    batch = tray.open_batch(Origin("test", "", "ana"))
    for number in range(1, 6):
        page = PageRecord(
            batch.id, number, f"page-{number}.jpg", "0" * 64, datetime.now(UTC), "page"
        )
        tray.add_page(page)
        read = read_page(number, is_blank=number == 2)
        tray.record_reading(page, read, tray.cleaned_dir(batch.id) / f"page-{number}.jpg")
    tray.propose(batch.id, [ProposedDocument((1, 2, 3)), ProposedDocument((4, 5))])
    return batch


def now_of(tray, batch):
    return arrangement_of(tray.documents(batch.id), tray.pages(batch.id))


CHANGES = [
    lambda a: arranging.split_before(a, 3),
    lambda a: arranging.join_with_previous(a, 4),
    lambda a: arranging.move_page(a, 3, 1),
    lambda a: arranging.turn_page_aside(a, 1),
    lambda a: arranging.turn_document_aside(a, 1),
    lambda a: arranging.show_backs(a, (1, 2, 3)),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_durable_and_undone_by_writing_the_old_one(tray, batch, change):
    first = now_of(tray, batch)
    wanted = change(first)
    before = arrange(tray, batch.id, wanted, departments=())
    assert before == first
    assert now_of(tray, batch) == wanted
    assert len(tray.pages(batch.id)) == 5
    arrange(tray, batch.id, before, departments=())
    assert now_of(tray, batch) == first


def test_what_is_registered_stays_as_it_is(tray, batch):
    first, _second = tray.documents(batch.id)
    tray.accept(first.id, register="GEN", department="")
    before = now_of(tray, batch)
    for change in (CHANGES[0], CHANGES[1], CHANGES[3], CHANGES[5]):
        with pytest.raises(ArrangementFixed):
            arrange(tray, batch.id, change(before), departments=())
    assert now_of(tray, batch) == before
    arrange(tray, batch.id, arranging.split_before(before, 5), departments=())
    assert [part.pages for part in now_of(tray, batch).parts] == [(1, 2, 3), (4,), (5,)]


def test_a_finished_file_is_never_joined(tray):
    batch = tray.open_batch(Origin("files", "", "ana"))
    for number in (1, 2):
        tray.add_page(
            PageRecord(batch.id, number, f"f{number}.pdf", "0" * 64, datetime.now(UTC), "f.pdf")
        )
    tray.propose(batch.id, [ProposedDocument((n,), finished_file=f"f{n}.pdf") for n in (1, 2)])
    with pytest.raises(ArrangementFixed):
        arrange(
            tray,
            batch.id,
            arranging.join_with_previous(now_of(tray, batch), 2),
            departments=(),
        )
