"""Paper through a real driver: in order, durable before told, both sides, all the ways in."""

import hashlib
import threading
import time

import pytest
from PIL import Image

from registry_desk.demo.scanner import Fault
from registry_desk.intake.faults import FeederEmpty, ScannerLacks, StacksDiffer
from tests.devices.papers import Answers, number_on


def numbers(scanning):
    return [number_on(page.path) for page in scanning.pages]


def test_a_stack_comes_in_order(scanner, scanning, sheets):
    scanner.load(sheets[:5])
    outcome = scanning()
    assert (outcome.page_count, outcome.sheet_count, outcome.end) == (5, 5, "feeder_empty")
    assert numbers(scanning) == [1, 2, 3, 4, 5]
    assert [(p.number, p.sheet) for p in scanning.pages] == [(n, n) for n in range(1, 6)]
    assert [p.path.name for p in scanning.pages] == [f"page-{n:04d}.jpg" for n in range(1, 6)]


def test_a_page_is_as_large_as_asked_and_knows_its_resolution(scanner, scanning, sheets):
    scanner.load(sheets[:1])
    scanning(dpi=150)
    (page,) = scanning.pages
    with Image.open(page.path) as image:
        assert image.size == (page.width_px, page.height_px)
        assert round(image.info["dpi"][0]) == page.dpi == 150
    # sane-airscan pads to the device's largest page (355 mm) unless the area is set
    assert (page.width_px, page.height_px) == (
        pytest.approx(210 / 25.4 * 150, abs=2),
        pytest.approx(297 / 25.4 * 150, abs=2),
    )


def test_both_sides_come_sheet_by_sheet(scanner, scanning, sheets):
    scanner.load(sheets[:6], is_two_sided=True)
    outcome = scanning("duplex")
    assert (outcome.page_count, outcome.sheet_count) == (6, 3)
    assert numbers(scanning) == [1, 2, 3, 4, 5, 6]
    assert [p.sheet for p in scanning.pages] == [1, 1, 2, 2, 3, 3]


def test_fronts_only_of_two_sided_sheets(scanner, scanning, sheets):
    scanner.load(sheets[:6], is_two_sided=True)
    scanning("feeder")
    assert numbers(scanning) == [1, 3, 5]


def test_blank_backs_are_kept(scanner, scanning, sheets):
    scanner.load(sheets[:1], is_two_sided=True)
    assert scanning("duplex").page_count == 2


def test_the_glass_gives_one_page(scanner, scanning, sheets):
    scanner.load(sheets[:3])
    scanner.lay_on_glass(sheets[6])
    outcome = scanning("flatbed")
    assert (outcome.page_count, outcome.end) == (1, "single")
    assert numbers(scanning) == [7]
    assert scanner.sheets_left() == 3


def test_a_second_stack_goes_on_behind_the_first(scanner, scanning, sheets):
    scanner.load(sheets[:2])
    scanning()
    scanner.load(sheets[2:4])
    scanning()
    assert numbers(scanning) == [1, 2, 3, 4]
    assert [p.number for p in scanning.pages] == [1, 2, 3, 4]


@pytest.mark.parametrize(("mode", "stored"), [("gray", "L"), ("bw", "1"), ("color", "RGB")])
def test_modes(scanner, scanning, sheets, mode, stored):
    scanner.load(sheets[4:5])
    scanning(mode=mode)
    with Image.open(scanning.pages[0].path) as image:
        assert image.mode == stored
    assert numbers(scanning) == [5]


def test_empty_feeder_is_said(scanning):
    with pytest.raises(FeederEmpty):
        scanning()


def test_paper_is_waited_for(scanner, scanning, sheets):
    timer = threading.Timer(1.0, scanner.load, [sheets[:2]])
    timer.start()
    started = time.monotonic()
    outcome = scanning(paper_wait_s=30)
    timer.join()
    assert outcome.page_count == 2
    assert time.monotonic() - started < 15


def test_waiting_for_paper_can_be_given_up(scanning):
    started = time.monotonic()
    outcome = scanning(paper_wait_s=60, cancelled=lambda: time.monotonic() - started > 1)
    assert (outcome.page_count, outcome.end) == (0, "cancelled")
    assert time.monotonic() - started < 10


def test_cancel_between_pages_keeps_what_came(scanner, scanning, sheets):
    scanner.set_pace(0.3)
    scanner.load(sheets[:8])
    outcome = scanning(cancelled=lambda: len(scanning.pages) >= 2)
    assert outcome.end == "cancelled"
    assert 2 <= outcome.page_count < 8
    assert numbers(scanning) == list(range(1, outcome.page_count + 1))
    for page in scanning.pages:
        assert hashlib.sha256(page.path.read_bytes()).hexdigest() == page.sha256


# --- duplex by hand --------------------------------------------------------------------------


def test_fronts_then_backs_are_interleaved(scanner, scanning, sheets):
    scanner.load(sheets[0:8:2])
    prompt = Answers(act=lambda code, params: scanner.load(sheets[7::-2]))
    outcome = scanning("manual_duplex", prompt=prompt)
    assert prompt.asked[0][0] == "scan.turn_stack"
    assert prompt.asked[0][1]["sheets"] == 4
    assert (outcome.page_count, outcome.sheet_count) == (8, 4)
    assert numbers(scanning) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [(p.number, p.sheet) for p in scanning.pages][:3] == [(1, 1), (2, 1), (3, 2)]
    assert sorted(p.name for p in scanning.folder.iterdir()) == [
        f"page-{n:04d}.jpg" for n in range(1, 9)
    ]


def test_backs_in_the_same_order(scanner, scanning, sheets):
    scanner.load(sheets[0:4:2])
    prompt = Answers(act=lambda code, params: scanner.load(sheets[1:5:2]))
    scanning("manual_duplex", prompt=prompt, is_backs_reversed=False)
    assert numbers(scanning) == [1, 2, 3, 4]


def test_jam_among_the_backs_is_cleared_without_beginning_again(scanner, scanning, sheets):
    def act(code, params):
        if code == "scan.turn_stack":
            scanner.load(sheets[5::-2])
            scanner.break_at(Fault.JAM, after_pages=1)
        else:
            scanner.clear(sheet=2)

    scanner.load(sheets[0:6:2])
    prompt = Answers(act=act)
    scanning("manual_duplex", prompt=prompt)
    assert [code for code, _ in prompt.asked] == ["scan.turn_stack", "scan.go_on"]
    assert prompt.asked[1][1] == {"fault": "feeder_jammed", "kept": 1}
    assert numbers(scanning) == [1, 2, 3, 4, 5, 6]


def test_too_few_backs_are_said_and_nothing_is_lost(scanner, scanning, sheets):
    scanner.load(sheets[0:6:2])
    prompt = Answers(act=lambda code, params: scanner.load(sheets[5:1:-2]))
    with pytest.raises(StacksDiffer) as said:
        scanning("manual_duplex", prompt=prompt)
    assert said.value.params == {"fronts": 3, "backs": 2}
    assert numbers(scanning) == [1, 3, 5]
    assert [p.number for p in scanning.pages] == [1, 2, 3]
    assert len(list(scanning.folder.glob("back-*"))) == 2


def test_stack_not_put_back_leaves_the_fronts_as_pages(scanner, scanning, sheets):
    scanner.load(sheets[0:4:2])
    outcome = scanning("manual_duplex", prompt=Answers(False))
    assert (outcome.end, outcome.page_count) == ("cancelled", 2)
    assert [p.number for p in scanning.pages] == [1, 2]


def test_source_that_is_not_there_is_said(scanning):
    with pytest.raises(ScannerLacks) as said:
        scanning("duplex", device="test:0")
    assert said.value.params["what"] == "duplex"
