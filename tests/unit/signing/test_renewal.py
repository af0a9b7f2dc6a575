"""Archive timestamps: the first brings the proofs along, each further one covers those before."""

from datetime import UTC, datetime, timedelta

import pikepdf
import pytest

from registry_desk.errors import DamagedError
from registry_desk.signing import SealKey, seal, verify
from registry_desk.signing.errors import PdfUnsignable, TimestampAway, TimestampNeeded
from registry_desk.signing.renewal import renew, renewal_due_at
from tests.judges.authority import Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture
def sealed(tmp_path, authority):
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(tmp_path / "plain.pdf")
    key = SealKey(authority.seal_file, "secret")
    seal(tmp_path / "plain.pdf", tmp_path / "sealed.pdf", key=key)
    return tmp_path / "sealed.pdf"


def test_a_chain_of_renewals_stays_valid(sealed, authority, tmp_path):
    terms = {"tsa_url": authority.tsa_url, "trust": [authority.root_pem, authority.chain()]}
    assert renewal_due_at(sealed) < datetime.now(UTC), "without an archive timestamp it is due"
    once, twice = tmp_path / "1.pdf", tmp_path / "2.pdf"
    renew(sealed, once, **terms)
    renew(once, twice, **terms)
    assert twice.read_bytes().startswith(once.read_bytes())
    for file in (once, twice):
        told = verify(file, trust=[authority.root_pem], is_offline=True)
        assert (told.verdict, told.signatures[0].level) == ("valid", "B-LTA")
        ends = datetime(2100, 1, 1, tzinfo=UTC)
        assert renewal_due_at(file) == ends - timedelta(days=90)


def test_a_wrong_answer_leaves_no_file(sealed, authority, tmp_path):
    authority.twisted_nonce = True
    try:
        with pytest.raises(TimestampAway):
            renew(
                sealed,
                tmp_path / "new.pdf",
                tsa_url=authority.tsa_url,
                trust=[authority.root_pem, authority.chain()],
            )
    finally:
        authority.twisted_nonce = False
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf"}
    assert not (tmp_path / "new.pdf").exists()


def test_what_cannot_be_renewed(sealed, tmp_path):
    assert renewal_due_at(tmp_path / "plain.pdf") is None
    with pytest.raises(TimestampNeeded):
        renew(sealed, tmp_path / "new.pdf", tsa_url=None, trust=[])
    (tmp_path / "plain.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    with pytest.raises(PdfUnsignable) as caught:
        renewal_due_at(tmp_path / "plain.pdf")
    assert isinstance(caught.value, DamagedError)
