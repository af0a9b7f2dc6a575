"""What honest people do to signed files, and no false alarm; and its abuse, which is noticed."""

import io

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from registry_desk.i18n import text
from registry_desk.signing import SealKey, Verdict, seal, verify
from registry_desk.signing.sources import load_roots
from tests.unit.signing import forgery
from tests.unit.signing.documents import Pen, plain

FOOT, BESIDE, UPON = (60, 40, 260, 100), (300, 40, 500, 100), (70, 690, 400, 730)
DOTTED = (80, 280, 300, 340)
"""Over the dotted line to sign on."""


@pytest.fixture(scope="module")
def pen(whole_authority):
    return Pen(whole_authority)


@pytest.fixture
def judged(authority, tmp_path):
    def ask(raw):
        file = tmp_path / "file.pdf"
        file.write_bytes(raw)
        return verify(file, trust=[authority.root_pem])

    return ask


@pytest.fixture
def sealed(authority, tmp_path):
    def put(raw, level="B-B"):
        source, target = tmp_path / "source.pdf", tmp_path / "sealed.pdf"
        source.write_bytes(raw)
        seal(
            source,
            target,
            key=SealKey(authority.seal_file, "secret"),
            trust=[authority.root_pem],
            level=level,
            tsa_url=None if level == "B-B" else authority.tsa_url,
        )
        return target.read_bytes()

    return put


def fill(writer, wanted="remark", value="mulțumesc"):
    field = forgery._field(writer, wanted)
    field["/V"] = generic.pdf_string(value)
    picture = forgery.appearance(b"BT /Helv 12 Tf 2 5 Td (multumesc) Tj ET", 200, 20)
    field["/AP"] = generic.DictionaryObject({forgery.name("N"): writer.add_object(picture)})


def verdicts(told):
    return [one.verdict.value for one in told.signatures]


def test_three_visible_signatures_and_the_seal(pen, judged, sealed):
    raw = pen.sign(plain(), field="Sig1", box=FOOT)
    raw = pen.sign(raw, field="Sig2", box=BESIDE)
    raw = pen.sign(raw, field="Sig3", box=(60, 120, 260, 180), page=1)
    told = judged(sealed(raw))
    assert verdicts(told) == ["valid"] * 4, told


@pytest.mark.parametrize("certify", [None, 2, 3])
def test_filling_an_empty_field(pen, judged, certify):
    told = judged(forgery.grown(pen.sign(plain(), certify=certify), fill))
    assert told.verdict is Verdict.VALID, told
    assert told.signatures[0].reasons, "it is said that a field was filled"


def test_filling_after_certified_without_changes(pen, judged):
    told = judged(forgery.grown(pen.sign(plain(), certify=1), fill))
    assert told.verdict is Verdict.CHANGED


def with_field(box):
    """Give a document that leaves a place for the second signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain()))
    fields.append_signature_field(writer, fields.SigFieldSpec("Second", box=box))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_signature_on_the_dotted_line(pen, judged):
    raw = pen.sign(with_field(DOTTED), certify=2)
    told = judged(pen.sign(raw, field="Second", box=DOTTED))
    assert verdicts(told) == ["valid", "valid"], told


def test_field_laid_over_the_words_before_signing(pen, judged):
    """A shadow: the place was prepared over what is signed, to be filled afterwards."""
    raw = pen.sign(with_field(UPON), certify=2)
    told = judged(pen.sign(raw, field="Second", box=UPON))
    assert verdicts(told) == ["changed_after_signing", "valid"], told


@pytest.mark.parametrize("level", ["B-T", "B-LT"])
def test_signature_after_long_term_material(pen, judged, sealed, level):
    told = judged(pen.sign(sealed(plain(), level), field="Later", box=FOOT))
    assert verdicts(told) == ["valid", "valid"], told


def _context(authority):
    return ValidationContext(
        trust_roots=load_roots((authority.root_pem,)),
        other_certs=load_roots((authority.chain(),)),
        allow_fetching=True,
        revocation_mode="require",
    )


def test_long_term_becomes_archived_and_is_renewed(authority, judged, sealed):
    raw = sealed(plain(), "B-LT")
    stamper = PdfTimeStamper(HTTPTimeStamper(authority.tsa_url))
    writer = IncrementalPdfFileWriter(io.BytesIO(raw))
    once = stamper.timestamp_pdf(writer, "sha256", _context(authority)).getvalue()
    told = judged(once)
    assert (verdicts(told), told.signatures[0].level) == (["valid"], "B-LTA")
    twice = io.BytesIO(once)
    stamper.update_archival_timestamp_chain(
        PdfFileReader(twice),
        _context(authority),
        in_place=True,
    )
    told = judged(twice.getvalue())
    assert (verdicts(told), told.signatures[0].level) == (["valid"], "B-LTA"), told


def test_certificates_added_later(authority, judged, pen):
    out = io.BytesIO(pen.sign(plain()))
    DocumentSecurityStore.add_dss(out, sig_contents=None, certs=load_roots((authority.chain(),)))
    assert judged(out.getvalue()).verdict is Verdict.VALID


# --- the same, abused ----------------------------------------------------------------------------


@pytest.mark.parametrize("text", [" ", "9.999 lei"])
def test_second_signature_over_what_was_signed(pen, judged, text):
    raw = pen.sign(pen.sign(plain()), field="Sneaky", box=UPON, text=text)
    told = judged(raw)
    first, second = told.signatures
    assert (first.verdict, first.changed_pages) == (Verdict.CHANGED, (1,)), told
    assert second.verdict is Verdict.VALID


def test_second_signature_beside_what_was_signed_keeps_it_readable(pen, judged):
    raw = pen.sign(pen.sign(plain()), field="Upon", box=UPON, opacity=0, text="L")
    assert judged(raw).verdict is Verdict.VALID


@pytest.mark.parametrize("certify", [2, 3])
def test_new_visible_field_over_a_certified_page(pen, judged, certify):
    raw = pen.sign(pen.sign(plain(), certify=certify), field="Sneaky", box=UPON)
    assert judged(raw).signatures[0].verdict is Verdict.CHANGED


@pytest.mark.parametrize(("certify", "is_permitted"), [(2, False), (3, True)])
def test_annotation_is_shown_even_where_it_is_permitted(pen, judged, certify, is_permitted):
    told = judged(forgery.grown(pen.sign(plain(), certify=certify), forgery.annotation))
    (one,) = told.signatures
    assert (one.verdict, one.changed_pages) == (Verdict.CHANGED, (1,))
    assert (text("verify.changed_notes") in one.reasons) == is_permitted


def test_broken_second_signature_shows_nothing_of_its_own(pen, judged):
    first = pen.sign(plain())
    raw = pen.sign(first, field="Broken", box=FOOT)
    at = raw.index(b"/Contents <", len(first)) + 200
    raw = raw[:at] + (b"00" if raw[at : at + 2] != b"00" else b"11") + raw[at + 2 :]
    told = judged(raw)
    assert told.signatures[0].verdict is Verdict.CHANGED, told
    assert told.signatures[1].verdict in (Verdict.INVALID, Verdict.CANNOT_CHECK)


def test_filled_value_exchanged_later(pen, judged):
    told = judged(forgery.grown(pen.sign(plain()), fill, wanted="amount", value="9.999 lei"))
    assert told.verdict is Verdict.CHANGED
