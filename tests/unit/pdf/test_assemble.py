"""Scanned pages become one searchable PDF/A: what it shows, what is found, what is vouched for."""

import errno
import hashlib
import io
import json
import subprocess
import xml.etree.ElementTree as ET

import numpy as np
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from registry_desk.durable import DiskFull
from registry_desk.pdf import assemble
from registry_desk.pdf.errors import PageImageDamaged
from tests.unit.pdf.letters import CODE, DPI, LINES, METADATA, STAMP, capture, draw_page


def extracted(pdf):
    told = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True)
    return told.stdout


def shown(pdf, page=0, dpi=DPI):
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[page].render(scale=dpi / 72).to_pil()
    document.close()
    return drawn


def hidden_words(page, before, after):
    changed = np.abs(before - after) > 60
    boxes = [(w.text, w.box) for w in page.words]
    return [text for text, b in boxes if changed[b.y : b.bottom, b.x : b.right].any()]


@pytest.mark.parametrize("profile", ["faithful", "compact"])
def test_words_are_found_where_they_stand(tmp_path, profile):
    page = draw_page(tmp_path)
    out = tmp_path / "letter.pdf"
    assemble([page], out, profile=profile, metadata=METADATA)
    told = subprocess.run(
        ["pdftotext", "-bbox", str(out), "-"], capture_output=True, text=True
    ).stdout
    found = [e for e in ET.fromstring(told).iter() if e.tag.endswith("word")]
    assert [e.text for e in found] == [w.text for w in page.words]
    scale = DPI / 72
    for element, word in zip(found, page.words, strict=True):
        left, right = float(element.get("xMin")) * scale, float(element.get("xMax")) * scale
        top, bottom = float(element.get("yMin")) * scale, float(element.get("yMax")) * scale
        assert abs(left - word.box.x) < 3
        assert abs(right - word.box.right) < 3
        middle = word.box.y + word.box.height / 2
        assert top < middle < bottom
        assert bottom - top < 2.5 * 34


def test_lines_come_back_in_reading_order(tmp_path):
    out = tmp_path / "letter.pdf"
    assemble([draw_page(tmp_path)], out, metadata=METADATA)
    lines = [line.strip() for line in extracted(out).splitlines() if line.strip()]
    assert lines == list(LINES)


def test_same_input_gives_same_bytes(tmp_path):
    page = draw_page(tmp_path)
    hashes = {
        assemble(
            [page, page], tmp_path / f"{n}.pdf", metadata=METADATA, stamp=STAMP, capture=capture(2)
        )
        for n in range(2)
    }
    assert hashes == {hashlib.sha256((tmp_path / "0.pdf").read_bytes()).hexdigest()}


def test_stamp_is_readable_and_covers_nothing(tmp_path):
    page = draw_page(tmp_path)
    plain, stamped = tmp_path / "plain.pdf", tmp_path / "stamped.pdf"
    assemble([page], plain, metadata=METADATA)
    assemble([page], stamped, metadata=METADATA, stamp=STAMP)
    assert "12/2026" in extracted(stamped)
    assert "23.11.2026" in extracted(stamped)
    codes = zxingcpp.read_barcodes(shown(stamped, dpi=300).convert("L"))
    assert [c.text for c in codes] == [f"https://registratura.example/u/{CODE}"]
    before, after = (np.asarray(shown(p).convert("L")).astype(int) for p in (plain, stamped))
    assert not hidden_words(page, before, after)
    rows, columns = np.nonzero(np.abs(before - after) > 60)
    assert rows.max() < 500, "the free upper right corner is preferred"
    assert columns.min() > 700


def test_stamp_goes_elsewhere_when_the_corner_is_taken(tmp_path):
    page = draw_page(tmp_path, top=60, lines=LINES * 2)
    plain, stamped = tmp_path / "plain.pdf", tmp_path / "stamped.pdf"
    assemble([page], plain, metadata=METADATA)
    assemble([page], stamped, metadata=METADATA, stamp=STAMP)
    before, after = (np.asarray(shown(p).convert("L")).astype(int) for p in (plain, stamped))
    assert before.shape == after.shape
    assert not hidden_words(page, before, after)


def test_full_page_grows_a_band_for_the_stamp(tmp_path):
    full = ("cuvântul umple rândul întreg al foii până la marginea din dreapta ei",) * 60
    page = draw_page(tmp_path, top=20, lines=full, step=38)
    out = tmp_path / "full.pdf"
    assemble([page], out, metadata=METADATA, stamp=STAMP)
    with pikepdf.open(out) as pdf:
        assert float(pdf.pages[0].MediaBox[3]) > 2339 * 72 / DPI + 70
    assert "12/2026" in extracted(out)


def test_fidelity_note_binds_scan_and_file(tmp_path):
    out = tmp_path / "letter.pdf"
    told = capture(2)
    assemble([draw_page(tmp_path)] * 2, out, metadata=METADATA, capture=told)
    with pikepdf.open(out) as pdf:
        assert list(pdf.attachments) == ["nota-transfer.json"]
        note = json.loads(pdf.attachments["nota-transfer.json"].get_file().read_bytes())
        assert pdf.Root.AF[0].AFRelationship == "/Data"
        image = pdf.pages[1].Resources.XObject["/Im0"]
        stream = image.read_raw_bytes()
    assert note["page_count"] == 2
    assert [p["captured_sha256"] for p in note["pages"]] == list(told.page_sha256)
    stored = note["pages"][1]["images"][0]
    assert stored["stream_sha256"] == hashlib.sha256(stream).hexdigest()
    with Image.open(io.BytesIO(stream)) as opened:
        assert stored["raster_sha256"] == hashlib.sha256(opened.tobytes()).hexdigest()
    assert note["operator"] == "Ana Popescu"
    assert note["is_original_kept"] is True


@pytest.mark.parametrize("profile", ["faithful", "compact"])
def test_coloured_seal_keeps_its_colour_and_gray_page_its_gray(tmp_path, profile):
    sealed, plain = tmp_path / "sealed.pdf", tmp_path / "plain.pdf"
    assemble([draw_page(tmp_path, "s.png", seal=True)], sealed, profile=profile, metadata=METADATA)
    assemble([draw_page(tmp_path, "p.png")], plain, profile=profile, metadata=METADATA)
    red, _, blue = shown(sealed).convert("RGB").getpixel((1250, 1507))
    assert blue > red + 60
    with pikepdf.open(plain) as pdf:
        assert pdf.pages[0].Resources.XObject["/Im0"].ColorSpace == "/DeviceGray"


def test_compact_letters_are_a_lossless_stencil(tmp_path):
    faithful, compact = tmp_path / "f.pdf", tmp_path / "c.pdf"
    page = draw_page(tmp_path, "p.png")
    assemble([page], faithful, metadata=METADATA)
    assemble([page], compact, profile="compact", metadata=METADATA)
    with pikepdf.open(compact) as pdf:
        mask = pdf.pages[0].Resources.XObject["/Im1"]
        assert (mask.Filter, mask.ImageMask) == ("/CCITTFaxDecode", True)
        size = (int(mask.Width), int(mask.Height))
    with Image.open(page.image) as drawn:
        assert size == tuple(round(side * 300 / page.dpi) for side in drawn.size)
        original = np.asarray(drawn.convert("L")).astype(int)
        whole = drawn.size
    seen = np.asarray(shown(compact).convert("L").resize(whole)).astype(int)
    assert (np.abs(seen - original) > 128).mean() < 0.001
    assert compact.stat().st_size < faithful.stat().st_size


@pytest.mark.parametrize("mode", ["1", "L", "RGB"])
def test_every_kind_of_cleaned_page_is_taken(tmp_path, mode):
    out = tmp_path / "letter.pdf"
    for profile in ("faithful", "compact"):
        assemble([draw_page(tmp_path, "p.png", mode=mode)], out, profile=profile, metadata=METADATA)
        assert "Crăciun" in extracted(out)


def test_page_without_words_and_letters_outside_the_font(tmp_path):
    from dataclasses import replace

    page = draw_page(tmp_path)
    odd = replace(page.words[0], text="日本𝔘Ωж")
    out = tmp_path / "letter.pdf"
    pages = [replace(page, words=()), replace(page, words=(odd,), label="anexă")]
    assemble(pages, out, metadata=METADATA)
    assert "日本𝔘Ωж" in extracted(out)
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
        assert pdf.pages[1].label == "anexă"


def test_damaged_page_is_named_and_nothing_is_left(tmp_path):
    page = draw_page(tmp_path)
    page.image.write_bytes(page.image.read_bytes()[:2000])
    for profile in ("faithful", "compact"):
        with pytest.raises(PageImageDamaged):
            assemble([page], tmp_path / "letter.pdf", profile=profile, metadata=METADATA)
    assert [p.name for p in tmp_path.iterdir()] == ["page.jpg"]


def test_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    page = draw_page(tmp_path)
    out = tmp_path / "letter.pdf"
    out.write_bytes(b"old")

    def full(self, *_args, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pikepdf.Pdf, "save", full)
    with pytest.raises(DiskFull):
        assemble([page], out, metadata=METADATA)
    assert out.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.part"))
