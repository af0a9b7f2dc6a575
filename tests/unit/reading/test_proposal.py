"""What is proposed for a batch: fields come from pages that are surely the document's."""

import pytest

from registry_desk.reading.proposal import propose
from registry_desk.splitting.split import DOUBT_BELOW
from tests.unit.prefill.typed import page_of

LETTER = """Către Primăria Orașului Azuga

     Subsemnata Albu Ioana, domiciliată în Azuga, str. Gării nr. 2, vă rog să aprobați tăierea
plopului din fața casei.

Cu stimă,
Albu Ioana"""
DOUBTFUL = """Magazin de scule S.R.L.

Prețuri valabile luna aceasta; comenzi la telefon 0745 112 903, zilnic.
Vă așteptăm!"""
LIKELY = """Magazin de scule S.R.L.
str. Gării nr. 3, telefon 0745 112 903

Prețuri valabile luna aceasta; comenzi zilnic, între orele 8 și 16.
Plata se face la livrare."""


def test_page_that_may_begin_another_document_feeds_no_field():
    proposal = propose([page_of(LETTER), page_of(DOUBTFUL, index=2)])
    assert proposal.split.documents == ((1, 2),)
    assert [d.first_page for d in proposal.split.doubtful] == [2]
    fields = proposal.understandings[0].fields
    assert fields["sender_name"].value == "Albu Ioana"
    assert "phone" not in fields


def test_fields_of_a_letter_that_may_end_before_its_last_page_are_less_sure():
    alone = propose([page_of(LETTER)]).understandings[0].fields
    proposal = propose([page_of(LETTER), page_of(DOUBTFUL, index=2)])
    certainty = 1 - proposal.split.doubtful[0].confidence
    for name, read in proposal.understandings[0].fields.items():
        assert read.value == alone[name].value
        least = max(0.5, alone[name].confidence * certainty)
        assert read.confidence == pytest.approx(least, abs=0.001)


def test_fields_of_a_document_whose_beginning_is_doubtful_are_looked_at():
    alone = propose([page_of(LIKELY)]).understandings[0].fields
    proposal = propose([page_of(LETTER), page_of(LIKELY, index=2)])
    begins = proposal.split.boundaries[1].confidence
    assert 0.5 < begins < DOUBT_BELOW
    fields = proposal.understandings[1].fields
    assert {name: read.value for name, read in fields.items()} == {
        name: read.value for name, read in alone.items()
    }
    assert all(0.5 <= read.confidence <= max(0.5, begins) for read in fields.values())
    before = propose([page_of(LETTER)]).understandings[0].fields
    assert proposal.understandings[0].fields == before


def test_sure_beginning_leaves_its_fields_as_sure_as_they_are():
    letter = page_of(LETTER + "\nData: 3.04.2026\n\n\nPagina 1 din 1", index=2)
    alone = propose([letter]).understandings[0].fields
    assert propose([page_of(DOUBTFUL), letter]).understandings[1].fields == alone
