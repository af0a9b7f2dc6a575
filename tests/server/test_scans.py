"""Scans that come without text: recognised beside the work, found by what they say."""

import io
import time

import pytest
from PIL import Image

from tests.server.office import command, file_of, registration
from tests.unit.pages import WORDS, letter

SAID = "Subsemnatul Zimbrăreanu cer defrișarea terenului"


def scanned(*pages, kind="PDF"):
    """Give pages of paper as a copier sends them: pictures and no text."""
    pictures = [Image.fromarray(letter((line, *WORDS[:2]), dpi=150)) for line in pages]
    made = io.BytesIO()
    pictures[0].save(made, kind, save_all=True, append_images=pictures[1:], resolution=150)
    return made.getvalue()


def found_in_time(client, words):
    until = time.monotonic() + 120
    while not (found := client.find(words)) and time.monotonic() < until:
        time.sleep(0.2)
    return [entry.number for entry in found]


def test_scan_without_text_is_found_by_what_it_says(server, clerk, tmp_path):
    entry = clerk.register(registration(subject="Cerere"))
    path, sha256 = file_of(tmp_path, scanned(SAID))
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="scan.pdf")
    assert found_in_time(clerk, "Zimbrăreanu defrișare") == [entry.number]
    told = command("scans", "--folder", str(server.folder))
    assert told["fault"] is None
    assert entry.number not in {scan["number"] for scan in told["scans"]}


@pytest.fixture
def delivered(rooms, tmp_path, monkeypatch):
    """Give a scan of two pages that was delivered, its text layer read: nothing was there."""
    from registry_desk.server import clock
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.files import store
    from registry_desk.server.files.models import FileVersion
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.site import register_configuration
    from registry_desk.server.texts import reading
    from registry_desk.server.writing import write

    said = scanned(SAID, "Pagina a doua cu Vulturescu", kind="TIFF")
    part, sha256 = file_of(tmp_path, said)
    actor = Actor("clerk", "I. Popescu", "clerk", None)
    write(lambda: give_number(registration(), actor))
    kept = register_configuration().folder / part.name
    kept.write_bytes(part.read_bytes())
    store.keep(register_configuration().store, kept, sha256)
    file = {"sha256": sha256, "size_bytes": 1, "role": "letter", "version": "delivered"}
    held = Entry.objects.get()
    FileVersion.objects.create(entry=held, name="a", created_at=clock.now(), **file)
    assert reading.read_waiting() == 1
    return actor


def found(actor, words):
    from registry_desk.server.entries.search import newest
    from registry_desk.wire import Search

    return len(newest(Search(words=words), actor))


def listed():
    from registry_desk.server.texts import scans

    return [(scan.pages_left, scan.page_count, scan.state) for scan in scans.listed()]


def test_recognising_goes_on_with_the_page_after_the_last(delivered, monkeypatch):
    from registry_desk.server.texts import scans
    from registry_desk.server.texts.recognising import RecognitionAway

    asked = []

    def broken_off(file, pages, picture, *, languages):
        asked.append(pages)
        yield pages[0], f"pagina {pages[0]} Zimbrăreanu"
        if len(pages) > 1:
            raise RecognitionAway

    monkeypatch.setattr(scans, "recognised", broken_off)
    assert listed() == [(2, 2, "waiting")]
    assert scans.recognise_waiting() == 1
    assert listed() == [(1, 2, "in_work")]
    assert scans.recognise_waiting() == 0  # not before its pause is over
    scans.try_again()
    assert scans.recognise_waiting() == 1
    assert (asked, listed()) == ([[1, 2], [2]], [])
    assert found(delivered, "zimbrareanu")


def test_without_tesseract_scans_wait_and_the_reason_is_told(delivered, monkeypatch, tmp_path):
    from registry_desk.ocr import tessdata
    from registry_desk.server.texts import scans

    with monkeypatch.context() as away:
        away.setattr(tessdata, "_PLACES", ())
        away.setenv("PATH", str(tmp_path))
        tessdata._told_by_command.cache_clear()
        assert scans.recognise_waiting() == 0
        assert scans.recogniser_fault().code == "ocr_missing"
        assert listed() == [(2, 2, "waiting")]
    tessdata._told_by_command.cache_clear()
    assert scans.recogniser_fault() is None


def test_scan_that_ends_the_recogniser_is_given_up_and_can_be_tried_again(delivered, monkeypatch):
    from registry_desk.server.texts import scans

    with monkeypatch.context() as broken:
        broken.setattr("sys.executable", "/bin/false")
        broken.setattr(scans, "_PAUSE", scans._PAUSE * 0)
        assert [scans.recognise_waiting() for _ in range(4)] == [1, 1, 1, 0]
    assert listed() == [(2, 2, "given_up")]
    scans.try_again()
    assert scans.recognise_waiting() == 1
    assert listed() == []
    assert found(delivered, "Vulturescu defrisarea")


def test_only_pages_that_are_pictures_are_recognised(tmp_path):
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    from registry_desk.server.texts.plain import plain_pages

    picture = ImageReader(Image.fromarray(letter(dpi=72)))
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.drawString(72, 700, "Scurt")  # born digital, with little on it
    canvas.showPage()
    canvas.drawImage(picture, 0, 0, 595, 842)
    canvas.drawString(72, 20, "Scanned with Telefon")
    canvas.showPage()
    canvas.drawImage(picture, 72, 700, 60, 60)  # a coat of arms
    canvas.showPage()
    canvas.drawImage(picture, 0, 0, 595, 842)
    canvas.drawString(72, 700, "Un strat de text care spune tot ce spune foaia de sub el")
    canvas.save()
    assert [page.is_scan for page in plain_pages(tmp_path / "a.pdf")] == [False, True, False, False]
