"""The command line about the register: who works here, what it knows, its accounts."""

import json
import subprocess
import sys

import pytest

from tests.server.office import COMMAND, command, found, registration


def verb(*arguments, given=None):
    done = subprocess.run(
        [sys.executable, "-m", "registry_desk", "--lang", "ro", *arguments],
        capture_output=True,
        text=True,
        input=given,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def credential(server, tmp_path):
    file = tmp_path / "credential"
    code, said, told = verb(
        "login", "clerk", "--server", server.url, "--password-stdin", "--to-file", str(file),
        given="parola-clerk\n",
    )  # fmt: skip
    assert code == 0, told
    assert "registrator" in said
    assert file.stat().st_mode & 0o777 == 0o600
    return ["--server", server.url, "--credential-file", str(file)]


def test_entry_and_find(server, clerk, credential):
    entry = clerk.register(registration(sender_name="Ștefănescu Zimbroiu", subject="Branșament"))
    code, said, _ = verb("entry", entry.number, *credential, "--json")
    assert code == 0
    assert json.loads(said)["tracking_code"] == entry.tracking_code
    code, said, _ = verb("entry", entry.number, *credential)
    assert code == 0
    assert "Petiție" in said and entry.tracking_code in said
    code, said, _ = verb("find", "zimbroiu", "bransam", *credential, "--json")
    assert [e["number"] for e in json.loads(said)["entries"]] == [entry.number]
    code, said, _ = verb("entry", "999999/2026", *credential, "--json")
    assert code == 3
    assert json.loads(said)["error"]["code"] == "entry_unknown"


def test_logout_ends_the_credential(server, credential):
    assert verb("logout", *credential)[0] == 0
    code, said, _ = verb("find", "x", *credential, "--json")
    assert (code, json.loads(said)["error"]["code"]) == (3, "login_refused")


def test_wrong_password_is_refused(server, tmp_path):
    code, said, _ = verb(
        "login", "nobody", "--server", server.url, "--password-stdin", "--json", given="x\n"
    )
    assert (code, json.loads(said)["error"]["code"]) == (3, "login_refused")


def test_no_server_is_unavailable(tmp_path):
    file = tmp_path / "credential"
    file.write_text("x")
    file.chmod(0o600)
    asked = ["--server", "http://127.0.0.1:9", "--credential-file", str(file), "--json"]
    code, said, _ = verb("find", "x", *asked)
    assert (code, json.loads(said)["error"]["family"]) == (5, "unavailable")


def test_accounts_by_command(server, clerk):
    folder = str(server.folder)
    made = command(
        "user", "set", "nou", "--name", "Nou Venit", "--role", "clerk", "--folder", folder
    )
    token = command("user", "token", "nou", "--label", "ghișeu 2", "--folder", folder)["token"]
    from registry_desk.client import LoginRefused, RegisterClient, log_in

    assert log_in(server.url, "nou", made["password"]).account.role == "clerk"
    assert RegisterClient(server.url, token).me().username == "nou"
    command("user", "close", "nou", "--folder", folder)
    with pytest.raises(LoginRefused):
        RegisterClient(server.url, token).me()


@pytest.mark.parametrize(
    ("database", "code", "exit_code"),
    [
        ("postgresql://nobody@127.0.0.1:9/x", "database_away", 5),
        ("mysql://x/y", "database_address_invalid", 3),
    ],
)
def test_founding_that_fails_leaves_nothing_in_the_way(tmp_path, database, code, exit_code):
    folder = tmp_path / "register"
    done = subprocess.run(
        [*COMMAND, "init", "--folder", str(folder), "--institution", "X", "--database", database,
         "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (exit_code, code)
    assert not folder.exists()


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "ftp://registru.example.ro", "registru.example.ro"),
        *("http://registru.example.ro", "https://name:word@registru.example.ro"),
        *("https://registru.example.ro/?a=b", "https://"),
    ],
)
def test_public_address_is_one_that_a_citizen_can_open_safely(tmp_path, address):
    from registry_desk.server.configuration import PublicAddressInvalid, create

    with pytest.raises(PublicAddressInvalid):
        create(tmp_path / "register", "X", public_url=address)
    assert not (tmp_path / "register").exists()


@pytest.mark.parametrize(
    "address", ["", "https://registru.example.ro:8443/u", "http://127.0.0.1:8642"]
)
def test_public_address_that_fits_is_kept(tmp_path, address):
    from registry_desk.server.configuration import create

    assert create(tmp_path / "register", "X", public_url=address).public_url == address


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"departments": [{"code": "A", "name": "A"}] * 2}, "office_code_twice"),
        ({"registers": [{"code": "G", "name": "G"}] * 2}, "office_code_twice"),
        ({"accounts": [{"username": "a", "name": "A", "role": "clerk"}] * 2}, "office_code_twice"),
        ([], "office_file_invalid"),
    ],
)
def test_office_file_with_a_mistake_is_refused(tmp_path, said, code):
    from registry_desk.errors import RefusedError
    from registry_desk.server.founding import read_plan

    file = tmp_path / "office.json"
    file.write_text(json.dumps({"institution": "X", **said} if said else said))
    with pytest.raises(RefusedError) as refused:
        read_plan(file)
    assert refused.value.code == code
    assert "„”" not in refused.value.message


def test_day_that_is_none_is_told_in_romanian(tmp_path):
    done = subprocess.run(
        [*COMMAND, "print", "--folder", str(tmp_path), "--day", "2026-11-31"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 2
    assert "nu este o dată; se scrie AAAA-LL-ZZ" in done.stderr


@pytest.mark.parametrize(("name", "said"), [("a b'", "X")])
def test_account_that_is_none_is_refused(tmp_path, name, said):
    done = subprocess.run(
        [*COMMAND, "user", "set", name, "--folder", str(found(tmp_path)), "--name", said,
         "--role", "clerk", "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "field_invalid" in done.stdout) == (3, True), done.stdout
