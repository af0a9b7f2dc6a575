"""Images are erased long after the register confirmed them, and nothing else ever is."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from registry_desk.journey import store
from registry_desk.journey.keeping import Tidied, tidy
from registry_desk.journey.records import DocumentState, Origin, PageRecord, ProposedDocument
from registry_desk.journey.tray import Tray

LATER = datetime.now(UTC) + timedelta(days=31)


@pytest.fixture
def tray(tmp_path):
    opened = Tray(tmp_path / "tray")
    yield opened
    opened.close()


def pile(tray, *, pages=3, documents=((1, 2),), aside=()):
    """Make a batch of pages with images and cleaned images, and its documents."""
    batch = tray.open_batch(Origin("test:0", "feeder", "ana"))
    for number in range(1, pages + 1):
        file = tray.captured_dir(batch.id) / f"page-{number:04d}.jpg"
        file.write_bytes(b"x" * 1000)
        (tray.cleaned_dir(batch.id) / file.name).write_bytes(b"y" * 100)
        tray.add_page(
            PageRecord(batch.id, number, tray.name(file), f"{number:064x}", datetime.now(UTC), "p")
        )
        with tray._store.writing() as db:
            db.execute(
                "UPDATE page SET cleaned_file = ? WHERE batch_id = ? AND number = ?",
                (tray.name(tray.cleaned_dir(batch.id) / file.name), str(batch.id), number),
            )
    tray.finish_capture(batch.id)
    made = tray.propose(batch.id, [ProposedDocument(numbers) for numbers in documents])
    for page in tray.pages(batch.id):
        if page.number in aside:
            tray.set_page_aside(page, "image_truncated")
    return batch, made


def confirmed(tray, *documents):
    for document in documents:
        tray.advance(document.id, DocumentState.SEALED, sealed_sha256="0" * 64)
        tray.advance(document.id, DocumentState.ASSIGNED)


def images(tray):
    return sorted(tray.name(file) for file in (tray.folder / "batches").rglob("page-*"))


def test_images_go_after_their_time_and_records_stay(tray):
    batch, (document,) = pile(tray, pages=2)
    kept = tray.document_dir(document.id) / "letter.pdf"
    kept.write_bytes(b"%PDF-")
    confirmed(tray, document)
    assert tidy(tray, keep_days=30) == Tidied()
    assert len(images(tray)) == 4
    assert tidy(tray, keep_days=30, now=LATER) == Tidied(1, 4, 2200)
    assert images(tray) == []
    assert kept.exists()
    assert tray.batch(batch.id).erased_at is not None
    assert [page.sha256 for page in tray.pages(batch.id)] == [f"{n:064x}" for n in (1, 2)]
    assert tidy(tray, keep_days=30, now=LATER) == Tidied(), "once"


def test_what_is_not_confirmed_whole_stays(tray):
    _, waiting = pile(tray, documents=((1,), (2,), (3,)))
    confirmed(tray, *waiting[:2])
    _, (unsealed,) = pile(tray)
    tray.advance(unsealed.id, DocumentState.ASSIGNED)
    _, (aside,) = pile(tray)
    confirmed(tray, aside)
    tray.set_aside(aside.id)
    tray.open_batch(Origin("test:0", "feeder", "ana"))
    pile(tray, documents=())
    before = images(tray)
    assert tidy(tray, keep_days=30, now=LATER) == Tidied()
    assert images(tray) == before


def test_pages_no_register_has_stay(tray):
    """Page 3 belongs to no document, page 2 could not be read."""
    _, (document,) = pile(tray, aside=(2,))
    confirmed(tray, document)
    assert tidy(tray, keep_days=30, now=LATER).image_count == 2
    assert {name.rsplit("/", 2)[-1] for name in images(tray)} == {"page-0002.jpg", "page-0003.jpg"}
    assert len(images(tray)) == 4


def test_file_of_several_pages_goes_when_all_of_them_may(tray):
    batch = tray.open_batch(Origin("files", "", "ana"))
    file = tray.captured_dir(batch.id) / "file-0001.tif"
    file.write_bytes(b"II*\0")
    page = PageRecord(batch.id, 1, tray.name(file), "0" * 64, datetime.now(UTC), "a.tif")
    tray.add_page(page)
    tray.add_page(replace(page, number=2, source_page=2))
    tray.finish_capture(batch.id)
    (document,) = tray.propose(batch.id, [ProposedDocument((1,))])
    confirmed(tray, document)
    assert tidy(tray, keep_days=30, now=LATER).image_count == 0
    assert file.exists()


def test_batch_somebody_works_on_waits(tray):
    batch, (document,) = pile(tray)
    confirmed(tray, document)
    other = Tray(tray.folder)
    with other.holding(batch.id):
        assert tidy(tray, keep_days=30, now=LATER) == Tidied()
    other.close()
    assert tidy(tray, keep_days=30, now=LATER).batch_count == 1


def test_tray_of_the_first_version_counts_from_now_on(tmp_path):
    folder = tmp_path / "tray"
    folder.mkdir()
    old = sqlite3.connect(folder / "tray.db")
    for statement in store._CHANGES[0].split(";"):
        old.execute(statement)
    batch, document = uuid4(), uuid4()
    old.execute(
        "INSERT INTO batch VALUES (?, ?, 'proposed', 'test:0', '', 'ana')",
        (str(batch), datetime.now(UTC).isoformat()),
    )
    old.execute(
        "INSERT INTO document (id, batch_id, position, state, tracking_code, received_at,"
        " understanding, edits, register, department, sealed_sha256)"
        " VALUES (?, ?, 1, 'assigned', 'X', ?, '{\"fields\": {}}', '{}', '', '', '0')",
        (str(document), str(batch), datetime.now(UTC).isoformat()),
    )
    old.execute("PRAGMA user_version = 1")
    old.commit()
    old.close()
    tray = Tray(folder)
    reached = tray.document(document).reached_at
    assert abs((datetime.now(UTC) - reached).total_seconds()) < 60
    assert tray.batch(batch).erased_at is None
    tray.close()
