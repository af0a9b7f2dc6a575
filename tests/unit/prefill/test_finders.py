"""Single finders: identifiers, mail, terms, sums, numbers, and whose they are."""

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import contacts, court_files, identifiers, invoices, mail, numbers, terms
from registry_desk.prefill.address_line import address_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import person_at, proper_case
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.subject import subject
from registry_desk.prefill.wording import LONGEST, shortened, tidy
from registry_desk.prefill.zones import Role
from tests.unit.prefill.typed import page_of


def values(finder, text):
    return [found.value for found in finder(Paper([page_of(text)]))]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CUI: RO18547290", "18547290"),
        ("C.I.F. 18547290", "18547290"),
        ("Cod de înregistrare fiscală: RO018547290", "18547290"),
        ("Cod fiscal 18547290, J03/552/2006", "18547290"),
        ("C.U.I./C.I.F.: 18547290", "18547290"),
        ("CIF R0 18547290", "18547290"),
    ],
)
def test_fiscal_code_is_read(text, code):
    assert values(identifiers.cui_in, text)[0] == code


@pytest.mark.parametrize("text", ["CUI 18547291", "factura 18547290", "tel. 0248 671 220"])
def test_other_numbers_are_no_fiscal_code(text):
    assert values(identifiers.cui_in, text) == []


@pytest.mark.parametrize(
    "text",
    ["RO49AAAA1B31007593840000", "RO49 AAAA 1B31 0075 9384 0000", "R049 AAAA 1B31 OO75 9384 OOOO"],
)
def test_account_is_read(text):
    assert values(identifiers.iban_in, f"Cont: {text}.") == ["RO49AAAA1B31007593840000"]


def test_account_with_a_wrong_sum_is_left_out():
    assert values(identifiers.iban_in, "RO49AAAA1B31007593840001") == []


def test_personal_number_needs_its_check_digit():
    assert values(identifiers.cnp_in, "CNP 2850614032114,") == ["2850614032114"]
    assert values(identifiers.cnp_in, "CNP 2850614032115,") == []


@pytest.mark.parametrize(
    "text",
    [
        "tel. 0745 112 903", "Telefon: 0745.112.903", "+40 745 112 903", "0040745112903",
        "tel/fax 0745-112-903", "mobil 0745112903", "telefon (+40) 745 112 903",
        "Tel. +4 0745 112 903",
    ],
)  # fmt: skip
def test_telephone_is_read_in_international_form(text):
    assert values(identifiers.phones_in, text) == ["+40745112903"]


@pytest.mark.parametrize(
    "text", ["Deranjamente: 0800 796 880", "tel. verde 0800796880", "tel/fax 0800.796.880"]
)
def test_free_call_number_is_a_telephone(text):
    assert values(identifiers.phones_in, text) == ["+40800796880"]


@pytest.mark.parametrize("text", ["Tel. 9736216749", "Telefon: 8736216749"])
def test_nought_struck_through_begins_a_telephone_number(text):
    assert values(identifiers.phones_in, text) == ["+40736216749"]


@pytest.mark.parametrize("text", ["tel. 0253 007 384", "telefon 0295 432 162", "cod 9736216749"])
def test_number_that_no_plan_gives_is_no_telephone(text):
    assert values(identifiers.phones_in, text) == []


def test_farms_number_with_noughts_is_no_fiscal_code():
    assert values(identifiers.cui_in, "ID fermier RO0018547290") == []


def test_invoice_has_the_term_to_pay_and_not_the_one_to_complain():
    said = "Reclamațiile privind factura se primesc în termen de 10 zile de la primire."
    told = "Termen de plată: 15 zile de la emitere."
    assert terms.deadline_days(Paper([page_of(said)]), Kind.INVOICE) is None
    assert terms.deadline_days(Paper([page_of(told)]), Kind.INVOICE).value == 15


def test_mailbox_named_after_the_addressee_is_not_the_senders():
    paper = Paper([page_of("Către Primăria Valea Teiului\nprimaria@valeateiului.ro\nion@posta.ro")])
    emails = list(mail.emails_in(paper))
    name = Finding("Școala Valea Teiului", 0.9, 0, 5)
    roles = [Role.BODY] * len(paper.lines)
    left = [found.value for found in contacts.not_ours(paper, emails, None, roles)]
    assert left == ["ion@posta.ro"]
    assert list(contacts.not_ours(paper, emails, name, roles)) == emails


def test_addresses_of_the_receivers_domain_are_not_the_senders():
    text = (
        "Silviu Oprea\ncătre relatii@ps7.example, registratura@ps7.example\n\nBună ziua,\n"
        "De la: Cabinet Primar <cabinet@ps7.example>\noprea@netmail.example\n"
    )
    paper = Paper([page_of(text)])
    roles = [Role.BODY] * len(paper.lines)
    kept = contacts.not_ours(paper, mail.emails_in(paper), None, roles)
    assert [email.value for email in kept] == ["oprea@netmail.example"]


def test_letters_that_look_alike_are_mended_in_the_senders_own_domain():
    name = Finding("Parcuri și Joacă SRL", 0.9, 0, 0)
    read = Finding("vanzari@parcurisiioaca.ro", 0.9, 0, 0)
    assert contacts.agreeing(read, name).value == "vanzari@parcurisijoaca.ro"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Subsemnata Ana Pop, din Ocna, str. Goga nr. 158, revin", "Ocna, str. Goga nr. 158"),
        ("Noi, cei de aici toți, prin Ion Pop, str. Goga nr. 3", "str. Goga nr. 3"),
        (
            "Sediul: Oradea, Calea Clujului nr. 127, tel. 0259 411 222",
            "Oradea, Calea Clujului nr. 127",
        ),
    ],
)
def test_address_is_parted_from_the_sentence_around_it(text, address):
    line = Paper([page_of(text)]).lines[0]
    start = text.index(":") + 2 if ":" in text else 0
    assert address_in(line, start)[0] == address


def test_fax_is_less_sure_than_a_telephone():
    found = list(identifiers.phones_in(Paper([page_of("tel. 0250 860 330, fax 0250 860 331")])))
    assert [f.score > 0.5 for f in found] == [True, False]


@pytest.mark.parametrize(
    "text",
    [
        "e-mail ana.pop@posta.ro", "E-mail: Ana.Pop@Posta.ro.", "email: ana.pop(Dposta.ro, vă rog",
        "e-mail ana.popQposta.ro", "E-mail: ana.pop(2posta.ro", "e-mail ana.pop Q posta.ro",
        "e-mail ana.pop@posta. ro", "e-mail: ana.pop©posta.ro",
    ],
)  # fmt: skip
def test_mail_address_is_read_even_without_its_sign(text):
    assert values(mail.emails_in, text)[0] == "ana.pop@posta.ro"


def test_sentence_after_a_mail_address_does_not_join_it():
    assert values(mail.emails_in, "la ana@posta.example. Vă rog") == ["ana@posta.example"]


@pytest.mark.parametrize("text", ["www.primaria.ro", "popQ", "art. 5 lit. a din Legea", "Ana Pop"])
def test_other_words_are_no_mail_address(text):
    assert values(mail.emails_in, text) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Vă rugăm să ne răspundeți în termen de 15 zile de la primire.", 15),
        ("Termen de plată: 30 de zile", 30),
        ("Termeni de plată: 30 de zile", 30),
        ("Scadență: 45 zile", 45),
        ("să depuneți întâmpinare în termen de 25 (douăzeci și cinci) de zile", 25),
        ("ne transmiteți în cel mult zece zile lucrătoare situația", 10),
        ("O veți retransmite, dar nu mai târziu de 45 zile.", 45),
        ("Somăm debitorul să achite suma de 24.610 lei, sentința nr. 4/2024, în 15 zile.", 15),
        ("nerespectarea termenului de 10 zile prevăzut de Legea 544/2001", None),
        ("mă oblig să prezint dovada în termen de 30 de zile", None),
        ("Situația durează de aproximativ 40 de zile.", None),
        ("cel puțin 30 de zile lucrătoare înainte de adoptare", None),
        ("penalități de 0,02 % pe zi după 30 de zile", None),
        ("răspundeți în termen de 5 zile sau plătiți în termen de 9 zile", None),
    ],
)
def test_term_is_read_only_where_one_is_set(text, days):
    found = terms.deadline_days(Paper([page_of(text)]), None)
    assert (found.value if found and found.score >= 0.65 else None) == days


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Nr. 118/06.05.2026", "118"),
        ("Nr. 211.846/R.P. din 05.03.2026", "211.846/R.P."),
        ("Nr. de înregistrare: MSG_DEX 4471", "MSG_DEX 4471"),
        ("Nr. 2207/AAA/23.07.2026", "2207/AAA"),
        ("Nr. înregistrare: MBS7_REG 20178\nData 20.06.2026", "MBS7_REG 20178"),
        ("Our ref. / Ref. noastră: ZA /855\n8 iunie 2025", "ZA/855"),
        ("Fundația\nFOV/544/256\n23.07.2024", "FOV/544/256"),
        ("Metroul\n01.02.2026\nM.60/261", "M.60/261"),
        ("Fundația\nFOV/544/256\nBună ziua", None),
        ("Gaze Sud\nieșire 338204/03.III.2026", "338204"),
        ("INTRARE Nr. 2214 din 01.02.2026", None),
        ("str. Gării\nnr. 4", None),
        ("J03/552/2006", None),
        ("conform Legii nr. 544/2001", None),
    ],
)
def test_number_of_their_register_is_read(text, number):
    found = numbers.header_number(Paper([page_of(text)]))
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("FACTURĂ FISCALĂ\nSeria APC nr. 046178", "APC 046178"),
        ("Factura nr. 1022 din 11.02.2026", "1022"),
        ("FACTURA\nSerie: SB Număr: 0045", "SB 0045"),
        ("FACTURĂ\nNr. DA-2026-0077", "DA-2026-0077"),
        ("Invoice / Factura     DFX-2026-106", "DFX-2026-106"),
        ("FACTURĂ\nNr. reg. com.: J03/1178/2019", None),
    ],
)
def test_number_of_an_invoice_is_read(text, number):
    from registry_desk.prefill.zones import roles

    paper = Paper([page_of(text)])
    found = invoices.invoice_number(paper, roles(paper, Kind.INVOICE, None))
    assert (found.value if found else None) == number


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (
            "Total fără TVA: 19.028,00 lei\nTVA 21%: 3.995,88 lei\nTotal de plată: 23.023,88 lei",
            "23023.88",
        ),
        ("TOTAL DE PLATĂ                862,14 lei", "862.14"),
        ("Total plată    2380,00", "2380.00"),
        ("Total general: 1 250,50", "1250.50"),
        ("Total fără TVA: 19.028,00 lei", None),
    ],
)
def test_sum_to_pay_is_read(text, amount):
    found = invoices.amount(Paper([page_of(text)]), Kind.INVOICE)
    assert (found.value if found else None) == amount


def test_bailiffs_letter_tells_of_a_courts_file():
    text = (
        "Biroul Executorului Judecătoresc Ana Pop\nDosar de executare nr. 1322/2025\n\n"
        "În baza încheierii Judecătoriei Vaslui din dosar nr. 3518/333/2025 se înființează\n"
        "poprirea asupra salariului debitorului până la suma de 17.640 lei, iar aceasta rămâne.\n"
    )
    found = court_files.case_number(Paper([page_of(text)]), Kind.OFFICIAL_LETTER)
    assert found.value == "3518/333/2025"


def test_court_file_is_told_from_trade_register_and_dates():
    def case(text, kind=Kind.SUMMONS):
        found = court_files.case_number(Paper([page_of(text)]), kind)
        return found.value if found else None

    assert case("Dosar nr. 3127/90/2025*") == "3127/90/2025*"
    assert case("în dosarul nr. 870/241/2026", None) == "870/241/2026"
    assert case("Dosarul nr. 247241303/2025") == "24724/303/2025"
    assert case("J03/552/2006") is None
    assert case("la 12/03/2026") is None
    assert case("3127/90/2025", Kind.PETITION) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Munteanu Radu-Cristian, domiciliat", "Munteanu Radu-Cristian"),
        ("MUNTEANU RADU, CNP", "Munteanu Radu"),
        ("Olteanu loana", "Olteanu Ioana"),
        ("Pop A. Mircea cu domiciliul", "Pop A. Mircea"),
        ("Primăria Orașului Azuga", None),
        ("vă rog", None),
        ("Popescu", None),
    ],
)
def test_person_is_read(text, name):
    found = person_at(text)
    assert (found[0] if found else None) == name


def test_capitals_become_usual_writing_and_acronyms_stay():
    assert proper_case("DIRECȚIA DE SĂNĂTATE PUBLICĂ ARGEȘ") == "Direcția de Sănătate Publică Argeș"
    assert proper_case("LEMN CONSTRUCT S.R.L.") == "Lemn Construct S.R.L."
    assert proper_case("ȘCOALA GIMNAZIALĂ NR. 3 LUGOJ") == "Școala Gimnazială nr. 3 Lugoj"
    assert proper_case("Tehno Birotica SRL") == "Tehno Birotica SRL"


def test_long_subject_is_cut_at_a_word():
    long = "Obiect: " + "solicitare de verificare a lucrărilor " * 12
    found = subject(Paper([page_of(long)]), Kind.OFFICIAL_LETTER, None, None, roles=[Role.BODY])
    assert found is not None
    assert 100 < len(found.value) <= LONGEST
    assert long.endswith(" ") and found.value.split()[-1] in long.split()


@pytest.mark.parametrize("end", [" - 31.12.1989", " – din anul", ", de la unul"])
def test_nothing_that_leads_on_is_left_where_a_subject_is_cut(end):
    assert shortened(f"Confirmarea vechimii în muncă{end}", 35) == "Confirmarea vechimii în muncă"


def test_no_personal_number_gets_into_a_subject():
    said = (
        "dacă debitorul Olaru Ion, CNP 1710305394421, cu domiciliul în Cotești, nr. 3, are bunuri"
    )
    assert tidy(said) == "Dacă debitorul Olaru Ion are bunuri"
