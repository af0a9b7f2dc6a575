"""Pages: the citizen's, the login, the delays board, the doors that say whether it works."""

import re
import uuid
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser

import pytest
import requests

from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import Assignment
from tests.server.office import registration

SENSITIVE = {
    "sender_name": "Țurcanu Ștefania",
    "sender_address": "str. Păcii 11",
    "cnp": "2800101223344",
    "email": "stefania@example.ro",
    "phone": "+40712345678",
    "iban": "RO49AAAA1B31007593840000",
}


class Tags(HTMLParser):
    """Every tag opened is closed, in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.seen = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_citizen_sees_the_way_and_no_name(server, clerk):
    entry = clerk.register(registration(**SENSITIVE))
    given = Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB", official="urb")
    clerk.assign(given)
    for language, said in (("ro", "Se află la: Urbanism"), ("en", "It lies with: Urbanism")):
        page = requests.get(entry.tracking_url, params={"lang": language})
        assert page.status_code == 200
        assert page.headers["Content-Language"] == language
        assert len(page.content) < 50_000
        assert said in page.text
        assert entry.number in page.text
        assert f"{entry.due_on:%d.%m.%Y}" in page.text
        assert "<script" not in page.text
        for value in (*SENSITIVE.values(), "Numele lui", "urb2", "nomenclatură"):
            assert value not in page.text
        parsed = Tags(page.text)
        assert parsed.open == []
        assert ("html", {"lang": language}) in parsed.seen
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert page.headers["Cache-Control"] == "no-store"


def test_accept_language_chooses(server, clerk):
    entry = clerk.register(registration())
    said = requests.get(entry.tracking_url, headers={"Accept-Language": "fr, en;q=0.8"})
    assert said.headers["Content-Language"] == "en"


def test_code_is_read_as_people_type_it(server, clerk):
    entry = clerk.register(registration())
    typed = entry.tracking_code.replace("-", " ").lower().replace("0", "o")
    assert requests.get(f"{server.url}/u/{typed}").status_code == 200


def test_unknown_codes_get_one_calm_page(server):
    pages = [
        requests.get(f"{server.url}/u/{code}")
        for code in (new_tracking_code(), "AAAA", "7F3K9-2QDXM-41PTV-A", "%00", "ă" * 200)
    ]
    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1


@pytest.fixture
def visitor(rooms):
    """Give a browser at the register's own door, each from an address of its own."""
    from django.test import Client

    def browser(**options):
        visits = uuid.uuid4().int % 2**32
        return Client(REMOTE_ADDR=f"fd00::{visits:x}", **options)

    return browser


@pytest.fixture
def people(rooms):
    """Give an account of every role in this process's register."""
    from registry_desk.server.founding import Person
    from registry_desk.server.people.founding import add_person
    from tests.server.office import OFFICE

    for account in OFFICE["accounts"]:
        add_person(Person(**account))


def test_code_may_be_typed_where_no_qr_is_read(visitor, server, clerk):
    entry = clerk.register(registration())
    page = requests.get(f"{server.url}/u/", headers={"Accept-Language": "en"})
    assert page.status_code == 200 and 'label for="c"' in page.text and Tags(page.text).open == []
    typed = entry.tracking_code.lower().replace("-", " ")
    found = requests.get(f"{server.url}/u/", params={"code": typed})
    assert found.url == f"{server.url}/u/{entry.tracking_code}" and entry.number in found.text
    browser = visitor()
    for wrong in ("//evil.example", "x" * 5000, "http://evil.example", "\r\nX: y"):
        answer = browser.get("/u/", {"code": wrong})
        assert (answer.status_code, answer.get("Location")) == (404, None)
    statuses = {browser.get("/u/", {"code": str(n)}).status_code for n in range(40)}
    assert statuses == {404, 429}


def test_guessing_codes_is_slowed_down(visitor):
    browser = visitor()
    statuses = [browser.get(f"/u/{new_tracking_code()}").status_code for _ in range(40)]
    assert statuses[:30] == [404] * 30
    assert set(statuses[30:]) == {429}
    assert visitor().get(f"/u/{new_tracking_code()}").status_code == 404


def test_subscriber_with_many_addresses_is_one():
    from registry_desk.server.throttle import Throttle

    throttle = Throttle(limit=3, window_s=600)
    for n in range(3):
        throttle.count(f"2001:db8:1:2::{n}")
    assert throttle.wait_s("2001:db8:1:2:ffff::1") > 0
    assert throttle.wait_s("2001:db8:1:3::1") == throttle.wait_s("::1") == 0


def test_passwords_are_slowed_down(visitor, people):
    told = []
    for name in ("clerk", "nimeni"):  # nothing tells a name that works here from another
        asked = {"username": name, "password": "wrong"}
        browser = visitor()
        answers = [browser.post("/api/v1/login", asked, "application/json") for _ in range(6)]
        assert [a.status_code for a in answers] == [401] * 5 + [429]
        assert int(answers[-1]["Retry-After"]) <= 31
        told.append([a.content for a in answers[:5]])
    assert told[0] == told[1]
    right = {"username": "clerk", "password": "parola-clerk"}
    assert visitor().post("/api/v1/login", right, "application/json").status_code == 429


def test_address_that_tries_many_names_is_slowed_down(visitor, people, monkeypatch):
    from registry_desk.server.people import strangers

    monkeypatch.setattr(strangers, "_FROM_ADDRESS", 3)
    browser = visitor()
    tries = [
        browser.post("/api/v1/login", {"username": f"n{n}", "password": "x"}, "application/json")
        for n in range(4)
    ]
    assert [a.status_code for a in tries] == [401] * 3 + [429]
    assert 500 < int(tries[-1]["Retry-After"]) <= 601


def test_what_other_processes_saw_of_an_address_counts_here(visitor, people):
    from registry_desk.server import clock
    from registry_desk.server.people import strangers
    from registry_desk.server.people.models import Stranger
    from registry_desk.server.writing import write

    right = {"username": "clerk", "password": "parola-clerk"}
    past, now = clock.now() - timedelta(minutes=11), clock.now()
    for at, expected in ((past, 200), (now, 429)):  # after ten minutes it counts anew
        for _ in range(30):
            write(lambda at=at: strangers.count_address("203.0.113.7", at))
        answer = visitor().post(
            "/api/v1/login", right, "application/json", REMOTE_ADDR="203.0.113.7"
        )
        assert answer.status_code == expected
    kept = Stranger.objects.values_list("name_hash", flat=True)
    assert [len(name) for name in kept] == [64]


def log_in(browser, name):
    form = browser.get("/login").content.decode()
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
    filled = {"username": name, "password": f"parola-{name}", "csrfmiddlewaretoken": secret}
    return browser.post("/login", filled)


def test_board_is_behind_the_login(visitor, people):
    browser = visitor(enforce_csrf_checks=True)
    assert browser.get("/board").headers["Location"] == "/login?next=%2Fboard"
    assert browser.get("/").headers["Location"] == "/board"
    forged = browser.post("/login", {"username": "mayor", "password": "parola-mayor"})
    assert forged.status_code == 403
    entered = log_in(browser, "mayor")
    assert entered.status_code == 302
    cookie = entered.cookies["register_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"
    assert browser.get("/board").status_code == 200
    browser.get("/logout")  # a link from elsewhere
    page = browser.get("/board").content.decode()
    secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    browser.post("/logout", {"csrfmiddlewaretoken": secret})
    assert browser.get("/board").headers["Location"] == "/login?next=%2Fboard"


def test_wrong_password_at_the_door_says_so(visitor, people):
    browser = visitor()
    answer = browser.post("/login", {"username": "mayor", "password": "x", "lang": "ro"})
    assert answer.status_code == 401
    assert "nu se potrivesc" in answer.content.decode()


def late_entry(department, days_late):
    """Register a letter whose term ran out that many days ago."""
    from registry_desk.server import clock
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import give_number
    from registry_desk.server.people.rights import Actor
    from registry_desk.server.writing import write

    def job():
        entry = give_number(registration(**SENSITIVE), Actor("clerk", "", "clerk", None))
        due_on = clock.today() - timedelta(days=days_late)
        Entry.objects.filter(pk=entry.pk).update(department=department, due_on=due_on)
        return entry.number

    return write(job)


def close(number, days_late):
    from registry_desk.server import clock
    from registry_desk.server.entries.models import Entry
    from registry_desk.server.entries.numbering import by_number
    from registry_desk.server.writing import write

    at = clock.now()
    due_on = clock.today() - timedelta(days=days_late)
    write(
        lambda: Entry.objects.filter(pk=by_number(number).pk).update(
            closed_at=at, state="closed", due_on=due_on
        )
    )


def test_figure_does_not_hide_old_open_work(visitor, people):
    """FIN: 3 closed on time, 1 closed late, 4 open and late: 3 of 8, not 3 of 4."""
    for days_late in (-1, -5, 0, 3):
        close(late_entry("FIN", 0), days_late)
    late = [late_entry("FIN", days) for days in (1, 2, 40, 7)]
    late_entry("FIN", -3)
    close(late_entry("URB", 0), -2)
    from registry_desk.server.board.figures import delays
    from registry_desk.server.people.rights import Actor

    found = delays(Actor("mayor", "", "supervisor", None)).departments
    assert [row.department for row in found] == ["FIN", "URB"]
    worst = found[0]
    assert (worst.closed_count, worst.closed_on_time_count) == (4, 3)
    assert (worst.open_count, worst.overdue_count) == (5, 4)
    assert worst.on_time_share == 3 / 8
    assert worst.oldest_overdue_days == 40
    browser = visitor()
    log_in(browser, "mayor")
    page = browser.get("/board?lang=ro").content.decode()
    assert "38 %" in page and 'href="/board/FIN?lang=ro"' in page and "40 de zile" in page
    assert Tags(page).open == []
    inside = browser.get("/board/FIN").content.decode()
    assert all(number in inside for number in late)
    assert Tags(inside).open == []
    for value in SENSITIVE.values():
        assert value not in page + inside
    for shown in (page, inside, browser.get("/login").content.decode()):
        assert len(shown.encode()) < 50_000 and "<script" not in shown


def test_other_language_shows_the_same_letters(visitor, people):
    browser = visitor()
    log_in(browser, "mayor")
    asked = '/board/letters?which=overdue&kind="><b>&lang=ro'
    page = browser.get(asked).content.decode()
    (link,) = re.findall(r'<a href="([^"]*)" hreflang="en"', page)
    assert link == "?which=overdue&amp;kind=%22%3E%3Cb%3E&amp;lang=en"
    assert 'lang="en"' in browser.get("/board/letters" + unescape(link)).content.decode()
    assert "?lang=en" in browser.get("/login").content.decode()


def test_chosen_language_goes_along_with_every_link(visitor, people):
    late_entry("FIN", 2)
    browser = visitor()
    to_login = browser.get("/board?lang=en").headers["Location"]
    assert to_login == "/login?next=%2Fboard%3Flang%3Den&lang=en"
    assert 'action="/login?lang=en"' in browser.get(to_login).content.decode()
    log_in(browser, "mayor")
    for address in ("/board", "/board/FIN", "/board/letters?which=open", "/password"):
        inside = browser.get(f"{address}{'&' if '?' in address else '?'}lang=en").content.decode()
        ours = re.findall(r'<(?:a|form)[^>]*(?:href|action)="(/[^"]*)"', inside)
        assert ours and all("lang=en" in link for link in ours), address


def test_own_password_is_changed_and_other_sessions_end(visitor, people):
    from registry_desk.server.audit.log import history_of

    def token(password):
        asked = {"username": "mayor", "password": password}
        return visitor().post("/api/v1/login", asked, "application/json").json().get("token")

    def change(old, new, again=None):
        page = browser.get("/password").content.decode()
        secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        filled = {"old": old, "new": new, "again": again or new, "csrfmiddlewaretoken": secret}
        return browser.post("/password", filled)

    browser, other = visitor(enforce_csrf_checks=True), token("parola-mayor")
    assert browser.get("/password").headers["Location"] == "/login"
    log_in(browser, "mayor")
    assert browser.post("/password", {"old": "x"}).status_code == 403, "not from our page"
    new = "alta parolă, lungă"
    refused = [change("parola-mayor", new, "altfel"), change("parola-mayor", "scurt"),
               change("parola-mayor", "parola-mayor"), change("greșită", new)]  # fmt: skip
    assert [answer.status_code for answer in refused] == [409] * 4
    headers = {"HTTP_AUTHORIZATION": f"Bearer {other}"}
    assert visitor().get("/api/v1/me", **headers).status_code == 200
    assert change("parola-mayor", new).status_code == 200
    assert visitor().get("/api/v1/me", **headers).status_code == 401, "the other session ended"
    assert browser.get("/board").status_code == 200
    assert token("parola-mayor") is None
    assert "password_changed" in [event.act for event in history_of("mayor")]
    headers = {"HTTP_AUTHORIZATION": f"Bearer {token(new)}"}

    def by_api(old):
        asked = {"old": old, "new": "parola-mayor"}
        return visitor().post("/api/v1/password", asked, "application/json", **headers).status_code

    assert by_api(new) == 204
    assert [by_api("greșită") for _ in range(6)] == [409] * 5 + [429]


def test_board_shows_people_their_own_department(visitor, people):
    late_entry("FIN", 2)
    late_entry("URB", 2)
    browser = visitor()
    log_in(browser, "headurb")
    page = browser.get("/board").content.decode()
    assert "/board/URB" in page and "/board/FIN" not in page
    assert browser.get("/board/FIN").status_code == 403
    outsider = visitor()
    log_in(outsider, "clerk")
    assert outsider.get("/board").status_code == 403


def test_doors_say_whether_it_works(server):
    assert requests.get(f"{server.url}/healthz").text == "ok"
    ready = requests.get(f"{server.url}/readyz").json()
    assert ready["database"] and ready["store"]
    described = requests.get(f"{server.url}/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert "/api/v1/entries" in described["paths"]
    assert described["security"] == [{"bearer": []}]
    assert described["paths"]["/api/v1/login"]["post"]["security"] == []
    problem = described["components"]["schemas"]["Problem"]
    assert {"type", "title", "status", "detail", "code"} <= set(problem["properties"])
    for operations in described["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_receipt_can_be_checked_without_us(server, clerk):
    """The leaf on the receipt is proved to stand in a closed block, by the path alone."""
    from registry_desk.server.audit import merkle
    from tests.server.office import command

    entries = [clerk.register(registration()) for _ in range(5)]
    open_still = requests.get(entries[0].tracking_url + "/proof").json()
    assert open_still == {**open_still, "leaf": entries[0].audit_leaf, "is_closed": False}
    command("audit", "close", "--folder", str(server.folder))
    for entry in entries:
        proof = requests.get(entry.tracking_url + "/proof").json()
        path = [bytes.fromhex(step) for step in proof["path"]]
        asked = (proof["index"], proof["size"], path, bytes.fromhex(proof["root"]))
        assert proof["is_closed"]
        assert merkle.leads_to(bytes.fromhex(entry.audit_leaf), *asked)
        assert not merkle.leads_to(bytes(32), *asked)
