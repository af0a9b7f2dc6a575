"""A copy made while the register works, put back, compared; it opens past the known numbers."""

import json
import subprocess
import tarfile
import threading
from datetime import UTC, datetime

import pytest
import requests

from registry_desk.wire.errors import RegisterNotOpened
from tests.server.cluster import Cluster
from tests.server.office import COMMAND, Server, command, file_of, found, registration, today


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """Give a server that kept working while it was copied, and the copy; nobody changes them."""
    folder = tmp_path_factory.mktemp("first")
    server = Server(found(folder)).start()
    clerk = server.client("clerk")
    entry = clerk.register(registration(register="U"))
    path, sha256 = file_of(folder, b"%PDF kept" * 1000)
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
    copy = folder / "copy.tar"
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
    ready = requests.get(f"{again.url}/readyz")
    assert (ready.status_code, ready.json()["reason"]) == (503, "register_not_opened")
    known = last + 3
    slip = [*COMMAND, "open", "--folder", str(target), "--known", f"1{known:06}/{year}", "--json"]
    done = subprocess.run(slip, capture_output=True, text=True)
    assert (done.returncode, "jump_unbelievable" in done.stdout) == (3, True)
    dry = command("open", "--folder", str(target), "--known", f"{known}/{year}", "--dry-run")
    opened = command("open", "--folder", str(target), "--known", f"{known}/{year}")
    assert opened["annulled"][-1] == f"{known}/{year}"
    assert dry == {"missing": len(opened["annulled"])}
    following = clerk.register(registration())
    assert following.number == f"{known + 1}/{year}"
    assert requests.get(f"{again.url}/readyz").status_code == 200
    proof = clerk.numbers(year)
    assert (proof.gaps, proof.doubles) == (0, 0)
    assert proof.given == given + 3 + 1
    again.stop()
    assert command("audit", "verify", "--folder", str(target))["is_whole"]


def test_typing_error_is_not_filled_up_with_annulled_rows(rooms):
    from registry_desk.model.number import RegistrationNumber as Number
    from registry_desk.server import clock
    from registry_desk.server.entries.reopening import fill_up, missing_up_to, unbelievable
    from registry_desk.server.writing import write

    year = clock.today().year
    write(lambda: fill_up([Number(year, "", 130)]))  # a copy whose last month gave 130
    assert missing_up_to([Number(year, "", 260), Number(year, "U", 7), Number(year, "", 5)]) == 137
    believed = [(year, "", 260), (year, "U", 100), (year - 1, "", 3)]
    assert unbelievable([Number(*one) for one in believed], []) is None
    for slip in ((year, "", 261), (year, "U", 101), (year + 1, "", 1)):
        assert unbelievable([Number(*slip)], []) == Number(*slip)
    assert unbelievable([Number(year, "U", 5001)], [Number(year, "U", 4990)]) is None


def test_heads_outside_and_a_desks_tray_tell_what_the_copy_does_not_know(tmp_path):
    folder, heads, copy = found(tmp_path), tmp_path / "elsewhere", tmp_path / "copy.tar"
    heads.mkdir()
    settings = json.loads((folder / "server.json").read_text())
    settings |= {"heads_folder": str(heads), "smtp_password_file": "mail.txt"}
    (folder / "server.json").write_text(json.dumps(settings))
    (folder / "mail.txt").write_text("secret")
    server = Server(folder).start()
    clerk = server.client("clerk")
    clerk.register(registration())
    command("audit", "close", "--folder", str(folder))
    command("backup", "--folder", str(folder), "--to", str(copy))
    year = today().year
    for fields in ({}, {}, {"register": "U"}):
        clerk.register(registration(**fields))
    command("audit", "close", "--folder", str(folder))
    before = sorted(file.name for file in heads.iterdir())
    rehearsed = tmp_path / "rehearsed"
    command("restore", str(copy), "--folder", str(rehearsed))
    asked = [*COMMAND, "open", "--folder", str(rehearsed), "--heads", str(heads), "--json"]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert (done.returncode, "heads_in_use" in done.stdout) == (3, True), "the register runs"
    assert command(*asked[len(COMMAND) : -1], "--dry-run") == {"missing": 3}
    server.stop()
    assert sorted(file.name for file in heads.iterdir()) == before

    target = tmp_path / "second"
    assert command("restore", str(copy), "--folder", str(target))["is_whole"]
    assert (target / "mail.txt").read_text() == "secret"
    command("audit", "close", "--folder", str(target))
    assert sorted(file.name for file in heads.iterdir()) == before, "a rehearsal touches no heads"
    tray = tmp_path / "tray.json"
    tray.write_text(json.dumps({"highest": [f"5/{year}"], "documents": []}))
    opened = command(
        "open", "--folder", str(target), "--heads", str(heads), "--tray", str(tray)
    )  # fmt: skip
    assert opened["annulled"] == [*(f"{n}/{year}" for n in (2, 3, 4, 5)), f"U-1/{year}"]
    assert opened["lost_blocks"] == 1
    said = command("audit", "verify", "--folder", str(target))
    assert said["is_whole"] and said["blocks"] >= 2, "the chain goes on outside"
    (aside,) = heads.glob("lost-*")
    assert [file.name for file in aside.iterdir()] == [before[-1]]
    newest = max(heads.glob("*.json"))
    kept = json.loads(newest.read_text())
    assert kept["highest"] == [f"5/{year}", f"U-1/{year}"]
    newest.write_text(json.dumps({**kept, "highest": [f"9/{year}"]}))
    done = subprocess.run(
        [*COMMAND, "audit", "verify", "--folder", str(target), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert [fault["code"] for fault in json.loads(done.stdout)["faults"]] == ["number_lost"]


def test_copy_of_a_damaged_log_says_what_is_wrong_with_it(tmp_path):
    folder, copy = found(tmp_path), tmp_path / "copy.tar"
    command("audit", "close", "--folder", str(folder))
    (folder / "audit-heads" / "00000001.json").write_text("{}")
    command("backup", "--folder", str(folder), "--to", str(copy))
    target = tmp_path / "second"
    asked = [*COMMAND, "restore", str(copy), "--folder", str(target)]
    done = subprocess.run(asked, capture_output=True, text=True)
    assert done.returncode == 6
    assert "refăcut" in done.stdout and "Blocul 1 nu se potrivește" in done.stdout


def test_what_is_no_copy_of_this_kind_is_neither_put_back_nor_opened(tmp_path):
    copy, target, folder = tmp_path / "copy.tar", tmp_path / "second", found(tmp_path)
    command("backup", "--folder", str(folder), "--to", str(copy))
    done = subprocess.run(
        [*COMMAND, "open", "--folder", str(folder), "--nothing-known", "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "register_not_restored" in done.stdout) == (3, True)
    done = subprocess.run(
        [*COMMAND, "restore", str(copy), "--folder", str(target), "--json", "--database", "x://y"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "backup_of_other_database" in done.stdout) == (3, True)
    assert not target.exists()


def test_damaged_copy_leaves_nothing(copied, tmp_path):
    server, copy, _ = copied
    bent = tmp_path / "bent.tar"
    bent.write_bytes(copy.read_bytes().replace(b"%PDF kept%PDF kept", b"%PDF kept%PDF bent", 1))
    cut = tmp_path / "cut.tar"
    cut.write_bytes(copy.read_bytes()[:200_000])
    for source in (bent, cut, server.folder.with_name("office.json")):
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


def test_a_register_is_never_written_over(copied):
    server, copy, _ = copied
    done = subprocess.run(
        [*COMMAND, "restore", str(copy), "--folder", str(server.folder), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3
    plan = server.folder.with_name("office.json")
    done = subprocess.run(
        [*COMMAND, "init", "--folder", str(server.folder), "--office", str(plan), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 3


def rows_in(database):
    """Give every row of every table."""
    import psycopg

    with psycopg.connect(database) as line:
        tables = line.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            table: sorted(map(str, line.execute(f'SELECT * FROM "{table}"').fetchall()))
            for (table,) in tables
        }


@pytest.mark.full
def test_postgresql_is_put_back_row_by_row_and_never_over_a_register(open_folder):
    with Cluster.private() as cluster:
        first, second = cluster.database("first"), cluster.database("second")
        server = Server(found(open_folder, "--database", first)).start()
        clerk = server.client("clerk")
        entries = [clerk.register(registration(**of)) for of in ({}, {"register": "U"}, {})]
        clerk.annul(entries[2].id, "Din greșeală.")
        path, sha256 = file_of(open_folder, b"%PDF kept")
        clerk.deliver(entries[0].id, path, sha256=sha256, role="letter", name="a.pdf")
        server.stop()
        copy, target = open_folder / "copy.tar", open_folder / "second"
        command("backup", "--folder", str(server.folder), "--to", str(copy))
        before = rows_in(first)
        said = command("restore", str(copy), "--folder", str(target), "--database", second)
        assert said["is_whole"] and rows_in(second) == before
        assert len(before["entries_entry"]) == 3 and before["audit_auditrow"]
        for name in (target, server.folder):
            kept = {file.name for file in (name / "files").rglob("*") if file.is_file()}
            assert kept == {sha256}
        done = subprocess.run(
            [*COMMAND, "restore", str(copy), "--folder", str(open_folder / "third"), "--json",
             "--database", first],  # where a register is
            capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, "dump_failed" in done.stdout) == (5, True)
        assert rows_in(first) == before


@pytest.mark.full
@pytest.mark.parametrize("right", ["all", "no extensions", "extension beforehand"])
def test_register_in_a_database_of_few_rights_is_founded_and_put_back(open_folder, right):
    """Pieces of words have an index where the database lets it be made; all else goes without."""
    psycopg = pytest.importorskip("psycopg")
    with Cluster.private() as cluster:
        urls = [cluster.database(name) for name in ("first", "second")]
        with psycopg.connect(urls[0], autocommit=True) as line:
            line.execute("CREATE ROLE clerk LOGIN NOSUPERUSER")
            for name in ("first", "second"):
                if right == "all":
                    line.execute(f"ALTER DATABASE {name} OWNER TO clerk")
        for url in urls:
            with psycopg.connect(url, autocommit=True) as line:
                line.execute("GRANT ALL ON SCHEMA public TO clerk")
                if right == "extension beforehand":
                    line.execute("CREATE EXTENSION pg_trgm")
        first, second = (url.replace("office@", "clerk@") for url in urls)
        server = Server(found(open_folder, "--database", first)).start()
        entry = server.client("clerk").register(registration())
        server.stop()
        copy, target = open_folder / "copy.tar", open_folder / "second"
        command("backup", "--folder", str(server.folder), "--to", str(copy))
        assert command("restore", str(copy), "--folder", str(target), "--database", second)
        with psycopg.connect(second) as line:
            asked = "SELECT 1 FROM pg_indexes WHERE indexname = 'entries_knownword_pieces'"
            has_index = line.execute(asked).fetchone() is not None
        assert has_index == (right != "no extensions")
        again = Server(target).start()
        assert again.client("clerk").entry(entry.number).id == entry.id
        again.stop()
