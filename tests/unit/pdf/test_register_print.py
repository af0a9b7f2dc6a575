"""The print of the register: thirteen columns, numbered pages, annulled rows, PDF/A."""

from datetime import UTC, datetime

import pypdfium2
import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.i18n import text
from registry_desk.pdf import RegisterPrint, RegisterRow, register_print
from registry_desk.signing import SealKey, seal
from tests.judges.verapdf import judged

LONG = "Cerere pentru eliberarea certificatului de urbanism în vederea construirii " * 6


def row(number, *, subject="Certificat", is_annulled=False, solved="în lucru"):
    cells = (
        f"{number}/2026", "23.11.2026", "45/AB / 20.11.2026", "2", "1", "Țurcanu Ștefania",
        subject, "Urbanism", "–", solved, "–", "–", "–",
    )  # fmt: skip
    return RegisterRow(cells, is_annulled)


def printed(target, rows, *, is_final=True):
    value = RegisterPrint(
        "Primăria Valea Stejarului", "Registrul general", "23.11.2026", tuple(rows),
        datetime(2026, 11, 24, tzinfo=UTC), "Registrul cuprinde N poziții.", is_final,
    )  # fmt: skip
    return register_print(value, target)


def pages_of(file):
    with pypdfium2.PdfDocument(file) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_pages_are_numbered_and_carry_the_columns(tmp_path):
    _, count = printed(tmp_path / "a.pdf", [row(n, subject=LONG) for n in range(1, 60)])
    pages = pages_of(tmp_path / "a.pdf")
    assert len(pages) == count > 3
    for place, said in enumerate(pages, start=1):
        assert f"pagina {place} din {count}" in said
        assert "Modul de rezolvare" in said
    assert "Registrul cuprinde" in pages[-1] and "Registrul cuprinde" not in pages[0]
    whole = " ".join(pages)
    assert all(f"{n}/2026" in whole for n in range(1, 60))
    places = [whole.index(text(f"register_print.column_{n}").split()[-1]) for n in (1, 6, 10)]
    assert places == sorted(places)


def test_page_lies_and_period_that_runs_says_so(tmp_path):
    printed(tmp_path / "a.pdf", [row(1)], is_final=False)
    with pypdfium2.PdfDocument(tmp_path / "a.pdf") as pdf:
        width, height = pdf[0].get_size()
    assert (round(width), round(height)) == (842, 595)
    assert "PROVIZORIU" in pages_of(tmp_path / "a.pdf")[0]


def test_annulled_row_is_struck_through(tmp_path):
    def dark(rows):
        printed(tmp_path / "x.pdf", rows)
        with pypdfium2.PdfDocument(tmp_path / "x.pdf") as pdf:
            image = pdf[0].render(scale=2).to_pil().convert("L")
        return sum(image.histogram()[:100])

    solved = "ANULAT la 23.11.2026 de I. Popescu: înregistrat de două ori"
    plain = dark([row(1, solved=solved)])
    assert dark([row(1, solved=solved, is_annulled=True)]) > plain + 250
    assert "ANULAT" in pages_of(tmp_path / "x.pdf")[0].replace("- ", "")


@pytest.mark.parametrize(
    "rows", [[], [row(1, subject="x" * 1000), row(2, subject="Țâșnește " * 100)]]
)
def test_empty_and_overlong_rows_are_printed(tmp_path, rows):
    _, count = printed(tmp_path / "a.pdf", rows)
    assert count == len(pages_of(tmp_path / "a.pdf")) <= 2


@pytest.mark.timeout(600)
def test_print_is_pdf_a_sealed_or_not(tmp_path):
    printed(tmp_path / "plain.pdf", [row(n, is_annulled=n == 3) for n in range(1, 40)])
    pki = make_pki(tmp_path / "pki", "Primăria TEST", ())
    key = SealKey(pki.seal_pkcs12, pki.seal_password)
    seal(tmp_path / "plain.pdf", tmp_path / "sealed.pdf", key=key)
    told = judged("2b", [tmp_path / "plain.pdf", tmp_path / "sealed.pdf"])
    assert {name: why for name, (passes, why) in told.items() if not passes} == {}
