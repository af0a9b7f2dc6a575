"""Names of people, firms and institutions: how they look in a letter, and how they are written."""

import re

from registry_desk.prefill.folding import plain

_UPPER, _LOWER = "A-ZĂÂÎȘȚÁÉÍÓÖŐÚÜŰ", "a-zăâîșțáéíóöőúüű"
_PART_OF_NAME = rf"(?:[{_UPPER}l][{_LOWER}']+|[{_UPPER}]{{2,}})"
_NAME_WORD = re.compile(rf"{_PART_OF_NAME}(?:-{_PART_OF_NAME})*|[{_UPPER}]{{1,2}}\.")
_NEVER_NAME = re.compile(
    r"primar(?:ul|ului|ia|iei)?|domnul(?:e|ui)?|doamn(?:a|ei|e)|stimat[ae]?|romania|judet(?:ul)?"
    r"|oras(?:ul|ului)?|comun(?:a|ei)|municipiul(?:ui)?|strada|str|bulevardul|calea|aleea|piata"
    r"|cerere|petitie|sesizare|reclamatie|plangere|adresa|telefon|tel|fax|e-?mail|mail|data"
    r"|semnatura|catre|obiect|referitor|legea|nr|consiliul|local|directia|serviciul|anex[aei]\w*"
    r"|compartimentul|biroul|cu|stima|respect|domicili\w*|pagina|factura|furnizor|client"
    r"|patriarhia|mitropolia|arhiepiscopia|episcopia|protopopiatul|parohia|prenume(?:le)?"
    r"|nume(?:le)?|director(?:ul)?|executiv|inspector|sef(?:ul)?|prefect"
    r"|subprefect|grefier|petent|solicitant"
    r"|va|multum\w+|in|la|din|de|pentru|si|sau|nu|nota|total|banca|cont|cod|fiscal|sediul?|cnp"
    r"|prezenta|prin|avand|subsemnat\w*|presedinte|secretar|general|judecator|procuror|comisar"
    r"|agent|ministerul|tribunalul|judecatoria|curtea|intocmit|verificat|aprobat|avizat|consilier"
    r"|referent|superior|principal|expert|ianuarie|februarie|martie|aprilie|mai|iunie|iulie"
    r"|august|septembrie|octombrie|noiembrie|decembrie|reprezentant\w*"
)
_INSTITUTION = re.compile(
    r"(?:institutia prefectului|prefectura|primaria|ministerul|guvernul|secretariatul general"
    r"|consiliul (?:judetean|local|concurentei|superior|national|general)|agentia|inspectoratul"
    r"|inspectia|garda|comisariatul|directia|administratia|autoritatea|oficiul|judecatoria"
    r"|tribunalul|curtea"
    r"|casa (?:de(?! ajutor)|locala|judeteana|nationala|corpului)|inalta curte|parchetul|politia"
    r"|jandarmeria"
    r"|gruparea|brigada|penitenciarul|centrul(?! pentru)|scoala|liceul|colegiul|gradinita"
    r"|universitatea"
    r"|serviciul (?:public|de probatiune|judetean|de telecomunicatii|roman|local|fiscal"
    r"|de ambulanta|de paza)"
    r"|spitalul|institutul|academia|biblioteca|muzeul|teatrul|complexul|regia|avocatul poporului"
    r"|birou(?:l)? parlamentar|sectia (?:nr\.? ?)?\d+ (?:de )?politie"
    r"|postul (?:comunal )?de politie"
    r"|embassy|consulate|ministry|municipality|ambasada|consulatul"
    r"|sistemul de gospodarire|biroul vamal|cresa\b|caminul (?:de|pentru)|filarmonica"
    r"|opera (?:nat|rom)"
    r"|crucea rosie|ordinul (?:arhitect|medic|asistent|biolog|psiholog)"
    r"|comisia|corpul|filiala|ocolul silvic|statia (?:de (?:cercetar|epurar|tratar|salvar"
    r"|monitor)|meteo)|arhivele nationale|camera de|uat\b"
    r"|a\.?n\.?a\.?f|o\.?c\.?p\.?i|apia\b|afir\b|i\.?s\.?u\b|dgaspc|itm\b|directoratul"
    r"|(?:societatea|compania|regia) nationala|unitatea"
    r"|(?:comuna|orasul|municipiul|sectorul)(?!.*\b(?:sat|satul|str|strada|nr|bl|ap)\b))"
)
_COURT = re.compile(r"(?:judecatoria|tribunalul?|curtea de apel|inalta curte|judecatorie\b)")
_PRIVATE = re.compile(
    r"(?:asociatia|fundatia|comunitatea|forumul|partidul|confederatia"
    r"|centrul pentru|organizatia|miscarea|initiativa|coalitia"
    r"|federatia"
    r"|sindicatul|uniunea|liga|parohia|mitropolia|arhiepiscopia|episcopia|protopopiatul|protoieria"
    r"|biserica|manastirea|club(?:ul)?\b|obstea|composesoratul|biroul? (?:executor|notar"
    r"|individual|asociat)"
    r"|ansamblul|corul|formatia|trupa|comitetul|societate (?:civila )?profesionala"
    r"|cabinet(?:ul)? (?:de avocat|individual|medical)|societatea|s\.?c\.? |banca|compania"
    r"|cooperativa|grupul|casa de ajutor|sca [a-z]|redactia(?!@)|publicatia"
    r"|revista|cotidianul|ziarul|b\.?e\.?j|s\.?c\.?p\.?e\.?j|casa de insolventa|casa de avocatura"
    r"|intreprindere|executor judecatoresc \w|portalul|televiziunea|a\. ?p\. [a-z])"
)
_PUBLIC_PROFESSION = re.compile(
    r"(?:birou(?:l)?|societate[a]?|cabinetul?)\b.{0,30}\b(?:notar|executor|executori|insolventa)"
    r"|b\.?e\.?j\.?\b|s\.?c\.?p\.?e\.?j|b\.?i\.?n\b|b\.?n\.?p\b|s\.?p\.?n\b"
    r"|executor(?:ul)? judecatoresc|notar(?:ul)? public|lichidator|administrator judiciar"
    r"|.{3,50}\b(?:s\.? ?p|i\.? ?p\.? ?u)\.? ?r\.? ?l\b"
)
_FIRM_END = re.compile(
    r"(?<![a-z])(?:s\.? ?r\.? ?[l1i]\.?(?:-d\.?)?|s\. ?a\.?|sa(?= *(?:$|[,;:()/|\"-])"
    r"| (?:c\.?[iu]|j\d|cod|str|sediu))"
    r"|sca\b(?! [a-z])|s\.c\.a\.?|s\.? ?n\.? ?c\.?|s\.? ?c\.? ?s\.?"
    r"|persoana fizica autorizata|intreprindere (?:individuala|familiala)"
    r"|p\.? ?f\.? ?a\.?|(?<!c\.)(?:i\.? ?i\.?|i\.? ?f\.?)|r\.? ?a\.?"
    r"|(?:s\.? ?p\.? ?(?:a\.? ?)?|i\.? ?p\.? ?u\.? ?)r\.? ?l\.?)(?![a-z.])"
)
_FIRM_START = re.compile(r"(?:s\.? ?c\.? |societatea (?:comerciala )?|pfa |p\.f\.a\. |i\.i\. |ii )")
_SHORT_FORM = re.compile(r"^(?:(?:[a-z]\.){2,7}|[a-z]{3,7}) ?- ?(?=[a-z]{5})")
"""Letters that stand for the name behind them: *A.P.M. – Agenția …*."""
_PARENT = re.compile(
    r"(?:(?:compania|societatea|regia) nationala|inspectia muncii|ministerul|guvernul|romania"
    r"|parlamentul|camera deputatilor|senatul romaniei"
    r"|arhivele nationale|secretariatul general|judetul|baroul\b|patriarhia"
    r"|mitropolia|arhiepiscopia|episcopia|eparhia|protopopiatul|protoieria|comisariatul regional"
    r"|camera (?:executor|notar)"
    r"|uniunea nationala a (?:notar|baro|executor|practic)|(?:agentia|casa|autoritatea"
    r"|administratia|inspectoratul|directia|garda|oficiul|inspectia"
    r"|institutul|comisia|corpul)\b.*\b"
    r"(?:nationala?|de stat|generala? (?!regionala)))"
)
_PART = re.compile(
    r"(?:serviciul(?! de probatiune)|compartimentul|biroul(?! (?:individual|executor|notar"
    r"|asociat|parlamentar))"
    r"|sectia(?! (?:nr\.? ?)?\d+ (?:de )?politie)"
    r"|departamentul|cabinetul|cancelaria|registratura"
    r"|secretariat|sector|inspectia (?:de prevenire|fiscala|economic\w*)|unitatea de|directia"
    r"|corpul de control|comisia"
    r"|centrul (?:de|local|zonal)\b)"
)
_OTHER_LABEL = re.compile(r"(?: [a-zăâîșț]+){0,3} ?:")
_TITLED = re.compile(
    r"\W*(?:(?:ing|ec|jr|dr|prof|av|arh|insp|cms|cpt|lt|col|mr|dl|dna|d-na|domnul|doamna)\b\.? ?)+"
)
_SMALL = frozenset(
    (
        "nr.",
        "of",
        "the",
        "and",
        "de",
        "din",
        "la",
        "pe",
        "pentru",
        "și",
        "si",
        "al",
        "a",
        "ai",
        "ale",
        "cu",
    )
)
_ACRONYM = re.compile(
    r"^\W*(?:[A-ZĂÂÎȘȚ]\.)+[A-ZĂÂÎȘȚ]?\.?$|^(?:SRL|SA|SNC|PFA|RA|SC|II|IF|UAT|CNAIR)$"
)


def is_institution(words: str) -> bool:
    """Tell whether a plain line begins with what authorities and public bodies are called."""
    return _INSTITUTION.match(_trimmed(words)) is not None


def is_court(words: str) -> bool:
    """Tell whether a plain line begins with a court's name."""
    return _COURT.match(_trimmed(words)) is not None


def is_private_body(words: str) -> bool:
    """Tell whether a plain line names a firm, an association or a profession's office."""
    trimmed = _trimmed(words)
    return bool(_PRIVATE.match(trimmed) or _FIRM_END.search(trimmed) or _FIRM_START.match(trimmed))


def is_public_profession(words: str) -> bool:
    """Tell whether a plain line names the office of a notary, bailiff or insolvency practitioner.

    They write in the exercise of public powers, as authorities do.
    """
    return _PUBLIC_PROFESSION.match(_trimmed(words)) is not None


def is_lawyer(words: str) -> bool:
    """Tell whether a name is that of a lawyer's office, which writes for others."""
    return "avocat" in plain(words)


def firm_end(words: str) -> int | None:
    """Give where a firm's name ends: behind S.R.L. and its like; None where there is none."""
    match = _FIRM_END.search(words)
    return match.end() if match and match.start() > 2 else None


def is_parent(words: str) -> bool:
    """Tell whether a plain letterhead line names the body above the one that writes."""
    return _PARENT.match(_trimmed(words)) is not None


def is_part(words: str) -> bool:
    """Tell whether a plain letterhead line names a part of the body above it."""
    return _PART.match(_trimmed(words)) is not None


def _trimmed(words: str) -> str:
    """Give the words without specks and without the letters that stand for them before them."""
    bare = words.lstrip(" \"'.,:;-_*|()")
    return _SHORT_FORM.sub("", bare)


def person_at(text: str) -> tuple[str, int, int] | None:
    """Read a person's name at the beginning of a text.

    Returns:
        The name, and the span it was read from; None where the text does not begin with one.
    """
    start = end = place = len(text) - len(text.lstrip(" .,:;_-–—…\n\"'|*"))
    words: list[str] = []
    while len(words) < 5:
        match = _NAME_WORD.match(text, place)
        if not match or _NEVER_NAME.fullmatch(plain(match.group())) or match.end() - place < 2:
            break
        if words and text[place - 1] == "\n" and _OTHER_LABEL.match(text, match.end()):
            break  # the next field of a form
        if re.match(r"\d\w", text[match.end() : match.end() + 2]):
            return None  # a letter that the engine does not know: the name would be cut short
        words.append(_first_letter_mended(match.group()))
        end = match.end()
        place = end + 1
        if not re.match(r"[ \n]\S", text[end : end + 2]):
            break
    if len(words) < 2 or all(word.endswith(".") for word in words):
        return None
    return proper_case(" ".join(words)), start, end


def person_alone(text: str) -> tuple[str, int, int] | None:
    """Read a line that holds a person's name and nothing else but specks or a title before it."""
    titled = _TITLED.match(plain(text))
    offset = titled.end() if titled else 0
    found = person_at(text[offset:])
    if not found:
        return None
    name, start, end = found
    if len(re.findall(r"\w", text[offset + end :])) > 2:
        return None
    return name, offset + start, offset + end


def _first_letter_mended(word: str) -> str:
    """Read a small l where a name must begin with a capital as the I it was."""
    return re.sub(r"(^|-)l(?=[a-zăâîșț])", r"\1I", word)


def proper_case(words: str) -> str:
    """Write a name set in capitals the usual way; others stay as they are."""
    letters = [c for c in words if c.isalpha()]
    if not letters or sum(c.isupper() for c in letters) < 0.7 * len(letters):
        return words
    return " ".join(
        word if _ACRONYM.search(word) else _cased(word, is_first=place == 0)
        for place, word in enumerate(words.split())
    )


def _cased(word: str, *, is_first: bool) -> str:
    if not is_first and word.lower() in _SMALL:
        return word.lower()
    return re.sub(
        r"[^\W\d_]+", lambda part: part.group()[0].upper() + part.group()[1:].lower(), word
    )
