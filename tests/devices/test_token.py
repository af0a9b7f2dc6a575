"""Officials' tokens: real PKCS#11 on SoftHSM2, and the faults tokens and their modules have."""

import logging
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.demo.token import find_softhsm, soft_token
from registry_desk.errors import Cancelled
from registry_desk.pdf import compose_reply
from registry_desk.signing import SignJob, TokenHost, VisibleStamp, sign_batch, verify
from registry_desk.signing.errors import (
    CertificateUnclear,
    CertificateUnfit,
    NotAPdf,
    NoToken,
    PdfCertified,
    PdfLocked,
    PinEmpty,
    PinLocked,
    PinWrong,
    RevocationAway,
    ShownFileChanged,
    TimestampAway,
    TokenModuleCrashed,
    TokenModuleExposed,
    TokenModuleUnfit,
    TokenSilent,
)
from tests.conftest import CHECKOUT
from tests.judges.authority import Authority
from tests.unit.signing.conftest import REPLY


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def token(tmp_path_factory, authority):
    """Give a token with one certificate of each kind."""
    pki = authority.pki("ana", "revoked", "expired", "unfit", "elliptic")
    return soft_token(tmp_path_factory.mktemp("token"), pki)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory):
    """Give the module that passes on to SoftHSM2 but for one fault."""
    built = tmp_path_factory.mktemp("module") / "faulty.so"
    source = CHECKOUT / "tests/devices/faulty_pkcs11.c"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", built, source, "-ldl"], check=True)
    return built


@pytest.fixture
def host(token):
    with TokenHost(token.module, environment=token.environment) as started:
        yield started


@pytest.fixture
def jobs(tmp_path):
    made = []
    (tmp_path / "out").mkdir()
    for number in range(4):
        source = tmp_path / f"{number}.pdf"
        compose_reply(replace(REPLY, number=f"{number + 1}/2026"), source)
        made.append(SignJob(source, tmp_path / "out" / source.name))
    return made


@pytest.fixture
def pin(token):
    return lambda question: token.pin


def left(jobs):
    return sorted(p.name for p in jobs[0].target.parent.iterdir())


def test_tokens_are_listed_with_reasons(host, token):
    (found,) = host.tokens()
    assert (found.serial, found.label) == (token.serial, token.label)
    assert {c.owner: c.unfit_reason for c in found.certificates} == {
        "TEST ana": "",
        "TEST revoked": "",
        "TEST elliptic": "",
        "TEST expired": "expired",
        "TEST unfit": "not_for_signing",
    }


@pytest.mark.parametrize("certificate", ["01", "05"], ids=["RSA", "elliptic curve"])
@pytest.mark.parametrize("visible", [None, True, VisibleStamp("Ana", "Consilier", "1/2026")])
def test_a_pile_with_one_pin(host, token, authority, jobs, certificate, visible):
    asked, seen = [], []
    results = sign_batch(
        host,
        jobs,
        token_serial=token.serial,
        certificate_id=certificate,
        pin=lambda question: (asked.append(question), token.pin)[1],
        visible=visible,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert [r.error for r in results] == [None] * 4
    assert [q.document_count for q in asked] == [4]
    assert seen == [(n, 4) for n in range(1, 5)]
    for result in results:
        verdict = verify(result.target, trust=[authority.root_pem, authority.chain()])
        assert verdict.verdict == "valid", verdict
        told = subprocess.run(["pdfsig", "-nocert", result.target], capture_output=True, text=True)
        assert "Signature is Valid" in told.stdout
        assert "Total document signed" in told.stdout


def test_official_then_second_official(host, token, authority, jobs, pin):
    first = sign_batch(host, jobs[:1], certificate_id="01", pin=pin, visible=True)[0]
    again = SignJob(first.target, first.target.with_name("twice.pdf"))
    second = sign_batch(host, [again], certificate_id="05", pin=pin, visible=True)[0]
    verdict = verify(second.target, trust=[authority.root_pem, authority.chain()])
    assert [s.verdict for s in verdict.signatures] == ["valid", "valid"]
    with pikepdf.open(second.target) as pdf:
        boxes = [[float(e) for e in f.Rect] for f in pdf.Root.AcroForm.Fields]
    assert boxes[1][2] <= boxes[0][0], "the second picture stands beside the first"


@pytest.mark.parametrize("level", ["B-T", "B-LT", "B-LTA"])
def test_levels_with_a_token(host, authority, jobs, pin, level):
    trust = [authority.root_pem, authority.chain()]
    before = authority.stamped
    results = sign_batch(
        host,
        jobs,
        certificate_id="01",
        pin=pin,
        level=level,
        tsa_url=authority.tsa_url,
        trust=trust,
    )
    assert [r.error for r in results] == [None] * 4
    asked = {"B-T": 4, "B-LT": 5, "B-LTA": 9}
    assert authority.stamped - before == asked[level], "timestamps cost money"
    verdict = verify(results[3].target, trust=[authority.root_pem])
    assert (verdict.verdict, verdict.signatures[0].level) == ("valid", level)


def test_timestamp_authority_away_stops_and_keeps(host, authority, jobs, pin):
    trust = [authority.root_pem, authority.chain()]
    terms = {"certificate_id": "01", "pin": pin, "level": "B-LT", "trust": trust}
    terms["tsa_url"] = authority.tsa_url
    authority.away.add("tsa")
    try:
        results = sign_batch(host, jobs, **terms)
    finally:
        authority.away.clear()
    assert {type(r.error) for r in results} == {TimestampAway}
    assert left(jobs) == []
    authority.away.update(("ocsp", "crls"))
    try:
        results = sign_batch(host, jobs, **terms)
    finally:
        authority.away.clear()
    assert {type(r.error) for r in results} == {RevocationAway}
    assert [r.error for r in sign_batch(host, jobs, **terms)] == [None] * 4


def test_a_wrong_nonce_stops_and_leaves_nothing(host, authority, jobs, pin):
    authority.twisted_nonce = True
    try:
        results = sign_batch(
            host, jobs, certificate_id="01", pin=pin, level="B-T", tsa_url=authority.tsa_url
        )
    finally:
        authority.twisted_nonce = False
    assert {type(r.error) for r in results} == {TimestampAway}
    assert all(r.is_stop for r in results)
    assert left(jobs) == []


def test_broken_xref_empty_file_and_five_earlier_signatures(host, authority, jobs, pin, tmp_path):
    whole = jobs[1].source.read_bytes()
    jobs[0].source.write_bytes(b"")
    jobs[1].source.write_bytes(whole.replace(b"startxref", b"startxxxx"))
    for number in range(5):
        job = SignJob(jobs[2].source, tmp_path / f"{number}-signed.pdf")
        assert sign_batch(host, [job], certificate_id="01", pin=pin)[0].error is None
        jobs[2] = replace(jobs[2], source=job.target)
    results = sign_batch(host, jobs, certificate_id="01", pin=pin, visible=True)
    assert [r.error and r.error.code for r in results] == [
        "not_a_pdf", "pdf_unsignable", None, None,
    ]  # fmt: skip
    assert not any(r.is_stop for r in results)
    verdict = verify(results[2].target, trust=[authority.root_pem, authority.chain()])
    assert [s.verdict for s in verdict.signatures] == ["valid"] * 6


def test_revoked_certificate_signs_nothing_long_term(host, authority, jobs, pin):
    results = sign_batch(
        host,
        jobs,
        certificate_id="02",
        pin=pin,
        level="B-LT",
        tsa_url=authority.tsa_url,
        trust=[authority.root_pem, authority.chain()],
    )
    assert {r.error.code for r in results} == {"certificate_refused"}
    assert "revocat" in results[0].error.message
    assert left(jobs) == []


@pytest.mark.parametrize(("certificate", "reason"), [("03", "expirat"), ("04", "semnarea")])
def test_unfit_certificates_say_why(host, jobs, pin, certificate, reason):
    with pytest.raises(CertificateUnfit) as caught:
        sign_batch(host, jobs, certificate_id=certificate, pin=pin)
    assert reason in caught.value.message


def test_several_certificates_need_a_choice(host, jobs, pin):
    with pytest.raises(CertificateUnclear):
        sign_batch(host, jobs, pin=pin)


def test_pin_is_asked_once_and_never_told(host, token, jobs, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = "99" + str(887766)
    with pytest.raises(PinWrong) as caught:
        sign_batch(host, jobs, certificate_id="01", pin=lambda question: wrong)
    assert wrong not in repr(caught.value) + str(caught.value.__cause__) + caplog.text
    assert host.tokens()[0].is_pin_low
    with pytest.raises(PinEmpty):
        sign_batch(host, jobs, certificate_id="01", pin=lambda question: "")
    with pytest.raises(Cancelled):
        sign_batch(host, jobs, certificate_id="01", pin=lambda question: None)
    asked = []
    sign_batch(
        host,
        jobs,
        certificate_id="01",
        pin=lambda question: (asked.append(question.is_pin_low), token.pin)[1],
    )
    assert asked == [True]
    assert not host.tokens()[0].is_pin_low


def test_bad_documents_are_skipped_and_named(host, jobs, pin, tmp_path):
    jobs[0].source.write_bytes(b"no PDF")
    with pikepdf.open(jobs[1].source, allow_overwriting_input=True) as pdf:
        pdf.save(encryption=pikepdf.Encryption(owner="o", user="u"))
    jobs[2] = replace(jobs[2], sha256="0" * 64)
    results = sign_batch(host, jobs, certificate_id="01", pin=pin)
    assert [type(r.error) for r in results[:3]] == [NotAPdf, PdfLocked, ShownFileChanged]
    assert results[3].error is None
    assert left(jobs) == ["3.pdf"]


def test_certified_documents_are_not_stamped(host, pin, shared, tmp_path):
    source = shared / "material/esig__dss/signed/certified-no-change-permitted.pdf"
    for visible in (True, None):
        job = SignJob(source, tmp_path / "out.pdf")
        result = sign_batch(host, [job], certificate_id="01", pin=pin, visible=visible)[0]
        assert type(result.error) is PdfCertified
    allowed = shared / "material/esig__dss/signed/certified-changes-permitted.pdf"
    job = SignJob(allowed, tmp_path / "out.pdf")
    assert type(sign_batch(host, [job], certificate_id="01", pin=pin, visible=True)[0].error) is (
        PdfCertified
    )


def test_cancelled_between_documents(host, jobs, pin):
    done = []
    results = sign_batch(
        host,
        jobs,
        certificate_id="01",
        pin=pin,
        progress=lambda count, total: done.append(count),
        cancelled=lambda: bool(done),
    )
    signed = [r for r in results if r.error is None]
    assert 1 <= len(signed) <= 4
    assert left(jobs) == [r.target.name for r in signed]
    assert all(isinstance(r.error, Cancelled) for r in results if r.error)


def test_full_or_closed_folder_leaves_no_half_file(host, jobs, pin):
    away = replace(jobs[0], target=jobs[0].source.parent / "no" / "x.pdf")
    results = sign_batch(host, [away], certificate_id="01", pin=pin)
    assert results[0].error is not None
    assert not (jobs[0].source.parent / "no").exists()


def hosting(faulty, token, fault, after=0, timeout_s=30):
    environment = {
        **token.environment,
        "REAL_PKCS11": str(find_softhsm()),
        "FAULT": fault,
        "FAULT_AFTER": str(after),
    }
    return TokenHost(faulty, environment=environment, timeout_s=timeout_s)


@pytest.mark.parametrize(
    ("fault", "error"),
    [("pulled_sign", NoToken), ("crash_sign", TokenModuleCrashed), ("hang_sign", TokenSilent)],
)
def test_token_lost_in_the_batch_keeps_what_is_signed(faulty, token, jobs, pin, fault, error):
    with hosting(faulty, token, fault, after=2, timeout_s=1.5) as host:
        results = sign_batch(host, jobs, certificate_id="01", pin=pin)
        failed = [r for r in results if r.error]
        assert {type(r.error) for r in failed} == {error}
        assert all(r.is_stop for r in failed)
        assert 1 <= len(failed) < 4
        assert left(jobs) == [r.target.name for r in results if r.error is None]
        assert host.tokens()[0].serial == token.serial, "the worker starts anew"


def test_locked_pin(faulty, token, jobs, pin):
    with hosting(faulty, token, "locked_login") as host, pytest.raises(PinLocked):
        sign_batch(host, jobs, certificate_id="01", pin=pin)


def test_module_that_is_none(tmp_path, faulty, token):
    text = tmp_path / "module.so"
    text.write_text("no library")
    with TokenHost(text) as host, pytest.raises(TokenModuleUnfit):
        host.tokens()
    with hosting(faulty, token, "crash_start") as host, pytest.raises(TokenModuleCrashed):
        host.tokens()
    with pytest.raises(TokenModuleUnfit):
        TokenHost(tmp_path / "missing.so")
    text.chmod(0o666)
    with pytest.raises(TokenModuleExposed):
        TokenHost(text)


def test_no_token_and_two_of_one_label(tmp_path, token, host, jobs, pin):
    with pytest.raises(NoToken):
        sign_batch(host, jobs, token_serial="0000", pin=pin)
    pki = make_pki(tmp_path / "pki", "P", ["Ion"])
    first = soft_token(tmp_path / "twins", pki)
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", first.label, "--so-pin", "1234",
         "--pin", "4321"],
        env={"SOFTHSM2_CONF": str(first.conf), "PATH": "/usr/bin"}, check=True, capture_output=True,
    )  # fmt: skip
    with TokenHost(first.module, environment=first.environment) as twins:
        assert [t.label for t in twins.tokens()] == [first.label] * 2
        results = sign_batch(
            twins, jobs[:1], token_serial=first.serial, pin=lambda question: first.pin
        )
        assert results[0].error is None


def test_token_put_in_later_is_seen(tmp_path, token):
    conf = tmp_path / "softhsm2.conf"
    (tmp_path / "tokens").mkdir()
    conf.write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    with TokenHost(token.module, environment={"SOFTHSM2_CONF": str(conf)}) as host:
        assert host.tokens() == []
        soft_token(tmp_path, make_pki(tmp_path / "pki", "P", ["Ion"]))
        assert [c.owner for c in host.tokens()[0].certificates] == ["TEST Ion"]


def test_command_line_signs_and_resumes(token, authority, jobs, tmp_path):
    import json
    import os

    def run(*arguments, given=""):
        command = [sys.executable, "-m", "registry_desk", "--lang", "ro", "sign", "--json"]
        command += ["--module", str(token.module), "--token", token.label, "--certificate", "01"]
        done = subprocess.run(
            [*command, *map(str, arguments)],
            input=given,
            capture_output=True,
            text=True,
            env={**os.environ, **token.environment},
        )
        return done.returncode, json.loads(done.stdout), done.stderr

    sources = [job.source for job in jobs]
    sources[1].write_bytes(b"no PDF")
    out = tmp_path / "signed"
    code, told, noise = run(
        *sources, "--out", out, "--level", "B-B", "--pin-stdin", given=token.pin + "\n"
    )
    assert code == 6
    assert [row["error"] and row["error"]["code"] for row in told["files"]] == [
        None, "not_a_pdf", None, None,
    ]  # fmt: skip
    assert token.pin not in noise + json.dumps(told)
    compose_reply(REPLY, sources[1])
    code, told, _ = run(
        *sources, "--out", out, "--level", "B-B", "--pin-stdin", given=token.pin + "\n"
    )
    assert code == 0
    assert [row["was_signed_before"] for row in told["files"]] == [True, False, True, True]
    assert all(row["sha256"] for row in told["files"])
    assert run(*sources, "--out", tmp_path / "none")[0] == 3, "B-LT without an authority is refused"
    wrong = run(*sources, "--out", tmp_path / "none", "--level", "B-B", "--pin-stdin", given="1\n")
    assert (wrong[0], wrong[1]["error"]["code"]) == (4, "pin_wrong")
