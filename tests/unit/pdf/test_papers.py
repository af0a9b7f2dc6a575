"""Papers of the counter: what they say, and that a telephone reads their codes."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from registry_desk.pdf import (
    Label,
    Receipt,
    RegistrationSheet,
    Reply,
    SeparatorSheet,
    compose_reply,
    label,
    receipt,
    registration_sheet,
    separator_sheets,
)

CODE = "7F3K9-2QDXM-41PTV-A"
URL = f"https://registratura.example/u/{CODE}"
AT = datetime(2026, 11, 23, 12, 32, tzinfo=UTC)
RECEIPT = Receipt(
    "Primăria Comunei Valea Stejarului",
    "1247/2026",
    AT,
    AT,
    date(2026, 12, 24),
    "OG 27/2002, art. 8",
    CODE,
    URL,
    "petition",
    23,
)
REPLY = Reply(
    "Primăria Comunei Valea Stejarului",
    "Direcția Urbanism",
    "1247/2026",
    date(2026, 11, 23),
    "Crăciun Sânziana",
    "Valea Stejarului, str. Păcii nr. 11",
    "Certificat de nomenclatură stradală",
    ("Stimată doamnă,", "Vă comunicăm că imobilul figurează în nomenclator."),
    "Ion Ionescu",
    "Consilier superior",
    date(2026, 11, 24),
    URL,
)


def extracted(pdf):
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True)
    return " ".join(told.stdout.split())


def codes(pdf, dpi=200):
    document = pypdfium2.PdfDocument(pdf)
    found = zxingcpp.read_barcodes(document[0].render(scale=dpi / 72, grayscale=True).to_pil())
    document.close()
    return {(str(c.format), c.text) for c in found}


@pytest.mark.parametrize("paper", ["a5", "a6", "roll80"])
def test_receipt_says_number_term_and_code(tmp_path, paper):
    out = tmp_path / "receipt.pdf"
    receipt(RECEIPT, out, paper=paper)
    said = extracted(out)
    for words in ("1247/2026", "23.11.2026, 14:32", "24.12.2026", "art. 8", "23 de file", CODE):
        assert words in said
    assert any(text == URL for _, text in codes(out))
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 1


def test_receipt_without_number_promises_it(tmp_path):
    out = tmp_path / "receipt.pdf"
    receipt(replace(RECEIPT, number=None, registered_at=None, due_on=None, kind=""), out)
    said = extracted(out)
    assert "urmează" in said
    assert CODE in said


def test_label_is_read_from_paper(tmp_path):
    out = tmp_path / "label.pdf"
    label(Label("Primăria Valea", "12/2026", date(2026, 11, 23), CODE, URL), out)
    assert "12/2026" in extracted(out)
    assert f"{URL}#E" in str(codes(out, 300))


def test_reply_carries_the_number_and_leaves_room_to_sign(tmp_path):
    out = tmp_path / "reply.pdf"
    first = compose_reply(REPLY, out)
    said = extracted(out)
    assert "Nr. 1247/2026 din 23.11.2026" in said
    for words in ("Crăciun Sânziana", "Consilier superior", "Ion Ionescu", "imobilul figurează"):
        assert words in said
    assert compose_reply(REPLY, out) == first
    document = pypdfium2.PdfDocument(out)
    page = document[len(document) - 1].render(scale=1, grayscale=True).to_numpy()
    document.close()
    foot = page[-int(40 * 72 / 25.4) : -int(14 * 72 / 25.4)]
    assert foot.min() > 250


@pytest.mark.parametrize("count", [12, 25, 60])
def test_long_reply_flows_over_pages_and_loses_no_word(tmp_path, count):
    out = tmp_path / "reply.pdf"
    paragraphs = tuple(
        f"Paragraful {n} " + "cu multe cuvinte " * 12 + "sfârșit." for n in range(count)
    )
    compose_reply(replace(REPLY, paragraphs=paragraphs), out)
    said = extracted(out)
    assert all(f"Paragraful {n} " in said for n in range(count))
    assert said.count("sfârșit.") == count
    assert said.rstrip().count("Ion Ionescu") == 1


def test_separator_is_read_and_recognised(tmp_path):
    out = tmp_path / "separators.pdf"
    message = "REGDESK;SEP;2;d=URB;r=INT;ABCDEFGHIJKLMNOP"
    separator_sheets([SeparatorSheet(message, ("Urbanism",)), SeparatorSheet(message)], out)
    assert sorted(kind for kind, text in codes(out) if text == message) == sorted(
        kind for kind, _ in codes(out)
    )
    assert len(codes(out)) == 2
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2


def test_registration_sheet_binds_the_file(tmp_path):
    out = tmp_path / "sheet.pdf"
    value = RegistrationSheet(
        "Primăria Valea",
        "12/2026",
        AT,
        "cerere.pdf",
        123456,
        "ab" * 32,
        "valid",
        CODE,
        URL,
        ("Ana",),
    )
    registration_sheet(value, out)
    said = extracted(out)
    for words in ("12/2026", "cerere.pdf", "123.456", "ab" * 32, "valabilă", "Ana"):
        assert words in said
