"""What we sign, at every level and with every kind of key, before the strictest judges outside.

EU DSS must accept each signature with the level that we claim, and veraPDF each file as PDF/A.
With ``--full`` every kind of key, otherwise one of each family.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from registry_desk.demo.token import soft_token
from registry_desk.pdf import assemble, compose_reply
from registry_desk.signing import (
    LEVELS,
    RemoteHost,
    RemoteService,
    SealKey,
    SignJob,
    TokenHost,
    seal,
    sign_batch,
    verify,
)
from registry_desk.signing.renewal import renew
from tests.judges import dss, verapdf
from tests.judges.authority import Authority
from tests.judges.signing_service import BEARER, PIN, SigningService
from tests.unit.pdf.letters import METADATA, STAMP, capture, draw_page
from tests.unit.signing import forgery
from tests.unit.signing.conftest import REPLY
from tests.unit.signing.documents import Pen, plain

ALL_KINDS = {
    "rsa-2048": lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "rsa-3072": lambda: rsa.generate_private_key(public_exponent=65537, key_size=3072),
    "rsa-4096": lambda: rsa.generate_private_key(public_exponent=65537, key_size=4096),
    "p-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "p-384": lambda: ec.generate_private_key(ec.SECP384R1()),
}
USUAL = ("rsa-2048", "p-256")


@pytest.fixture(scope="module")
def kinds(request):
    return tuple(ALL_KINDS) if request.config.getoption("--full") else USUAL


@pytest.fixture(scope="module")
def authority(tmp_path_factory, kinds):
    keys = {kind: ALL_KINDS[kind]() for kind in kinds}
    made = Authority(tmp_path_factory.mktemp("authority"), keys)
    yield made
    made.close()


@pytest.fixture(scope="module")
def signed(authority, kinds, tmp_path_factory):
    """Give everything we sign: file, claimed levels in the order of signing, PDF/A flavour."""
    folder = tmp_path_factory.mktemp("signed")
    by_tokens = _by_tokens(folder, authority, kinds)
    sealed = _with_seal(folder, authority, by_tokens)
    renewed = _renewed(authority, [*by_tokens, *sealed])
    return [*by_tokens, *sealed, *renewed, *_by_cloud(folder, authority)]


def _terms(authority, level):
    trust = [authority.root_pem, authority.chain()]
    tsa_url = None if level == "B-B" else authority.tsa_url
    return {"level": level, "trust": trust, "tsa_url": tsa_url}


def _by_tokens(folder, authority, kinds):
    token = soft_token(folder / "token", authority.pki(*kinds))
    made = []
    with TokenHost(token.module, environment=token.environment) as host:
        for place, kind in enumerate(kinds, start=1):
            for level in LEVELS:
                source, target = folder / f"{kind}-{level}.pdf", folder / f"{kind}-{level}-s.pdf"
                compose_reply(replace(REPLY, number=f"{place}/2026"), source)
                (done,) = sign_batch(
                    host,
                    [SignJob(source, target)],
                    certificate_id=f"{place:02x}",
                    pin=lambda question: token.pin,
                    visible=level != "B-T",
                    **_terms(authority, level),
                )
                assert done.error is None, done.error
                made.append((target, [level], "2b"))
    return made


def _with_seal(folder, authority, replies):
    key = SealKey(authority.seal_file, "secret")
    letter = folder / "letter.pdf"
    page = draw_page(folder, seal=True)
    assemble([page], letter, metadata=METADATA, stamp=STAMP, capture=capture(1))
    made = []
    for level in LEVELS:
        target = folder / f"letter-{level}.pdf"
        seal(letter, target, key=key, **_terms(authority, level))
        made.append((target, [level], "3b"))
    for reply, (level,), _ in replies[:4] + replies[-2:-1]:
        target = reply.with_name(reply.stem + "-sealed.pdf")
        seal(reply, target, key=key, **_terms(authority, level))
        made.append((target, [level, level], "2b"))
    return made


def _renewed(authority, files):
    """Renew one file of each kind as the server does, and one of them a second time."""
    terms = _terms(authority, "B-LTA")
    wanted = {"tsa_url": terms["tsa_url"], "trust": terms["trust"]}
    kinds = {(flavour, len(levels)): (f, levels, flavour) for f, levels, flavour in files
             if set(levels) == {"B-LT"}}  # fmt: skip
    made = []
    for source, levels, flavour in kinds.values():
        target = source.with_name(f"{source.stem}-renewed.pdf")
        renew(source, target, **wanted)
        made.append((target, ["B-LTA"] * len(levels), flavour))
    again = made[0][0].with_name("renewed-again.pdf")
    renew(made[0][0], again, **wanted)
    return [*made, (again, *made[0][1:])]


def _by_cloud(folder, authority):
    service, made = SigningService(authority.config), []
    try:
        with RemoteHost(RemoteService(service.url, "office/ana", BEARER)) as host:
            for level in LEVELS:
                source, target = folder / f"cloud-{level}.pdf", folder / f"cloud-{level}-s.pdf"
                compose_reply(REPLY, source)
                (done,) = sign_batch(
                    host,
                    [SignJob(source, target)],
                    pin=lambda question: PIN,
                    visible=True,
                    **_terms(authority, level),
                )
                assert done.error is None, done.error
                made.append((target, [level], "2b"))
    finally:
        service.close()
    return made


def _dss_level(level):
    return f"PAdES-BASELINE-{level[2:]}"


def _asked_of_dss(files, authority, folder):
    lists = []
    for label in ("root", "interm"):
        lists.append(folder / f"{label}.crl")
        lists[-1].write_bytes(authority.answer("crls", label, b"")[0])
    trust, known = [authority.root_pem], [authority.chain()]
    return dss.judged(files, trust=trust, known=known, lists=lists)


def test_dss_accepts_all_we_sign(signed, authority, tmp_path, capsys):
    told = _asked_of_dss([file for file, _, _ in signed], authority, tmp_path)
    wrong, count = {}, 0
    for file, levels, _ in signed:
        opinions = told[file]
        reached = sorted(one.level for one in opinions)
        if reached != sorted(map(_dss_level, levels)) or any(
            one.indication != "TOTAL_PASSED" or one.changes for one in opinions
        ):
            wrong[file.name] = opinions
        count += len(opinions)
    assert wrong == {}
    with capsys.disabled():
        print(f"\nDSS: {count} signatures in {len(signed)} files, all TOTAL_PASSED")


def test_we_agree(signed, authority):
    trust = [authority.root_pem, authority.chain()]
    for file, levels, _ in signed:
        verdict = verify(file, trust=trust)
        assert (verdict.verdict, [s.level for s in verdict.signatures]) == ("valid", levels)


def test_all_we_sign_stays_pdf_a(signed, capsys):
    flavours = {flavour for _, _, flavour in signed}
    told = {}
    for flavour in flavours:
        told |= verapdf.judged(flavour, [file for file, _, own in signed if own == flavour])
    assert {Path(f).name: why for f, (passes, why) in told.items() if not passes} == {}
    with capsys.disabled():
        print(f"\nveraPDF: {len(told)} signed files, all PDF/A")


def _forged(authority, folder):
    """Make every forgery on a document signed by someone whom both judges trust."""
    pen = Pen(authority)
    original, compressed = pen.sign(plain()), pen.sign(plain(is_compressed=True))
    attacks = {**forgery.RAW, **forgery.FORGED}
    made = {name: attack(original) for name, attack in attacks.items()}
    for name, change in forgery.REVISIONS.items():
        needs_streams = name == "contents_in_object_stream"
        made[name] = forgery.grown(compressed if needs_streams else original, change)
    files = []
    for name, raw in made.items():
        files.append(folder / f"{name.replace(' ', '-')}.pdf")
        files[-1].write_bytes(raw)
    return files


@pytest.mark.full
def test_what_dss_calls_tampered_is_never_valid_here(authority, tmp_path, capsys):
    files = _forged(authority, tmp_path)
    told = _asked_of_dss(files, authority, tmp_path)
    ours = {file: verify(file, trust=[authority.root_pem]).verdict.value for file in files}
    tampered = [f for f in files if any(one.is_tampered for one in told[f])]
    assert {f.name for f in files if ours[f] == "valid"} == set()
    assert len(tampered) > len(files) // 3, "DSS notices enough of them for this to mean something"
    passed = [f.name for f in files if any(one.indication == "TOTAL_PASSED" for one in told[f])]
    with capsys.disabled():
        print(f"\nDSS calls {len(tampered)} of {len(files)} forgeries tampered, we none valid")
        print(f"DSS passes {len(passed)} of them: {', '.join(passed)}")


@pytest.mark.full
def test_files_of_others_that_dss_calls_tampered(shared, capsys):
    files = sorted((shared / "material").glob("*/signed/*.pdf"))
    told = dss.judged(files)
    ours = {file: verify(file, is_offline=True).verdict.value for file in files}
    tampered = [f for f in files if any(one.is_tampered for one in told[f])]
    assert [f.name for f in tampered if ours[f] == "valid"] == []
    noticed = [f for f in tampered if ours[f] in ("invalid", "changed_after_signing")]
    with capsys.disabled():
        print(f"\nDSS calls {len(tampered)} of {len(files)} outside files tampered;")
        print(f"we call {len(noticed)} of them invalid or changed, the others cannot be checked")
