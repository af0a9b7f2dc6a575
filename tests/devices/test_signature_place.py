"""Where the picture of a signature stands: chosen, or beside words; upright on turned pages."""

import json
import os
import subprocess
import sys

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Stream

from registry_desk.demo.token import soft_token
from registry_desk.pdf.reply import Reply, compose_reply
from registry_desk.signing import SignJob, TokenHost, VisibleStamp, sign_batch, verify
from tests.judges.authority import Authority

_DPI = 72
_MM = 72 / 25.4


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def token(tmp_path_factory, authority):
    return soft_token(tmp_path_factory.mktemp("token"), authority.pki("ana"))


@pytest.fixture(scope="module")
def host(token):
    with TokenHost(token.module, environment=token.environment) as started:
        yield started


@pytest.fixture
def signing(host, token, tmp_path):
    """Give a function that signs a file with a picture; gives the signed file."""

    def sign(source, stamp):
        target = tmp_path / f"signed-{source.stem}.pdf"
        pin = {"pin": lambda question: token.pin}
        (done,) = sign_batch(host, [SignJob(source, target)], visible=stamp, **pin)
        assert done.error is None, done.error
        return target

    return sign


def written(folder, *pages, turn=0, crop=None, name="written"):
    """Write a PDF whose pages hold lines, each with its place from the left and the bottom."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for lines in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font))
        said = "".join(f"BT /F1 12 Tf {x} {y} Td ({words}) Tj ET " for x, y, words in lines)
        page.Contents = Stream(pdf, said.encode())
        if turn:
            page.Rotate = turn
        if crop:
            page.CropBox = Array(crop)
    file = folder / f"{name}.pdf"
    pdf.save(file)
    return file


def drawn(file, page=-1):
    with pypdfium2.PdfDocument(file) as document:
        document.init_forms()
        index = page % len(document)
        picture = document[index].render(scale=_DPI / 72).to_pil().convert("L")
        return np.asarray(picture)


def added(before, after, page=-1):
    """Give the rectangle, in millimetres from the upper left, in which a page shows more now."""
    changed = np.abs(drawn(before, page).astype(int) - drawn(after, page)) > 40
    rows, columns = np.nonzero(changed)
    return tuple(float(v) / _MM for v in (columns.min(), rows.min(), columns.max(), rows.max()))


def covered(before, after, page=-1):
    """Count the written pixels inside the rectangle that the picture takes."""
    left, top, right, bottom = (round(v * _MM) for v in added(before, after, page))
    return int(np.count_nonzero(drawn(before, page)[top : bottom + 1, left : right + 1] < 128))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_chosen_place_is_meant_as_the_page_is_shown(signing, tmp_path, turn, authority):
    crop = (30, 40, 560, 800)
    source = written(tmp_path, [(80, 700, "Cerere")], turn=turn, crop=crop)
    signed = signing(source, VisibleStamp(name="Ana Pop", x_mm=20, y_mm=30))
    assert np.allclose(added(source, signed), (20, 30, 92, 54), atol=0.8)
    straight = written(tmp_path, [(80, 700, "Cerere")], crop=crop, name="straight")
    upright = signing(straight, VisibleStamp(name="Ana Pop", x_mm=20, y_mm=30))
    place = slice(round(31 * _MM), round(53 * _MM)), slice(round(21 * _MM), round(91 * _MM))
    differs = np.abs(drawn(signed)[place].astype(int) - drawn(upright)[place])
    assert np.mean(differs > 100) < 0.03  # drawn the same way up; only the minute may differ
    (told,) = verify(signed, trust=[authority.root_pem, authority.chain()]).signatures
    assert str(told.verdict) == "valid"


def test_place_beyond_the_edge_is_moved_onto_the_page(signing, tmp_path):
    source = written(tmp_path, [(80, 700, "Cerere")])
    signed = signing(source, VisibleStamp(x_mm=200, y_mm=290, page=7))
    left, top, right, bottom = added(source, signed)
    assert right <= 210 and bottom <= 297.1 and right - left > 70 and bottom - top > 22


def test_beside_a_name_on_an_earlier_page(signing, tmp_path):
    pages = [
        [(72, 700, "Catre Ion Popescu"), (72, 400, "ION  POPESCU")],
        [(72, 700, "Anexa")],
    ]
    source = written(tmp_path, *pages)
    signed = signing(source, VisibleStamp(beside="Ion Popéscu"))
    left, top, _, bottom = added(source, signed, 0)
    name_y = (842 - 404) / _MM
    assert left > 55 and top < name_y < bottom
    assert covered(source, signed, 0) == 0
    assert np.array_equal(drawn(source, 1), drawn(signed, 1))


def test_beside_a_name_that_has_no_room_on_its_right(signing, tmp_path):
    lines = [(420, 300, "Ana Pop"), (300, 286, "sef serviciu in cadrul primariei orasului")]
    source = written(tmp_path, lines)
    signed = signing(source, VisibleStamp(beside="Ana Pop"))
    _, top, right, bottom = added(source, signed)
    assert covered(source, signed) == 0
    assert right < 210 - 9 and 0 < top < 297 - 24
    assert min(abs(top - (842 - 286) / _MM), abs(bottom - (842 - 312) / _MM)) < 12


@pytest.mark.parametrize("turn", [90, 270])
def test_beside_a_name_on_a_turned_page(signing, tmp_path, turn):
    source = written(tmp_path, [(72, 400, "Ana Pop")], turn=turn)
    signed = signing(source, VisibleStamp(beside="Ana Pop"))
    assert covered(source, signed) == 0
    x, y = (400 / _MM, 93 / _MM) if turn == 90 else ((842 - 400) / _MM, (595 - 93) / _MM)
    left, top, right, bottom = added(source, signed)
    apart = max(left - x, x - right, 0), max(top - y, y - bottom, 0)
    assert max(apart) < 15


def test_words_that_are_nowhere_give_the_lowest_free_place(signing, tmp_path):
    foot = [
        (72, 40 + 12 * row, "Subsolul paginii, plin de la un capat la altul. " * 2)
        for row in range(8)
    ]
    source = written(tmp_path, [(72, 700, "Cerere"), *foot])
    signed = signing(source, VisibleStamp(beside="Nimeni"))
    assert covered(source, signed) == 0
    assert added(source, signed)[3] > 297 - 50 - 10


def test_two_officials_each_beside_their_name(signing, tmp_path):
    source = written(tmp_path, [(72, 300, "Ana Pop"), (72, 240, "Ion Ionescu")])
    once = signing(source, VisibleStamp(name="Ana Pop", beside="Ana Pop"))
    twice = signing(once, VisibleStamp(name="Ion Ionescu", beside="Ion Ionescu"))
    assert covered(once, twice) == 0


def test_reply_shows_the_signature_under_its_name(signing, tmp_path):
    from datetime import date

    day = date(2026, 11, 2)
    source = tmp_path / "reply.pdf"
    reply = Reply(
        "Primăria", "Urbanism", "12/2026", day, "Ion Ionescu", "", "Cerere", ("Vă răspundem.",),
        "Ștefania Țuțuianu", "consilier", day,
    )  # fmt: skip
    compose_reply(reply, source)
    signed = signing(source, VisibleStamp(name="Ștefania Țuțuianu", beside="Ştefania Ţuţuianu"))
    assert covered(source, signed) == 0
    with pypdfium2.PdfDocument(source) as document:
        letters = document[0].get_textpage()
        words = letters.get_text_range().replace("\r\n", "\n")
        (_, bottom, _, _) = letters.get_charbox(words.rfind("Ștefania"))
    assert 0 < added(source, signed)[1] - (842 - bottom) / _MM < 10


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nrubbish", b""])
def test_broken_file_is_named_by_the_signing(host, token, tmp_path, raw):
    source = tmp_path / "broken.pdf"
    source.write_bytes(raw)
    stamp, jobs = VisibleStamp(beside="Ana"), [SignJob(source, tmp_path / "out.pdf")]
    (done,) = sign_batch(host, jobs, pin=lambda question: token.pin, visible=stamp)
    assert done.error is not None and not done.is_stop


def run(token, source, out, *more):
    command = [sys.executable, "-m", "registry_desk", "--lang", "en", "sign", "--json", source]
    command += ["--module", token.module, "--token", token.serial, "--level", "B-B"]
    command += ["--pin-stdin", "--out", out, *more]
    environment = {**os.environ, **token.environment}
    given = {"input": token.pin + "\n", "capture_output": True, "text": True}
    return subprocess.run([*map(str, command)], env=environment, **given)


def test_place_by_the_command_line(token, tmp_path):
    source = written(tmp_path, [(72, 700, "Ana Pop")], [(72, 700, "Anexa")])
    done = run(token, source, tmp_path / "at", "--at", "1,20,150")
    assert json.loads(done.stdout)["files"][0]["error"] is None
    assert np.allclose(added(source, tmp_path / "at" / source.name, 0)[:2], (20, 150), atol=0.8)
    done = run(token, source, tmp_path / "beside", "--beside", "ana pop")
    left, top, _, _ = added(source, tmp_path / "beside" / source.name, 0)
    assert left > 40 and top < (842 - 700) / _MM
    for refused in (["--at", "0,1,1"], ["--at", "rubbish"], ["--at", "1,1,1", "--invisible"]):
        done = run(token, source, tmp_path / "no", *refused)
        assert (done.returncode, (tmp_path / "no").exists()) == (2, False)
