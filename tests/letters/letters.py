"""What stands in the sample letters. Every person, firm, authority and number is made up.

The check digits are right (personal numbers, fiscal codes, accounts), so that the program reads
them; the names, streets and mail domains (``.example``) belong to nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportlab.platypus import Flowable, PageBreak

from tests.letters.ink import BLUE, RED, VIOLET, Pen, RoundStamp, Signature, gap, rule
from tests.letters.paper import Look

HALL = "Primăria Orașului Valea Stejarului"
PREFECT = "Instituția Prefectului – Județul Argeș"


@dataclass(frozen=True, slots=True)
class Letter:
    """One sample letter with what must be read from it."""

    name: str
    department: str
    fields: dict[str, Any]
    story: Callable[[], list[Flowable]]
    look: Look
    is_after_separator: bool = False


def petition_urban() -> list[Flowable]:
    pen = Pen("serif", 12)
    return [
        *pen.left(f"Către <b>{HALL}</b>", "Serviciul Urbanism și Amenajarea Teritoriului"),
        *gap(12),
        *pen.centre("<b>CERERE</b>", scale=1.5),
        *gap(8),
        *pen.body("Doamnă Primar,"),
        *pen.body(
            "Subsemnata Olteanu Ruxandra Ioana, domiciliată în Valea Stejarului, strada Livezilor "
            "nr. 27, bl. C3, ap. 14, județul Argeș, identificată cu C.I. seria AZ nr. 418273, CNP "
            "2850614032114, telefon 0744 318 205, e-mail ruxandra.olteanu@curier.example, "
            "vă rog să îmi eliberați un certificat de urbanism pentru construirea unui garaj pe "
            "terenul din strada Livezilor nr. 27A.",
            "Terenul are suprafața de 412 metri pătrați, este proprietatea mea potrivit "
            "contractului de vânzare autentificat și este înscris în cartea funciară nr. 83114 a "
            "orașului Valea Stejarului. Garajul va avea un singur nivel, acoperiș în două ape și "
            "va fi retras cu trei metri față de limita de proprietate dinspre nord.",
            "Anexez planul de situație, planul de încadrare în zonă, extrasul de carte funciară și "
            "dovada plății taxei. Doresc să ridic personal documentul, de la ghișeu.",
            "Vă mulțumesc.",
        ),
        *gap(10),
        *pen.left("Data: 9 martie 2026"),
        *gap(4),
        *pen.right("Semnătura,", "Olteanu Ruxandra Ioana"),
        Signature(3, x_mm=115, y_mm=-12),
    ]


def complaint_lighting() -> list[Flowable]:
    pen = Pen("noto", 11)
    return [
        *pen.left(
            "<b>Grigorescu Mihnea</b>",
            "Valea Stejarului, str. Zorilor nr. 58, jud. Argeș",
            "Tel.: 0723.550.164",
            "E-mail: mihnea.grigorescu@scrisori.example",
        ),
        *gap(10),
        *pen.right(f"<b>{HALL}</b>", "Serviciul Tehnic și Investiții"),
        *gap(10),
        *pen.centre("<b>SESIZARE</b>", scale=1.35),
        *pen.centre("privind iluminatul public defect pe strada Zorilor"),
        *gap(8),
        *pen.body(
            "Vă aduc la cunoștință că pe strada Zorilor, între intersecția cu strada Merilor și "
            "podul de peste pârâu, șapte stâlpi de iluminat public nu mai funcționează de la "
            "sfârșitul lunii ianuarie. După ora 18 drumul este în întuneric deplin.",
            "În seara zilei de 11 februarie un biciclist a căzut într-o groapă pe care nu a "
            "văzut-o și a fost dus cu ambulanța la spital. Copiii care se întorc de la școală "
            "după-amiaza merg pe carosabil, fiindcă trotuarul este acoperit de moloz.",
            "Am sunat de două ori la dispecerat și mi s-a spus că o echipă va veni în aceeași "
            "săptămână. Nu a venit nimeni. Vă rog să dispuneți repararea lămpilor și să îmi "
            "comunicați în scris data la care vor fi terminate lucrările.",
        ),
        *gap(10),
        *pen.left("23.02.2026"),
        *pen.right("Cu stimă,", "Grigorescu Mihnea"),
        Signature(11, x_mm=118, y_mm=-9),
    ]


def information_request() -> list[Flowable]:
    pen = Pen("sans", 11)
    return [
        *pen.centre("<b>CERERE-TIP</b>", "privind solicitarea de informații de interes public"),
        *gap(6),
        *pen.left(
            f"Denumirea autorității sau instituției publice: {HALL}",
            "Sediul/Adresa: Valea Stejarului, Piața Unirii nr. 1, județul Argeș",
            "Data: 02.03.2026",
        ),
        *gap(6),
        *pen.body(
            "Stimate domnule/Stimată doamnă Primar,",
            "Prin prezenta formulez o cerere conform Legii nr. 544/2001 privind liberul acces la "
            "informațiile de interes public, cu modificările și completările ulterioare. Doresc "
            "să primesc o copie de pe următoarele documente:",
        ),
        *pen.left(
            "1. contractul de salubrizare în vigoare și actele adiționale la acesta;",
            "2. lista autorizațiilor de construire emise în anul 2025;",
            "3. suma cheltuită pentru întreținerea spațiilor verzi în anul 2025.",
            indent_mm=9,
        ),
        *gap(4),
        *pen.body(
            "Doresc ca informațiile solicitate să îmi fie furnizate în format electronic, la "
            "următoarea adresă de e-mail: sorina.parvu@curier.example.",
            "Sunt dispus să plătesc taxele aferente serviciilor de copiere a documentelor.",
            "Vă mulțumesc pentru solicitudine,",
        ),
        *gap(6),
        *pen.left(
            "Numele și prenumele petentului: Pârvu Sorina",
            "Adresa: Valea Stejarului, strada Castanilor nr. 9, județul Argeș",
            "Profesia (opțional): biolog",
            "Telefon (opțional): 0751 204 886",
        ),
        *gap(8),
        *pen.right("Semnătura petentului"),
        Signature(19, x_mm=115, y_mm=-14),
    ]


def invoice_markings() -> list[Flowable]:
    pen = Pen("dejavu", 9.5)
    rows = [
        ["Nr.", "Denumirea produselor sau a serviciilor", "U.M.", "Cant.", "Preț", "Valoare"],
        ["1", "Marcaj rutier longitudinal, vopsea albă", "mp", "620", "18,40", "11.408,00"],
        ["2", "Marcaj treceri de pietoni", "mp", "144", "27,50", "3.960,00"],
        ["3", "Montat indicatoare rutiere", "buc", "12", "215,00", "2.580,00"],
        ["4", "Semnalizare temporară a lucrării", "zi", "6", "180,00", "1.080,00"],
    ]
    return [
        *pen.centre("<b>FACTURA</b>", scale=1.9),
        *pen.centre("Seria MRC numărul 004127 din data de 27.02.2026"),
        *gap(6),
        *pen.left(
            "<b>Furnizor: Marcaje Rutiere Carpatia S.R.L.</b>",
            "CIF: RO41783252 &nbsp;&nbsp; Nr. ord. reg. com.: J03/1178/2019",
            "Sediul: Pitești, strada Depozitelor nr. 31, județul Argeș",
            "IBAN: RO75 BTRL 0000 3300 7712 0945 &nbsp; Banca: Banca Exemplu, sucursala Pitești",
            "Tel: 0248 612 430 &nbsp;&nbsp; E-mail: facturi@marcajecarpatia.example",
        ),
        *rule(),
        *pen.left(
            f"<b>Client: {HALL}</b>",
            "CIF: 4122175 &nbsp;&nbsp; Adresa: Valea Stejarului, Piața Unirii nr. 1, jud. Argeș",
        ),
        *gap(6),
        *pen.table(rows, (10, 74, 14, 18, 22, 28), right_from=3),
        *gap(4),
        *pen.right(
            "Total fără TVA: 19.028,00 lei",
            "TVA 21%: 3.995,88 lei",
            "<b>Total de plată: 23.023,88 lei</b>",
        ),
        *gap(6),
        *pen.left(
            "Termen de plată: 30 de zile de la data emiterii.",
            "Factura este valabilă fără semnătură și ștampilă, potrivit Codului fiscal.",
            "Întocmit: Sandu Octavian",
        ),
        RoundStamp("MARCAJE RUTIERE CARPATIA * S.R.L. * ", "PITEȘTI", x_mm=125, y_mm=-14),
    ]


def official_letter() -> list[Flowable]:
    pen = Pen("serif", 11.5)
    return [
        *pen.centre("<b>ROMÂNIA</b>", "<b>MINISTERUL AFACERILOR INTERNE</b>"),
        *pen.centre(f"<b>{PREFECT.upper()}</b>", scale=1.1),
        *pen.centre("Serviciul Verificarea Legalității Actelor și Contencios Administrativ"),
        *pen.centre(
            "Pitești, Piața Vasile Milea nr. 3, telefon 0248 210 377, e-mail "
            "cancelarie@prefecturaarges.example",
            scale=0.82,
        ),
        *rule(),
        *gap(4),
        *pen.left("<b>Nr. 3417 din 16.02.2026</b>"),
        *gap(6),
        *pen.left(f"<b>Către: {HALL}</b>", "În atenția doamnei secretar general Manea Floarea"),
        *gap(4),
        *pen.left("<b>Obiect: Verificarea legalității Hotărârii Consiliului Local nr. 9/2026</b>"),
        *gap(6),
        *pen.body(
            "În temeiul prerogativelor de verificare a legalității actelor administrative, am "
            "examinat Hotărârea Consiliului Local nr. 9 din 29 ianuarie 2026 privind aprobarea "
            "regulamentului de organizare a pieței agroalimentare.",
            "Din documentația transmisă lipsesc raportul compartimentului de specialitate și "
            "dovada afișării proiectului la sediul instituției cu cel puțin 30 de zile lucrătoare "
            "înainte de adoptare. De asemenea, articolul 14 stabilește sancțiuni care depășesc "
            "limitele prevăzute de Ordonanța Guvernului nr. 2/2001.",
            "Vă solicităm să ne comunicați, în termen de 15 zile de la primirea prezentei, "
            "documentele menționate și punctul dumneavoastră de vedere, în vederea reanalizării "
            "actului. În lipsa unui răspuns, hotărârea va fi supusă controlului instanței de "
            "contencios administrativ.",
            "Lista documentelor care trebuie transmise este cuprinsă în anexă.",
        ),
        *gap(8),
        *pen.centre("<b>PREFECT,</b>", "Vasilescu Aurelian"),
        RoundStamp("INSTITUȚIA PREFECTULUI * ARGEȘ * ", "ROMÂNIA", x_mm=45, y_mm=2, colour=RED),
        Signature(23, x_mm=64, y_mm=-8),
        *gap(16),
        *pen.left("Întocmit: Barbu Camelia, consilier superior", scale=0.85),
        PageBreak(),
        *pen.right("Anexa nr. 1 la adresa nr. 3417 din 16.02.2026"),
        *gap(8),
        *pen.centre("<b>LISTA DOCUMENTELOR</b>"),
        *gap(6),
        *pen.table(
            [
                ["Nr.", "Document", "Exemplare"],
                ["1", "Raportul compartimentului de specialitate", "2"],
                ["2", "Dovada afișării proiectului de hotărâre", "1"],
                ["3", "Avizul comisiei juridice a consiliului local", "1"],
                ["4", "Procesul-verbal al ședinței din 29 ianuarie 2026", "2"],
            ],
            (12, 118, 26),
            right_from=2,
        ),
    ]


def summons() -> list[Flowable]:
    pen = Pen("book", 10.5)
    return [
        *pen.left(
            "<b>ROMÂNIA</b>",
            "<b>TRIBUNALUL LUNCA MARE</b>",
            "Secția a II-a civilă, de contencios administrativ și fiscal",
            "Lunca Mare, bulevardul Dreptății nr. 12",
            "Telefon: 0248 733 015",
        ),
        *gap(4),
        *pen.left("<b>Dosar nr. 1846/1259/2026</b>", "Emisă la: 04 martie 2026"),
        *gap(8),
        *pen.centre("<b>CITAȚIE</b>", scale=1.6),
        *gap(6),
        *pen.left(f"Destinatar: {HALL}, prin primar, Valea Stejarului, Piața Unirii nr. 1"),
        *gap(4),
        *pen.body(
            "Sunteți chemată la această instanță, camera 3, completul C6 contencios, în ziua de "
            "22 aprilie 2026, ora 9:30, în calitate de pârâtă, în proces cu reclamanta Neagu "
            "Liliana, având ca obiect anularea refuzului de eliberare a autorizației de "
            "construire.",
            "Aveți obligația de a depune întâmpinare în termen de 25 de zile de la comunicarea "
            "prezentei, sub sancțiunea decăderii din dreptul de a mai propune probe și de a "
            "invoca excepții, în afara celor de ordine publică.",
            "În caz de neprezentare, judecata se va face în lipsă, dacă s-a solicitat aceasta în "
            "scris de către una dintre părți.",
            "Prin înmânarea citației, sub semnătură de primire, cel citat este prezumat că are în "
            "cunoștință și termenele ulterioare celui pentru care citația i-a fost înmânată.",
        ),
        *gap(8),
        *pen.right("Grefier,", "Lupu Daciana"),
        RoundStamp("TRIBUNALUL LUNCA MARE * ", "ARHIVĂ", x_mm=92, y_mm=2, colour=VIOLET),
        Signature(31, x_mm=122, y_mm=-7),
    ]


def petition_heating() -> list[Flowable]:
    pen = Pen("typewriter", 11)
    return [
        *pen.centre("Domnule Primar,"),
        *gap(8),
        *pen.body(
            "Subsemnatul Dragomir Vasile, domiciliat în orașul Valea Stejarului, str. Izvorului "
            "nr. 3, județul Argeș, CNP 1510923033343, telefon 0248 615 902, prin prezenta vă rog "
            "să binevoiți a-mi acorda ajutorul pentru încălzirea locuinței cu lemne.",
            "Menționez că sunt pensionar, locuiesc singur, iar venitul meu lunar este de 1.640 de "
            "lei. Locuința are două camere și o sobă de teracotă.",
            "Anexez cuponul de pensie, copia cărții de identitate și declarația pe propria "
            "răspundere.",
        ),
        *gap(10),
        *pen.left("02.02.2026 &nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; Dragomir Vasile"),
        Signature(41, x_mm=70, y_mm=-10),
        *gap(24),
        *pen.left("Domnului Primar al Orașului Valea Stejarului"),
    ]


def petition_tax() -> list[Flowable]:
    pen = Pen("sans", 11.5)
    return [
        *pen.right(f"<b>Către: {HALL}</b>", "Direcția Impozite și Taxe Locale"),
        *gap(12),
        *pen.centre("<b>CERERE DE SCUTIRE</b>", "<b>de la plata impozitului pe clădiri</b>"),
        *gap(8),
        *pen.left(
            "Subsemnatul(a): Ciobanu Anca-Maria",
            "Domiciliul: Valea Stejarului, Aleea Teilor nr. 6, sc. A, ap. 3, județul Argeș",
            "CNP: 2790305034129",
            "Telefon: +40 732 118 447",
            "E-mail: anca.ciobanu@posta.example",
        ),
        *gap(6),
        *pen.body(
            "În baza art. 456 din Codul fiscal, solicit scutirea de la plata impozitului pe "
            "clădiri și a impozitului pe teren pentru anul 2026, pentru locuința de domiciliu, "
            "întrucât sunt persoană încadrată în gradul grav de handicap.",
            "Anexez certificatul de încadrare în grad de handicap nr. 2217 din 14.11.2024, în "
            "copie, actul de proprietate și cartea de identitate.",
        ),
        *gap(10),
        *pen.left("Data 19/01/2026"),
        *pen.right("Semnătura solicitantului,"),
        Signature(47, x_mm=112, y_mm=-12),
    ]


def police_letter() -> list[Flowable]:
    pen = Pen("noto", 10.5)
    return [
        *pen.left(
            "<b>INSPECTORATUL JUDEȚEAN DE POLIȚIE ARGEȘ</b>",
            "<b>POLIȚIA ORAȘULUI VALEA STEJARULUI</b>",
            "Biroul Rutier",
            "Nr. 211.846/R.P. din 05.03.2026",
        ),
        *gap(10),
        *pen.right("Către", f"<b>{HALL}</b>", "Serviciul Tehnic și Investiții"),
        *gap(10),
        *pen.body(
            "Având în vedere numărul accidentelor înregistrate în ultimele douăsprezece luni, vă "
            "solicităm montarea unui indicator „Trecere de pietoni” și a unor limitatoare de "
            "viteză pe strada Gării, în dreptul grădiniței.",
            "Rugăm a ne comunica măsurile dispuse în termen de 10 zile. Persoană de contact: "
            "agent-șef Stroe Valentin, telefon 0248 617 112, e-mail "
            "rutier.valeastejarului@politie.example.",
        ),
        *gap(12),
        *pen.centre("Cu respect,", "<b>Șeful Poliției orașului</b>", "Comisar-șef Radu Cornel"),
        RoundStamp("POLIȚIA ORAȘULUI * ARGEȘ * ", "M.A.I.", x_mm=40, y_mm=4, colour=BLUE),
        Signature(53, x_mm=68, y_mm=-6),
    ]


LETTERS = (
    Letter(
        "petition-01",
        "URB",
        {
            "kind": "petition",
            "sender_name": "Olteanu Ruxandra Ioana",
            "sender_address": "Valea Stejarului, strada Livezilor nr. 27, bl. C3, ap. 14, "
            "județul Argeș",
            "sender_date": "2026-03-09",
            "subject": "Certificat de urbanism pentru construirea unui garaj",
            "email": "ruxandra.olteanu@curier.example",
            "phone": "+40744318205",
            "cnp": "2850614032114",
        },
        petition_urban,
        Look(is_colour=True, skew_deg=0.7),
    ),
    Letter(
        "complaint-01",
        "TEH",
        {
            "kind": "complaint",
            "sender_name": "Grigorescu Mihnea",
            "sender_address": "Valea Stejarului, str. Zorilor nr. 58, jud. Argeș",
            "sender_date": "2026-02-23",
            "subject": "Iluminatul public defect pe strada Zorilor",
            "email": "mihnea.grigorescu@scrisori.example",
            "phone": "+40723550164",
        },
        complaint_lighting,
        Look(skew_deg=-0.9, light=0.14, noise=2.0),
        is_after_separator=True,
    ),
    Letter(
        "information-request-01",
        "COM",
        {
            "kind": "information_request",
            "sender_name": "Pârvu Sorina",
            "sender_address": "Valea Stejarului, strada Castanilor nr. 9, județul Argeș",
            "sender_date": "2026-03-02",
            "subject": "Solicitare de informații de interes public: contractul de salubrizare",
            "email": "sorina.parvu@curier.example",
            "phone": "+40751204886",
        },
        information_request,
        Look(skew_deg=0.3),
    ),
    Letter(
        "invoice-01",
        "TEH",
        {
            "kind": "invoice",
            "sender_name": "Marcaje Rutiere Carpatia S.R.L.",
            "sender_address": "Pitești, strada Depozitelor nr. 31, județul Argeș",
            "sender_registration_number": "MRC 004127",
            "sender_date": "2026-02-27",
            "subject": "Factura seria MRC nr. 004127",
            "email": "facturi@marcajecarpatia.example",
            "phone": "+40248612430",
            "cui": "41783252",
            "iban": "RO75BTRL0000330077120945",
            "amount": "23023.88",
            "deadline_days": 30,
        },
        invoice_markings,
        Look(is_colour=True, skew_deg=-0.4, paper=(252, 252, 250)),
        is_after_separator=True,
    ),
    Letter(
        "official-letter-01",
        "JUR",
        {
            "kind": "official_letter",
            "sender_name": PREFECT,
            "sender_address": "Pitești, Piața Vasile Milea nr. 3",
            "sender_registration_number": "3417",
            "sender_date": "2026-02-16",
            "subject": "Verificarea legalității Hotărârii Consiliului Local nr. 9/2026",
            "email": "cancelarie@prefecturaarges.example",
            "phone": "+40248210377",
            "deadline_days": 15,
        },
        official_letter,
        Look(skew_deg=0.5, show_through=0.09),
        is_after_separator=True,
    ),
    Letter(
        "summons-01",
        "JUR",
        {
            "kind": "summons",
            "sender_name": "Tribunalul Lunca Mare",
            "sender_address": "Lunca Mare, bulevardul Dreptății nr. 12",
            "sender_date": "2026-03-04",
            "subject": "Citație – anularea refuzului de eliberare a autorizației de construire",
            "phone": "+40248733015",
            "case_number": "1846/1259/2026",
            "deadline_days": 25,
        },
        summons,
        Look(skew_deg=-0.2, paper=(246, 245, 238)),
    ),
    Letter(
        "petition-02",
        "SOC",
        {
            "kind": "petition",
            "sender_name": "Dragomir Vasile",
            "sender_address": "orașul Valea Stejarului, str. Izvorului nr. 3, județul Argeș",
            "sender_date": "2026-02-02",
            "subject": "Ajutorul pentru încălzirea locuinței cu lemne",
            "phone": "+40248615902",
            "cnp": "1510923033343",
        },
        petition_heating,
        Look(is_upside_down=True, skew_deg=1.1, light=0.1, noise=2.2, paper=(243, 241, 232)),
    ),
    Letter(
        "petition-03",
        "FISC",
        {
            "kind": "petition",
            "sender_name": "Ciobanu Anca-Maria",
            "sender_address": "Valea Stejarului, Aleea Teilor nr. 6, sc. A, ap. 3, județul Argeș",
            "sender_date": "2026-01-19",
            "subject": "Scutire de la plata impozitului pe clădiri",
            "email": "anca.ciobanu@posta.example",
            "phone": "+40732118447",
            "cnp": "2790305034129",
        },
        petition_tax,
        Look(skew_deg=-1.3),
        is_after_separator=True,
    ),
    Letter(
        "official-letter-02",
        "TEH",
        {
            "kind": "official_letter",
            "sender_name": "Inspectoratul Județean de Poliție Argeș – Poliția Orașului Valea "
            "Stejarului",
            "sender_registration_number": "211.846/R.P.",
            "sender_date": "2026-03-05",
            "subject": "Montarea unui indicator „Trecere de pietoni” și a unor limitatoare",
            "email": "rutier.valeastejarului@politie.example",
            "phone": "+40248617112",
            "deadline_days": 10,
        },
        police_letter,
        Look(is_colour=True, skew_deg=0.2),
    ),
)
