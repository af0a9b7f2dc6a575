"""Ways to write the same thing: number and date, subject, who writes, an invoice's number."""

import pytest

from registry_desk.prefill import understand
from tests.unit.prefill.typed import page_of

DAY, WORDS = "12.03.2026", "12 martie 2026"
NUMBERS = [
    (f"Nr. 4123/{DAY}", "4123"), (f"NR. ÎNREG. 4123/{DAY}", "4123"),
    (f"Număr de înregistrare 4123\nData {DAY}", "4123"), (f"Nr. ieș. 4123/{DAY}", "4123"),
    (f"Înregistrată la nr. 4123 din {DAY}", "4123"), (f"AB 4123 din {DAY}", "AB 4123"),
    (f"Ref.: 4123/AB\n{DAY}", "4123/AB"), (f"Nr. doc. 4123/{DAY}", "4123"),
    (f"Indicativ: 3.1/4123 din {DAY}", "3.1/4123"), (f"Nr. și data: 4123 / {DAY}", "4123"),
    (f"Nr./data: 4123/{DAY}", "4123"), (f"Nr. înregistrare / data: 4123 / {DAY}", "4123"),
    (f"Nr. exp. 4123/{DAY}", "4123"), (f"Nr. unic de înregistrare 4123 / {DAY}", "4123"),
    (f"Nr. de ieșire al documentului: 4123/{DAY}", "4123"), (f"Adresa nr. 4123/{DAY}", "4123"),
    (f"Nr. înregistrare ieșire: 4123, data: {DAY}", "4123"), (f"Nr. 4123\n{WORDS}", "4123"),
    (f"NOTIFICARE\nnr. 4123 din {DAY}", "4123"), (f"Nr. II/4123/{DAY}", "II/4123"),
    (f"Nr. reg. 4123/{DAY}", "4123"), (f"Nr. înreg. emitent: 4123 / {DAY}", "4123"),
    (f"Our ref.: DS/4123\nDate: {DAY}", "DS/4123"), (f"Nr. ...4123.../...{DAY}...", "4123"),
    ("Nr. 45.221 din 12.III.2026", "45.221"), (f"Data: {DAY}\nNr.: 4123", "4123"),
]  # fmt: skip
MATTER = "repararea podului peste pârâul Slatina"
SUBJECTS = [
    "Obiect: {0}", "Obiectul comunicării: {0}", "Ref. la: {0}", "Referitor la {0}", "Tema: {0}",
    "În legătură cu: {0}", "Conținut pe scurt: {0}", "Privitor: {0}", "Obiect\n{0}", "{0}",
    "Notă privind {0}", "INFORMARE\ncu privire la {0}", "Comunicare – {0}",
]  # fmt: skip
WRITERS = [
    "Subsemnatul {0}, domiciliat în {1}, telefon {2},", "Eu, {0}, domiciliat în {1}, tel. {2},",
    "Subsemnatul {0}, locuitor al orașului {1}, telefon {2},",
    "Subsemnatul {0}, cu dom. în {1}, tel. {2},",
    "Prin prezenta, subsemnatul {0}, cu adresa în {1}, mobil {2},",
]  # fmt: skip
INVOICES = [
    (f"FACTURA PROFORMĂ nr. 417/{DAY}", "417"), (f"FACTURĂ\nNr. înreg. 417\nDată: {DAY}", "417"),
    (f"Factura Nr: IPC.417\nData: {DAY}", "IPC.417"),
    (f"Factură seria IPC / nr. 417 / {DAY}", "IPC 417"),
    (f"Factură seria IPC nr. 417/{DAY}", "IPC 417"),
    (f"Serie/Număr: IPC/417\nDată: {DAY}", "IPC 417"),
    (f"FACTURA IPC nr. 417 / {DAY}", "IPC 417"),
    ("FACTURĂ\nSerie: IPC Număr: 417\nDată emitere: 12-Mar-26", "IPC 417"),
]  # fmt: skip

BODIES = [
    ("petition", "Vă rugăm să ne sprijiniți cu un microbuz pentru transportul copiilor."),
    ("petition", "Rog eliberarea unui certificat fiscal pentru vânzarea apartamentului."),
    ("petition", "Doresc desfacerea contractului de salubritate, întrucât m-am mutat."),
    ("complaint", "Sunt nemulțumit de modul în care s-a făcut reparația trotuarului."),
    ("complaint", "Țin să vă informez despre abuzurile paznicului de la piață."),
    ("complaint", "Pe terenul de joacă sunt cioburi; un copil s-a rănit ieri."),
    ("complaint", "Nu este normal ca autobuzul să întârzie zilnic o jumătate de oră."),
    ("complaint", "Mistreții îmi distrug lanul de porumb. Vă cer să constatați pagubele."),
    ("other", "Comunitatea lipovenilor are onoarea de a vă invita la hramul bisericii."),
    ("information_request", "Formulez prezenta cerere de informații publice despre protocol."),
    ("other", "Vă oferim servicii de deszăpezire la prețul de 350 de lei pe oră."),
    ("complaint", "Stația din centru este plină de gunoaie și nimeni nu face nimic."),
    ("petition", "Propun amenajarea unui loc de joacă pe terenul din spatele blocului."),
    ("complaint", "Am căzut pe trotuarul plin de gheață. Cer să fie sancționați vinovații."),
    ("other", "Vă scriu ca să vă mulțumesc pentru băncile noi din parcul Crângași."),
    ("petition", "Vă rog din suflet să ne ajutați cu o locuință; de fiecare dată s-a spus că nu."),
    ("other", "Aș vrea să mulțumesc medicilor din dispensar pentru grija lor."),
    ("other", "Vreau să mulțumesc echipei de la salubritate pentru promptitudine."),
]


def read(*lines):
    return {
        name: str(found.value)
        for name, found in understand([page_of("\n".join(lines))]).fields.items()
    }


def letter(number, subject, *, above):
    head = "DIRECȚIA SILVICĂ GORJ\nTârgu Jiu, str. Griviței nr. 1, tel. 0253 211 344"
    addressee = "Către Primăria Comunei Bălești"
    middle = [subject, "", addressee] if above else [addressee, "", subject]
    text = (
        "     Vă facem cunoscut că echipele noastre vor fi prezente în teren și vor lucra în două\n"
        "schimburi, iar pe durata execuției circulația va fi deviată."
    )
    return read(head, "", number, "", *middle, "", "Stimate domnule primar,", "", text)


@pytest.mark.parametrize(("number", "code"), NUMBERS, ids=lambda way: way.split("\n")[0])
def test_number_and_day_of_an_office(number, code):
    found = letter(number, f"Obiect: {MATTER}", above=False)
    assert (found["sender_registration_number"], found["sender_date"]) == (code, "2026-03-12")


@pytest.mark.parametrize("above", [True, False], ids=["above", "below"])
@pytest.mark.parametrize("way", SUBJECTS)
def test_subject_beside_the_addressee(way, above):
    matter = (
        MATTER
        if way.startswith(("Obiect:", "Obiectul", "Ref", "Notă", "INF"))
        else MATTER.capitalize()
    )
    found = letter(f"Nr. 4123/{DAY}", way.format(matter), above=above)
    assert "podului peste pârâul slatina" in found["subject"].lower()


@pytest.mark.parametrize("way", WRITERS)
def test_person_who_asks(way):
    writer = way.format("Iacobescu Marin", "Bălcești, str. Morii nr. 14", "0745 221 908")
    asked = "vă rog să aprobați montarea unui podeț în fața curții."
    found = read("CERERE", "", f"     {writer}", asked, "", DAY)
    assert (found["sender_name"], found["sender_address"], found["phone"]) == (
        "Iacobescu Marin", "Bălcești, str. Morii nr. 14", "+40745221908",
    )  # fmt: skip


@pytest.mark.parametrize(("way", "code"), INVOICES, ids=lambda way: way.split("\n")[0])
def test_invoice_of_a_firm_across_from_its_client(way, code):
    client = ["Client: Comuna Pârscov", "CIF: 2809720", "Adresa: Pârscov, str. Lungă nr. 3"]
    firm = ["Instal Pro S.R.L.", "Cod fiscal: 14399840", "Buzău, str. Mică nr. 12"]
    parties = [f"{a:<40}{b}" for a, b in zip(client, firm, strict=True)]
    goods = "Nr.  Denumire           U.M.  Cant.  Preț    Valoare"
    found = read(way, "", *parties, "", goods, "Total de plată: 1.594,60 lei")
    assert found["sender_registration_number"] == code
    assert (found["sender_name"], found["cui"]) == ("Instal Pro S.R.L.", "14399840")
    assert (found["sender_address"], found["sender_date"]) == (
        "Buzău, str. Mică nr. 12", "2026-03-12",
    )  # fmt: skip


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_kind_and_subject_of_what_people_write_in_their_own_words(kind, body):
    found = read("Către Primăria Orașului Bălcești", "", f"     Bună ziua! {body}", "", DAY)
    assert found["kind"] == kind
    assert kind == "other" or found["subject"]


OFFICE = [
    "Față de solicitarea dumneavoastră referitoare la pietruirea drumului agricol, vă informăm că"
    "\nlucrarea este prevăzută pentru anul viitor.",
    "Instituția noastră organizează în data de 15.05.2026 pietruirea drumului agricol, la care vă"
    "\ninvităm să participați.",
]
TITLES = ["PLÂNGERE", "PETIȚIE / RECLAMAȚIE", "SESIZARE (gropile din strada Viilor)"]
PROGRAMS = [
    "De: {0} <{1}>\nPara: {2}\nEnviado: 12/03/2026 8:44\nAsunto: Gropi",
    "Von: {0} <{1}>\nGesendet: 12.03.2026 08:44\nAn: {2}\nBetreff: Gropi",
]


@pytest.mark.parametrize("text", OFFICE, ids=["answers", "holds"])
def test_matter_of_an_office_without_a_heading(text):
    found = read(
        "DIRECȚIA SILVICĂ GORJ", "", f"Nr. 41/{DAY}", "", "Către Primăria Bălești", "", text
    )
    assert "pietruirea drumului agricol" in found["subject"].lower()


@pytest.mark.parametrize("title", TITLES)
def test_complaint_whose_first_sentence_says_who_writes(title):
    text = (
        "     Mă numesc Iacobescu Marin și locuiesc în Bălcești, str. Morii nr. 14. Gropile din"
        "\nstrada Viilor au stricat mașinile. Vă rog să trimiteți o echipă să le astupe."
    )
    found = read("Domnule Primar,", "", title, "", text, "", f"{DAY}          Semnătura")
    assert found["kind"] == "complaint"
    assert "gropile" in found.get("subject", "gropile").lower()  # or nothing: never the title


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda way: way.split()[0])
def test_printed_mail_of_another_language_signed_on_one_line(program):
    head = program.format("Silvia Manolache", "silvia.m@plicuri.example", "contact@balesti.example")
    signed = "Silvia Manolache, str. Viilor nr. 14, Bălești, tel. 0745 221 908"
    found = read(head, "", "Bună ziua,", "", "Vă rog să reparați strada.", "", signed)
    assert (found["sender_date"], found["sender_address"]) == (
        "2026-03-12", "str. Viilor nr. 14, Bălești",
    )  # fmt: skip


def test_dispute_of_a_cause_that_has_it_as_its_object():
    called = (
        "Comuna Bălești este chemată la această instanță, sala 4, în ziua de 02.06.2026, ora 9,"
    )
    cause = "în cauza care are ca obiect partaj, reclamant fiind Pop Ana."
    head = "JUDECĂTORIA SLATINA\nDosar nr. 1834/215/2025\nEmisă la 12.03.2026"
    assert read(head, "", "CITAȚIE", "", called, cause)["subject"].lower() == "citație – partaj"


def test_request_for_information_whose_heading_is_a_title():
    asked = (
        "În baza Legii nr. 544/2001, vă cerem copii ale avizelor date pentru debarcader, dacă sunt."
    )
    title = "Cerere de acces la informații de mediu: debarcaderul nou (avize)"
    found = read("Asociația Lacul Viu", "Nr. 7/12.03.2026", "", title, "", asked)
    assert found["subject"].startswith(title[:50])


def test_mailbox_a_mail_was_printed_from_is_not_its_writers():
    head = (
        'registratura@balesti.example\n\nFrom: "Ana Pop" <ana_pop7Qplicuri.example>\n'
        "Date: 12.03.2026 08:19\nTo: <contact@balesti.example>\nSubject: Bancă ruptă în parc"
    )
    found = read(head, "", "Vă rog să reparați banca.", "", "Ana Pop")
    assert (found["email"], found["sender_name"]) == ("ana_pop7@plicuri.example", "Ana Pop")


def test_complaint_says_what_is_wrong_before_what_is_asked_for():
    text = (
        "     Mă numesc Pop Ana. Clienții cabinetului își lasă mașinile în fața porții mele.\n\n"
        "     Cer să fie sancționați cei care parchează neregulamentar."
    )
    found = read("POLIȚIEI LOCALE BĂLEȘTI", "", "SESIZARE", "", text, "", DAY)
    assert found["subject"].startswith("Clienții cabinetului")


def test_days_before_something_and_of_a_delivery_are_no_term():
    asked = "Programările se fac cu cel mult 30 zile înainte. Vă rog să îmi spuneți ce acte aduc."
    assert "deadline_days" not in read("Bună ziua,", "", asked, "", "Ana Pop", DAY)


FIELDS = ["Titlul de proprietar: {0}", "Contribuabil: {0}", "Cine sesizează: {0}", "Părinte: {0}"]


@pytest.mark.parametrize("field", FIELDS)
def test_name_in_a_field_of_any_label_but_of_others(field):
    form = "PRIMĂRIA BĂLEȘTI\n\n     FORMULAR DE SESIZARE\n\nPrimit de operator: Ana Pop"
    found = read(form, field.format("Iacob Marin"), "Descrierea sesizării: gropi pe strada Morii")
    assert found["sender_name"] == "Iacob Marin"


def test_body_that_no_word_tells_of_writes_above_its_number():
    text = "     Vă facem cunoscut că în luna aprilie vom marca trasee turistice în comună."
    head = "TREI POTECI MONTANE\nNr. 41/12.03.2026\n\nCătre Primăria Bălești\n"
    found = read(head, text, "", "     Director,", "     Popa Ion")
    assert (found["kind"], found["sender_name"]) == ("official_letter", "Trei Poteci Montane")
