"""Faults on the whole way: each says what to do next, nothing is lost, the rest is done.

The troubles of one part alone stand with that part (tests/devices, tests/unit, tests/server).
"""

import os
import signal
import struct
import subprocess
import time
import zlib
from datetime import UTC, datetime
from uuid import uuid5

import pikepdf
import pytest

from registry_desk.client import RegisterClient
from registry_desk.demo.register import credential
from registry_desk.demo.scanner import simulated_scanner
from registry_desk.errors import DeviceError, RefusedError
from registry_desk.intake.faults import DiskFullScan
from registry_desk.journey import way
from registry_desk.journey.answer import Official, Signer, send_reply, write_reply
from registry_desk.journey.capture import Feed
from registry_desk.journey.devices import ScanSettings
from registry_desk.journey.files import take_files
from registry_desk.journey.pile import ReadingRoom, read_pile, scan_pile
from registry_desk.journey.records import BatchState, Origin, ReplyState
from registry_desk.journey.registration import entry_of
from registry_desk.journey.spool import DocumentHeld
from registry_desk.journey.tray import Tray
from registry_desk.ocr.errors import LanguageMissing
from registry_desk.reading import ReadingSettings
from registry_desk.signing import TokenHost
from registry_desk.signing.errors import NoToken, PinWrong
from tests.journeys.command import Desk, finished
from tests.journeys.conftest import sample_page
from tests.journeys.demonstration import start, still_running, wait_until

ORIGIN = Origin("simulated", "feeder", "ana")
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")


@pytest.fixture(scope="module")
def scanner(tmp_path_factory):
    with simulated_scanner(tmp_path_factory.mktemp("scanner")) as started:
        yield started


@pytest.fixture
def feeder(scanner, monkeypatch):
    monkeypatch.setenv("SANE_CONFIG_DIR", str(scanner.config_dir))
    scanner.clear()
    return scanner


@pytest.fixture
def desk(town_hall, tmp_path):
    return Desk(tmp_path, town_hall.address, town_hall.token)


@pytest.fixture
def letter(tmp_path):
    """Give a letter nobody handed in before: its own content is its identity."""
    target = tmp_path / "letter.jpg"
    target.write_bytes(sample_page("petition-01").read_bytes() + os.urandom(8))
    return target


def given(town_hall):
    proof = town_hall.client().numbers(datetime.now(UTC).year)
    assert (proof.gaps, proof.doubles) == (0, 0)
    return proof.given


def scanned(tray, feeder, room, watcher):
    batch = tray.open_batch(ORIGIN)
    scan = ScanSettings("feeder", dpi=100)
    return batch, lambda: scan_pile(
        tray, batch, feed=Feed(feeder.device, scan), room=room, by=watcher
    )


# --- the scanner goes on ---------------------------------------------------------------------


def test_language_missing_does_not_stop_the_scanner(tray, feeder, room, watcher):
    feeder.load([sample_page("petition-01"), sample_page("complaint-01")] * 2)
    cannot = ReadingRoom(room.readers, ReadingSettings("qqq"), room.departments)
    batch, scan = scanned(tray, feeder, cannot, watcher)
    with pytest.raises(LanguageMissing) as said:
        scan()
    assert "tesseract-ocr-qqq" in said.value.next_step
    assert feeder.sheets_left() == 0
    assert tray.batch(batch.id).state is BatchState.CAPTURED
    pages = tray.pages(batch.id)
    assert [page.number for page in pages] == [1, 2, 3, 4]
    assert not any(page.is_set_aside or page.read for page in pages)
    assert read_pile(tray, batch, room=room, by=watcher), "reading goes on when it can"


def test_scanner_in_trouble_speaks_before_reading_in_trouble(tmp_path, feeder, room, watcher):
    tray = Tray(tmp_path / "tray", free_bytes_kept=1 << 60)
    feeder.load([sample_page("petition-01")])
    batch, scan = scanned(tray, feeder, room, watcher)
    with pytest.raises(DiskFullScan):
        scan()
    assert feeder.sheets_left() == 1
    assert tray.batch(batch.id).state is BatchState.CAPTURING
    tray.close()


# --- files -----------------------------------------------------------------------------------


def huge(path, side):
    """Write a PNG that says it is ``side`` pixels square."""

    def chunk(name, content):
        return (
            struct.pack(">I", len(content)) + name + content
            + struct.pack(">I", zlib.crc32(name + content))
        )  # fmt: skip

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(bytes(1 + side // 8) * 64)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    )


def locked(path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(path, encryption=pikepdf.Encryption(user="secret", owner="secret"))


def test_bad_files_are_named_and_the_good_ones_registered(desk, letter, tmp_path, town_hall):
    good = letter.rename(tmp_path / "really-a-jpeg.pdf")
    cut, empty, closed = (tmp_path / name for name in ("cut.jpg", "empty.png", "closed.pdf"))
    cut.write_bytes(sample_page("petition-02").read_bytes()[:30_000])
    empty.touch()
    locked(closed)
    words, large = tmp_path / "words.jpg", tmp_path / "large.png"
    words.write_text("Stimată doamnă,")
    huge(large, 60_000)
    before = given(town_hall)
    told = desk("register", empty, cut, good, closed, words, large)
    assert told.code == 6, told
    assert {d["source"]: d["code"] for d in told.value["damaged"]} == {
        "empty.png": "file_empty",
        "cut.jpg": "image_truncated",
        "closed.pdf": "pdf_encrypted",
        "words.jpg": "file_not_recognised",
        "large.png": "image_too_large",
    }
    assert all(d["message"] and d["next_step"] for d in told.value["damaged"])
    (document,) = told.value["documents"]
    assert document["number"] and document["state"] == "assigned"
    assert given(town_hall) == before + 1
    again = desk("register", empty, cut, good, closed, words, large)
    assert (again.code, again.value) == (6, told.value), "the same, however often"


def test_nothing_but_damage_is_kept_and_said(desk, tmp_path, town_hall):
    empty = tmp_path / "empty.tif"
    empty.touch()
    told = desk("register", empty)
    assert (told.code, told.value["documents"]) == (6, [])


@needs_root
def test_full_disk_keeps_what_is_whole_and_goes_on(desk, letter, town_hall):
    desk.tray.mkdir()
    small = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(desk.tray)]
    if subprocess.run(small, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        told = desk("register", letter)
        assert told.code in (DeviceError.exit_code, 5), told
        assert "disk" in told.value["error"]["message"] and told.value["error"]["next_step"]
        assert not list(desk.tray.rglob("*.part"))
        subprocess.run(["mount", "-o", "remount,size=100m", "tmpfs", str(desk.tray)], check=True)
        told = desk("register", letter)
        assert (told.code, told.value["documents"][0]["state"]) == (0, "assigned"), told
    finally:
        subprocess.run(["umount", str(desk.tray)], check=True)


# --- reading is not possible here --------------------------------------------------------------


def test_without_romanian_files_are_kept_and_read_later(desk, letter, tmp_path):
    models = tmp_path / "tessdata"
    models.mkdir()
    (models / "eng.traineddata").touch()
    told = desk("register", letter, TESSDATA_PREFIX=str(models))
    assert told.code == 5, told
    assert told.value["error"]["code"] == "ocr_language_missing"
    assert "tesseract-ocr-ron" in told.value["error"]["next_step"]
    waiting = desk("tray").value
    assert [(b["state"], b["page_count"], b["read_count"]) for b in waiting["batches"]] == [
        ("captured", 1, 0)
    ]
    done = desk("register", letter)
    assert done.code == 0
    left = desk("tray").value
    assert (left["batches"], left["documents"]) == ([], [])
    assert left["highest"] == [done.value["documents"][0]["number"]]


@needs_root
def test_without_tesseract_files_are_kept(desk, letter):
    hidden = 'mount -t tmpfs none /usr/share/tesseract-ocr && PATH=/none exec "$@"'
    desk.before = ["unshare", "-m", "sh", "-c", hidden, "sh"]
    told = desk("register", letter)
    if told.code == 1:
        pytest.skip("the models cannot be hidden here")
    assert (told.code, told.value["error"]["code"]) == (5, "ocr_missing"), told
    desk.before = []
    assert desk("register", letter).code == 0


# --- the register is away ----------------------------------------------------------------------


def test_register_away_keeps_everything_and_goes_on_with_one_number(
    desk, letter, line, tmp_path, town_hall
):
    desk.address, before = line.address, given(town_hall)
    line.mode = "dead"
    told = desk("register", letter)
    assert (told.code, told.value["error"]["code"]) == (5, "register_away"), told
    assert desk("tray").value["batches"][0]["page_count"] == 1, "kept, though never met before"
    line.mode = "through"
    assert desk("register", letter).code == 0
    second = tmp_path / "second.jpg"
    second.write_bytes(sample_page("complaint-01").read_bytes() + os.urandom(8))
    line.mode = "dead"
    told = desk("register", second)
    (document,) = told.value["documents"]
    assert (told.code, document["reason"]["code"]) == (5, "register_away")
    assert document["number"] is None
    (waiting,) = desk("tray").value["documents"]
    assert waiting["tracking_code"] == document["tracking_code"]
    assert waiting["reason"]["next_step"]
    line.mode = "answer_lost"
    assert desk("register", second).code == 5
    line.mode = "through"
    told = desk("register", second)
    assert told.code == 0, told
    assert told.value["documents"][0]["tracking_code"] == document["tracking_code"]
    assert given(town_hall) == before + 2


def test_two_programs_at_one_letter_give_one_number(desk, letter, town_hall):
    before = given(town_hall)
    running = [desk.start("register", letter) for _ in range(2)]
    first, second = (finished(process) for process in running)
    assert (first.code, second.code) == (0, 0), (first, second)
    assert first.value["documents"][0]["number"] == second.value["documents"][0]["number"]
    assert given(town_hall) == before + 1


def test_held_batch_is_said(tray, room, watcher, letter):
    batch, _ = take_files(tray, [letter], operator="ana")
    other = Tray(tray.folder)
    with other.holding(batch.id), pytest.raises(DocumentHeld) as said:
        read_pile(tray, batch, room=room, by=watcher)
    other.close()
    assert isinstance(said.value, RefusedError) and said.value.next_step
    assert read_pile(tray, batch, room=room, by=watcher)


# --- the official's token ----------------------------------------------------------------------


@pytest.fixture
def answering(town_hall, counter, tray, room, watcher, letter):
    """Give an official with a written reply, and the rest of the way with any token and PIN."""
    batch, _ = take_files(tray, [letter], operator="ana")
    (document,) = read_pile(tray, batch, room=room, by=watcher)
    tray.accept(document.id, register="GEN", department="URB")
    entry = counter.register.entry_by_id(entry_of(way.walk(counter, document.id)).id)
    person = town_hall.town.one("supervisor")
    register = RegisterClient(town_hall.address, credential(town_hall.address, person))
    keys = town_hall.keys
    register.open_task(entry.task_id)
    register.resolve(entry.task_id, "Se răspunde.")
    asked = []

    def send(environment, pin):
        with TokenHost(keys.token.module, environment=environment) as host:
            signer = Signer(
                host=host,
                token_serial=keys.token.serial,
                pin=lambda question: asked.append(question) or pin,
                certificate_id=keys.certificate_of(person.name),
            )
            official = Official(
                tray, register, counter.office, person.name, "șef", "Urbanism", signer
            )
            reply = write_reply(official, entry, ("Vă răspundem.",), how="post")
            return send_reply(official, reply.id)

    return send, asked, lambda: tray.reply(uuid5(entry.id, "reply"))


def test_wrong_pin_and_no_token_keep_the_reply(answering, town_hall, tmp_path):
    send, asked, reply = answering
    keys = town_hall.keys
    with pytest.raises(PinWrong) as said:
        send(keys.token.environment, "000000" if keys.token.pin != "000000" else "111111")
    assert said.value.exit_code == 4 and said.value.next_step
    assert len(asked) == 1, "a wrong PIN is never tried twice"
    assert reply().state is ReplyState.COMPOSED
    nothing = tmp_path / "softhsm2.conf"
    (tmp_path / "tokens").mkdir()
    nothing.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    with pytest.raises(NoToken) as said:
        send({"SOFTHSM2_CONF": str(nothing)}, keys.token.pin)
    assert said.value.exit_code == 4 and said.value.next_step
    assert reply().state is ReplyState.COMPOSED
    assert len(asked) == 1
    assert send(keys.token.environment, keys.token.pin).state is ReplyState.CLOSED


# --- the demonstration is stopped ----------------------------------------------------------------


@pytest.mark.parametrize("moment", ["at once", "parts start"])
def test_ctrl_c_at_the_terminal_is_met_by_the_parent_alone(moment, tmp_path):
    """A terminal sends it to every process in the foreground, the children that still load too."""
    child = start(temporary=tmp_path)
    seen = {"at once": "*/", "parts start": "*/tray/tray.db"}[moment]
    wait_until(lambda: any(tmp_path.glob(f"registry-desk-demo-{seen}")))
    children = child.children()
    os.killpg(child.process.pid, signal.SIGINT)
    told = child.finish()
    assert (told[0], told[1]) == (130, None)
    assert "Traceback" not in told[2]
    assert still_running(children) == []
    assert list(tmp_path.glob("registry-desk-demo-*")) == []


def test_sigterm_ends_it_like_ctrl_c(tmp_path):
    child = start(temporary=tmp_path)
    wait_until(lambda: any(tmp_path.glob("registry-desk-demo-*/keys/keys.json")))
    children, began = child.children(), time.monotonic()
    child.process.terminate()
    code, told, words = child.finish()
    assert (code, told) == (130, None)
    assert "Traceback" not in words
    assert time.monotonic() - began < 5
    assert still_running(children) == []
    assert list(tmp_path.glob("registry-desk-demo-*")) == []


# --- the desk's own parts are looked at --------------------------------------------------------


def test_doctor_goes_on_where_nobody_is_logged_in(desk, tmp_path):
    nobody = tmp_path / "nobody"
    nobody.touch(mode=0o600)
    told = desk("doctor", REGISTRY_DESK_SERVER_CREDENTIAL_FILE=str(nobody))
    parts = {part["part"]: part for part in told.value["parts"]}
    assert told.code == 5
    assert parts["register"]["verdict"] == "trouble" and parts["register"]["next_step"]
    assert parts["tray"]["verdict"] == parts["ocr"]["verdict"] == "works"


def test_folder_without_files_is_wrong_usage(desk, tmp_path):
    (tmp_path / "folder").mkdir()
    assert desk("register", tmp_path / "folder").code == 2
