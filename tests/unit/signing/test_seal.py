"""The seal at every level, and what it does when the outside, the key or the file is not right."""

import subprocess
import traceback
from datetime import timedelta

import pikepdf
import pytest

from registry_desk.signing import LEVELS, SealKey, seal, verify
from registry_desk.signing.errors import (
    CertificateRefused,
    ClockApart,
    NotAPdf,
    PdfLocked,
    PdfUnsignable,
    RevocationAway,
    SealKeyUnreadable,
    SourceMissing,
    TimestampAway,
    TimestampExpired,
    TimestampNeeded,
    TimestampSlow,
)


def sealed(source, authority, key, level="B-B", **more):
    target = source.with_name("sealed.pdf")
    tsa = None if level == "B-B" else authority.tsa_url
    seal(source, target, key=key, trust=[authority.root_pem], level=level, tsa_url=tsa, **more)
    return target


@pytest.mark.parametrize("level", LEVELS)
def test_level_asked_is_level_reached(reply, authority, key, level):
    target = sealed(reply, authority, key, level)
    verdict = verify(target, trust=[authority.root_pem], is_offline=level in ("B-LT", "B-LTA"))
    (one,) = verdict.signatures
    assert (verdict.verdict, one.level, one.reasons) == ("valid", level, ())
    assert one.time_source == ("claimed" if level == "B-B" else "timestamp")
    assert one.covers_whole_file == (level in ("B-B", "B-T"))
    told = subprocess.run(["pdfsig", "-nocert", str(target)], capture_output=True, text=True).stdout
    assert "Signature is Valid" in told
    assert target.read_bytes().startswith(reply.read_bytes())


def test_long_term_material_follows_the_signature(reply, authority, key):
    target = sealed(reply, authority, key, "B-LT")
    assert target.read_bytes().count(b"%%EOF") == reply.read_bytes().count(b"%%EOF") + 2


def test_second_seal_keeps_the_first(reply, authority, key):
    first = sealed(reply, authority, key)
    second = first.with_name("twice.pdf")
    seal(first, second, key=key, trust=[authority.root_pem])
    verdict = verify(second, trust=[authority.root_pem])
    assert [s.verdict for s in verdict.signatures] == ["valid", "valid"]
    assert [s.field for s in verdict.signatures] == ["Seal1", "Seal2"]


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_never_at_a_lower_level(reply, authority, key, level):
    with pytest.raises(TimestampNeeded):
        seal(reply, reply.with_name("s.pdf"), key=key, trust=[authority.root_pem], level=level)
    authority.away.add("tsa")
    with pytest.raises(TimestampAway):
        sealed(reply, authority, key, level)
    assert [p.name for p in reply.parent.glob("*.pdf*")] == ["reply.pdf"]


def test_wrong_nonce_is_no_timestamp(reply, authority, key):
    authority.twisted_nonce = True
    with pytest.raises(TimestampAway):
        sealed(reply, authority, key, "B-T")


def test_slow_authority_is_waited_for_so_long_and_no_longer(reply, authority, key, monkeypatch):
    monkeypatch.setattr("registry_desk.signing.sources._TSA_TIMEOUT_S", 0.2)
    authority.slow_s = 1.0
    with pytest.raises(TimestampSlow, match=r"0\.2 s"):
        sealed(reply, authority, key, "B-LT")
    assert [p.name for p in reply.parent.glob("*.pdf*")] == ["reply.pdf"]


@pytest.mark.parametrize("level", ["B-T", "B-LT"])
def test_expired_authority_gives_no_timestamp(reply, authority, key, level, tmp_path):
    terms = {"trust": [authority.root_pem], "tsa_url": authority.ended_tsa_url}
    with pytest.raises(TimestampExpired):
        seal(reply, tmp_path / "s.pdf", key=key, level=level, **terms)
    assert [p.name for p in tmp_path.glob("*.pdf*")] == ["reply.pdf"]


@pytest.mark.parametrize("hours", [1, -1])
def test_clock_wrong_by_an_hour_is_named(reply, authority, key, hours):
    authority.clock_off = timedelta(hours=hours)
    with pytest.raises(ClockApart, match="60 min"):
        sealed(reply, authority, key, "B-T")
    with pytest.raises((ClockApart, RevocationAway)):
        sealed(reply, authority, key, "B-LT")
    assert [p.name for p in reply.parent.glob("*.pdf*")] == ["reply.pdf"]
    authority.clock_off = timedelta(minutes=hours)
    assert sealed(reply, authority, key, "B-LT").exists(), "a minute is no hindrance"


def test_outdated_list_is_not_blamed_on_the_document(reply, authority, key):
    authority.clock_off = timedelta(days=-200)
    with pytest.raises((ClockApart, RevocationAway)):
        sealed(reply, authority, key, "B-LT")


def test_no_long_term_without_revocation_material(reply, authority, key):
    authority.away.update(("ocsp", "crls"))
    with pytest.raises(RevocationAway):
        sealed(reply, authority, key, "B-LT")
    assert not list(reply.parent.glob("sealed*"))
    authority.away.clear()
    assert sealed(reply, authority, key, "B-LT").exists(), "a failed answer must not stay cached"


def test_unknown_root_is_refused(reply, authority, key, tmp_path):
    from registry_desk.demo.pki import make_pki

    other = make_pki(tmp_path / "other", "Altă primărie", ()).root_pem
    with pytest.raises(CertificateRefused):
        seal(
            reply,
            tmp_path / "s.pdf",
            key=key,
            trust=[other],
            level="B-LT",
            tsa_url=authority.tsa_url,
        )


def test_wrong_password_shows_nowhere(reply, authority):
    secret = "tainic" + str(4711)
    wrong = SealKey(authority.seal_file, secret)
    with pytest.raises(SealKeyUnreadable) as caught:
        seal(reply, reply.with_name("s.pdf"), key=wrong)
    told = "".join(traceback.format_exception(caught.value)) + str(caught.value.as_dict())
    assert secret not in told
    assert secret not in repr(wrong)


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (lambda raw: b"", NotAPdf),
        (lambda raw: b"PK\x03\x04 not a PDF", NotAPdf),
        (lambda raw: raw[: len(raw) // 2], PdfUnsignable),
        (lambda raw: raw.replace(b"startxref", b"startyref"), PdfUnsignable),
        (lambda raw: b"%PDF-1.7\n" + b"\x00" * 500, PdfUnsignable),
    ],
    ids=["empty", "other kind", "cut", "no xref", "zeros"],
)
def test_broken_files_are_named_and_nothing_is_left(reply, authority, key, damage, error):
    reply.write_bytes(damage(reply.read_bytes()))
    with pytest.raises(error):
        sealed(reply, authority, key)
    assert [p.name for p in reply.parent.glob("*.pdf*")] == ["reply.pdf"]


def test_encrypted_and_missing_files(reply, authority, key):
    locked = reply.with_name("locked.pdf")
    with pikepdf.open(reply) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    with pytest.raises(PdfLocked):
        sealed(locked, authority, key)
    with pytest.raises(SourceMissing):
        sealed(reply.with_name("gone.pdf"), authority, key)
