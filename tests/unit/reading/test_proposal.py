"""What is proposed for a batch: fields come from pages that are surely the document's."""

from registry_desk.reading.proposal import propose
from tests.unit.prefill.typed import page_of

LETTER = """Către Primăria Orașului Azuga

     Subsemnata Albu Ioana, domiciliată în Azuga, str. Gării nr. 2, vă rog să aprobați tăierea
plopului din fața casei.

Cu stimă,
Albu Ioana"""
DOUBTFUL = """Magazin de scule S.R.L.

Prețuri valabile luna aceasta; comenzi la telefon 0745 112 903, zilnic."""


def test_page_that_may_begin_another_document_feeds_no_field():
    proposal = propose([page_of(LETTER), page_of(DOUBTFUL, index=2)])
    assert proposal.split.documents == ((1, 2),)
    assert [d.first_page for d in proposal.split.doubtful] == [2]
    fields = proposal.understandings[0].fields
    assert fields["sender_name"].value == "Albu Ioana"
    assert "phone" not in fields
