"""Letters as a town on the coast gets them: what their offices print that others do not."""

from dataclasses import replace

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import understand
from registry_desk.prefill.court_files import case_number
from registry_desk.prefill.cues import TITLE_CUES
from registry_desk.prefill.identifiers import cui_in
from registry_desk.prefill.matters import matters
from registry_desk.prefill.paper import Paper
from tests.unit.prefill.typed import page_of


def read(text):
    return {name: f.value for name, f in understand([page_of(text)]).fields.items()}


INVOICE = """\
Portal Soft SRL                                                    FACTURĂ
Iași, Bd. Portului nr. 34 · CUI RO18189442

Nr. document: RDE266409      Data emiterii: 21.07.2026

Cumpărător                                     Date bancare
MUNICIPIUL CARASU                              Banca Comercială
Piața Eternității nr. 1                        Id. încărcare e-Factura: 4767758745

Nr.crt. Descriere                 Cant.        Preț unitar        Total net
1       Abonament modul           3            1.466,46           4.399,38

De achitat: 6.049,25 RON
"""


def test_the_number_an_invoice_was_sent_up_with_is_not_its_own():
    assert read(INVOICE)["sender_registration_number"] == "RDE266409"


NOTICE = """\
                         Aqua Pontica S.A.

Destinatar: Primăria Municipiului Carasu
Exp. din: 22.04.2025
Document: CT-8144
Obiect: întreruperea furnizării apei potabile

Vă anunțăm că, pentru lucrări de cuplare a noii conducte, furnizarea apei va fi oprită duminică,
27.04.2025, între orele 8 și 20, pe străzile Tropaeum și Pescarilor.

Șef Centru Operațional
Geavit Stere
"""


def test_a_document_sent_out_on_a_day_bears_its_number():
    seen = read(NOTICE)
    assert seen["sender_registration_number"] == "CT-8144"
    assert seen["sender_date"] == "2025-04-22"


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("DOSARUL NR. 3520/1 18/2026", "3520/118/2026"),
        ("DOSARUL NR. 3520/118/2026", "3520/118/2026"),
    ],
)
def test_a_courts_number_is_read_with_a_blank_behind_its_stroke(written, number):
    paper = Paper([page_of(f"TRIBUNALUL CONSTANȚA\n\n{written}\n\nCITAȚIE\n")])
    assert case_number(paper, Kind.SUMMONS).value == number


def test_the_code_of_whom_an_office_writes_about_is_not_its_own():
    of_file = "Dosar fiscal: Agro Pontic SRL, cod de identificare fiscală 18189442"
    assert not list(cui_in(Paper([page_of(of_file)])))
    assert list(cui_in(Paper([page_of("Agro Pontic SRL, cod de identificare fiscală 18189442")])))


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "Examinând, în condițiile legii, legalitatea Hotărârii Consiliului Local nr. 264 din\n"
            "06.12.2025 privind darea în administrare a unui teren, am constatat că nu au fost\n"
            "respectate dispozițiile referitoare la majoritatea necesară.",
            "Hotărârea Consiliului Local nr. 264 din 06.12.2025 privind darea în administrare",
        ),
        (
            "Ca urmare a solicitării de decontare depuse pentru obiectivul „Rețea pluvială,\n"
            "cartier Gară”, finanțat prin program, vă informăm că aceasta nu poate fi procesată.",
            "Solicitarea de decontare depuse pentru obiectivul „Rețea pluvială, cartier Gară”",
        ),
    ],
)
def test_an_office_says_what_it_has_examined_or_was_asked(sentence, said):
    paper = Paper([page_of(f"{sentence}\n")])
    told = [str(found.value) for found in matters(paper, Kind.OFFICIAL_LETTER)]
    assert any(words.startswith(said) for words in told)


def test_days_at_ones_disposal_are_a_term():
    letter = NOTICE.replace(
        "Șef Centru",
        "Aveți la dispoziție 45 de zile pentru depunere; apoi dosarul se clasează.\n\nȘef",
    )
    assert read(letter)["deadline_days"] == 45


def test_the_body_below_a_name_broken_over_lines_writes():
    letter = """\
ADMINISTRAȚIA
NAȚIONALĂ „APELE
ROMÂNE”
Administrația Bazinală de Apă Litoral
Nr. 6177 / 04.12.2025

                    Municipiul Carasu

Analizând documentația înaintată, vă restituim un exemplar pentru completare cu acceptul
administratorului lacului și dovada achitării tarifului.
"""
    assert read(letter)["sender_name"] == "Administrația Bazinală de Apă Litoral"


@pytest.mark.parametrize("title", ["fisa de inscriere in audienta", "fisa de audienta"])
def test_a_slip_for_an_audience_is_a_petition(title):
    assert [kind for kind, cue in TITLE_CUES if cue.match(title)] == [Kind.PETITION]


def test_a_signature_cut_by_its_stroke_is_read_whole_elsewhere():
    letter = """\
Contribuabil: Zisu Erol
Domiciliu fiscal: Carasu, strada Independenței nr. 20

            Serviciul Venituri al Municipiului Carasu

                         CONTESTAȚIE

Cer anularea deciziei de impunere și recalcularea taxei pentru o singură persoană.

Data: 30/06/2025                                   Zisu Er
"""
    assert read(letter)["sender_name"] == "Zisu Erol"


def test_what_is_not_asked_for_is_no_matter():
    text = "Nu cer despăgubiri și nu mă judec. Cer să mi se atribuie lotul cuvenit tatălui meu.\n"
    told = [str(found.value) for found in matters(Paper([page_of(text)]), Kind.PETITION)]
    assert not any("espăgubiri" in words for words in told)
    assert any("lotul cuvenit tatălui meu" in words for words in told)


def test_a_sentence_goes_on_over_lines_typed_at_wide_spacing():
    lines = (
        "Am adus toate actele cerute la ghișeu în luna martie a acestui an. Cer să mi se",
        "atribuie, ca moștenitor, lotul care i se cuvenea tatălui meu, oriunde veți găsi",
        "de cuviință, pentru ca nepotul meu să nu mai plece din sat. Depun la dosar actele",
        "de moștenitor și copiile de la arhivă, pe care le aduc eu când mă chemați acolo.",
    )
    page = page_of("\n".join(lines))
    down = (0, 34, 64, 94)  # the first line stands off a little more, as the engine's boxes do
    words = (replace(w, box=replace(w.box, y=w.box.y + down[w.line])) for w in page.text.words)
    paper = Paper([replace(page, text=replace(page.text, words=tuple(words)))])
    told = [str(found.value) for found in matters(paper, Kind.PETITION)]
    assert any("lotul care i se cuvenea" in words for words in told)
