"""The administration's page: accounts, departments, registers and devices, for one role alone."""

import re

import pytest

from tests.server.test_pages import Tags, log_in, people, visitor

__all__ = ["people", "visitor"]
ADDRESS = "/administration"


@pytest.fixture
def admin(visitor, people):
    """Give the administrator's browser, which sends what the page's forms send."""
    from registry_desk.server.people.models import Account, Department, Register
    from registry_desk.server.writing import write

    browser = visitor(enforce_csrf_checks=True)
    log_in(browser, "admin")

    def send(act, **filled):
        page = browser.get(ADDRESS).content.decode()
        secret = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
        answer = browser.post(ADDRESS, {"act": act, **filled, "csrfmiddlewaretoken": secret})
        return answer.status_code, answer.content.decode()

    send.browser = browser
    yield send
    write(lambda: Account.objects.filter(username="ana").delete())
    write(lambda: Register.objects.filter(code="ARH").delete())
    write(lambda: Department.objects.filter(code="ADM").delete())


@pytest.mark.parametrize("name", ["clerk", "urb", "mayor", "audit"])
def test_administration_is_for_the_administrator(visitor, people, name):
    browser = visitor()
    assert browser.get(ADDRESS).headers["Location"] == "/login?next=%2Fadministration"
    log_in(browser, name)
    assert browser.get(ADDRESS).status_code == 403
    answer = browser.post(ADDRESS, {"act": "close_account", "username": "fin"})
    assert answer.status_code == 403
    log_in(browser, "fin")


def test_page_is_whole_in_both_languages(admin):
    for language, title in (("ro", "Administrare"), ("en", "Administration")):
        page = admin.browser.get(f"{ADDRESS}?lang={language}").content.decode()
        assert f"<h1>{title}</h1>" in page and Tags(page).open == []
        ids = re.findall(r' id="([^"]+)"', page)
        labels = re.findall(r'<label for="([^"]+)"', page)
        assert len(ids) == len(set(ids)) and set(labels) == set(ids), "each field has its label"
        assert page.count("<h2>") == 3 and "administration." not in page
        assert "Urbanism" in page and "headurb" in page and "<script" not in page
    assert "/administration" in admin.browser.get("/board").content.decode()


def test_account_is_opened_changed_and_closed(visitor, admin):
    from registry_desk.server.audit.log import history_of

    opened = {"username": "ana", "name": "Ana <b>Pop</b>", "role": "official", "department": "URB"}
    status, page = admin("set_account", **opened)
    assert status == 200 and "Ana &lt;b&gt;Pop" in page
    password = re.search(r'role="status">[^<]*parola <code>(\S+)</code>\. ', page)[1]
    asked = {"username": "ana", "password": password}

    def entered():
        return visitor().post("/api/v1/login", asked, "application/json").status_code

    assert entered() == 200
    assert password not in admin.browser.get(ADDRESS).content.decode()
    assert admin("close_account", username="ana")[0] == 200
    assert entered() == 401
    told = [(event.actor, event.act) for event in history_of("ana")]
    assert ("admin", "account_set") in told and ("admin", "account_closed") in told


def test_change_keeps_the_password_and_all_that_was_not_filled_in(visitor, admin):
    from registry_desk.server.people.models import Account

    opened = {"username": "ana", "name": "Ana Pop", "role": "official", "department": "URB"}
    _, page = admin("set_account", **opened)
    first = re.search(r"<code>(\S+)</code>", page)[1]
    browser = visitor()
    assert browser.post("/login", {"username": "ana", "password": first}).status_code == 302

    def as_it_is(**more):
        left = {"username": "ana", "name": "", "role": "=", "department": "=", "elsewhere": ""}
        return admin("set_account", **{**left, **more})

    status, page = as_it_is(role="head")
    assert status == 200 and "<code>" not in page
    kept = Account.objects.get(username="ana")
    assert (kept.name, kept.role, kept.department_id) == ("Ana Pop", "head", "URB")
    assert browser.get("/board").status_code == 200, "nobody has to log in again"
    as_it_is(name="Ana Popa", department="")
    changed = Account.objects.get(username="ana")
    assert (changed.name, changed.department_id) == ("Ana Popa", None)
    assert changed.password_hash == kept.password_hash
    status, page = admin("new_password", username="ana")
    second = re.search(r'role="status">[^<]*parola <code>(\S+)</code>', page)[1]
    assert status == 200 and second != first
    assert browser.get("/board").status_code == 302, "who has the old one is out"
    for password, code in ((first, 401), (second, 200)):
        asked = {"username": "ana", "password": password}
        assert visitor().post("/api/v1/login", asked, "application/json").status_code == code
    as_it_is(elsewhere="yes")
    assert Account.objects.get(username="ana").password_hash == ""
    admin("close_account", username="ana")
    assert as_it_is()[0] == 422, "a closed one is opened anew, with all there is to say"


@pytest.mark.parametrize(
    ("act", "filled", "status"),
    [
        ("set_account", {"username": "a b", "name": "A", "role": "clerk"}, 422),
        ("set_account", {"username": "ana", "name": " ", "role": "clerk"}, 422),
        ("set_account", {"username": "ana", "name": "A", "role": "boss"}, 422),
        (
            "set_account",
            {"username": "ana", "name": "A", "role": "clerk", "department": "NU"},
            422,
        ),
        ("set_account", {"username": "ana", "name": "A", "role": "="}, 422),
        ("set_account", {"username": "ana", "name": "A", "role": "clerk", "department": "="}, 422),
        ("set_account", {"username": "admin", "name": "A", "role": "clerk"}, 403),
        ("new_password", {"username": "admin"}, 403),
        ("new_password", {"username": "nobody"}, 422),
        ("close_account", {"username": "admin"}, 403),
        ("close_account", {"username": "nobody"}, 422),
        ("set_department", {"code": "URB", "name": "U", "parent": "URB"}, 422),
        ("set_department", {"code": "NOU", "name": ""}, 422),
        ("open_register", {"code": "U", "name": "U", "direction": "incoming", "prefix": "X"}, 409),
        ("open_register", {"code": "W", "name": "W", "direction": "incoming", "prefix": "1"}, 422),
        ("revoke_device", {"device": "x"}, 404),
        ("drop_everything", {}, 400),
    ],
)
def test_what_cannot_be_is_refused_in_words(admin, act, filled, status):
    answered, page = admin(act, **filled)
    assert answered == status and 'role="alert"' in page


def test_refused_form_stands_open_with_what_was_typed(admin):
    typed = {"username": "ana pop", "name": 'Ana "Pop"', "role": "head", "department": "URB"}
    _, page = admin("set_account", **typed)
    assert "„Nume de utilizator” nu se potrivește" in page
    (opened,) = re.findall(r"<details open>.*?</details>", page)
    assert 'role="alert"' in opened and page.count('role="alert"') == 1
    assert re.search(r"<input autofocus[^>]* name=.username.", opened), (
        "and nothing is searched for"
    )
    assert 'value="ana pop"' in opened and 'value="Ana &quot;Pop&quot;"' in opened
    assert set(re.findall(r'value="(\w+)" selected', opened)) == {"head", "URB"}
    _, page = admin("set_account", username="ana", name="Ana", role="head")
    assert "<details open>" not in page, "what was done needs no form any more"


def test_who_may_not_administer_is_told_why(visitor, people):
    browser = visitor()
    log_in(browser, "clerk")
    page = browser.get(f"{ADDRESS}?lang=ro").content.decode()
    assert "Rolul sau compartimentul dumneavoastră nu permite" in page
    assert "administrarea conturilor" in page


def test_department_register_and_device(admin):
    from registry_desk.server.people import devices
    from registry_desk.server.people.founding import device_token
    from registry_desk.server.people.models import Department

    added = {"code": "ADM", "name": "Arhivă", "parent": "TEH", "words": "arhivă, dosar"}
    assert admin("set_department", **added)[0] == 200
    assert admin("set_department", code="ADM", name="Arhiva", parent="=", words="")[0] == 200
    changed = Department.objects.get(code="ADM")
    assert (changed.name, changed.parent_id, changed.words) == (
        "Arhiva",
        "TEH",
        ["arhivă", "dosar"],
    )
    assert admin("set_department", code="ADM", name="Arhivă", parent="", words="")[0] == 200
    assert Department.objects.get(code="ADM").parent_id is None
    filled = {"code": "ARH", "name": "Registrul arhivei", "direction": "internal"}
    status, page = admin("open_register", **filled, prefix="ARH")
    assert status == 200 and "Registrul arhivei" in page and "Arhivă" in page
    device_token("clerk", "Ghișeul 2")
    (device,) = devices.devices()
    assert "Ghișeul 2" in admin.browser.get(ADDRESS).content.decode()
    status, page = admin("revoke_device", device=str(device.id))
    assert status == 200 and devices.devices() == []


def test_form_from_elsewhere_does_nothing(admin):
    answer = admin.browser.post(ADDRESS, {"act": "close_account", "username": "fin"})
    assert answer.status_code == 403
    assert admin("close_account", username="fin")[0] == 200, "it was open still"
