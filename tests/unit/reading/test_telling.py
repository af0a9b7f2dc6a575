"""What ``batch.json`` suggests beside the fields: the law and its term."""

from pathlib import Path

import pytest

from registry_desk.model.page import ReadPage
from registry_desk.reading.proposal import propose
from registry_desk.reading.sources import SourcePage
from registry_desk.reading.telling import Batch, told
from tests.unit.prefill.typed import page_of

PETITION = "CERERE\n\nSubsemnatul Ion Pop, vă rog să îmi aprobați racordarea la canalizare.\n"
ASKED = "în temeiul Legii nr. 544/2001, vă rog să îmi comunicați hotărârea nr. 5.\n"
OFFICE = """\
PRIMĂRIA COMUNEI VADU
Nr. 77/02.03.2026

Către Primăria Comunei Lunca

     Vă solicităm să ne comunicați, în termen de 5 zile de la primire, situația drumurilor.
"""


def term_told(text):
    page: ReadPage = page_of(text)
    batch = Batch([SourcePage(1, Path(page.source), 1, is_whole_source=False)], {1: page})
    return told(batch, propose([page]), ["001.pdf"])["documents"][0].get("term")


@pytest.mark.parametrize(
    ("text", "days", "article"),
    [(PETITION, 30, "OG 27/2002"), (ASKED, 10, "Legea 544/2001"), (OFFICE, 5, "termenul cerut")],
)
def test_law_and_term_follow_the_kind(text, days, article):
    term = term_told(text)
    assert term["days"] == days
    assert term["article"].startswith(article)
    assert 0 < term["confidence"] <= 1


def test_no_term_is_invented():
    assert term_told(OFFICE.replace("în termen de 5 zile de la primire, ", "")) is None
