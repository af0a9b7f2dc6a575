"""What a certification permits: signing is refused or done accordingly, and judged accordingly.

Source: ISO 32000-2, 12.8.2.2 (DocMDP, table 257) and 12.7.5.5 (lock of a signature field).
"""

import io
import subprocess

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from registry_desk.signing import Verdict, seal, verify
from registry_desk.signing.errors import PdfCertified
from registry_desk.signing.renewal import renew
from tests.unit.signing import forgery
from tests.unit.signing.documents import Pen, plain

FORBIDDEN = (
    forgery.new_contents,
    forgery.added_page,
    forgery.removed_page,
    forgery.changed_value,
    forgery.swapped_font,
)


@pytest.fixture(scope="module")
def pen(whole_authority):
    return Pen(whole_authority)


@pytest.fixture
def written(tmp_path):
    def write(raw):
        file = tmp_path / "source.pdf"
        file.write_bytes(raw)
        return file

    return write


@pytest.fixture
def sealed(authority, key, written, tmp_path):
    def put(raw, level):
        target = tmp_path / "sealed.pdf"
        seal(
            written(raw), target, key=key, trust=[authority.root_pem], level=level,
            tsa_url=None if level == "B-B" else authority.tsa_url,
        )  # fmt: skip
        return target

    return put


def judged(file, authority):
    return verify(file, trust=[authority.root_pem, authority.chain()])


def locked(pen, permission=None, action=fields.FieldMDPAction.ALL, names=None):
    """Give a document whose approval signature locks it: its field says what may follow."""
    writer = IncrementalPdfFileWriter(io.BytesIO(plain()))
    spec = fields.SigFieldSpec(
        "Locking",
        field_mdp_spec=fields.FieldMDPSpec(action, names),
        doc_mdp_update_value=fields.MDPPerm(permission) if permission else None,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name="Locking", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = signers.PdfSigner(metadata, pen._signer, new_field_spec=spec)
    return out.sign_pdf(writer).getvalue()


@pytest.mark.parametrize("level", ["B-B", "B-LT"])
def test_certified_for_no_changes_takes_no_signature(pen, sealed, level, tmp_path):
    with pytest.raises(PdfCertified):
        sealed(pen.sign(plain(), certify=1), level)
    assert [file.name for file in tmp_path.glob("*.pdf*")] == ["source.pdf"]


@pytest.mark.parametrize("level", ["B-B", "B-LT", "B-LTA"])
@pytest.mark.parametrize("permission", [2, 3])
def test_certified_for_filling_takes_an_unseen_one(pen, sealed, authority, permission, level):
    target = sealed(pen.sign(plain(), certify=permission), level)
    told = judged(target, authority)
    assert [one.verdict for one in told.signatures] == [Verdict.VALID] * 2, told
    assert told.signatures[1].level == level
    said = subprocess.run(["pdfsig", "-nocert", target], capture_output=True, text=True).stdout
    assert said.count("Signature is Valid") == 2


@pytest.mark.parametrize("permission", [None, 1, 2])
def test_who_locked_all_fields_is_not_signed_after(pen, sealed, authority, written, permission):
    raw = locked(pen, permission)
    assert judged(written(raw), authority).verdict is Verdict.VALID
    with pytest.raises(PdfCertified):
        sealed(raw, "B-B")


def test_a_lock_of_the_seals_own_field_is_kept(pen, sealed):
    with pytest.raises(PdfCertified):
        sealed(locked(pen, action=fields.FieldMDPAction.INCLUDE, names=["Seal1"]), "B-B")


@pytest.mark.parametrize("permission", [1, 2, 3])
def test_proof_for_long_is_no_change(pen, authority, written, tmp_path, permission):
    """Validation material and document timestamps are allowed after every certification."""
    kept = tmp_path / "kept.pdf"
    renew(
        written(pen.sign(plain(), certify=permission)), kept,
        tsa_url=authority.tsa_url, trust=[authority.root_pem, authority.chain()],
    )  # fmt: skip
    (one,) = judged(kept, authority).signatures
    assert (one.verdict, one.changed_pages) == (Verdict.VALID, ()), one


@pytest.mark.parametrize("permission", [1, 2, 3])
def test_what_no_certification_permits(pen, authority, written, permission):
    raw = pen.sign(plain(), certify=permission)
    for change in FORBIDDEN:
        told = judged(written(forgery.grown(raw, change)), authority)
        assert told.signatures[0].verdict in (Verdict.CHANGED, Verdict.INVALID), (change, told)


def test_a_field_after_no_changes_is_a_change(pen, authority, written):
    raw = forgery.grown(pen.sign(plain(), certify=1), forgery.unsigned_field)
    assert judged(written(raw), authority).signatures[0].verdict is Verdict.CHANGED
