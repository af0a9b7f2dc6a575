"""The log finds an edited, deleted, inserted, moved row and a chain that was rewritten."""

import base64
import hashlib
import json
import random
import sqlite3
import subprocess
import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import requests

from registry_desk.locking import alone
from registry_desk.server.audit import merkle
from registry_desk.wire import Addition, LetterFields
from tests.judges.authority import Authority
from tests.server.office import BUCHAREST, COMMAND, Server, command, found, registration


@pytest.fixture(scope="module")
def books(tmp_path_factory):
    """Found a register, give it some history and three closed blocks; nobody runs it any more."""
    folder = tmp_path_factory.mktemp("books")
    server = Server(found(folder)).start()
    clerk = server.client("clerk")
    for _ in range(3):
        for _ in range(4):
            entry = clerk.register(registration())
        clerk.annul(entry.id, "Pentru încercare.")
        paper = clerk.register(registration(received_at=datetime.now(BUCHAREST), sheet_count=2))
        papers = {"received_at": datetime.now(UTC), "sheet_count": 3, "enclosure_count": 1}
        for subject, date in (("Alt obiect", "1.2.2026"), ("Iar altul", None)):
            said = LetterFields(subject=subject, sender_date=date, connected_to=entry.number,
                                sheet_count=9, kind="information_request")  # fmt: skip
            clerk.amend(paper.id, said)
            clerk.complete(paper.id, Addition(id=uuid.uuid4(), **papers))
        command("audit", "close", "--folder", str(server.folder))
    clerk.register(registration())
    server.stop()
    return server.folder


@pytest.fixture
def tampered(books, tmp_path):
    """Give a copy of the books, a connection that may change it, and what verify says."""
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(books), str(copy)], check=True)
    database = sqlite3.connect(copy / "register.sqlite3", isolation_level=None)

    def verdict():
        done = subprocess.run(
            [*COMMAND, "audit", "verify", "--folder", str(copy), "--json"],
            capture_output=True,
            text=True,
        )
        value = json.loads(done.stdout)
        assert (done.returncode == 0) == value["is_whole"], done.stderr
        return {fault["code"] for fault in value["faults"]}

    yield copy, database, verdict
    database.close()


def test_untouched_log_is_whole(tampered):
    assert tampered[2]() == set()


@pytest.mark.parametrize(
    ("statement", "finds"),
    [
        ("UPDATE audit_auditrow SET actor = 'x' WHERE id = 12", "row_changed"),
        ("UPDATE audit_auditrow SET detail = '{}' WHERE act = 'annulled'", "row_changed"),
        ("UPDATE audit_auditrow SET at = '2020-01-01' WHERE id = 12", "row_changed"),
        ("DELETE FROM audit_auditrow WHERE id = 12", "rows_differ"),
        ("UPDATE audit_auditrow SET position = 99 - position WHERE block_id = 1", "rows_differ"),
        ("DELETE FROM audit_auditrow WHERE block_id IS NULL", "entry_without_row"),
        ("DELETE FROM entries_entry WHERE annulled_at IS NOT NULL", "row_without_entry"),
        ("UPDATE entries_entry SET value = 99 WHERE value = 2", "entry_without_row"),
        ("UPDATE entries_entry SET subject = 'Altul' WHERE value = 2", "entry_changed"),
        ("UPDATE entries_amendment SET changes = '{}' WHERE id = 2", "entry_changed"),
        ("UPDATE audit_auditblock SET row_count = row_count - 1 WHERE number = 2", "block_changed"),
    ],
)
def test_tampering_is_found(tampered, statement, finds):
    _, database, verdict = tampered
    database.execute("PRAGMA foreign_keys = OFF")
    assert database.execute(statement).rowcount > 0
    assert finds in verdict()


def test_entries_of_before_are_bound_as_they_stand(rooms):
    from registry_desk.server.audit.adopting import ADOPTED, adopt_next
    from registry_desk.server.audit.log import leaf_hash
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.audit.verify import verify
    from registry_desk.server.entries import corrections
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write
    from registry_desk.wire import Amendment

    clerk = Actor("clerk", "I. Popescu", "clerk", None)

    def correct(entry, subject):
        said = Amendment(subject=subject)
        write(lambda: corrections.amend(entry.uuid, said, clerk) and None)

    def faults():  # heads of blocks that other tests closed lie about
        told = [(fault["code"], fault["place"]) for fault in verify().faults]
        return [one for one in told if "entry" in one[0]]

    old = [write(lambda: give_number(registration(), clerk)) for _ in range(3)]
    for entry in old:  # as they were written before
        row = AuditRow.objects.get(leaf=entry.audit_leaf)
        del row.detail["columns"]
        row.leaf = leaf_hash(row.at, row.actor, row.act, row.subject, row.detail)
        write(row.save)
        write(
            lambda pk=entry.pk, leaf=row.leaf: Entry.objects.filter(pk=pk).update(audit_leaf=leaf)
        )
    correct(old[0], "Îndreptat înainte")
    new = write(lambda: give_number(registration(), clerk))
    Entry.objects.filter(pk=old[1].pk).update(subject="Nu se mai poate afla")
    assert faults() == []
    assert (adopt_next(), adopt_next()) == (True, False)
    (told,) = AuditRow.objects.filter(act=ADOPTED)
    assert set(told.detail["columns"]) == {entry.number for entry in old}
    correct(old[0], "Îndreptat după")
    correct(new, "Îndreptat")
    assert faults() == []
    Entry.objects.filter(pk__in=(old[2].pk, new.pk)).update(sender_name="Altcineva")
    assert faults() == [("entry_changed", entry.number) for entry in (old[2], new)]


def test_block_of_many_rows_lets_numbers_wait_for_few_statements(rooms):
    from django.db import connection

    from registry_desk.server.audit import blocks
    from registry_desk.server.audit.log import record
    from registry_desk.server.audit.models import AuditRow
    from registry_desk.server.audit.verify import verify
    from registry_desk.server.writing import write

    asked = []

    def counted(execute, *call):
        asked.append(call[0])
        return execute(*call)

    def close():
        with connection.execute_wrapper(counted):
            return blocks._close_one()

    write(lambda: [record("clerk", "looked", f"{n}/2026") for n in range(700)] and None)
    open_rows = list(AuditRow.objects.order_by("pk").values_list("pk", flat=True))
    number = write(close)
    bound = AuditRow.objects.filter(block=number).order_by("position")
    assert list(bound.values_list("pk", "position")) == [(k, n) for n, k in enumerate(open_rows)]
    assert len([one for one in asked if "SAVEPOINT" not in one]) <= 4, asked
    blocks.keep_heads()
    assert verify().faults == []


def test_inserted_row_is_found(tampered):
    _, database, verdict = tampered
    names = "at, actor, act, subject, detail, leaf, block_id, position"
    row = database.execute(f"SELECT {names} FROM audit_auditrow WHERE block_id = 1").fetchone()
    marks = ", ".join("?" * len(row))
    database.execute(f"INSERT INTO audit_auditrow ({names}) VALUES ({marks})", [*row[:-1], 500])
    assert "rows_differ" in verdict()


def test_processes_take_turns_at_closing(tampered):
    copy, database, _ = tampered
    asked = [*COMMAND, "audit", "close", "--folder", str(copy), "--json"]
    with alone(copy / "audit.lock"):
        closing = subprocess.Popen(asked, stdout=subprocess.PIPE)
        with pytest.raises(subprocess.TimeoutExpired):
            closing.wait(3)
        count = "SELECT count(*) FROM audit_auditblock"
        assert database.execute(count).fetchone() == (3,)
    assert json.loads(closing.communicate(timeout=30)[0]) == {"blocks": 1}


def test_copied_row_is_found_though_no_block_holds_it(tampered):
    _, database, verdict = tampered
    names = "at, actor, act, subject, detail, leaf"
    database.execute(
        f"INSERT INTO audit_auditrow ({names}) SELECT {names} FROM audit_auditrow WHERE id = 12"
    )
    assert verdict() == {"row_copied"}


def test_rewritten_chain_is_found_by_the_heads_outside(tampered):
    """The last block and its rows are taken out cleanly: only the heads outside know better."""
    _, database, verdict = tampered
    database.execute("PRAGMA foreign_keys = OFF")
    database.execute("DELETE FROM audit_auditrow WHERE block_id = 3 AND act != 'registered'")
    database.execute(
        "UPDATE audit_auditrow SET block_id = NULL, position = NULL WHERE block_id = 3"
    )
    database.execute("DELETE FROM audit_auditblock WHERE number = 3")
    assert verdict() == {"blocks_missing", "entry_changed"}, "its corrections are gone too"


def test_head_that_is_gone_is_missed(tampered):
    copy, _, verdict = tampered
    (copy / "audit-heads" / "00000002.json").unlink()
    assert verdict() == {"head_missing"}


@pytest.mark.parametrize("left", [b'{"number": 2', b"[]"])
def test_head_that_is_damaged_is_told(tampered, left):
    copy, _, verdict = tampered
    (copy / "audit-heads" / "00000002.json").write_bytes(left)
    assert verdict() == {"head_differs", "head_unreadable"}


def test_history_tells_who_did_what(server, clerk):
    entry = clerk.register(registration())
    clerk.annul(entry.id, "Dublă.")
    told = clerk.history(entry.id)
    assert [(event.act, event.actor) for event in told] == [
        ("registered", "clerk"),
        ("annulled", "clerk"),
    ]


def leaves(count):
    return [hashlib.sha256(b"\0%d" % n).digest() for n in range(count)]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100])
def test_every_path_leads_to_the_root_and_no_other_does(size):
    chance, tree = random.Random(size), leaves(size)
    root = merkle.root_of(tree)
    for index, leaf in enumerate(tree):
        path = merkle.path_of(index, tree)
        assert merkle.leads_to(leaf, index, size, path, root)
        assert not merkle.leads_to(leaf, (index + 1) % size if size > 1 else 1, size, path, root)
        assert not merkle.leads_to(leaves(size + 1)[-1], index, size, path, root)
        if path:
            bent = list(path)
            bent[chance.randrange(len(bent))] = bytes(32)
            assert not merkle.leads_to(leaf, index, size, bent, root)
            assert not merkle.leads_to(leaf, index, size, path[:-1], root)


def test_root_as_rfc_6962_says():
    """MTH(D[7]) = H(1, H(1, d0d1, d2d3), H(1, d4d5, d6))."""
    a, b, c, d, e, f, g = leaves(7)

    def node(left, right):
        return hashlib.sha256(b"\1" + left + right).digest()

    left = node(node(a, b), node(c, d))
    assert merkle.root_of([a, b, c, d, e, f, g]) == node(left, node(node(e, f), g))
    assert merkle.root_of([]) == hashlib.sha256(b"").digest()


@pytest.fixture(scope="module")
def witness(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("witness"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def witnessed(witness, tmp_path_factory):
    """Give a register whose heads are witnessed and kept elsewhere, with one closed block."""
    folder = found(tmp_path_factory.mktemp("witnessed"))
    heads = tmp_path_factory.mktemp("elsewhere")
    settings = json.loads((folder / "server.json").read_text())
    settings |= {"timestamp_url": witness.tsa_url, "heads_folder": str(heads)}
    (folder / "server.json").write_text(json.dumps(settings))
    server = Server(folder).start()
    clerk = server.client("clerk")
    entries = [clerk.register(registration()) for _ in range(5)]
    command("audit", "close", "--folder", str(folder))
    yield server, entries, heads
    server.stop()


def test_head_is_witnessed_outside_and_another_one_is_found(witnessed, rooms, monkeypatch):
    from registry_desk.server.prints import witness as closing

    server, _, heads = witnessed
    head, token = heads / "00000001.json", heads / "00000001.tst"
    monkeypatch.setattr(
        closing, "register_configuration", lambda: SimpleNamespace(audit_heads=heads)
    )
    assert abs(closing._told_by_authority() - datetime.now(UTC)) < timedelta(minutes=5)
    assert command("audit", "verify", "--folder", str(server.folder))["is_whole"]
    said = json.loads(head.read_text())
    shown = subprocess.run(
        ["openssl", "ts", "-reply", "-token_in", "-in", str(token), "-token_out"],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert bytes.fromhex(said["head"]) in shown
    whole = token.read_bytes()
    token.write_bytes(whole.replace(bytes.fromhex(said["head"]), bytes(32)))
    done = subprocess.run(
        [*COMMAND, "audit", "verify", "--folder", str(server.folder), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    token.write_bytes(whole)
    assert {fault["code"] for fault in json.loads(done.stdout)["faults"]} == {"stamp_differs"}


def test_witness_that_was_taken_away_is_missed(witnessed):
    server, _, heads = witnessed
    server.client("clerk").register(registration())
    command("audit", "close", "--folder", str(server.folder))
    assert (heads / "00000002.tst").exists()
    taken = (heads / "00000001.tst").rename(heads / "taken")
    done = subprocess.run(
        [*COMMAND, "audit", "verify", "--folder", str(server.folder), "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    taken.rename(heads / "00000001.tst")
    said = json.loads(done.stdout)["faults"]
    assert [(fault["code"], fault["place"]) for fault in said] == [("stamp_missing", "1")]


def test_citizen_checks_the_proof_with_nothing_but_sha256(witnessed):
    """As the documentation of ``Inclusion`` tells it; no code of ours."""
    server, entries, _ = witnessed
    for entry in entries:
        proof = requests.get(f"{server.url}/u/{entry.tracking_code}/proof").json()
        assert (proof["is_closed"], proof["leaf"]) == (True, entry.audit_leaf)
        place, last, found = proof["index"], proof["size"] - 1, bytes.fromhex(proof["leaf"])
        for step in map(bytes.fromhex, proof["path"]):
            if place % 2 or place == last:
                found = hashlib.sha256(b"\1" + step + found).digest()
                while place and not place % 2:
                    place, last = place // 2, last // 2
            else:
                found = hashlib.sha256(b"\1" + found + step).digest()
            place, last = place // 2, last // 2
        assert found.hex() == proof["root"]
        said = [proof[name] for name in ("block", "size", "root", "previous", "closed_at")]
        assert hashlib.sha256(json.dumps(said).encode()).hexdigest() == proof["head"]
        assert bytes.fromhex(proof["head"]) in base64.b64decode(proof["timestamp"])
