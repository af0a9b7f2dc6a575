"""People whose password another place of the institution knows: LDAP, and OpenID Connect."""

import re
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
import requests

from registry_desk.client import log_in
from registry_desk.server import configuration
from registry_desk.server.people.directory import DirectoryAway, DirectoryUnsafe, admits
from registry_desk.wire.errors import LoginRefused
from tests.server.directory import Directory
from tests.server.office import OFFICE, Server, command, found

PASSWORD = "parola din director"


def is_open(port):
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    with Directory.private(tmp_path_factory.mktemp("ldap"), "ana", PASSWORD) as running:
        yield running


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    """Run an OpenID provider that knows Ana, and a person without an account here."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("provider") / "log").open("wb")
    running = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        stdout=log, stderr=log,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    until = time.monotonic() + 30
    while not is_open(port):
        assert running.poll() is None and time.monotonic() < until, "the provider does not start"
        time.sleep(0.05)
    for who in ("ana", "strainul"):
        requests.put(
            f"{address}/users/{who}@valea.test", json={"preferred_username": who}, timeout=10
        ).raise_for_status()
    yield address
    running.terminate()
    running.wait(10)
    log.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, directory, provider):
    """Run a register that asks both, with an account for Ana that has no password."""
    few = [account for account in OFFICE["accounts"] if account["username"] == "urb"]
    folder = found(tmp_path_factory.mktemp("elsewhere"), office={**OFFICE, "accounts": few})
    (folder / "secret").write_text("un secret al furnizorului\n")
    command(
        "user", "set", "ana", "--folder", str(folder), "--name", "Ana Pop", "--role", "official",
        "--department", "URB", "--elsewhere",
    )  # fmt: skip
    running = Server(folder).start()
    running.doors_before = [
        requests.get(f"{running.url}{door}", timeout=10) for door in ("/login/provider", "/login")
    ]
    running.stop()
    kept = configuration.load(folder).change(
        ldap_url=f"ldaps://127.0.0.1:{directory.secure_port}",
        ldap_name=directory.name,
        ldap_trust_file=str(directory.certificate),
        public_url=running.url,
        oidc_issuer=provider,
        oidc_client="registratura",
        oidc_secret_file="secret",
    )
    kept.save()
    running.start()
    yield running
    running.stop()


def test_the_directory_lets_in_with_its_own_password_only(server):
    found = log_in(server.url, "ana", PASSWORD)
    assert (found.account.username, found.account.role) == ("ana", "official")
    for wrong in ("altceva", "", " "):
        with pytest.raises(LoginRefused):
            log_in(server.url, "ana", wrong)
    assert log_in(server.url, "urb", "parola-urb").account.username == "urb"


def test_each_way_to_the_directory(directory, tmp_path):
    asks = configuration.Configuration(
        tmp_path, "", "", ldap_name=directory.name, ldap_trust_file=str(directory.certificate)
    )
    for url in (
        f"ldap://127.0.0.1:{directory.plain_port}",
        f"ldap://127.0.0.1:{directory.plain_port}?starttls",
        f"ldaps://127.0.0.1:{directory.secure_port}",
    ):
        asked = asks.change(ldap_url=url)
        assert admits(asked, "ana", PASSWORD), url
        assert not admits(asked, "ana", "altceva")
        assert not admits(asked, "ana", "")
        assert not admits(asked, "nimeni", PASSWORD)
        assert not admits(asked, "ana,dc=valea", PASSWORD)
    assert not admits(asks, "ana", PASSWORD)  # no directory at all


def test_directory_that_is_away_or_not_the_one_it_says(directory, tmp_path):
    asks = configuration.Configuration(tmp_path, "", "", ldap_name=directory.name)
    with pytest.raises(DirectoryAway):  # a certificate nobody here trusts
        admits(asks.change(ldap_url=f"ldaps://127.0.0.1:{directory.secure_port}"), "ana", PASSWORD)
    with pytest.raises(DirectoryAway):
        admits(asks.change(ldap_url="ldap://127.0.0.1:1"), "ana", PASSWORD)
    with pytest.raises(DirectoryUnsafe):
        admits(asks.change(ldap_url="ldap://dc.valea.test"), "ana", PASSWORD)


def through_the_provider(browser, address, who):
    """Go to the provider from the register, agree there as somebody, and give where it leads."""
    asked = browser.get(address, allow_redirects=False, timeout=10)
    assert asked.status_code == 302
    assert {"code_challenge_method=S256", "response_type=code"} <= set(
        asked.headers["Location"].partition("?")[2].split("&")
    )
    back = requests.post(
        asked.headers["Location"], data={"sub": f"{who}@valea.test"}, allow_redirects=False,
        timeout=10,
    )  # fmt: skip
    assert back.status_code == 302
    return back.headers["Location"]


def test_the_provider_leads_to_the_board_and_its_code_to_the_desk(server):
    with requests.Session() as browser:
        assert quote("/login/provider") in browser.get(f"{server.url}/login", timeout=10).text
        back = through_the_provider(browser, f"{server.url}/login/provider", "ana")
        assert back.startswith(f"{server.url}/login/provider/back?")
        inside = browser.get(back, timeout=10)
        assert (inside.status_code, inside.headers["Refresh"]) == (200, "0; url=/board")
        assert browser.get(f"{server.url}/login/desk", timeout=10).status_code == 200
        page = browser.get(f"{server.url}/login/desk", timeout=10).text
        code = re.search(r'class="number">([0-9A-Z-]{19})<', page)[1]
        again = browser.get(back, timeout=10)
        assert again.status_code == 403 or "Refresh" not in again.headers
    with pytest.raises(LoginRefused):
        log_in(server.url, "urb", code)  # somebody else's
    bearer = {"Authorization": f"Bearer {code}"}
    assert requests.get(f"{server.url}/api/v1/me", headers=bearer, timeout=10).status_code == 401
    assert log_in(server.url, "ana", code.lower()).account.username == "ana"
    with pytest.raises(LoginRefused):
        log_in(server.url, "ana", code)


def test_nobody_enters_without_an_account_or_with_an_answer_of_another_question(server):
    with requests.Session() as browser:
        back = through_the_provider(browser, f"{server.url}/login/provider", "strainul")
        assert "Refresh" not in browser.get(back, timeout=10).headers
    with requests.Session() as browser, requests.Session() as victim:
        back = through_the_provider(browser, f"{server.url}/login/provider", "ana")
        assert "Refresh" not in victim.get(back, timeout=10).headers  # it never asked
        through_the_provider(victim, f"{server.url}/login/provider", "ana")
        assert "Refresh" not in victim.get(back, timeout=10).headers  # it asked something else
        assert not victim.cookies.get("register_session")


def test_a_register_without_a_provider_has_no_such_door(server):
    door, page = server.doors_before
    assert door.status_code == 404
    assert "/login/provider" not in page.text


@pytest.mark.parametrize("name", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_provider_that_leads_over_an_open_line_is_none(rooms, monkeypatch, name):
    from registry_desk.server.people import provider, question
    from registry_desk.server.site import register_configuration

    safe = {one: f"https://sso.example/{one}" for one in provider._ADDRESSES}
    described = {**safe, "issuer": "https://sso.example"}
    here = register_configuration().change(oidc_issuer="https://sso.example", oidc_client="reg")
    monkeypatch.setattr(provider, "_fetched", lambda _address: described)
    assert provider.address_for(here, question.new_question()).startswith("https://sso.example/")
    described[name] = f"http://sso.example/{name}"
    with pytest.raises(provider.ProviderAway):
        provider.address_for(here, question.new_question())
