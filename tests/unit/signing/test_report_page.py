"""The report on a file: complete in itself, without script, both views where something changed."""

import re
from html.parser import HTMLParser

import pytest

from registry_desk import i18n
from registry_desk.signing import both_views, seal, verify, write_report
from tests.unit.signing import forgery
from tests.unit.signing.documents import Pen, plain


class _Page(HTMLParser):
    def __init__(self, content):
        super().__init__()
        self.tags, self.words, self.alts = [], [], []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.alts += [value for name, value in attrs if name == "alt"]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(self.words)


@pytest.fixture
def signed(authority, tmp_path):
    file = tmp_path / "signed.pdf"
    file.write_bytes(Pen(authority).sign(plain()))
    return file


def report_of(file, authority):
    target = file.with_suffix(".html")
    write_report(verify(file, trust=[authority.root_pem]), target)
    return target.read_text(encoding="utf-8")


def grow(file, change):
    file.write_bytes(forgery.grown(file.read_bytes(), change))


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_valid_signature(signed, authority, language):
    with i18n.speaking(language):
        page = _Page(report_of(signed, authority))
        assert i18n.text("verdict.valid") in page.text
        assert i18n.text("report.chain") in page.text
    assert "TEST sealer" in page.text
    assert "TEST root" in page.text
    assert "img" not in page.tags


def test_both_views_of_the_pages_that_changed(signed, authority):
    grow(signed, forgery.new_contents)
    content = report_of(signed, authority)
    page = _Page(content)
    assert page.tags.count("img") == 2
    assert len(page.alts) == 2
    assert "Pagina 1" in page.text
    assert "Pagina 2" not in page.text


def test_a_page_that_is_gone(signed, authority):
    grow(signed, forgery.removed_page)
    page = _Page(report_of(signed, authority))
    assert page.tags.count("img") == 1
    assert i18n.text("report.view.none") in page.text


def test_nothing_is_fetched_and_no_script_runs(signed, authority):
    grow(signed, forgery.new_contents)
    content = report_of(signed, authority)
    assert "script" not in _Page(content).tags
    assert re.findall(r'(?:src|href)="(?!data:)', content) == []
    assert "default-src 'none'" in content


def test_names_of_strangers_are_only_words(authority, tmp_path):
    file = tmp_path / "<img src=x>.pdf"
    raw = Pen(authority).sign(plain(), field="<script>alert(1)</script>")
    file.write_bytes(raw)
    assert "<script>" not in report_of(file, authority)
    assert "<img src=x>" not in report_of(file, authority)


def test_views_are_marked_where_they_differ(signed, authority):
    import io

    from PIL import Image

    grow(signed, forgery.turned_page)
    (one,) = verify(signed, trust=[authority.root_pem]).signatures
    assert both_views(signed, one, most=0) == ()
    grow(signed, forgery.new_contents)
    (one,) = verify(signed, trust=[authority.root_pem]).signatures
    (pair,) = both_views(signed, one, most=5)
    view = Image.open(io.BytesIO(pair.present)).convert("RGB")
    colours = {view.getpixel((x, y)) for x in range(0, view.width, 4) for y in range(0, 400, 4)}
    assert any(r > 200 and b < 190 for r, _, b in colours), "something is lit up"


def test_unsigned_and_unreadable_files_get_a_page(reply, authority, tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    assert i18n.text("verdict.unsigned") in report_of(reply, authority)
    assert i18n.text("verify.unreadable") in report_of(broken, authority)


def test_command_writes_one_page_per_file(reply, authority, key, tmp_path):
    import json
    import subprocess
    import sys

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for folder in ("a", "b"):
        seal(reply, tmp_path / folder / "x.pdf", key=key)
    command = [sys.executable, "-m", "registry_desk", "verify", "--json", "--offline", "--report"]
    files = [tmp_path / "out", tmp_path / "a/x.pdf", tmp_path / "b/x.pdf"]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, text=True)
    told = json.loads(done.stdout)["files"]
    assert [row["report"] for row in told] == [
        str(tmp_path / "out" / name) for name in ("x.html", "x-2.html")
    ]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["x-2.html", "x.html"]
