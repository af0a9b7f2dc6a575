"""Where letters bear their number: in the head, beside the text, at the foot, behind the day."""

import pytest

from registry_desk.prefill import understand
from registry_desk.prefill.paper import Paper
from tests.unit.prefill.typed import page_of

FIRM = "LEMNAR PREST SRL\nPitești, str. Horea nr. 12\ncod unic 9690273\ntel. 0248 222 333\n\n"
TEXT = (
    "     De la începutul sezonului muncitorii noștri lucrează pe strada Fabricii, unde gropile\n"
    "nu au fost astupate de doi ani. Vă cerem să dispuneți repararea ei înainte de iarnă.\n\n"
)


def read(text):
    return {name: str(found.value) for name, found in understand([page_of(text)]).fields.items()}


HEADS = [
    ("25.11.2025 670/2025", "670/2025"), ("25.11.2025 | 670/2025", "670/2025"),
    ("670/2025 din 25.11.2025", "670/2025"),
    ("25.11.2025 0744 111 222", None), ("25.11.2025 14.30", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "number"), HEADS)
def test_a_number_behind_or_before_its_day(line, number):
    seen = read(
        "CAMERA DE COMERȚ ȘI INDUSTRIE ARGEȘ\nPitești, str. Horea nr. 12, tel. 0248 222 333\n\n"
        f"{line}\n\nCătre Primăria Orașului Brezoaia\n\n{TEXT}Președinte,\nIon Rus"
    )
    assert seen.get("sender_registration_number") == number
    assert seen["sender_date"] == "2025-11-25"


def test_a_firms_code_may_be_called_just_so():
    assert read(FIRM + TEXT)["cui"] == "9690273"


OFFERS = [
    ("OFERTĂ / QUOTATION: Q3101", "Q3101"),
    ("OFERTĂ: 318", "318"),
    ("OFERTĂ: mobilier", None),
]


@pytest.mark.parametrize(("title", "number"), OFFERS)
def test_an_offers_title_bears_its_number(title, number):
    seen = read(
        f"{title}\nDe la: Parcare Isteață SRL\nData: 05.05.2025\n\n"
        "Vă prezentăm oferta noastră de senzori pentru locurile de parcare din centru.\n"
    )
    assert seen.get("sender_registration_number") == number


INVOICES = [
    ("SG6660", "SG6660"),
    ("ECS / 4417", "ECS 4417"),
    ("ECS-4417", "ECS-4417"),
    ("PF-165 10-Feb-24", "PF-165"),
]


@pytest.mark.parametrize(("line", "number"), INVOICES)
def test_an_invoices_code_stands_under_its_title(line, number):
    seen = read(
        f"                 factura\n                 {line}\n                 07.03.2025\n\n"
        "pentru Orașul Brezoaia\nTipărit afișe      200 buc     550,00\nde plată: 550,00 lei\n\n"
        "Studio Grafic Alb SRL, Turda, str. Horea 40, CUI RO5730200"
    )
    assert seen.get("sender_registration_number") == number


def test_a_narrow_column_beside_the_text_is_no_label_of_it():
    beside = ["Nr. ieșire", "1833/CP", *[""] * 8]
    words = TEXT.replace("\n", " ").split()
    body = [" ".join(words[n : n + 4]) for n in range(0, len(words), 4)]
    rows = [f"{left:20}{right}" for left, right in zip(beside, body, strict=False)]
    told = [line.text for line in Paper([page_of("\n".join(rows))]).lines]
    assert "Nr. ieșire" in told
    assert body[0] in told


MAILS = [
    ("Teava sparta pe strada Horea", "strada Horea"), ("12 mai 2026", None), ("Re: azi", None),
]  # fmt: skip


@pytest.mark.parametrize(("line", "said"), MAILS)
def test_a_mails_subject_stands_over_its_greeting(line, said):
    seen = read(
        "Ana Budai <ana.budai@posta.example>\ncătre registratura@brezoaia.example\n"
        f"8 mai 2026 la 10:17\n\n{line}\n\nBuna dimineata,\n\n"
        "De trei saptamani curge apa din asfalt si nimeni nu a venit sa inchida robinetul.\n"
        "Va rog sa trimiteti o echipa, ca altfel ne inunda beciurile si garajul.\n"
    )
    assert (said is not None) == (said is not None and said in seen.get("subject", ""))


THANKS = [
    "Vă scriu câteva rânduri ca să vă felicit. Vă mulțumesc tuturor și vă doresc sărbători bune.",
    "Am fost primit frumos și tot ce pot să spun este: vă felicit tuturor pentru răbdare.",
]


@pytest.mark.parametrize("said", THANKS)
def test_who_thanks_asks_for_nothing(said):
    assert read(f"Ana Budai\nPitești, str. Horea nr. 12\n\n{said}\n\nAna Budai")["kind"] == "other"


def test_a_title_is_no_name():
    seen = read(
        "=== SESIZARE PRIN APLICAȚIE ===\nprimit: 22.07.2025 14:33\ntitlu: Semafor stricat\n\n"
        "Semaforul pentru pietoni stă pe roșu de duminică și oamenii trec pe unde apucă.\n"
    )
    assert "sender_name" not in seen


def test_a_number_with_its_day_stands_across_the_addressee():
    seen = read(
        "Clubul de Șah „Turnul”\nPitești, str. Horea nr. 12\n\n"
        f"Către: Primăria Brezoaia                        nr. 69 - 26.VII.2024\n\n{TEXT}"
        "Președinte,\nIon Rus"
    )
    assert seen["sender_registration_number"] == "69"
    assert seen["sender_date"] == "2024-07-26"


def test_no_number_is_taken_from_a_sentence_that_goes_on():
    seen = read(
        "Clubul de Șah „Turnul”\nPitești, str. Horea nr. 12\n\nCătre: Primăria Brezoaia\n\n"
        "     Vă rugăm să virați suma datorată clubului în temeiul contractului încheiat cu\n"
        "nr. 69 din 26.07.2024.\n\nPreședinte,\nIon Rus"
    )
    assert "sender_registration_number" not in seen


def test_a_bank_that_names_itself_at_its_foot_writes_not_the_town_above():
    seen = read(
        "Municipiul Brezoaia\nDirecția Economică\nPitești, 17 iunie 2026\nNr. 4153-CRD\n\n"
        "Scrisoare de informare: modificarea marjei la contractul de credit\n\n"
        "Stimate client, potrivit clauzei 7.2 din contract, marja se modifică de la 1,10 la 1,25.\n"
        "Aveți dreptul să denunțați contractul în termen de 60 de zile de la primire.\n\n"
        "Director,\nIon Rus\n\n\n\n"
        "Banca Piatra S.A., Pitești, Calea Victoriei 155, CUI 9690273, tel. 0248 222 333"
    )
    assert seen["sender_name"] == "Banca Piatra S.A."


def test_a_signature_of_name_and_village_on_one_line():
    seen = read(
        "Vă rog să trimiteți pe cineva, fiindcă podețul din fața casei mele este rupt de un an.\n\n"
        "Dunca Todosia - Valea de Sus nr. 223"
    )
    assert seen["sender_name"] == "Dunca Todosia"
