"""Every file we make is PDF/A by the reference validator, which itself is checked first."""

from datetime import UTC, datetime

import pytest

from registry_desk.demo.pki import make_pki
from registry_desk.pdf import (
    RegistrationSheet,
    SeparatorSheet,
    assemble,
    compose_reply,
    receipt,
    registration_sheet,
    separator_sheets,
)
from registry_desk.signing import SealKey, seal
from tests.judges.verapdf import judged
from tests.unit.pdf.letters import CODE, METADATA, STAMP, capture, draw_page
from tests.unit.pdf.test_papers import RECEIPT, REPLY

pytestmark = pytest.mark.timeout(600)


def test_judge_knows_good_from_bad(shared):
    files = sorted((shared / "material/veraPDF__veraPDF-corpus/pdfa").glob("*.pdf"))
    third = [f for f in files if " 6-8-" in f.name]
    other = [f for f in files if f not in third and "6-2-11-7" not in f.name]
    told = {**judged("2b", other), **judged("3b", third)}
    assert {f.name: passes for f, (passes, _) in told.items()} == {
        f.name: "-pass-" in f.name for f in [*other, *third]
    }


def test_what_we_make_is_pdf_a(tmp_path):
    page = draw_page(tmp_path, seal=True)
    second, third = [], []
    for profile in ("faithful", "compact"):
        plain, noted = tmp_path / f"{profile}-2b.pdf", tmp_path / f"{profile}-3b.pdf"
        assemble([page, page], plain, profile=profile, metadata=METADATA)
        assemble([page], noted, profile=profile, metadata=METADATA, stamp=STAMP, capture=capture(1))
        second.append(plain)
        third.append(noted)
    pki = make_pki(tmp_path / "pki", "Primăria Valea", ())
    sealed = tmp_path / "sealed.pdf"
    seal(third[0], sealed, key=SealKey(pki.seal_pkcs12, pki.seal_password))
    third.append(sealed)
    for paper in ("a5", "roll80"):
        second.append(tmp_path / f"{paper}.pdf")
        receipt(RECEIPT, second[-1], paper=paper)
    second.append(tmp_path / "reply.pdf")
    compose_reply(REPLY, second[-1])
    second.append(tmp_path / "separators.pdf")
    separator_sheets([SeparatorSheet("REGDESK;SEP;2;d=URB;ABCDEFGHIJKLMNOP")], second[-1])
    second.append(tmp_path / "sheet.pdf")
    at = datetime(2026, 11, 23, tzinfo=UTC)
    value = RegistrationSheet("P", "1/2026", at, "a.pdf", 1, "0" * 64, "valid", CODE, "https://x/u")
    registration_sheet(value, second[-1])
    told = {**judged("2b", second), **judged("3b", third)}
    assert {f.name: why for f, (passes, why) in told.items() if not passes} == {}
