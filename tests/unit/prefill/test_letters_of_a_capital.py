"""What the letters of a capital's sector write in ways that those of towns had not."""

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import understand
from registry_desk.prefill.address_line import looks_right
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.matters import matters
from registry_desk.prefill.name_choice import names
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.wording import says_something, shortened
from registry_desk.prefill.zones import Role
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


def test_an_address_behind_the_name_of_who_writes_for_others():
    seen = read(
        f"{TO_TOWN}     Noi, locuitorii străzii Matei, vă rugăm să aprobați o stație de autobuz\n"
        "în dreptul blocului trei.\n\n"
        "     În numele semnatarilor: Laurențiu Budai, Vadu Lung, str. Matei nr. 22, telefon\n"
        "0746 313 525.\n"
    )
    assert seen["sender_address"] == "Vadu Lung, str. Matei nr. 22"


@pytest.mark.parametrize(
    ("written", "seen"),
    [("Tel. 021/389,67.78", "+40213896778"), ("suma 021/389,67.78 lei", None)],
)
def test_a_comma_read_for_a_point_in_a_telephone(written, seen):
    head = f"ȘCOALA GIMNAZIALĂ NR. 9\n{written}\nNr. 705 din 20.06.2026\n\n"
    assert read(f"{head}{TO_TOWN}{OFFICE}").get("phone") == seen


def test_a_name_behind_thanks():
    said = f"Stimate domnule primar,\n\n{ASKS}\n\nVă mulțumesc, Inge Budai\ntel. 0746 313 525\n"
    assert read(said)["sender_name"] == "Inge Budai"


@pytest.mark.parametrize(
    ("said", "kind", "subject"),
    [
        (
            "     Vă mulțumesc din suflet echipei care a deszăpezit ulița noastră.\n",
            Kind.OTHER,
            "Mulțumiri – echipei care a deszăpezit ulița noastră",
        ),
        (
            "     Avem plăcerea de a vă invita, alături de familie, la serbarea parcului.\n",
            Kind.OTHER,
            "Invitație – serbarea parcului",
        ),
        (
            "     În cauza având ca obiect anularea unui act de stare civilă, vă solicităm să\n"
            "înaintați copia actului de naștere.\n",
            Kind.OFFICIAL_LETTER,
            "Anularea unui act de stare civilă – să înaintați copia actului de naștere",
        ),
        (
            "     Prin prezenta vă punem în vedere să eliberați terenul din strada Teilor.\n",
            Kind.OFFICIAL_LETTER,
            "Să eliberați terenul din strada Teilor",
        ),
        (
            "Domnule primar,\nCe solicit: să aflu ce date ale mele sunt prelucrate de camere\n"
            "Forma răspunsului: în scris\n",
            Kind.PETITION,
            "Să aflu ce date ale mele sunt prelucrate de camere",
        ),
    ],
)
def test_what_a_sentence_is_about(said, kind, subject):
    assert [f.value for f in matters(Paper([page_of(said)]), kind)][:1] == [subject]


def test_a_matter_under_the_title_is_read_to_its_sentences_end():
    seen = read(
        "                         RECLAMAȚIE\n\n"
        "     împotriva vecinului meu Budai Petru, de la nr. 33, pentru construcția pe care o\n"
        "ridică lipită de gardul meu, fără autorizație de construire.\n"
        "     Lucrările au început în luna mai. Vă rog să îl opriți.\n"
    )
    assert "lipită de gardul meu" in seen["subject"]


@pytest.mark.parametrize(
    "words",
    [
        "Noi, Dragoș Vlăsceanu, executor judecătoresc, în baza sentinței",
        "Cetatea Oltului, str. Primăverii nr. 19, tel. 0249.765.987",
        "Cod fiscal 807322635 - președinte",
        "Către Primăria Poiana",
    ],
)
def test_who_writes_and_how_they_are_reached_is_no_matter(words):
    assert not says_something(words)
    assert says_something("Repararea podului peste pârâul Slatina")


def test_a_plot_written_about_is_no_address():
    assert not looks_right("casă de locuit, str. Teilor nr. 34, CF 53210")
    assert looks_right("Pitești, str. Teilor nr. 34, cod 110213")


@pytest.mark.parametrize(
    ("name", "is_offered"),
    [
        ("Formular Sp", False),
        ("Dreptul de Acces la Datele cu Caracter Personal", False),
        ("=== 12 ===", False),
        ("Inspectoratul", False),
        ("e Ilinca", False),
        ("Inspectoratul Teritorial de Muncă Olt", True),
        ("Romsilva", True),
        ("Ilinca Stroe", True),
    ],
)
def test_what_is_no_name_is_not_offered_as_one(name, is_offered):
    paper = Paper([page_of(name)])
    found = Finding(name, 0.9, 0, len(name))
    offered = names(paper, found, SecondReading(paper), [Role.BODY])
    assert (name in [one.value for one in offered]) == is_offered


def test_what_somebody_wants_to_thank_for_is_not_asked():
    said = "     Vreau să mulțumesc echipei care a deszăpezit ulița noastră la timp.\n"
    found = list(matters(Paper([page_of(said)]), Kind.PETITION))
    assert not any("mulțumesc" in str(one.value) for one in found)


@pytest.mark.parametrize(
    ("words", "length", "told"),
    [
        ("Amenajarea unui loc de joacă", 24, "Amenajarea unui loc"),
        ("Verificarea digului și asigurarea lemnelor", 24, "Verificarea digului"),
        ("Repararea străzii Teilor", 24, "Repararea străzii Teilor"),
    ],
)
def test_words_are_not_cut_behind_one_that_leads_on(words, length, told):
    assert shortened(words, length) == told
