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


@pytest.mark.parametrize(("name", "said"), [("a b'", "X")])
def test_account_that_is_none_is_refused(tmp_path, name, said):
    done = subprocess.run(
        [*COMMAND, "user", "set", name, "--folder", str(found(tmp_path)), "--name", said,
         "--role", "clerk", "--json"],
        capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, "field_invalid" in done.stdout) == (3, True), done.stdout
