"""The words and titles that speak for a kind of letter, each with its weight.

Patterns are over plain text; those without a line end in them are searched over the lines' ends.
"""

import re

from registry_desk.model.document import Kind

_TITLES = (
    (Kind.SUMMONS, r"(?:mandat de )?cita[tf]ie\b|citation\b"),
    (
        Kind.INVOICE,
        r"(?:e-?)?factura\b(?! (?:anexata|nr\S* \S+ (?:a|nu|este)))|invoice\b|proforma\b",
    ),
    (
        Kind.INFORMATION_REQUEST,
        r"(?:formular\w*|cerere|solicitare|model).{0,40}informatii(?:lor)? (?:publice"
        r"|de interes public)"
        r"|reclamatie administrativa",
    ),
    (
        Kind.COMPLAINT,
        r"(?:formular\w*(?: tip)?(?: (?:de|pentru|privind|-))? )?"
        r"(?:(?:petitie|cerere)\W{1,3})?(?:sesizare|reclamatie|plangere|reclamatia|sesizarea"
        r"|contestatie)\b",
    ),
    (
        Kind.PETITION,
        r"fisa (?:de )?(?:inscriere (?:in|la) )?audient"
        r"|cerere\b|cererea\b|petitie\b|solicitare\b|memoriu\b|declaratie\b|audienta\b",
    ),
    (
        Kind.OTHER,
        r"(?:oferta|invitatie)\b|(?:referat|nota interna|nota de serviciu|memoriu intern)\b"
        r"|scrisoare (?:de|pentru) (?:intentie|multumir|recomandare|felicitar"
        r"|prezentare|motivatie|apreciere)|curriculum vitae",
    ),
    (
        Kind.OFFICIAL_LETTER,
        r"publicatie (?:de|privind) vanzare|convocator\b"
        r"|adresa\b(?!(?: [a-z]+){0,2} ?:)|comunicare\b|instiintare\b|notificare\b|somatie\b"
        r"|circulara\b"
        r"|aviz\b|informare\b|anunt\b"
        r"|decizie\b|proces[- ]verbal\b|nota\b|raport\b|punct de vedere\b|adresa de infiintare\b",
    ),
)  # fmt: skip
_WORDS = (
    (
        Kind.SUMMONS, 2.0,
        r"(?:este|sunteti|esti|va fi|vor fi) (?:chemat|citat)\w*|se citeaza"
        r"|sunteti invitat[a]? (?:la|sa va prezentati) .{0,30}instant",
    ),
    (
        Kind.SUMMONS, 1.2,
        r"in calitate de (?:parat|reclamant|martor|intimat|recurent|apelant|debitor|creditor"
        r"|contestat|tert|interven|petent|expert)\w*",
    ),
    (Kind.SUMMONS, 0.8, r"\bcomplet(?:ul|:)? ?(?:nr\.? ?)?[a-z]{0,4} ?\d"),
    (Kind.SUMMONS, 0.6, r"\bgrefier\b"),
    (Kind.SUMMONS, 1.2, r"\bcita[tf]ie\b|\bcitatiei\b"),
    (Kind.INVOICE, 1.0, r"\bfurnizor\b|\bvanzator\b|\bprestator\b|\bemitent\b"),
    (Kind.INVOICE, 0.7, r"\bcumparator\b|\bclient\b|\bbeneficiar\b"),
    (
        Kind.INVOICE, 1.2,
        r"total (?:de )?plata|total (?:factura|general|cu t\.?v\.?a|de achitat)|valoare totala"
        r"|rest de plata|suma de plata",
    ),
    (
        Kind.INVOICE, 0.8,
        r"\b(?:cota |total |fara |cu |valoare )t\.?v\.?a\b|t\.?v\.?a\.? ?\(?\d{1,2}",
    ),
    (Kind.INVOICE, 0.7, r"\bpret(?:ul)? ?(?:unitar|/ ?u)|\bu\.? ?m\.? .{0,6}cant"),
    (
        Kind.INVOICE, 1.0,
        r"\bfactur[ai] (?:fiscala |nr|seria|numar)|seri[ae]\W{1,3}[a-z]{1,8}\W{1,3}(?:nr|numar)"
        r"|(?:^|\n)\W*facturat (?:de|catre)\b",
    ),
    (Kind.INVOICE, 0.6, r"\bscaden[tf]|termen de plata"),
    (
        Kind.INFORMATION_REQUEST, 2.6,
        r"\blegea (?:nr\.? ?)?544\b|544 ?(?:/|din) ?(?:\d{1,2} \w{3,11} |[\d.]{5,6})?2001",
    ),
    (
        Kind.INFORMATION_REQUEST, 2.5,
        r"(?:in (?:temeiul|baza|conformitate)|conform|potrivit)[^;]{0,70}?\b"
        r"544 ?/ ?2001[^;]{0,90}?\b(?:va (?:rog|rugam|solicit|cer|adres)|solicit|formulez|depun"
        r"|dor(?:esc|im))",
    ),
    (
        Kind.INFORMATION_REQUEST, 2.6,
        r"(?:cerere|solicitare) (?:de |pentru )?(?:acces la )?informati\w+"
        r" (?:de interes public|publice)",
    ),
    (
        Kind.INFORMATION_REQUEST, 2.6,
        r"\b(?:cerer[ei]|solicitar[ei]|petitie|adresa) (?:(?:pe|conform|in baza|temeiul) )?544\b",
    ),
    (Kind.INFORMATION_REQUEST, 1.8, r"informati\w+ (?:de interes public|publice\b)"),
    (Kind.INFORMATION_REQUEST, 0.8, r"liber(?:ul)? acces|acces(?:ul)? la informati"),
    (
        Kind.PETITION, 1.4,
        r"(?:va (?:rog|rugam|roaga)(?: respectuos| frumos)?(?: sa)?|rog a mi se|solicit(?:am|a)?"
        r"|dor(?:esc|im|este) sa) (?:[a-z-]+ ){0,4}(?:aprob|ajut|eliber|acord|elibera|scuti|atribui"
        r"|inscri|emite|sprijin"
        r"|pune(?:ti|rea) la dispozitie(?!,? (?:[a-z]+ ){0,2}(?:document|copi|dat|informat"
        r"|situati|dosar))"
        r"|repartiz|reesalon|prelung|inlocui|rectific|restitui|plata)\w*",
    ),
    (
        Kind.PETITION, 0.8,
        r"\brog (?:sa|mult|frumos|respectuos)\b|\bsolicit(?:am)?\b|\bva rog\b|\bva ruga\b"
        r"|\bne rugam\b"
        r"|sa (?:ne|ma) ajutati|\bcer(?:em)?\b|\bdor(?:esc|im) (?:sa\b|aprob)",
    ),
    (
        Kind.PETITION, 0.6,
        r"domiciliat|cu domiciliul|\bsunt(?:em)? (?:chirias|proprietar|locatar|pensionar)",
    ),
    (Kind.PETITION, 1.2, r"(?:^|\n)\W*(?:petent|petitionar|solicitant)\w*\W"),
    (Kind.COMPLAINT, 2.0, r"\bcontest(?:am|a)? (?:proces|deciz|dispoziti|hotarar|amenda|actul)"),
    (
        Kind.OTHER, 2.6,
        r"\bva (?:propunem|prezentam|oferim) (?:o |urmatoarea )?ofert\w+"
        r"|avem (?:deosebita )?placerea (?:de a va|sa va) (?:prezent|ofer|propun)\w+",
    ),
    (
        Kind.OTHER, 2.6,
        r"\b(?:aduc(?:em|e)?|exprim(?:am|a)?|adres(?:ez|am))\s(?:\w+\s){0,2}?(?:multumiri"
        r"|recunostint|felicitari)",
    ),
    (
        Kind.OTHER, 2.6,
        r"\b(?:vreau|doresc|tin|dorim|(?:as|am) (?:vrea|dori)) sa (?:va )?multum\w+"
        r"|\bsa va (?:multum\w+ pentru|felicit\w*)|\bva (?:multum|felicit)\w+ tuturor"
        r"|va multum(?:esc|im) (?:(?:tuturor|toti|toate),? )?din (?:toata )?(?:inima|sufletul?)"
        r"|\bci (?:ca |doar |numai |pentru )*(?:(?:sa|a) )(?:va )?multum\w+",
    ),
    (
        Kind.OTHER, 8.0,
        r"\b(?:placerea|bucuria|onoarea|cinstea)\s(?:\w+\s){0,2}?(?:a|sa)\s(?:va\s)?invit[aei]?m?\b"
        r"(?!\W+(?:\w+\s){0,4}?(?:sedint|reuniun|adunar|intalnir|consultar|dezbater|audier"
        r"|comisi))",
    ),
    (Kind.OTHER, 1.6, r"\bva felicit(?:am|a)?\b"),
    (Kind.OTHER, 1.4, r"\bva (?:propunem|oferim|prezentam|punem la dispozitie)\b"),
    (
        Kind.OTHER, 1.0,
        r"propunere de (?:colaborare|parteneriat)|\b(?:oferta|produsele|serviciile) noastr\w+"
        r"|suntem o (?:firma|societate|companie|echipa)|\bani de experienta|daca sunteti interesat",
    ),
    (
        Kind.OTHER, 2.0,
        r"scrisoare de intentie|\bcandidatur\w+ (?:mea|pentru)|interes\w* (?:meu )?pentru post\w+"
        r"|\bpropun(?:em)?(?: o| un)? (?:colaborare|parteneriat)",
    ),
    (Kind.PETITION, 0.8, r"(?<!\bse )\b(?:va )?solicita\b(?! (?:prin|in )?adres)"),
    (Kind.PETITION, 1.0, r"rugaminte|asteptarea unui raspuns"),
    (Kind.PETITION, 0.9, r"(?<!ne )(?<!va )\bpropun(?:em)?\b(?! (?:o |un )?(?:colabor|parten))"
        r"|\bva propun\b(?! (?:o |un )?(?:ofert|colabor|parten))"),
    (Kind.PETITION, 0.6, r"\bastept (?:un )?(?:raspuns|punctul|o solutie|vesti)"),
    (
        Kind.PETITION, 2.0,
        r"prezent(?:a|ei|ul) (?:petiti(?:a|e|ei|i|ii)|cerer[ei]|cerere|solicitare"
        r"|solicitarii|memoriu)\b"
        r"|petitia (?:noastra|mea)",
    ),
    (Kind.PETITION, 0.5, r"(?:domnule|doamna) primar"),
    (
        Kind.COMPLAINT, 2.2,
        r"\b(?:va )?sesiz(?:ez|am|eaza)\b|\bva sesiz|dor(?:esc|im|este) sa (?:(?:va )?sesiz|reclam)"
        r"|\breclam(?:am)?\b|\ba (?:va )?(?:reclama|sesiza|semnala)\b"
        r"|(?<!voi )(?<!vom )(?<!va )(?<!de a )(?<!putea )(?<!pot )(?<!sa )"
        r"(?:depun(?:em|e)?|formul(?:ez|am|eaza)|inaint(?:ez|am|eaza)|adres(?:ez|am|eaza)"
        r"|prezenta|urmatoarea"
        r"|urmatoarei|aceasta)"
        r" (?:o |prezenta |urmatoarea )?(?:plangere|reclamatie|sesizare)",
    ),
    (
        Kind.COMPLAINT, 2.2,
        r"(?:^|\n)\W*(?:titlul|textul|descrierea|continutul|motivul|obiectul|categoria) "
        r"(?:sesizarii|reclamatiei|plangerii)\b",
    ),
    (
        Kind.COMPLAINT, 0.6,
        r"\bscri(?:u|em)\b[^.;]{0,40}\b(?:despre|in legatura cu|din cauza)\b",
    ),
    (
        Kind.COMPLAINT, 3.2,
        r"(?:^|\n)\W*(?:subiect|subject|obiect)\w*\W{1,3}(?:sesizare|reclamatie|plangere)\b",
    ),
    (
        Kind.OFFICIAL_LETTER, 2.2,
        r"(?:^|\n)\W*(?:subiect|subject|obiect)\w*\W{1,3}(?:notificare|instiintare|comunicare"
        r"|somatie|convocare|invitatie)\b",
    ),
    (
        Kind.PETITION, 1.2,
        r"(?:^|\n)\W*(?:subiect|subject|obiect)\w*\W{1,3}(?:cerere|petitie|solicitare)\b",
    ),
    (
        Kind.COMPLAINT, 1.3,
        r"va aduc la cunostinta|\bo (?:noua |alta )?(?:sesizare|reclamatie|plangere)\b"
        r"|semnal(?:ez|am)\b",
    ),
    (Kind.COMPLAINT, 1.3, r"nemultumi(?:rea|ti|t\b)|(?:ma|ne) plang(?:em)?\b"
        r"|\bsa fie (?:sanction|amend|tras|pedeps|obligat)\w*|\bvinovat[ei]?(?:i|ul|ii|a)?\b"),
    (
        Kind.COMPLAINT, 0.7,
        r"sa luati masuri|luarea (?:de )?masuri|masuri(?:le)? (?:luate|legale|necesare|urgente"
        r"|care se impun|ce se impun)|sa dispuneti (?:[a-z]+ ){0,2}?(?:masuri|verific|control"
        r"|sanction|interven|opri|incet|ridic|cercet|amend|remedi|cele|ce se)|sa interveniti"
        r"|sa faceti o ancheta|sa trimiteti (?:[a-z]+ ){0,2}?(?:echipa|control|inspector|cineva)"
        r"|sa verificati"
        r"|(?:veniti|iesiti|echipa) la fata locului|sa-?l? (?:il |ii |o )?(?:obligati|amendati"
        r"|sanctionati|somati)",
    ),
    (
        Kind.OFFICIAL_LETTER, 1.0,
        r"va (?:comunicam|transmitem|inaintam|informam|solicitam|facem cunoscut"
        r"|aducem la cunostinta|instiintam|notificam|redirectionam|trimitem|restituim|invitam"
        r"|confirmam|precizam|raspundem|convocam|adeverim)"
        r"|va rugam sa ne|ne permitem|institutia noastra|institutiei noastre",
    ),
    (
        Kind.OFFICIAL_LETTER, 2.0,
        r"\bva (?:rugam|solicitam|invitam) (?:sa |ca )?(?:(?:ne )?(?:achitati|platiti|virati)"
        r"|efectuati plata|achitarea|plata)\b",
    ),
    (
        Kind.OFFICIAL_LETTER, 0.7,
        r"(?:urmare|referitor|raspuns) (?:a |la )(?:adres|solicit|cerer|petiti)\w*"
        r"|avand in vedere adresa|in temeiul|in conformitate cu|potrivit prevederilor",
    ),
    (Kind.OFFICIAL_LETTER, 0.5, r"(?:^|\n) ?(?:obiect|referitor|ref)\b"),
    (
        Kind.OFFICIAL_LETTER, 1.6,
        r"on behalf of (?:the|our) (?:local |town |city |municipal )?(?:council|municipality|city"
        r"|town|embassy|ministry)|\n\W*(?:the )?(?:lord )?mayor\b(?! of)",
    ),
    (
        Kind.OFFICIAL_LETTER, 0.8,
        r"(?:^|\n)[ \"]*(?:p\. ?)?(?:director|prefect|subprefect|inspector|presedinte|comisar"
        r"|sef|ministru|secretar general|primar|procuror|manager|rector|comandant|executor)\b",
    ),
)  # fmt: skip
_OF_PERSON = (
    (
        Kind.PETITION,
        3.4,
        r"\bregulament\w*[^.;]{0,50}(?:2016 ?/ ?679|protecti[ae] datelor)|\bgdpr\b",
    ),
    (
        Kind.OTHER,
        1.6,
        r"\bva (?:invit|poft)(?:am|im|esc)?\b"
        r"|\b(?:onoarea|bucuria) (?:de )?(?:a|sa) (?:va )?invit\w*"
        r"|\bva ofer(?:im)? (?:servicii|produse|spre)|\bprezinta oferta\b",
    ),
    (
        Kind.COMPLAINT,
        0.9,
        r"\bnu (?:este|e|mi se pare) (?:normal|corect|drept|firesc)\b|\bnicio masura\b"
        r"|\btin sa va (?:informez|spun)\b|\bva informez\b|\bam (?:observat|constatat)\b"
        r"|\b(?:vorbeste|vorbit|purtat|comporta\w*) (?:foarte )?urat\b|\babuzuri\w*\b",
    ),
    (
        Kind.PETITION,
        0.8,
        r"(?<!ne )\brugam\b|(?<!va )\brog\b|(?<!va )\bdor(?:esc|im)\b(?! sa\b)"
        r"|\bas (?:dori|vrea|ruga)\b|\bv-?as (?:fi|ruga)\b|\b(?:am|avem) nevoie de\b"
        r"|\bcum (?:pot|putem|as putea)\b|\bsa-?(?:mi| imi) spuneti\b|\bce acte\b"
        r"|\bdaca (?:se poate|s-ar putea|este posibil)\b",
    ),
    (
        Kind.COMPLAINT,
        0.9,
        r"\b(?:a doua|a treia|a patra) oara\b|\bdin nou\b|\btot nu\b|\bdegeaba\b"
        r"|\bde (?:[a-z0-9]+ ){1,2}(?:ori|zile|saptamani|luni|ani)\b[^.;]{0,60}\bnu\b"
        r"|\bde (?:nenumarate|mai multe|fiecare|[a-z0-9]+) (?:ori|data)\b"
        r"|\bde (?:zile|saptamani|luni) (?:de zile|intregi)\b|\bfara (?:niciun |vreun )?folos\b",
    ),
    (
        Kind.COMPLAINT,
        0.9,
        r"\b(?:cine raspunde|ce masuri|nimeni nu|ma voi adresa|ne vom adresa)\b|\bnu este legal\b"
        r"|\bam (?:sunat|chemat|reclamat|sesizat|anuntat)\b|\ba refuzat\b|\bse poarta\b",
    ),
)
"""What people write in words of their own, and offices as well to say something else."""
WORD_CUES = tuple((kind, weight, re.compile(pattern)) for kind, weight, pattern in _WORDS)
PERSON_CUES = tuple((kind, weight, re.compile(pattern)) for kind, weight, pattern in _OF_PERSON)
TITLE_CUES = tuple((kind, re.compile(rf"\W*(?:{pattern})")) for kind, pattern in _TITLES)
