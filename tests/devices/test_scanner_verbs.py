"""The verbs ``scanners`` and ``scan`` as scripts drive them."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from tests.conftest import CHECKOUT
from tests.devices.papers import number_on

PROGRAM = (sys.executable, "-m", "registry_desk", "--lang", "en")


def run(*arguments):
    return subprocess.run(
        [*PROGRAM, *arguments], capture_output=True, text=True, cwd=CHECKOUT, check=False
    )


def test_scanners_as_data(scanner):
    told = run("scanners", "--json")
    found = {row["name"]: row for row in json.loads(told.stdout)["scanners"]}
    assert told.returncode == 0
    assert found[scanner.device]["is_simulated"] is True
    assert found[scanner.device]["sources"] == ["feeder", "duplex", "flatbed", "manual_duplex"]


def test_scanners_in_words(scanner):
    told = run("scanners")
    assert "Simulated scanner [simulated]" in told.stdout
    assert f"--scanner '{scanner.device}'" in told.stdout


def test_options_of_a_device_elsewhere_are_explained(tmp_path):
    listing = tmp_path / "options.txt"
    listing.write_text(
        "    --source Flatbed|ADF [ADF]\n    --mode Gray|Color [Gray]\n    --lamp 0..9 [1]\n"
    )
    told = run("scanners", "--options", str(listing), "--json")
    found = json.loads(told.stdout)
    assert found["sources"] == ["feeder", "flatbed", "manual_duplex"]
    assert found["unmapped"] == ["lamp"]
    assert "duplex" in found["lacks"]
    assert "no duplex" in run("scanners", "--options", str(listing)).stdout


def test_scan_to_files(scanner, sheets, tmp_path):
    scanner.load(sheets[:3])
    out = tmp_path / "out"
    told = run("scan", "--scanner", scanner.device, "--dpi", "100", "--out", str(out), "--json")
    value = json.loads(told.stdout)
    assert told.returncode == 0
    assert (value["page_count"], value["end"]) == (3, "feeder_empty")
    assert [number_on(Path(page["path"])) for page in value["pages"]] == [1, 2, 3]


def test_second_scan_goes_on_behind_the_first(scanner, sheets, tmp_path):
    for first in (0, 2):
        scanner.load(sheets[first : first + 2])
        run("scan", "--scanner", scanner.device, "--dpi", "100", "--out", str(tmp_path))
    assert [number_on(path) for path in sorted(tmp_path.iterdir())] == [1, 2, 3, 4]


def test_trouble_is_said_with_what_to_do(scanner, tmp_path):
    told = run("scan", "--scanner", scanner.device, "--out", str(tmp_path), "--json")
    error = json.loads(told.stdout)["error"]
    assert told.returncode == 4
    assert (error["code"], error["family"]) == ("feeder_empty", "device")
    assert error["next_step"] in told.stderr


def test_driver_that_prints_does_not_spoil_the_answer(scanner, tmp_path):
    told = run(
        "scan", "--scanner", "test:0", "--source", "flatbed", "--dpi", "75", "--set",
        "enable-test-options=1", "--out", str(tmp_path), "--json",
    )  # fmt: skip
    assert json.loads(told.stdout)["page_count"] == 1


@pytest.mark.parametrize("group", [False, True], ids=["program", "terminal"])
def test_control_c_ends_in_good_order(scanner, sheets, tmp_path, group):
    scanner.set_pace(0.4)
    scanner.load(sheets)
    out = tmp_path / "out"
    program = subprocess.Popen(
        [
            *PROGRAM,
            "scan",
            "--scanner",
            scanner.device,
            "--dpi",
            "100",
            "--out",
            str(out),
            "--json",
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        start_new_session=True,
    )
    with program:
        while not list(out.glob("page-0002.jpg")):
            time.sleep(0.05)
        children = psutil.Process(program.pid).children(recursive=True)
        (os.killpg if group else os.kill)(program.pid, signal.SIGINT)
        told, said = program.communicate(timeout=20)
    value = json.loads(told)
    assert program.returncode == 130
    assert value["end"] == "cancelled"
    assert "Traceback" not in said
    numbers = [number_on(path) for path in sorted(out.iterdir())]
    assert numbers == list(range(1, value["page_count"] + 1))
    assert psutil.wait_procs(children, timeout=2)[1] == []


SCANNER = """
import sys, time
from pathlib import Path
from registry_desk.demo.scanner import simulated_scanner

if __name__ == "__main__":
    with simulated_scanner(Path(sys.argv[1])) as started:
        print(started.address, flush=True)
        time.sleep(60)
"""


def test_simulated_scanner_ends_with_its_program(tmp_path):
    (tmp_path / "program.py").write_text(SCANNER)
    program = subprocess.Popen(
        [sys.executable, str(tmp_path / "program.py"), str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(CHECKOUT)},
        text=True,
    )
    with program:
        assert program.stdout.readline().startswith("http://127.0.0.1:")
        children = psutil.Process(program.pid).children(recursive=True)
        assert children
        program.kill()
        assert psutil.wait_procs(children, timeout=2)[1] == []
