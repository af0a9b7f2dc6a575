"""A file's signatures as the screens show them: the verdict, and both views where it changed."""

import pikepdf
import pytest
from PIL import Image

from registry_desk.demo.pki import make_pki
from registry_desk.journey.signatures import look_at_signatures
from registry_desk.pdf import compose_reply
from registry_desk.signing import SealKey, seal
from tests.unit.signing import forgery
from tests.unit.signing.conftest import REPLY


@pytest.fixture
def pki(tmp_path):
    return make_pki(tmp_path / "pki", "Primăria Valea", ())


@pytest.fixture
def sealed(pki, tmp_path):
    source, target = tmp_path / "reply.pdf", tmp_path / "sealed.pdf"
    compose_reply(REPLY, source)
    seal(source, target, key=SealKey(pki.seal_pkcs12, pki.seal_password))
    return target


def test_untouched_file_needs_no_pictures(sealed, pki, tmp_path):
    looked = look_at_signatures(sealed, tmp_path / "pictures", trust=(pki.root_pem,))
    (signature,) = looked.signatures
    assert (looked.verdict, signature.verdict, signature.views) == ("valid", "valid", ())
    assert "Primăria Valea" in signature.signer
    assert dict(signature.facts)["Nivel"] == "B-B"
    assert not (tmp_path / "pictures").exists()


def test_both_views_of_what_changed(sealed, pki, tmp_path):
    sealed.write_bytes(forgery.grown(sealed.read_bytes(), forgery.new_contents))
    looked = look_at_signatures(sealed, tmp_path / "pictures", trust=(pki.root_pem,))
    (signature,) = looked.signatures
    (pair,) = signature.views
    assert (looked.verdict, signature.verdict) == ("changed_after_signing",) * 2
    assert (pair.page, signature.changed_pages) == (1, (1,))
    with Image.open(pair.signed) as signed, Image.open(pair.present) as present:
        assert signed.size == present.size
        assert signed.tobytes() != present.tobytes()


def test_page_added_is_only_in_the_present(sealed, pki, tmp_path):
    sealed.write_bytes(forgery.grown(sealed.read_bytes(), forgery.added_page))
    with pikepdf.open(sealed) as pdf:
        assert len(pdf.pages) == 2
    looked = look_at_signatures(sealed, tmp_path / "pictures", trust=(pki.root_pem,))
    (pair,) = looked.signatures[0].views
    assert (pair.page, pair.signed) == (2, None)
    assert pair.present.exists()


def test_file_without_signature_says_so(tmp_path):
    source = tmp_path / "reply.pdf"
    compose_reply(REPLY, source)
    looked = look_at_signatures(source, tmp_path / "pictures")
    assert (looked.verdict, looked.signatures) == ("unsigned", ())
