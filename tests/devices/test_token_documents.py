"""Documents of unusual make, keys of every size, and folders that take nothing."""

import io
import json
import os
import resource
import subprocess
import sys

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from registry_desk.demo.token import soft_token
from registry_desk.signing import SignJob, TokenHost, sign_batch, verify
from tests.judges.authority import Authority
from tests.unit.signing import documents

KEYS = {
    "rsa3072": lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
    "rsa4096": lambda: rsa.generate_private_key(public_exponent=65537, key_size=4096),
    "p384": lambda: ec.generate_private_key(ec.SECP384R1()),
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    more = {name: make() for name, make in KEYS.items()}
    made = Authority(tmp_path_factory.mktemp("authority"), more)
    yield made
    made.close()


@pytest.fixture(scope="module")
def token(tmp_path_factory, authority):
    return soft_token(tmp_path_factory.mktemp("token"), authority.pki("ana", *KEYS))


@pytest.fixture(scope="module")
def host(token):
    with TokenHost(token.module, environment=token.environment) as started:
        yield started


@pytest.fixture
def signing(host, token, tmp_path):
    """Give a function that signs a document given as bytes."""

    def sign(raw, *, certificate="01", visible=True, target=None):
        source = tmp_path / "source.pdf"
        source.write_bytes(raw)
        job = SignJob(source, target or tmp_path / "signed.pdf")
        terms = {"certificate_id": certificate, "visible": visible}
        return sign_batch(host, [job], pin=lambda question: token.pin, **terms)[0]

    return sign


def verdicts(file, authority):
    told = verify(file, trust=[authority.root_pem, authority.chain()])
    return [str(one.verdict) for one in told.signatures]


@pytest.mark.parametrize("certificate", ["02", "03", "04"], ids=list(KEYS))
def test_large_keys_sign_and_hold(signing, authority, certificate):
    done = signing(documents.plain(), certificate=certificate)
    assert done.error is None
    assert verdicts(done.target, authority) == ["valid"]
    told = subprocess.run(["pdfsig", "-nocert", done.target], capture_output=True, text=True)
    assert "Signature is Valid" in told.stdout


def test_a_form_keeps_its_fields(signing, authority):
    done = signing(documents.plain())
    assert verdicts(done.target, authority) == ["valid"]
    with pikepdf.open(done.target) as pdf:
        names = {str(field.T): field.get("/V") for field in pdf.Root.AcroForm.Fields}
        assert len(pdf.pages[0].Annots) >= 2
    assert str(names.pop("amount")) == "100 lei"
    assert set(names) == {"remark", "Signature1"}


@pytest.mark.parametrize("allowed", [2, 3])
def test_certified_for_filling_is_signed_unseen_only(signing, authority, allowed):
    raw = documents.Pen(authority).sign(documents.plain(), certify=allowed)
    assert signing(raw).error.code == "pdf_certified"
    done = signing(raw, visible=None)
    assert done.error is None
    assert verdicts(done.target, authority) == ["valid", "valid"]


def hybrid(raw):
    """Give a document with a table for old readers and a stream for new ones.

    Source: ISO 32000-1, 7.5.8.4.
    """
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    old = out.getvalue()
    start = int(old.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(io.BytesIO(old)) as pdf:
        count = int(pdf.trailer.Size)
        root = pdf.Root.objgen[0]
    at = len(old)
    new = f"{count} 0 obj\n<</Kept true>>\nendobj\n".encode()
    stream_at = at + len(new)
    row = bytes([1]) + at.to_bytes(4, "big") + b"\0"
    head = f"<</Type/XRef/Size {count + 1}/W[1 4 1]/Index[{count} 1]/Root {root} 0 R/Length 6>>"
    new += f"{count + 1} 0 obj\n{head}\nstream\n".encode() + row + b"\nendstream\nendobj\n"
    table_at = at + len(new)
    trailer = f"<</Size {count + 2}/Root {root} 0 R/Prev {start}/XRefStm {stream_at}>>"
    new += f"xref\n0 0\ntrailer\n{trailer}\nstartxref\n{table_at}\n%%EOF\n".encode()
    return old + new


def test_hybrid_file_is_signed_whole_or_named(signing, authority):
    raw = hybrid(documents.plain())
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert len(pdf.pages) == 2
    done = signing(raw)
    assert done.error is None
    assert verdicts(done.target, authority) == ["valid"]
    assert done.target.read_bytes().startswith(raw)


def run(token, sources, out, **more):
    command = [sys.executable, "-m", "registry_desk", "--lang", "en", "sign", "--json"]
    command += ["--module", token.module, "--token", token.serial, "--certificate", "01"]
    command += ["--level", "B-B", "--pin-stdin", "--out", out, *sources]
    done = subprocess.run(
        [*map(str, command)], input=token.pin + "\n", capture_output=True, text=True,
        env={**os.environ, **token.environment}, **more,
    )  # fmt: skip
    return done.returncode, json.loads(done.stdout)


def test_full_disk_keeps_what_is_signed_and_nothing_half(token, tmp_path):
    """A limit on file size stands for the disk: it fails in the middle of writing all the same."""
    small, large = tmp_path / "a.pdf", tmp_path / "b.pdf"
    small.write_bytes(documents.plain())
    with pikepdf.open(small) as pdf:
        pdf.Root.PieceInfo.Kept = pdf.make_indirect(pikepdf.Stream(pdf, os.urandom(900_000)))
        pdf.save(large)
    out = tmp_path / "out"
    code, told = run(
        token, [small, large], out,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (800_000, 800_000)),
    )  # fmt: skip
    assert [row["error"] and row["error"]["code"] for row in told["files"]] == [None, "disk_full"]
    assert code == 5
    assert [p.name for p in out.iterdir()] == ["a.pdf"]


def test_folder_that_may_not_be_written(signing, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir()
    if os.geteuid() == 0:
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "ro", "none", closed], check=False, capture_output=True
        )
        if not os.path.ismount(closed):
            pytest.skip("root writes everywhere, and nothing may be mounted here")
    else:
        closed.chmod(0o500)
    try:
        done = signing(documents.plain(), target=closed / "x.pdf")
    finally:
        if os.path.ismount(closed):
            subprocess.run(["umount", closed], check=True)
        closed.chmod(0o700)
    assert (done.error.code, done.is_stop) == ("folder_closed", True)
    assert list(closed.iterdir()) == []
