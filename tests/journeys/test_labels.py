"""Labels stuck on the paper first: one code for stamp, label, scan and receipt, or a stop."""

import json

import pypdfium2
import pytest
from PIL import Image

from registry_desk.cli import door
from registry_desk.journey import way
from registry_desk.journey.files import take_files
from registry_desk.journey.labels import label_to_take
from registry_desk.journey.papers import make_code_labels, make_label, make_receipt
from registry_desk.journey.pile import read_pile
from registry_desk.journey.records import DocumentState
from registry_desk.model.tracking import new_tracking_code
from registry_desk.pdf import Label, labels
from tests.journeys.conftest import sample_page


def labelled(folder, *labels, page=None):
    """Give a letter with stickers at the top, as a scan at 300 dots per inch."""
    paper = Image.open(page or sample_page("petition-01")).convert("RGB")
    for place, file in enumerate(labels):
        document = pypdfium2.PdfDocument(file)
        sticker = document[0].render(scale=paper.width / 210 * 25.4 / 72).to_pil().convert("RGB")
        document.close()
        paper.paste(sticker, (paper.width - (place + 1) * (sticker.width + 20), 20))
    target = folder / f"{new_tracking_code()}.png"
    paper.save(target, dpi=(300, 300))
    return target


@pytest.fixture
def sticker(counter, tmp_path):
    """Give a code and the file of its label."""

    def printed(code=None):
        code = code or new_tracking_code()
        target = tmp_path / f"{code}.pdf"
        make_code_labels(counter.office, [code], target)
        return code, target

    return printed


@pytest.fixture
def desk(counter, room, watcher):
    """Give what reads a page and registers it as the counter does."""
    tray = counter.tray

    def registered(page):
        batch, damaged = take_files(tray, [page], operator="ana")
        assert damaged == {}
        (document,) = read_pile(tray, batch, room=room, by=watcher)
        label = label_to_take(tray, document.id, counter.office.public_url)
        tray.accept(document.id, register="GEN", department="URB", label=label)
        return way.walk(counter, document.id)

    return registered


def test_the_label_on_the_paper_gives_the_code(counter, desk, sticker, tmp_path):
    code, file = sticker()
    walked = desk(labelled(tmp_path, file))
    assert (walked.problem, walked.state) == (None, DocumentState.ASSIGNED)
    assert walked.tracking_code == code == counter.register.entry_by_id(walked.id).tracking_code
    assert walked.entry["tracking_url"].endswith(f"/u/{code}")


def test_a_paper_that_is_registered_already_stops(counter, desk, sticker, tmp_path):
    """The label of the first is on it; a person may say that it is another paper all the same."""
    first = desk(labelled(tmp_path))
    numbered = make_label(counter, first)
    second = desk(labelled(tmp_path, numbered, page=sample_page("petition-02")))
    assert (second.state, second.problem.code) == (DocumentState.PROPOSED, "label_differs")
    assert way.walk_due(counter) == [], "not by itself"
    went_on = way.walk(counter, second.id)
    assert (went_on.state, went_on.problem) == (DocumentState.ASSIGNED, None)
    assert went_on.tracking_code != first.tracking_code
    assert went_on.entry["number"] != first.entry["number"]


def test_another_desk_hears_whose_label_it_is(counter, desk, sticker, tmp_path, town_hall):
    from registry_desk.journey.counter import Counter
    from registry_desk.journey.tray import Tray

    first = desk(labelled(tmp_path))
    other = Counter(Tray(tmp_path / "other"), town_hall.client(), counter.office)
    batch, _ = take_files(other.tray, [labelled(tmp_path)], operator="ion")
    document = other.tray.begin_document(batch.id)
    other.tray.accept(document.id, register="GEN", department="", label=first.tracking_code)
    stopped = way.walk(other, document.id)
    assert stopped.problem.code == "tracking_code_taken"
    assert stopped.problem.params == {"number": first.entry["number"]}
    assert way.walk_due(other) == [], "not by itself"
    went_on = way.walk(other, document.id)
    assert went_on.problem is None and went_on.entry["number"] != first.entry["number"]
    assert went_on.tracking_code == other.register.entry_by_id(document.id).tracking_code


def test_a_label_read_after_the_number_stops_before_the_stamp(
    counter, room, watcher, sticker, tmp_path
):
    _code, file = sticker()
    tray = counter.tray
    batch, _ = take_files(tray, [labelled(tmp_path, file)], operator="ana")
    document = tray.begin_document(batch.id)
    tray.accept(document.id, register="GEN", department="URB")
    assert way.walk(counter, document.id).state is DocumentState.REGISTERED
    read_pile(tray, batch, room=room, by=watcher)
    stopped = way.walk(counter, document.id)
    assert (stopped.state, stopped.problem.code) == (DocumentState.REGISTERED, "label_differs")
    assert way.walk_due(counter) == []
    assert way.walk(counter, document.id).state is DocumentState.ASSIGNED


def test_two_labels_on_one_paper_are_no_choice_of_ours(desk, sticker, tmp_path):
    (one, first), (other, second) = sticker(), sticker()
    stopped = desk(labelled(tmp_path, first, second))
    assert stopped.problem.code == "label_differs"
    assert stopped.tracking_code not in (one, other)


def test_codes_of_receipts_and_of_other_towns_are_no_labels(counter, desk, tmp_path):
    first = desk(labelled(tmp_path))
    receipt = make_receipt(counter, first, paper="roll80")
    foreign, code = tmp_path / "foreign.pdf", new_tracking_code()
    labels([Label("Alta", None, None, code, f"https://alta.example/u/{code}")], foreign)
    walked = desk(labelled(tmp_path, foreign, receipt, page=sample_page("petition-02")))
    assert walked.problem is None
    assert walked.tracking_code not in (code, first.tracking_code)


def test_labels_come_from_the_command_line(town_hall, tmp_path, capsys):
    out = tmp_path / "labels.pdf"
    key = tmp_path / "credential"
    key.write_text(town_hall.token)
    key.chmod(0o600)
    there = ["--server", town_hall.address, "--credential-file", str(key)]
    assert door.run(["labels", "--count", "3", "--out", str(out), *there, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    document = pypdfium2.PdfDocument(out)
    pages = len(document)
    document.close()
    assert pages == 6 and len(set(told["codes"])) == 3
