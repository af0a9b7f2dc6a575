"""A copy made while the register works, put back, compared; it opens past the known numbers."""

import subprocess
import tarfile
import threading
from datetime import UTC, datetime

import pytest

from registry_desk.wire.errors import RegisterNotOpened
from tests.server.office import COMMAND, Server, command, file_of, found, registration


@pytest.fixture
def copied(tmp_path):
    """Give a server that kept working while it was copied, and the copy."""
    server = Server(found(tmp_path / "first")).start()
    clerk = server.client("clerk")
    entry = clerk.register(registration(register="U"))
    path, sha256 = file_of(tmp_path, b"%PDF kept" * 1000)
    clerk.deliver(entry.id, path, sha256=sha256, role="letter", name="a.pdf")
    for _ in range(5):
        clerk.register(registration())
    command("audit", "close", "--folder", str(server.folder))
    stopping = threading.Event()

    def work():
        busy = server.client("clerk")
        while not stopping.is_set():
            busy.register(registration())

    desk = threading.Thread(target=work)
    desk.start()
    copy = tmp_path / "copy.tar"
    command("backup", "--folder", str(server.folder), "--to", str(copy))
    stopping.set()
    desk.join()
    assert copy.stat().st_mode & 0o077 == 0
    yield server, copy, (entry, path, sha256)
    server.stop()


def test_copy_is_put_back_and_opens_past_the_known_numbers(copied, tmp_path):
    server, copy, (entry, path, sha256) = copied
    year = datetime.now(UTC).year
    given = server.client("clerk").numbers(year).given
    last = max(int(e.number.split("/")[0]) for e in server.client("clerk").find("nomenclatura")
               if not e.number.startswith("U"))  # fmt: skip
    target = tmp_path / "second"
    said = command("restore", str(copy), "--folder", str(target))
    assert said["is_whole"]
    assert said["highest"][-1] == f"U-1/{year}"
    again = Server(target).start()
    clerk = again.client("clerk")
    assert clerk.entry(entry.number).files[0].sha256 == sha256
    clerk.download(sha256, tmp_path / "back.pdf")
    assert (tmp_path / "back.pdf").read_bytes() == path.read_bytes()
    with pytest.raises(RegisterNotOpened):
        clerk.register(registration())
    again.stop()
    known = last + 3
    opened = command("open", "--folder", str(target), "--known", f"{known}/{year}")
    assert opened["annulled"][-1] == f"{known}/{year}"
    again.start()
    clerk = again.client("clerk")
    following = clerk.register(registration())
    assert following.number == f"{known + 1}/{year}"
    proof = clerk.numbers(year)
    assert (proof.gaps, proof.doubles) == (0, 0)
    assert proof.given == given + 3 + 1
    again.stop()
    assert command("audit", "verify", "--folder", str(target))["is_whole"]


def test_damaged_copy_leaves_nothing(copied, tmp_path):
    _, copy, _ = copied
    bent = tmp_path / "bent.tar"
    bent.write_bytes(copy.read_bytes().replace(b"%PDF kept%PDF kept", b"%PDF kept%PDF bent", 1))
    cut = tmp_path / "cut.tar"
    cut.write_bytes(copy.read_bytes()[:200_000])
    for source in (bent, cut, tmp_path / "first" / "office.json"):
        target = tmp_path / "nowhere"
        done = subprocess.run([*COMMAND, "restore", str(source), "--folder", str(target), "--json"],
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 6, done.stderr
        assert "backup_damaged" in done.stdout
        assert not target.exists()


def test_path_tricks_in_a_copy_go_nowhere(tmp_path):
    evil = tmp_path / "evil.tar"
    victim = tmp_path / "victim"
    victim.write_text("safe")
    with tarfile.open(evil, "w") as tar:
        tar.add(__file__, "../victim")
    target = tmp_path / "target"
    done = subprocess.run([*COMMAND, "restore", str(evil), "--folder", str(target), "--json"],
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 6
    assert victim.read_text() == "safe"


def test_a_register_is_never_written_over(copied, tmp_path):
    server, copy, _ = copied
    done = subprocess.run(
        [*COMMAND, "restore", str(copy), "--folder", str(server.folder), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3
    plan = tmp_path / "first" / "office.json"
    done = subprocess.run(
        [*COMMAND, "init", "--folder", str(server.folder), "--office", str(plan), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3
