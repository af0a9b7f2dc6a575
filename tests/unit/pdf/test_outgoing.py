"""Papers of the dispatch: the list for the post and the sheet that is signed on handing over."""

from datetime import UTC, date, datetime

import pypdfium2
import pytest

from registry_desk.pdf.handover_sheet import HandoverSheet, handover_sheet
from registry_desk.pdf.post_list import PostalRow, PostList, post_list
from tests.judges.verapdf import judged

AT = datetime(2026, 11, 23, 12, 32, tzinfo=UTC)
ROW = PostalRow(
    "15/2026", "1247/2026", "Țuțea Șerban", "Str. Păcii 11, Valea Stejarului, jud. Iași",
    "Recomandată cu confirmare de primire",
)  # fmt: skip


def listed(rows):
    return PostList("Primăria Comunei Valea Stejarului", "3/2026", AT, "Ana Popescu", tuple(rows))


def words_of(file):
    document = pypdfium2.PdfDocument(file)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("count", [1, 2, 13, 14, 15, 16, 120])
def test_every_letter_stands_once_and_the_total_on_the_last_page(tmp_path, count):
    rows = [
        PostalRow(
            f"{n}/2026", f"{n}/2026", f"Destinatar {n}", "Str. " + "Lungă " * (n % 9), "Simplă"
        )
        for n in range(1, count + 1)
    ]
    post_list(listed(rows), tmp_path / "list.pdf")
    pages = words_of(tmp_path / "list.pdf")
    for n in range(1, count + 1):
        assert sum(page.count(f"Destinatar {n} ") for page in pages) == 1
    assert f"Total: {count} " in pages[-1] and "Am predat: Ana Popescu" in pages[-1]
    assert f"din {len(pages)}" in pages[-1] or f"/ {len(pages)}" in pages[-1]


def test_a_name_without_end_leaves_the_list_whole(tmp_path):
    endless = PostalRow("1/2026", "1/2026", "X" * 1000, "Ț" * 1000, "Simplă")
    post_list(listed([endless, ROW]), tmp_path / "list.pdf")
    assert "Țuțea Șerban" in " ".join(words_of(tmp_path / "list.pdf"))


def test_sheet_names_who_gives_who_takes_and_when_it_is_due(tmp_path):
    value = HandoverSheet(
        "Primăria Valea Stejarului", "12/2026", "Certificat de urbanism", "Originalul, 3 file",
        "Crăciun Sânziana", "Ana Popescu", AT, date(2026, 12, 1), "dulap 4",
    )  # fmt: skip
    handover_sheet(value, tmp_path / "sheet.pdf")
    (said,) = words_of(tmp_path / "sheet.pdf")
    for part in (
        "12/2026",
        "Crăciun Sânziana",
        "Ana Popescu",
        "01.12.2026",
        "dulap 4",
        "Semnătura",
    ):
        assert part in said


def test_both_are_pdf_a(tmp_path):
    files = [tmp_path / "list.pdf", tmp_path / "sheet.pdf"]
    post_list(listed([ROW] * 40), files[0])
    handover_sheet(HandoverSheet("P", "1/2026", "s", "Răspuns", "", "Ana", AT), files[1])
    assert {file: told[0] for file, told in judged("2b", files).items()} == dict.fromkeys(
        files, True
    )
