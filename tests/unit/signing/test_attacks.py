"""The published attacks on our own documents: none is reported as untouched and valid."""

import pytest

from registry_desk.i18n import text
from registry_desk.signing import Verdict, verify
from tests.unit.signing import forgery
from tests.unit.signing.documents import Pen, plain

BAD = (Verdict.INVALID, Verdict.CHANGED, Verdict.CANNOT_CHECK)
NOTICED = (Verdict.INVALID, Verdict.CHANGED)


@pytest.fixture(scope="module")
def pen(whole_authority):
    return Pen(whole_authority)


@pytest.fixture(scope="module")
def originals(pen):
    """Give the document as signed in each way."""
    return {
        "approved": pen.sign(plain()),
        "compressed": pen.sign(plain(is_compressed=True)),
        "certified 1": pen.sign(plain(), certify=1),
        "certified 2": pen.sign(plain(), certify=2),
        "certified 3": pen.sign(plain(), certify=3),
    }


@pytest.fixture
def judged(authority, tmp_path):
    def ask(raw):
        file = tmp_path / "file.pdf"
        file.write_bytes(raw)
        return verify(file, trust=[authority.root_pem])

    return ask


WAYS = ("approved", "compressed", "certified 1", "certified 2", "certified 3")


@pytest.mark.parametrize("way", WAYS)
def test_untouched_is_valid(originals, judged, way):
    assert judged(originals[way]).verdict is Verdict.VALID


@pytest.mark.parametrize("attack", forgery.REVISIONS)
def test_later_revision_is_noticed(originals, judged, attack):
    for way in WAYS:
        if attack == "contents_in_object_stream" and way != "compressed":
            continue
        told = judged(forgery.grown(originals[way], forgery.REVISIONS[attack]))
        assert told.verdict in NOTICED, (way, told)


@pytest.mark.parametrize("attack", forgery.RAW)
def test_handmade_change_is_noticed(originals, judged, attack):
    told = judged(forgery.RAW[attack](originals["approved"]))
    assert told.verdict in BAD, told


@pytest.mark.parametrize("attack", forgery.FORGED)
def test_forged_values_are_never_valid(originals, judged, attack):
    raw = originals["approved"]
    forged = forgery.FORGED[attack](raw)
    assert len(forged) == len(raw)
    assert forged != raw
    assert judged(forged).verdict in BAD


@pytest.mark.parametrize("way", forgery.VOIDS)
def test_void_that_was_signed_and_is_filled_later(pen, judged, way):
    signed = pen.sign(forgery.with_void(plain(), way))
    assert judged(signed).verdict is Verdict.VALID
    assert judged(forgery.filled_void(signed, way)).verdict is Verdict.CHANGED


@pytest.mark.parametrize(("held", "verdict"), [
    ("100 lei", Verdict.VALID), ("999 lei", Verdict.CHANGED)
])  # fmt: skip
def test_field_that_held_other_words_than_it_showed(pen, judged, held, verdict):
    signed = pen.sign(plain().replace(b"/V (100 lei)", f"/V ({held})".encode()))
    assert judged(signed).verdict is Verdict.VALID
    assert judged(forgery.grown(signed, forgery.drawn_anew)).verdict is verdict


def test_file_said_to_be_encrypted_later(pen, judged):
    signed = pen.sign(plain())
    trailer = signed[signed.rindex(b"trailer") : signed.rindex(b"startxref")]
    added = trailer.replace(b"<<", b"<< /Encrypt << /Filter /Standard /V 1 /R 2 >>", 1)
    place = b"startxref\n%d\n%%%%EOF\n" % (len(signed) + 1)
    told = judged(signed + b"\nxref\n0 0\n" + added + place)
    assert told.verdict in BAD
    assert text("verify.judge_died") not in told.reasons
