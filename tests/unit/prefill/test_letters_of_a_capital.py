"""What the letters of a capital's sector write in ways that those of towns had not."""

import pytest

from registry_desk.prefill import understand
from tests.unit.prefill.typed import page_of

TO_TOWN = "                     Către Primăria Sectorului 9\n\n"
ASKS = "     Vă rog să îmi aprobați montarea unei rampe la scara blocului.\n"
OFFICE = "     Vă rugăm să ne comunicați stadiul lucrărilor la pasajul de pe strada Teilor.\n"


def read(text):
    return {name: read.value for name, read in understand([page_of(text)]).fields.items()}


@pytest.mark.parametrize(
    ("said", "address"),
    [
        (
            "     Subsemnata Ana Budai, proprietara apartamentului din Bulevardul Teilor nr. 14,\n"
            "ap. 1, sector 9, București, vă rog să îmi aprobați montarea unei rampe.\n",
            "Bulevardul Teilor nr. 14, ap. 1, sector 9, București",
        ),
        (
            "     Subsemnata Ana Budai, proprietară în strada Teilor nr. 14, etaj 4,\n"
            "sector 9, București, vă rog să îmi aprobați montarea unei rampe.\n",
            "strada Teilor nr. 14, etaj 4, sector 9, București",
        ),
        (
            "     Mă numesc Ana Budai. Locuim cu chirie în str. Teilor nr. 16, sector 9,\n"
            f"București, într-o cameră.\n{ASKS}",
            "str. Teilor nr. 16, sector 9, București",
        ),
    ],
)
def test_where_an_owner_or_tenant_lives(said, address):
    assert read(f"{TO_TOWN}{said}")["sender_address"] == address


def test_the_last_home_in_the_country_is_no_address():
    said = "     Sunt cetățean român, cu ultimul domiciliu din țară în sectorul 9, strada Teilor.\n"
    seen = read(f"Ana Budai\nE-mail: ana@posta.example\n\n{TO_TOWN}{said}{ASKS}")
    assert "ultimul" not in seen.get("sender_address", "")
    assert "din țară" not in seen.get("sender_address", "")


def test_an_address_behind_the_fiscal_code():
    seen = read(
        "EDITURA TEILOR SRL\nCIF RO7994683, Buzău, Str. Horea nr. 2, tel. 0238/488301\n\n"
        "FACTURA FISCALA NR. 29673 DATA 05/02/2026\nCUMPARATOR: SECTORUL 9\n\n"
        "TOTAL GENERAL 6.690,03\n\nTermen de plata: 45 de'zile de la receptie\n"
    )
    assert seen["sender_address"] == "Buzău, Str. Horea nr. 2"
    assert seen["sender_registration_number"] == "29673"
    assert seen["deadline_days"] == 45


def test_a_prosecutors_file_behind_nr():
    seen = read(
        "MINISTERUL PUBLIC\nPARCHETUL DE PE LÂNGĂ JUDECĂTORIA SECTORULUI 9\n\n"
        "                                        Nr. 9344/P/2026\n"
        "                                        din 29.05.2026\n\n"
        "                    CITAȚIE\n\n"
        "Reprezentantul legal al primăriei este citat pentru a fi audiat în cauza privind\n"
        "săvârșirea infracțiunii de distrugere.\n"
    )
    assert seen["sender_registration_number"] == "9344/P/2026"


def test_a_name_with_its_street_in_one_line_below_the_text():
    seen = read(
        "Reclamație privind lucrul pe timp de noapte la șantier\n\n"
        "Poliția Locală Sector 9 - Serviciul Control\n\n"
        "     De aproape două luni, pe terenul viran de lângă bloc se ridică un hotel. Se toarnă\n"
        "beton după ora 22 și se descarcă fier la 5 dimineața.\n"
        "     Cer să verificați programul de lucru aprobat și să măsurați zgomotul.\n\n"
        "     Budai Nicoleta, sector 9, str. Teilor nr. 4, et. 3, ap. 7, tel. 0725 086 939\n\n"
        "04.08.2026\n"
    )
    assert seen["sender_name"] == "Budai Nicoleta"
    assert seen["sender_address"] == "sector 9, str. Teilor nr. 4, et. 3, ap. 7"


def test_a_prefect_with_the_capital_under_him():
    seen = read(
        "                    INSTITUȚIA PREFECTULUI\n"
        "                     MUNICIPIUL BUCUREȘTI\n"
        "              Serviciul Verificarea Legalității\n\n"
        "                  Nr. 1795 din 18.09.2026\n\n"
        f"                     Domnului Primar al Sectorului 9\n\n{OFFICE}"
    )
    assert seen["sender_name"] == "Instituția Prefectului – Municipiul București"


def test_who_signs_a_joint_petition_is_not_its_matter():
    seen = read(
        "Petiție colectivă\npărinții copiilor de la Grădinița nr. 287, sector 9\n\n"
        "          Domnule Primar,\n\n"
        "     Vă rugăm să montați un semafor cu buton și un gard de protecție pe toată lungimea\n"
        "grădiniței.\n"
    )
    assert "semafor" in seen.get("subject", "semafor")
    assert "părinții" not in seen.get("subject", "")


def test_a_writer_over_his_mailbox_and_the_heading_over_both():
    seen = read(
        "Dezinsecție curte interioară bloc\n\n"
        "Ruxandra Budai                                            18 decembrie 2026, 07:46\n"
        "<ruxandra_budai@posta.example>\n"
        "către: relatii@sector9.example\n\n"
        "Bună seara,\n\n"
        "     În curtea interioară dintre cele trei blocuri a rămas apă și nu se mai pot deschide\n"
        "ferestrele. Vă rog să programați o dezinsecție și aici.\n\n"
        "Ruxandra Budai\n"
    )
    assert seen["sender_name"] == "Ruxandra Budai"
    assert seen["email"] == "ruxandra_budai@posta.example"
    assert seen["subject"] == "Dezinsecție curte interioară bloc"


def test_what_the_press_writes_about_is_what_it_asks_for():
    seen = read(
        "Ziarul de Cartier\nredactia@ziarul.example 0758 438 327\n\n"
        "Biroul de presă al Sectorului 9\n\n"
        "     Pregătim un material despre cheltuielile cu evenimentele de sărbători și vă\n"
        "adresăm, potrivit Legii nr. 544/2001, câteva întrebări:\n\n"
        "1) Cât au costat târgul și concertul?\n2) Cine a furnizat luminițele?\n"
    )
    assert "heltuielile cu evenimentele de sărbători" in seen["subject"]
