"""Verdicts on our own files, on attacks built anew on them, and on files of others."""

import subprocess
import time

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from registry_desk.signing import Verdict, seal, verify

BAD = ("invalid", "changed_after_signing", "cannot_check")


@pytest.fixture
def trust(authority):
    return [authority.root_pem]


@pytest.fixture
def signed(reply, authority, key):
    target = reply.with_name("signed.pdf")
    seal(reply, target, key=key)
    return target


def grown(signed, change):
    """Append a revision to a signed file."""
    target = signed.with_name("grown.pdf")
    with signed.open("rb") as opened, target.open("wb") as out:
        writer = IncrementalPdfFileWriter(opened)
        change(writer)
        writer.write(out)
    return target


def name(words):
    return generic.pdf_name(f"/{words}")


def add_text(writer):
    resources = generic.DictionaryObject()
    stream = generic.StreamObject(stream_data=b"q 1 0 0 RG 8 w 60 400 300 120 re S Q")
    writer.add_stream_to_page(0, writer.add_object(stream), resources)


def add_page(writer):
    from pyhanko.pdf_utils.writer import PageObject

    empty = writer.add_object(generic.StreamObject(stream_data=b"0 0 50 50 re f"))
    writer.insert_page(PageObject(contents=empty, media_box=(0, 0, 300, 300)))


def add_annotation(writer):
    page, _ = writer.find_page_for_modification(0)
    box = generic.StreamObject(stream_data=b"0.8 0 0 rg 0 0 400 200 re f")
    box.update(
        {
            name("Type"): name("XObject"),
            name("Subtype"): name("Form"),
            name("BBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 400, 200))),
        }
    )
    note = generic.DictionaryObject(
        {
            name("Type"): name("Annot"),
            name("Subtype"): name("Stamp"),
            name("Rect"): generic.ArrayObject(map(generic.NumberObject, (60, 400, 460, 600))),
            name("F"): generic.NumberObject(4),
            name("AP"): generic.DictionaryObject({name("N"): writer.add_object(box)}),
        }
    )
    page.get_object()[name("Annots")] = generic.ArrayObject([writer.add_object(note)])
    writer.mark_update(page)


def swap_contents(writer):
    page, _ = writer.find_page_for_modification(0)
    empty = generic.StreamObject(stream_data=b"0 0 1 rg 100 100 200 200 re f")
    page.get_object()[name("Contents")] = writer.add_object(empty)
    writer.mark_update(page)


@pytest.mark.parametrize("change", [add_text, add_page, add_annotation, swap_contents])
def test_later_revision_is_seen(signed, trust, change):
    verdict = verify(grown(signed, change), trust=trust)
    assert verdict.verdict is Verdict.CHANGED
    (one,) = verdict.signatures
    assert one.changed_pages
    assert not one.covers_whole_file
    assert one.signed_length == signed.stat().st_size


def test_changed_byte_is_invalid(signed, trust):
    raw = bytearray(signed.read_bytes())
    raw[raw.index(b"/MediaBox") + 12] ^= 1
    signed.write_bytes(raw)
    assert verify(signed, trust=trust).verdict in (Verdict.INVALID, Verdict.CANNOT_CHECK)


@pytest.mark.parametrize(
    "tail", [b"x", b"\n%%EOF\n%comment\n", b"\x00" * 64 + b"more", b"more %%EOF\n"]
)
def test_tail_is_never_valid(signed, trust, tail):
    signed.write_bytes(signed.read_bytes() + tail)
    assert verify(signed, trust=trust).verdict.value in BAD


def without_structure(raw):
    """Take away what a reader needs to find anything."""
    return raw.replace(b"startxref", b"startyref").replace(b"/Pages", b"/Pagez")


def test_damaged_file_still_lists_its_signatures(signed, trust):
    signed.write_bytes(without_structure(signed.read_bytes()))
    told = verify(signed, trust=trust)
    assert told.verdict is Verdict.INVALID
    assert len(told.signatures) == 1
    assert told.reasons


def test_damaged_end_alone_is_not_called_a_forgery(signed, trust):
    raw = signed.read_bytes()
    at = raw.rindex(b"/ByteRange [")
    span = [int(n) for n in raw[at + 12 : raw.index(b"]", at)].split()]
    signed.write_bytes(raw[: span[2] + span[3]] + b"\n%%EOF\nstartxref\n99999999\n%%EOF\n")
    told = verify(signed, trust=trust)
    assert told.verdict in (Verdict.CANNOT_CHECK, Verdict.CHANGED)
    assert [one.verdict for one in told.signatures] != [Verdict.INVALID]


def test_wrapped_signature_is_never_valid(signed, trust):
    """Signature wrapping: the signed bytes move into a second range that covers something else."""
    raw = signed.read_bytes()
    at = raw.rindex(b"/ByteRange [")
    end = raw.index(b"]", at)
    first, cut, start, length = (int(n) for n in raw[at + 12 : end].split())
    extra = b" " * 40
    moved = f"/ByteRange [{first} {cut} {start + len(extra)} {length}".encode()
    forged = raw[:at] + moved[: end - at].ljust(end - at) + raw[end:start] + extra + raw[start:]
    signed.write_bytes(forged)
    assert verify(signed, trust=trust).verdict.value in BAD


def test_stripped_signature_is_not_called_valid(signed, trust):
    with pikepdf.open(signed) as pdf:
        pdf.save(signed.with_name("rewritten.pdf"))
    assert verify(signed.with_name("rewritten.pdf"), trust=trust).verdict.value in BAD


def test_unknown_issuer_cannot_be_checked(signed):
    verdict = verify(signed)
    assert verdict.verdict is Verdict.CANNOT_CHECK
    assert "încredere" in verdict.signatures[0].reasons[0]


def test_revocation_unknown_offline_and_known_online(signed, trust):
    assert verify(signed, trust=trust, is_offline=True).verdict is Verdict.CANNOT_CHECK
    assert verify(signed, trust=trust).verdict is Verdict.VALID


def test_unsigned(reply, trust):
    verdict = verify(reply, trust=trust)
    assert (verdict.verdict, verdict.signatures) == (Verdict.UNSIGNED, ())


@pytest.mark.parametrize("raw", [b"", b"%PDF-1.7", b"\x00" * 4096, b"%PDF-1.4\n/ByteRange"])
def test_rubbish_is_answered(tmp_path, raw):
    file = tmp_path / "rubbish.pdf"
    file.write_bytes(raw)
    assert verify(file).verdict is Verdict.CANNOT_CHECK


def test_judge_that_dies_is_replaced(signed, trust, monkeypatch):
    from registry_desk.signing.judge_process import BENCH

    assert verify(signed, trust=trust).verdict is Verdict.VALID
    BENCH._process.kill()
    BENCH._process.join()
    assert verify(signed, trust=trust).verdict is Verdict.VALID


def test_many_files_a_second(signed, trust):
    verify(signed, trust=trust, is_offline=True)
    start = time.monotonic()
    for _ in range(10):
        verify(signed, trust=trust, is_offline=True)
    assert time.monotonic() - start < 5


def test_files_of_others(shared):
    """No attack of others is ever green, nothing is lost, and each is answered within 5 s."""
    files = sorted((shared / "material").glob("*/signed/*.pdf"))
    assert len(files) > 45
    told = {}
    for file in files:
        start = time.monotonic()
        told[file.name] = verify(file, is_offline=True)
        assert time.monotonic() - start < 6, file.name
    of = {n: v.verdict.value for n, v in told.items()}
    sneaky = [n for n in of if "sneaky" in n]
    changed = [
        "replace.pdf", "hide.pdf", "modified_after_signature.pdf", "pdf-signed-added-page.pdf",
        "pdf-removed-pages.pdf", "annotation-and-visible-change.pdf", "tail-uncovered.pdf",
        "pades-signed-annot-added.pdf", "pades-spoofing-replaced-reason.pdf", *sneaky,
    ]  # fmt: skip
    assert {n: of[n] for n in changed} == dict.fromkeys(changed, "changed_after_signing")
    broken = [
        "hello_signed_INCSAVE_signed_EDITED.pdf", "pdf-byterange-overlap.pdf",
        "pdf-signed-out-of-byteRange.pdf", "one-byterange.pdf", "weird-byterange.pdf",
        "signature-gap-too-big.pdf", "pdf-sig-with-econtent.pdf", "pdf-signed-corrupted.pdf",
        "pades_infinite_loop.pdf",
    ]  # fmt: skip
    assert {n: of[n] for n in broken} == dict.fromkeys(broken, "invalid")
    empty = ["circular-page-tree.pdf", "documentEmptySignature.pdf", "leaky-graphics-state-doc.pdf"]
    assert [n for n, v in sorted(of.items()) if v == "unsigned"] == empty
    assert "valid" not in of.values(), "nobody is trusted here"
    assert len(told["pades-5-signatures-and-1-document-timestamp.pdf"].signatures) >= 5
    honest = [
        "hello_signed_INCSAVE_signed.pdf", "doc-firmado.pdf", "pdf-signed-original.pdf",
        "minimal-signed-twice-both-created.pdf", "certified-changes-permitted.pdf",
        "form-update-override-appearance-stream.pdf", "pades-lta-dss-indirect-arrs-test.pdf",
    ]  # fmt: skip
    assert {n: of[n] for n in honest} == dict.fromkeys(honest, "cannot_check"), "no false alarm"
    assert told["replace.pdf"].signatures[0].changed_pages == (1,)
    assert told["hide.pdf"].signatures[0].changed_pages == (1,)


def test_command_line_gives_the_contract(signed, authority, tmp_path):
    import json
    import sys

    def run(*arguments):
        command = [sys.executable, "-m", "registry_desk", "--lang", "en", "verify", "--json"]
        done = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout)

    code, told = run(signed, "--trust", authority.root_pem)
    assert (code, told["files"][0]["verdict"]) == (0, "valid")
    assert set(told["files"][0]["signatures"][0]) >= {
        "field", "verdict", "signer", "level", "signed_at", "time_source", "covers_whole_file",
        "qualified", "reasons",
    }  # fmt: skip
    assert run(signed)[0] == 5
    assert run(signed, grown(signed, add_text), "--trust", authority.root_pem)[0] == 6
