"""The pages in a real Chromium: no script, narrow and wide, light and dark, as said aloud."""

import base64
import shutil
import uuid
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from registry_desk.wire import Assignment
from tests.server.office import registration

WIDTHS = {"telephone": 390, "desktop": 1280}


@pytest.fixture(scope="module")
def browser():
    """Give a Chromium that runs no script of the pages."""
    from selenium import webdriver

    if not (shutil.which("chromium") and shutil.which("chromedriver")):
        pytest.skip("Chromium with chromedriver is not here")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--lang=ro"):
        options.add_argument(argument)
    service = webdriver.ChromeService(shutil.which("chromedriver"))
    chromium = webdriver.Chrome(options=options, service=service)
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    yield chromium
    chromium.quit()


def look(browser, *, width, scheme):
    """Look at a page as on a screen of a width, light or dark."""
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)


def picture(browser, request, name):
    """Look in all four ways; nothing is wider than the screen. Keeps pictures where asked to."""
    folder = request.config.getoption("--pictures")
    for screen, width in WIDTHS.items():
        for scheme in ("light", "dark"):
            look(browser, width=width, scheme=scheme)
            size = browser.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
            assert size["width"] <= width, f"{name} runs off a {screen}"
            if folder:
                Path(folder).mkdir(parents=True, exist_ok=True)
                clip = {"x": 0, "y": 0, "width": width, "height": size["height"], "scale": 1}
                shot = {"captureBeyondViewport": True, "clip": clip}
                content = browser.execute_cdp_cmd("Page.captureScreenshot", shot)["data"]
                Path(folder, f"{name}-{screen}-{scheme}.png").write_bytes(base64.b64decode(content))


def said(browser):
    """Give what a screen reader is told: role and name of everything that is not ignored."""
    nodes = browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]


def every_page(browser):
    """Give the sources of a list's pages, from the one shown to the last."""
    sources = [browser.page_source]
    while further := browser.find_elements("css selector", "a[rel=next]"):
        browser.get(further[0].get_attribute("href"))
        sources.append(browser.page_source)
    return "".join(sources)


def named(tree, role):
    return [name for found, name in tree if found == role]


@pytest.fixture
def letters(server):
    """Give letters in several states."""
    clerk, urb, mayor = (server.client(name) for name in ("clerk", "urb", "mayor"))
    entries = [clerk.register(registration()) for _ in range(4)]
    for entry in entries[:3]:
        given = Assignment(id=uuid.uuid4(), entry_id=entry.id, department="URB", official="urb")
        task = clerk.assign(given)
    urb.open_task(task.id)
    mayor.extend(entries[0].id, 10, "Verificare pe teren.")
    mayor.close_entry(entries[1].id, "withdrawn", "La cererea petentului.")
    return entries


def test_citizens_page_is_read_and_heard(server, letters, browser, request):
    browser.get(letters[0].tracking_url + "?lang=ro")
    picture(browser, request, "tracking")
    tree = said(browser)
    assert named(tree, "heading") == [
        "Urmărirea lucrării", "Drumul lucrării", "Dacă nu se întâmplă nimic",
    ]  # fmt: skip
    assert named(tree, "list") and len(named(tree, "listitem")) == 3
    text = browser.find_element("tag name", "main").text
    assert "Verificare pe teren." in text and letters[0].number in text
    browser.find_element("link text", "English").click()
    assert browser.find_element("tag name", "html").get_attribute("lang") == "en"
    assert "The letter's way" in named(said(browser), "heading")
    assert browser.find_element("css selector", "[lang=ro]").text


def test_board_leads_from_each_figure_to_its_letters(server, letters, browser, request):
    browser.delete_all_cookies()
    browser.get(f"{server.url}/board/letters?which=open&department=URB")
    assert "/login" in browser.current_url, "nobody is logged in"
    picture(browser, request, "login")
    before = {cookie["name"]: cookie["value"] for cookie in browser.get_cookies()}
    browser.find_element("name", "username").send_keys("mayor")
    browser.find_element("name", "password").send_keys("parola-mayor")
    browser.find_element("css selector", "form button").click()
    wanted = "/board/letters?which=open&department=URB"
    WebDriverWait(browser, 30).until(lambda shown: shown.current_url.endswith(wanted))
    after = {cookie["name"]: cookie["value"] for cookie in browser.get_cookies()}
    assert after["csrftoken"] != before["csrftoken"], "a token from before the login is worthless"
    assert letters[0].number in every_page(browser)
    browser.get(f"{server.url}/board")
    picture(browser, request, "board")
    tables = browser.find_elements("tag name", "table")
    captions = [table.find_element("tag name", "caption").text for table in tables]
    assert len(captions) == 5 and all(captions)
    assert named(said(browser), "region") == captions, "what scrolls is called as its table is"
    assert browser.find_elements("tag name", "script") == []
    bars = [bar.get_attribute("href") for bar in browser.find_elements("css selector", "a.bar")]
    assert len(bars) > 8
    for address in dict.fromkeys(bars):
        browser.get(address)
        assert browser.find_elements("tag name", "h1"), address
        assert "/board/letters" in browser.current_url
    browser.get(f"{server.url}/board")
    browser.find_element("link text", "Urbanism și amenajarea teritoriului").click()
    picture(browser, request, "department")
    assert "Numele lui urb" in browser.page_source
    browser.find_element("css selector", "button.quiet").click()
    browser.get(f"{server.url}/board")
    assert "/login" in browser.current_url


def test_administration_is_worked_by_keyboard_and_heard(server, browser, request):
    browser.delete_all_cookies()
    browser.get(f"{server.url}/administration?lang=ro")
    browser.find_element("name", "username").send_keys("admin")
    browser.find_element("name", "password").send_keys("parola-admin", Keys.ENTER)
    WebDriverWait(browser, 30).until(lambda shown: "/administration" in shown.current_url)
    picture(browser, request, "administration")
    assert named(said(browser), "heading")[:2] == ["Administrare", "Conturi"]
    look(browser, width=WIDTHS["telephone"], scheme="light")
    close = browser.find_element("css selector", "[aria-label='Închideți contul: urb2']").rect
    assert close["x"] + close["width"] <= WIDTHS["telephone"], "no table is pulled to reach it"
    assert "urb2" in named(said(browser), "rowheader"), "a card is a row still"
    folded = browser.find_element("css selector", "summary")
    folded.send_keys(Keys.ENTER)
    picture(browser, request, "administration-open")
    tree = said(browser)
    assert {"Nume de utilizator", "Nume"} <= set(named(tree, "textbox"))
    assert {"Rol", "Compartiment"} <= set(named(tree, "combobox"))
    assert "Închideți contul: urb2" in named(tree, "button")
    form = browser.find_element("css selector", "details[open] form")
    for name, value in (("username", "nou"), ("name", "Nou Venit")):
        form.find_element("name", name).send_keys(value)
    for name, value in (("role", "registrator"), ("department", "toată")):
        form.find_element("name", name).send_keys(value)
    form.find_element("name", "name").send_keys(Keys.ENTER)
    shown = WebDriverWait(browser, 30).until(
        lambda page: page.find_elements("css selector", "[role=status]")
    )
    assert "„nou” are parola" in shown[0].text
    browser.find_element("css selector", "[aria-label='Închideți contul: nou']").send_keys(
        Keys.ENTER
    )
    WebDriverWait(browser, 30).until(lambda page: "„nou” este închis" in page.page_source)
