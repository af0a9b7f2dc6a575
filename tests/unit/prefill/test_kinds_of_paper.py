"""What sort of paper lies on the desk, who of an office writes, and the terms it sets."""

import pytest

from registry_desk.prefill import understand
from tests.unit.prefill.typed import page_of


def read(text):
    return {name: str(found.value) for name, found in understand([page_of(text)]).fields.items()}


TEXT = (
    "     Calculatoarele folosite la ghișeu au fost cumpărate acum zece ani și nu mai pot fi\n"
    "actualizate. Supunem spre aprobare achiziția a două bucăți, cu plata din bugetul local.\n"
)
OFFICE = "BIBLIOTECA JUDEȚEANĂ „ION PILLAT”\nPitești, str. Victoriei nr. 18, tel. 0248 222 333\n\n"
INVITES = [
    "Avem bucuria de a vă invita la lansarea monografiei orașului, sâmbătă, în sala mare.",
    "Muzeul are onoarea să vă invite la deschiderea expoziției de fotografie veche.",
]
INVITES_NOT = [
    "Vă invităm să participați la ședința comisiei de avizare, la sediul instituției noastre.",
    "Vă comunicăm că plăcerea lecturii a crescut, motiv pentru care vă solicităm un sediu nou.",
]


@pytest.mark.parametrize("title", ["REFERAT DE NECESITATE", "NOTĂ INTERNĂ", "NOTĂ DE SERVICIU"])
def test_what_a_desk_writes_within_the_house_is_told_from_letters(title):
    seen = read(
        "Primăria Orașului Brezoaia\nCompartimentul Achiziții Publice\nNr. 812 / 03.10.2025\n\n"
        f"                         {title}\n      privind achiziția a două calculatoare\n\n{TEXT}"
    )
    assert (seen["kind"], seen["sender_name"]) == ("other", "Compartimentul Achiziții Publice")


def test_a_desk_named_behind_from_writes():
    seen = read(f"NOTĂ INTERNĂ\nDe la: Serviciul Administrativ\nCătre: toate birourile\n\n{TEXT}")
    assert seen["sender_name"] == "Serviciul Administrativ"


def test_an_authority_over_its_desk_writes_itself():
    seen = read(
        "INSPECTORATUL TERITORIAL DE MUNCĂ ARGEȘ\nServiciul Control\nNr. 812 / 03.10.2025\n\n"
        f"Către Primăria Orașului Brezoaia\n\n{TEXT}"
    )
    assert seen["kind"] == "official_letter"
    assert seen["sender_name"] == "Inspectoratul Teritorial de Muncă Argeș"


@pytest.mark.parametrize("said", INVITES)
def test_an_invitation_on_an_offices_paper_is_no_official_letter(said):
    seen = read(f"{OFFICE}Nr. 87 / 03.10.2025\n\nDomnului Primar\n\n{said}\n\nManager,\nAna Budai")
    assert (seen["kind"], seen.get("phone")) == ("other", "+40248222333")


@pytest.mark.parametrize("said", INVITES_NOT)
def test_a_call_to_a_meeting_is_one(said):
    seen = read(f"{OFFICE}Nr. 87 / 03.10.2025\n\nDomnului Primar\n\n{said}\n\nManager,\nAna Budai")
    assert seen["kind"] == "official_letter"


def test_a_complaint_threatened_is_none():
    seen = read(
        "Budai Ana\nPitești, str. Horea nr. 12\n\nCerere de ștergere a datelor\n\n"
        "Vă rog să ștergeți de pe pagina dumneavoastră documentul în care figurează numele meu.\n"
        "În lipsa unui răspuns voi depune plângere la autoritatea de supraveghere.\n"
    )
    assert seen["kind"] == "petition"


TERMS = [
    ("Documentația va fi transmisă instituției noastre în 15 zile, pentru evidență.", "15"),
    ("Documentele vor fi depuse la registratură în 20 de zile.", "20"),
    ("Lucrările vor fi terminate în 40 de zile.", None),
    ("Sesizarea a fost transmisă constructorului în 5 zile.", None),
]


@pytest.mark.parametrize(("said", "days"), TERMS)
def test_what_is_to_be_done_within_days(said, days):
    seen = read(f"{OFFICE}Nr. 87 / 03.10.2025\n\nCătre Primăria Brezoaia\n\nVă comunicăm: {said}\n")
    assert seen.get("deadline_days") == days


PAYMENTS = [
    ("PLATA PRIN O.P. ÎN 15 ZILE", "15"), ("Plata se face în 10 zile", "10"),
    ("Termen de plată / Payment term: 30 zile / days", "30"),
    ("Plata întârziată cu peste 20 zile se penalizează", None),
]  # fmt: skip


@pytest.mark.parametrize(("said", "days"), PAYMENTS)
def test_when_an_invoice_is_to_be_paid(said, days):
    seen = read(
        "LEMNAR PREST SRL\nPitești, str. Horea nr. 12\nCIF 9690273\n\nFACTURA\n"
        f"NR. 2880 / 05-11-2025\n\nCLIENT: ORAȘUL BREZOAIA\nTOTAL DE PLATĂ 1.790,29 LEI\n{said}"
    )
    assert seen.get("deadline_days") == days


def test_neighbours_write_in_one_name_and_a_bailiff_under_a_file():
    seen = read(
        "Domnului primar\n\nNoi, locuitorii cartierului, vă rugăm să mutați stația de autobuz.\n\n"
        "În numele semnatarilor: Budai Ana, str. Horea nr. 12, telefon 0744 111 222."
    )
    assert seen["sender_name"] == "Budai Ana"
    seen = read(
        "Biroul Executorului Judecătoresc Ion Rus\nPitești, str. Horea nr. 12\n"
        "CIF 59067736 - cont de consemnări al biroului: RO70 CECE 8276 6197 2822 5289\n\n"
        "Dosar execuțional 473/2025                                         18 august 2025\n\n"
        f"Către Primăria Brezoaia\n\n{TEXT}"
    )
    assert seen["sender_registration_number"] == "473/2025"


def test_a_firm_that_asks_a_town_hall_named_under_it_writes_no_official_letter():
    body = (
        "     Vă adresăm rugămintea de a ne aproba ocuparea a 45 de metri de trotuar, cu mese\n"
        "și umbrele, din mai până în septembrie. Taxa va fi achitată de societatea noastră.\n"
    )
    to_town = "PRIMĂRIA BREZOAIA - Biroul Turism"
    seen = read(f"HOTEL LITORAL S.R.L.\nRef. LS-226 01/03/2026\n{to_town}\n\n{body}\nAna Budai")
    assert seen["kind"] == "petition"
    seen = read(f"{OFFICE}Nr. 226 / 01.03.2026\n\nCătre {to_town}\n\n{body}\nManager,\nAna Budai")
    assert seen["kind"] == "official_letter"
