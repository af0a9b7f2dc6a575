"""The demonstration goes the whole way, says so in the contract's words, and leaves nothing."""

import time

import pytest

from registry_desk.demo.report import WHOLE_WAY
from tests.journeys.demonstration import start, still_running, wait_until

SAMPLE_LETTERS = {
    "petition-01", "complaint-01", "information-request-01", "invoice-01", "official-letter-01",
    "summons-01", "petition-02", "petition-03", "official-letter-02",
}  # fmt: skip


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "kept"
    return (*start("--keep", folder).finish(), folder)


def test_every_letter_goes_the_whole_way(whole_run):
    code, told, words, _folder = whole_run
    assert code == 0, words
    assert {letter["letter"] for letter in told["letters"]} == SAMPLE_LETTERS
    for letter in told["letters"]:
        assert letter["state"] == "closed"
        assert (letter["letter_signatures"], letter["reply_signatures"]) == (1, 2)
        assert set(WHOLE_WAY) <= set(letter["milestones"])
        assert letter["text_found"] and letter["tracking_page_complete"]
        assert letter["confidence"] > 0.8
        assert "/u/" in letter["tracking_url"]
    assert told["numbers"] == {"given": len(SAMPLE_LETTERS), "gaps": 0, "doubles": 0}
    assert told["paper"] == {"sheets_fed": 14, "pages_kept": 28, "pages_aside": 0}


def test_kept_files_stay(whole_run):
    _code, told, _words, folder = whole_run
    for letter in told["letters"]:
        for role in ("letter_pdf", "reply_pdf"):
            assert str(folder) in letter[role]
            with open(letter[role], "rb") as pdf:
                assert pdf.read(5) == b"%PDF-"


def test_started_again_on_its_folder_nothing_is_done_twice(whole_run):
    _code, told, _words, folder = whole_run
    code, again, words = start("--keep", folder).finish()
    assert code == 0, words
    assert {x["number"]: x["letter"] for x in again["letters"]} == {
        x["number"]: x["letter"] for x in told["letters"]
    }
    assert again["numbers"] == told["numbers"]


def test_ctrl_c_ends_it_at_once_and_leaves_nothing(tmp_path):
    child = start(temporary=tmp_path)
    wait_until(lambda: any(tmp_path.glob("registry-desk-demo-*/tray/tray.db")))
    time.sleep(1.0)
    children = child.children()
    began = time.monotonic()
    child.interrupt()
    code, told, _words = child.finish()
    assert code == 130
    assert told is None
    assert time.monotonic() - began < 5
    assert still_running(children) == []
    assert list(tmp_path.glob("registry-desk-demo-*")) == []


def test_after_kill_9_children_end_and_the_folder_goes_at_the_next_start(tmp_path):
    child = start(temporary=tmp_path)
    wait_until(lambda: any(tmp_path.glob("registry-desk-demo-*/register/address.txt")))
    assert still_running(child.kill()) == []
    left = set(tmp_path.glob("registry-desk-demo-*"))
    assert left
    following = start(temporary=tmp_path)
    wait_until(lambda: not any(folder.exists() for folder in left))
    following.interrupt()
    following.finish()
