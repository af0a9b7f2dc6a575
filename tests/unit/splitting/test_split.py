"""A batch falls into documents where sheets and pages say so; what is unsure is shown."""

from dataclasses import replace

import pytest

from registry_desk.model.page import Barcode, Box, CleanedPage, PageText, ReadPage, Word
from registry_desk.splitting import split
from registry_desk.splitting.separators import new_separator_key, separator_message
from tests.unit.prefill.typed import page_of

PATCH = ("patch", "PATCH T")
LETTER = (
    "Către Primăria Orașului",
    "Subsemnatul Pop Ion, domiciliat în strada Păcii nr. 4, vă rog să îmi aprobați",
    "eliberarea unui certificat pentru imobilul din strada Livezilor, potrivit legii.",
    "Am anexat planul de situație și dovada plății taxei la ghișeul primăriei.",
)
CLOSING = ("Cu stimă,", "Pop Ion", "Data: 12.03.2026")


def page(index, lines=(), *, codes=(), sheet=None, source=None, of_file=1, is_whole=False):
    words, y = [], 300
    for number, line in enumerate(lines):
        x = 250
        for word in line.split():
            words.append(Word(word, Box(x, y, 20 * len(word), 40), 0.95, number, 0))
            x += 20 * len(word) + 20
        y += 90
    return ReadPage(
        index=index,
        source=source or f"page-{index}.jpg",
        source_page=of_file,
        cleaned=CleanedPage(2480, 3508, 300, 0, 0.0, is_blank=not (lines or codes)),
        text=PageText("\n".join(lines), tuple(words), 0.95 if words else 0.0),
        barcodes=tuple(Barcode(kind, value, Box(100, 100, 400, 400)) for kind, value in codes),
        is_whole_source=is_whole,
        sheet=sheet,
    )


def documents(*pages, key=None):
    return split(pages, separator_key=key).documents


def test_patch_sheet_begins_a_document_and_belongs_to_none():
    found = split([page(1, LETTER), page(2, codes=[PATCH]), page(3, LETTER)])
    assert (found.documents, found.separators) == (((1,), (3,)), (2,))


def test_other_side_of_a_separator_is_no_documents():
    pages = [
        page(1, LETTER, sheet=1), page(2, sheet=1),
        page(3, codes=[PATCH], sheet=2), page(4, sheet=2),
        page(5, LETTER, sheet=3), page(6, sheet=3),
    ]  # fmt: skip
    assert documents(*pages) == ((1, 2), (5, 6))


def test_separator_fed_the_wrong_way_round():
    pages = [
        page(1, LETTER, sheet=1), page(2, sheet=1),
        page(3, sheet=2), page(4, codes=[PATCH], sheet=2),
        page(5, LETTER, sheet=3), page(6, sheet=3),
    ]  # fmt: skip
    assert documents(*pages) == ((1, 2), (5, 6))


def test_what_is_written_on_the_back_of_a_separator_is_kept():
    pages = [page(1, codes=[PATCH], sheet=1), page(2, LETTER, sheet=1), page(3, LETTER, sheet=2)]
    assert 2 in {index for document in documents(*pages) for index in document}


def test_two_separators_make_no_empty_document():
    pages = [
        page(1, codes=[PATCH]),
        page(2, codes=[PATCH]),
        page(3, LETTER),
        page(4, codes=[PATCH]),
    ]
    assert documents(*pages) == ((3,),)


def test_sheet_of_this_institution_is_an_order():
    key = new_separator_key()
    own = ("qr", separator_message(key, department="URB"))
    assert documents(page(1, LETTER), page(2, codes=[own]), page(3, LETTER), key=key) == (
        (1,),
        (3,),
    )


def test_sheet_of_another_key_is_a_doubt_and_no_order():
    foreign = ("qr", separator_message(new_separator_key()))
    pages = [page(1, LETTER), page(2, LETTER, codes=[foreign]), page(3, CLOSING)]
    found = split(pages, separator_key=new_separator_key())
    assert found.separators == ()
    assert "boundary.foreign_sheet" in {boundary.reason for boundary in found.doubtful}


@pytest.mark.parametrize("code", [PATCH, ("code128", "SEP-URB")])
def test_code_inside_a_letter_is_a_doubt_and_no_order(code):
    found = split([page(1, LETTER), page(2, LETTER * 2, codes=[code])])
    assert found.separators == ()
    assert "boundary.code_in_letter" in {boundary.reason for boundary in found.doubtful}


def test_shop_code_is_nothing():
    found = split([page(1, LETTER, codes=[("ean13", "5901234123457")])])
    assert (found.separators, found.doubtful) == ((), ())


def test_numbered_pages_stay_together():
    numbered = [page(n, (*LETTER, f"Pagina {n} din 3")) for n in (1, 2, 3)]
    following = page(4, (*LETTER, "Pagina 1 din 2"))
    assert documents(*numbered, following, page(5, (*LETTER, "Pagina 2 din 2"))) == (
        (1, 2, 3),
        (4, 5),
    )


def test_pdf_files_are_documents_of_their_own():
    pages = [
        page(1, LETTER, source="a.pdf", is_whole=True),
        page(2, LETTER, source="a.pdf", of_file=2, is_whole=True),
        page(3, LETTER, source="b.pdf", is_whole=True),
        page(4, CLOSING, source="c.jpg"),
    ]
    assert documents(*pages) == ((1, 2), (3,), (4,))


def test_every_page_is_somewhere_once():
    pages = [page(n, LETTER if n % 3 else (), sheet=(n + 1) // 2) for n in range(1, 30)]
    found = split(pages)
    inside = [index for document in found.documents for index in document]
    assert sorted(inside) == list(range(1, 30))


def test_only_blank_pages_are_kept_as_a_document():
    assert documents(page(1), page(2)) == ((1, 2),)


def test_no_pages_no_documents():
    assert documents() == ()


def test_blank_file_is_a_document_of_its_own_and_takes_no_other_page():
    pages = [
        page(1, LETTER),
        page(2, source="empty.pdf", is_whole=True),
        page(3, source="empty.pdf", of_file=2, is_whole=True),
        page(4, source="page-4.jpg"),
        page(5, LETTER),
    ]  # fmt: skip
    assert documents(*pages) == ((1,), (2, 3), (4, 5))


def test_files_of_one_name_are_two():
    pages = [page(n, LETTER, source="cerere.pdf", is_whole=True) for n in (1, 2)]
    assert documents(*pages) == ((1,), (2,))


def test_sheet_of_a_scanner_maker_is_a_separator_for_all_its_words():
    words = LETTER * 6
    along = [
        Barcode("patch", "T", Box(*b)) for b in ((190, 190, 240, 3100), (470, 3080, 1550, 240))
    ]
    sheet = replace(page(2, words), barcodes=tuple(along))
    assert split([page(1, LETTER), sheet, page(3, LETTER)]).separators == (2,)
    beside = replace(sheet, barcodes=(Barcode("patch", "T", Box(190, 190, 600, 240)),) * 2)
    found = split([page(1, LETTER), beside, page(3, LETTER)])
    assert found.separators == ()
    assert found.doubtful[0].reason == "boundary.code_in_letter"


def test_code_that_cannot_be_read_is_a_doubt_never_silence():
    smeared = page(2, codes=[("unread", "")])
    found = split([page(1, LETTER), smeared, page(3, LETTER)])
    assert found.separators == ()
    assert (2, "boundary.code_unreadable") in [(d.first_page, d.reason) for d in found.doubtful]
    table = page(2, LETTER, codes=[("unread", "")])
    assert "boundary.code_unreadable" not in {d.reason for d in split([page(1), table]).doubtful}


ENCLOSURES = {
    "table of names": ("Tabel nominal cu susținătorii", "Nr. Nume și prenume Adresa Semnătura"),
    "contract": ("CONTRACT DE VÂNZARE-CUMPĂRARE", "autentificat sub nr. 3042 din 16.09.2025"),
    "annex": ("SITUAȚIA LUCRĂRILOR", "Anexa nr. 1", "Nr. Obiectiv Valoare"),
    "bare sheet": ("Planul parcelei și vecinătățile ei", "Vest: drum comunal"),
    "statement of claim": (
        "DOMNULE PREȘEDINTE,",
        "Subsemnata Rusu Daniela, chem în judecată Primăria Municipiului Făgăraș,",
        "solicitând obligarea pârâtei la plata despăgubirilor.",
    ),
}


@pytest.mark.parametrize("enclosure", ENCLOSURES.values(), ids=ENCLOSURES)
def test_what_comes_behind_a_signed_letter_belongs_to_it(enclosure):
    assert documents(page(1, LETTER + CLOSING), page(2, enclosure)) == ((1, 2),)


def test_letter_behind_an_enclosure_is_a_new_one():
    enclosed = page(2, ENCLOSURES["table of names"])
    pages = page(1, LETTER + CLOSING), enclosed, page(3, LETTER + CLOSING)
    assert documents(*pages) == ((1, 2), (3,))


def test_letter_of_an_office_whose_number_is_not_announced_is_a_new_one():
    office = (
        "CASA DE PENSII EXEMPLU",
        "Serviciul Evidență   3308/27.05.2026",
        "Primăria Comunei Exemplu",
        "Vă rugăm să ne transmiteți datele persoanelor asigurate.",
    )
    assert documents(page(1, LETTER + CLOSING), page(2, office)) == ((1,), (2,))


FORM_OF_RULES = (
    "Anexa nr. 2 la regulament",
    "Cerere",
    "Către Direcția de Asistență Socială",
    "Numele și prenumele: Albu Maria",
    "Domiciliul: str. Fagului nr. 3",
)


def test_form_that_a_regulation_brings_along_begins_a_letter():
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, FORM_OF_RULES)) == ((1,), (2,))
    enclosed = ("Anexa nr. 2", "Tabelul parcelelor", "Parcela 1, la drum, 3 hectare")
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, enclosed)) == ((1, 2),)


def test_title_beside_a_letterhead_begins_a_document():
    invoice = page(
        2, ("Salubris Nord", "Bistrița", "Beneficiar: Orașul Năsăud", "Plata în 15 zile")
    )
    title = Word("Factura", Box(1700, 300, 200, 40), 0.95, 0, 0)
    beside = replace(
        invoice, text=replace(invoice.text, words=tuple(_behind_line_0(invoice.text.words, title)))
    )
    assert documents(page(1, (*LETTER, *CLOSING)), beside) == ((1,), (2,))


def _behind_line_0(words, added):
    first = [word for word in words if word.line == 0]
    return [*first, added, *(word for word in words if word.line != 0)]


RULED = ("ROMÂNIA", "JUDECĂTORIA CARACAL")


@pytest.mark.parametrize("file", ["118/207/2025", "118,/207/2025"], ids=["read", "misread"])
def test_judgment_of_the_file_that_the_court_writes_of_belongs_to_its_letter(file):
    of_file = (*RULED, "Dosar nr. 118/207/2025")
    told = (*of_file, "Către", "Comuna Vâlcele", "COMUNICARE", "Vă comunicăm copia sentinței.")
    judged = (*RULED, f"Dosar nr. {file}")
    judgment = (*judged, "SENTINȚA CIVILĂ NR. 31", "Ședința publică din 06.02.2026", "Grefier,")
    assert documents(page(1, (*told, "Grefier,")), page(2, judgment)) == ((1, 2),)


def test_letter_of_a_person_who_names_no_addressee_begins_behind_an_invitation():
    invitation = ("INVITAȚIE", "Muzeul Câmpiei", "are plăcerea de a vă invita la o expoziție.")
    person = ("Primărie,", "Sunt Pop Ion și stau în Vâlcele. De o lună nu s-a ridicat gunoiul.")
    pages = page(1, (*invitation, "Vă așteptăm cu drag!")), page(2, (*person, "Pop Ion"))
    assert documents(*pages) == ((1,), (2,))


def test_day_on_top_of_a_persons_letter_is_no_sentence_that_goes_on():
    person = ("20 septembrie 2026", "Stimată doamnă primar,", "Vă mulțumesc pentru bănci.")
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, person)) == ((1,), (2,))


def test_letter_of_few_words_begins_behind_a_signed_page_with_a_foot():
    foot = ("Turceni, str. Muncii nr. 5, telefon 0253 453 415",)
    signed = ("Către Primărie,", "Vă comunicăm cele cerute.", *CLOSING, *[""] * 27, *foot)
    plain = (
        "Domnule Primar,",
        "Mă numesc Berca Sorin și locuiesc în satul Gornovița. Vin la dumneavoastră cu",
        "rugămintea de a trimite două mașini de piatră pe ulița care urcă la noi.",
        *CLOSING,
    )
    assert documents(page(1, signed), page(2, plain)) == ((1,), (2,))


def test_any_body_of_people_begins_a_letter_with_its_name_and_matter():
    letter = (
        "Oficiul de Cadastru și Publicitate Imobiliară Gorj",
        "Serviciul Cadastru, Înregistrare Sistematică",
        "Subiect: afișarea documentelor tehnice",
        "În conformitate cu prevederile legii, vă transmitem documentele recepționate.",
        *CLOSING,
    )
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, letter)) == ((1,), (2,))


def test_table_of_signatures_stays_with_the_letter_it_supports():
    table = ("Nume și prenume Casa", "Dobrițoiu Marin 5", "Popescu Elvira 8", "Mihuț Adrian 11")
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, table)) == ((1, 2),)


def test_mark_in_small_letters_is_no_sentence_that_goes_on():
    bill = (
        "electrica vest",
        "Factura nr. 998672480 din 12.03.2026",
        "Furnizor Electrica Vest S.A.",
    )
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, bill)) == ((1,), (2,))
    goes_on = ("este incompletă și trebuie refăcută. Factura nr. 998 din 12.03.2026", "Client:")
    assert documents(page(1, LETTER), page(2, goes_on)) == ((1, 2),)


OF_FEW_SIGNS = {
    "trader": """Atelierul lui Nea Costică
Valea Seacă, la drumul mare

V-am trimis acum două săptămâni prețurile pentru bănci și nu am primit niciun semn.
Dacă mai sunt de folos, le lucrăm până la hram și le aducem noi cu căruța.

Costică Bratu
0745 112 903, atelier@exemplu.example""",
    "nursery": """Grupa Licurici
educatoare Anca Pop

Am strâns cu părinții bani pentru leagăne și am vrea să le așezăm lângă izvor, dacă se poate.
Copiii au desenat locul. Ne-ar bucura să veniți la deschidere.

Anca Pop
9 mai 2026""",
    "dweller": """Eu, Tudose Maricica, locuitoare a orașului Exemplu, str. Tineretului 6, telefon
0745331906, vă rog să dispuneți înlocuirea conductei de apă din fața casei, care este veche.

14.10.2026                                          Tudose M.""",
}


@pytest.mark.parametrize("letter", OF_FEW_SIGNS.values(), ids=OF_FEW_SIGNS)
def test_letter_that_says_little_the_rules_know_begins_by_its_looks(letter):
    assert documents(page(1, (*LETTER, *CLOSING)), page_of(letter, index=2)) == ((1,), (2,))


SHEETS = {
    "payments": ("Situația plăților", "Client: Barbu Elena", "Nr. Factura Suma",
                 "1 nr. 1180 45,20", "2 nr. 1221 51,70", "3 nr. 1302 48,11"),
    "layers": ("Nota de calcul", "Nr. Strat Grosime", "1 balast 20", "2 piatră 15",
               "3 beton 5", "Client: Orașul Exemplu"),
}  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_sheet_of_figures_that_names_a_client_belongs_to_the_letter(sheet):
    assert documents(page(1, (*LETTER, *CLOSING)), page(2, sheet)) == ((1, 2),)


def test_page_that_says_it_goes_on_stays_with_its_invoice():
    first = ("SUDGAZ ENERGIE S.A.", "Factură nr. 8918699421", *LETTER[1:], *CLOSING)
    goes_on = (
        "SUDGAZ ENERGIE S.A.",
        "Factura nr. 8918699421 — continuare",
        "Client: ORAȘUL VADU LUNG",
        "Total gaze naturale 89.034,92",
        *CLOSING,
    )
    found = split([page(1, first), page(2, goes_on)])
    assert (found.documents, found.doubtful) == (((1, 2),), ())
