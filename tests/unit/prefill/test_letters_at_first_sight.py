"""Ways of writing that letters showed which nobody had seen before, each with its neighbours."""

import pytest

from registry_desk.model.document import Kind
from registry_desk.prefill import identifiers, understand
from registry_desk.prefill.matters import matters
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.wording import says_something, tidy
from tests.unit.prefill.typed import page_of


def read(text):
    return {name: str(found.value) for name, found in understand([page_of(text)]).fields.items()}


PERSON = "Budai Ana\nPitești, str. Horea nr. 12\ntel. 0744 111 222\n\n"
FIRM = "Medica Nord S.R.L.\nPitești, str. Horea nr. 12, CIF 9690273\nNr. 180 din 17.10.2025\n\n"
TO_TOWN = "Către Primăria Orașului Brezoaia\n\n"

THANKS = [
    "Vă scriu nu ca să cer ceva, ci ca să mulțumesc echipei care a curățat strada după furtună.",
    "Vă mulțumim din inimă pentru găzduirea taberei și pentru lemnele dăruite.",
    "Nu am nicio reclamație, ci doar vreau să vă mulțumesc din suflet pentru ajutorul dat.",
]
RIGHTS = [
    "În baza art. 15 din Regulamentul (UE) 2016/679 vă solicit o copie a datelor mele.",
    "Potrivit Regulamentului general privind protecția datelor, solicit ștergerea fotografiilor.",
    "Îmi exercit dreptul de acces prevăzut de GDPR și vă solicit copia înregistrărilor video.",
]
REMEDIES = [
    "În temeiul art. 6 din Legea nr. 101/2016, vă notificăm că oferta noastră a fost declarată\n"
    "neconformă fără temei. Solicităm reevaluarea ofertelor și anularea comunicării.",
    "Conform Legii 101/2016 privind remediile, solicităm anularea rezultatului procedurii.",
]


@pytest.mark.parametrize("said", THANKS)
def test_who_thanks_asks_for_nothing(said):
    assert read(f"{PERSON}Stimată doamnă primar,\n\n     {said}\n\nBudai Ana")["kind"] == "other"


def test_thanks_at_the_end_of_a_request_are_a_courtesy():
    said = "Vă rog să îmi aprobați montarea unei rampe. Mulțumesc pentru înțelegere."
    assert read(f"{PERSON}Stimată doamnă primar,\n\n     {said}\n")["kind"] == "petition"


@pytest.mark.parametrize("said", RIGHTS)
def test_rights_over_ones_data_are_asked_for_by_petition(said):
    assert read(f"{PERSON}{TO_TOWN}     {said}\n\nBudai Ana")["kind"] == "petition"


def test_a_breach_of_the_regulation_reported_is_complained_of():
    said = (
        "Vă sesizez că vecinul a îndreptat camera spre curtea mea. Am reclamat de trei ori,\n"
        "degeaba, și nu s-a luat nicio măsură, deși încalcă Regulamentul (UE) 2016/679."
    )
    assert read(f"{PERSON}{TO_TOWN}     {said}\n\nBudai Ana")["kind"] == "complaint"


@pytest.mark.parametrize("said", REMEDIES)
def test_a_bidders_notice_before_the_appeal_is_a_complaint(said):
    seen = read(f"{FIRM}{TO_TOWN}          NOTIFICARE PREALABILĂ\n\n     {said}\n\nAdministrator")
    assert seen["kind"] == "complaint"


@pytest.mark.parametrize(
    "said",
    [
        "Vă notificăm că lucrările au fost suspendate. Solicităm achitarea facturii nr. 12.",
        "Vă comunicăm alăturat garanția cerută de Legea nr. 98/2016, în original.",
    ],
)
def test_other_notices_of_a_firm_are_none(said):
    seen = read(f"{FIRM}{TO_TOWN}               NOTIFICARE\n\n     {said}\n\nAdministrator")
    assert seen["kind"] == "official_letter"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("Inspectoratul\nTeritorial de Muncă\n", "Inspectoratul Teritorial de Muncă"),
        ("Agenția de Plăți\npentru Agricultură\n", "Agenția de Plăți pentru Agricultură"),
        ("COMUNA MOVILENI\nPRIMAR\n", "Comuna Movileni"),
        ("Direcția Silvică Argeș\nServiciul Pază\n", "Direcția Silvică Argeș"),
    ],
)
def test_a_name_goes_on_as_far_as_it_goes(head, name):
    seen = read(
        f"{head}Pitești, str. Horea nr. 12, tel. 0248 222 333\n\nNr. 812 / 03.10.2025\n\n{TO_TOWN}"
        "     Vă comunicăm că la data de 12.11.2025 se va efectua un control tematic.\n"
    )
    assert seen["sender_name"] == name


@pytest.mark.parametrize(
    "said",
    [
        "Primarul și Consiliul Local vă invită la Zilele Comunei, miercuri, pe platoul bisericii.",
        "Comuna noastră și locuitorii ei vă invită la hramul satului, duminică, la ora 12.",
    ],
)
def test_a_town_that_invites_writes_itself(said):
    seen = read(
        f"     Comuna Băița de Sus\n     județul Argeș\n\n        INVITAȚIE\n\n     {said}\n"
    )
    assert (seen["kind"], seen["sender_name"]) == ("other", "Comuna Băița de Sus")


def test_a_town_hall_that_is_thanked_writes_nothing():
    seen = read(
        "Primăria Orașului Brezoaia\n\n     Vă mulțumesc din suflet pentru ajutorul dat."
        "\n\nCu respect,\nBudai Ana"
    )
    assert seen.get("sender_name") in (None, "Budai Ana")


def test_many_write_through_one_of_them():
    seen = read(
        f"{TO_TOWN}          CERERE COLECTIVĂ\n\n"
        "     Noi, locuitorii străzii de sus, reprezentați de Budai Ana, din satul Podu, nr. 2,\n"
        "telefon 0744 111 222, vă rugăm să aprobați pietruirea uliței și refacerea podețului.\n"
    )
    assert seen["sender_name"] == "Budai Ana"


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("Seria AG OCS nr. 425", "AG OCS 425"),
        ("Seria AG nr. 425", "AG 425"),
        ("CLX-2026-1976", "CLX-2026-1976"),
        ("ECS / 4417", "ECS 4417"),
    ],
)
def test_an_invoices_number_under_its_title(number, seen):
    fields = read(
        f"               FACTURĂ\n            {number}\n\nFurnizor: Lemnar Prest SRL\n"
        "CIF 9690273\n\nClient: Orașul Brezoaia\n\nTotal de plată 1.790,29 lei\n"
    )
    assert fields["sender_registration_number"] == seen


@pytest.mark.parametrize("written", ["ROG61TREZ0309859641186978", "RO6G1TREZ0309859641186978"])
def test_an_account_whose_digit_was_read_twice(written):
    found = [each.value for each in identifiers.iban_in(Paper([page_of(f"Cont {written}")]))]
    assert found == ["RO61TREZ0309859641186978"]


def test_a_supplier_named_at_the_foot_only():
    seen = read(
        "            Factură gaze naturale\n            Nr. factură: 1301351223\n\n"
        "Client: Orașul Brezoaia\n\nTotal de plată 3.223,94 lei\n\n\n\n"
        "Sudgaz Furnizare S.A. - capital social vărsat 42.000.000 lei - J16/112/2004\n"
    )
    assert seen["sender_name"] == "Sudgaz Furnizare S.A."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("prin hotărârea consiliului nr. 162/2025, s-a repartizat suma cerută", "S-a repartizat"),
        ("că la 14 martie 2026, autoturismul a fost avariat", "Autoturismul a fost"),
        ("la 14 martie 2026, autoturismul a fost avariat", "Autoturismul a fost"),
        ("prin grija noastră, sala a fost zugrăvită", "Prin grija noastră"),
    ],
)
def test_by_which_act_and_when_is_no_matter(written, said):
    assert tidy(written).startswith(said)


def test_what_only_leads_to_the_matter_says_nothing():
    assert not says_something("Conform împuternicirii anexate, vă notific următoarele")
    assert says_something("Conform împuternicirii anexate, vă notific rezilierea")
    assert not says_something("Să ne secretariat@atletic.example")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("plata facturii, în caz contrar furnizarea va fi sistată", "Plata facturii"),
        ("gunoiul neridicat (dispecerat@curat.example)", "Gunoiul neridicat"),
        ("lista bunurilor sub sancțiunea amenzii judiciare", "Lista bunurilor"),
        ("procedura de urmat în caz de incendiu", "Procedura de urmat în caz de incendiu"),
    ],
)
def test_what_happens_else_is_no_matter(written, said):
    assert tidy(written) == said


def test_another_towns_mail_is_its_own():
    seen = read(
        "COMUNA MOVILENI\nstr. Principală nr. 88\nprimaria@movileni-ag.example\n\n"
        f"Nr. 5737 din 13 mai 2026\n\n{TO_TOWN}     Vă înaintăm alăturat comunicarea de mențiune.\n"
    )
    assert seen["email"] == "primaria@movileni-ag.example"


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        (
            "Vă informăm că, începând cu data de 01.11.2025, se modifică tariful pentru\n"
            "colectarea deșeurilor menajere din oraș.",
            "Se modifică tariful",
        ),
        (
            "Vă restituim, semnat, contractul de furnizare a energiei pentru iluminatul public.",
            "Contractul de furnizare",
        ),
    ],
)
def test_a_sentence_is_read_past_its_commas(said, subject):
    found = matters(Paper([page_of(f"{FIRM}{TO_TOWN}     {said}\n")]), Kind.OFFICIAL_LETTER)
    assert next(found).value.startswith(subject)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ana.budai posta.example", "ana.budai@posta.example"),
        ("E-mail: budai77 posta.example", "budai77@posta.example"),
        ("www.budai posta.example", None),
        ("ofertă posta.example", None),
    ],
)
def test_a_mail_address_whose_sign_was_lost(written, seen):
    head = f"Budai Ana\nPitești, str. Horea nr. 12\n{written}\n\n"
    assert read(f"{head}{TO_TOWN}     Vă rog să îmi aprobați o rampă.\n").get("email") == seen


def test_where_a_person_lives_under_the_name():
    said = "     Vă rog să îmi aprobați montarea unei rampe la scară."
    seen = read(f"Stimată doamnă primar,\n\n{said}\n\n\nBudai Ana\ndin str. Horea nr. 7\n")
    assert seen.get("sender_address") == "str. Horea nr. 7"


def test_a_narrow_letterhead_goes_on_beside_the_text():
    seen = read(
        "Inspectoratul                          Nr. 2491/SSM din 22.09.2026\n"
        "Teritorial de Muncă\n\n"
        "                                       Municipiul Brezoaia\n\n"
        "Pitești, str. Horea nr.                Vă comunicăm că inspectorii noștri vor efectua un\n"
        "2                                      control tematic la punctele de lucru unde se\n"
        "Tel. 0248 222 333                      execută toaletarea arborilor și lucrul la oraș.\n"
    )
    assert seen["sender_address"] == "Pitești, str. Horea nr. 2"
