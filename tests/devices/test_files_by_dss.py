"""Files signed by EU DSS, as most web signers do it: no false alarm, and the level they have."""

import pytest

from registry_desk.pdf import compose_reply
from registry_desk.signing import SealKey, seal, verify
from tests.judges import dss
from tests.judges.authority import Authority
from tests.unit.signing.conftest import REPLY
from tests.unit.signing.documents import Pen, plain

CERTIFIED = ("NO_CHANGE_PERMITTED", "MINIMAL_CHANGES_PERMITTED", "CHANGES_PERMITTED")
ORDERS = [
    ("reply", "B", {"level": "B"}),
    ("reply", "T", {"level": "T"}),
    ("reply", "LT", {"level": "LT", "left": 60}),
    ("reply", "LTA", {"level": "LTA"}),
    ("LTA", "LTA-renewed", {"level": "LTA", "extend": 1}),
    *(("reply", kind, {"level": "LT", "certify": kind}) for kind in CERTIFIED),
    *((kind, f"{kind}-kept", {"level": "LTA", "extend": 1}) for kind in CERTIFIED),
    ("form", "form-1", {"level": "LT", "left": 60}),
    ("form-1", "form-2", {"level": "LT", "left": 300}),
    ("form-2", "form-3", {"level": "LTA", "extend": 1}),
    ("others", "others-2", {"level": "LT", "left": 60}),
    ("others-2", "others-3", {"level": "LTA", "extend": 1}),
    ("reply", "unknown", {"level": "B", "hash": "SHA3_256"}),
]
LEVELS = {
    "B": ["B-B"],
    "T": ["B-T"],
    "LT": ["B-LT"],
    "LTA": ["B-LTA"],
    "LTA-renewed": ["B-LTA"],
    **{kind: ["B-LT"] for kind in CERTIFIED},
    **{f"{kind}-kept": ["B-LTA"] for kind in CERTIFIED},
    "form-1": ["B-LT"],
    "form-2": ["B-LT", "B-LT"],
    "form-3": ["B-LTA", "B-LTA"],
    "others-2": ["B-LT", "B-LT"],
    "others-3": ["B-LTA", "B-LTA"],
    "sealed": ["B-LT", "B-LT"],
}


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def files(authority, tmp_path_factory):
    """Give a folder with every file made by DSS; its sources have cross-reference streams."""
    folder = tmp_path_factory.mktemp("dss")
    compose_reply(REPLY, folder / "reply.pdf")
    (folder / "form.pdf").write_bytes(plain(is_compressed=True))
    (folder / "others.pdf").write_bytes(Pen(authority).sign(plain()))
    orders = [
        {"in": folder / f"{source}.pdf", "out": folder / f"{target}.pdf"} | wanted
        for source, target, wanted in ORDERS
    ]
    dss.sign(authority, orders, folder)
    return folder


def _told(authority, file):
    told = verify(file, trust=[authority.root_pem])
    return [(one.verdict.value, one.level, *one.reasons) for one in told.signatures]


def test_files_by_dss_are_what_they_are(authority, files):
    """One test, for each process that runs one of several would have them signed anew."""
    seal(
        files / "LT.pdf",
        files / "sealed.pdf",
        key=SealKey(authority.seal_file, "secret"),
        trust=[authority.root_pem],
        level="B-LT",
        tsa_url=authority.tsa_url,
    )
    told = {name: _told(authority, files / f"{name}.pdf") for name in LEVELS}
    assert told == {name: [("valid", level) for level in LEVELS[name]] for name in LEVELS}
    ((verdict, level, reason),) = _told(authority, files / "unknown.pdf")
    assert (verdict, level) == ("cannot_check", "B-B")
    assert "algoritm" in reason, "what nobody here can compute is not called a forgery"
