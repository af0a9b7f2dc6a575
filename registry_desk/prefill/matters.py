"""The sentence that says what a letter is about: what it asks, reports, sends or answers."""

import re
from collections.abc import Iterator

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import sentence_end
from registry_desk.prefill.office_matters import ANSWERS, ASKED_US, FOLLOWS, LAWFUL
from registry_desk.prefill.once import once_per_paper
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.paragraphs import listed, paragraph_end
from registry_desk.prefill.troubles import first_sentence, troubled_sentence
from registry_desk.prefill.wording import (
    LONGEST,
    begun_small,
    in_nominative,
    says_something,
    shortened,
    tidy,
    timeless,
)

_ASKS = re.compile(
    r"(?<!\bnu )"
    r"(?:(?:\ba\s+va\s+ruga|(?:va\s+|\b)(?:rog|roaga))(?:\s+respectuos|\s+frumos|\s+mult)?,?"
    r"|(?:(?:va|ne)\s+|\b)rugam(?:\s+respectuos)?(?:\s+(?:de|la)\s+dumneavoastra)?,?"
    r"|va\s+adres(?:ez|eaza|am)\s+(?:invitatia|propunerea|solicitarea|cererea)(?=\s+(?:de\s+a"
    r"|ca)\s)|(?:va\s+adres(?:ez|eaza|am)\s+)?rugaminte(?:a)?(?:\s+de)?(?:,[^:.;]{0,30})?:?"
    r"|(?:prin\s+prezenta(?:\s+cerere)?,?\s+)?(?:va\s+)?solicit(?:am|a)?|dor(?:esc|este|im)"
    r"|va\s+pun(?:em|e)?\s+in\s+vedere,?(?=\s+(?:ca\s+|sa\s))"
    r"|va\s+som(?:ez|am)\b[^;]{0,200}?(?=\s+sa\s)|(?:va\s+)?propun(?:em|e)?\b"
    r"|\bam(?:em)?\s+nevoie\s+de|\b(?:as|am)\s+(?:dori|vrea|ruga)|\bvr(?:eau|em)(?=\s+sa\s)"
    r"|\bdaca\s+(?:s-ar\s+putea|se\s+poate|este\s+posibil|ati\s+putea)"
    r"|(?<!\bse )\bcer(?:em|e)?|\bar\s+fi\s+(?:\w+\s+)?(?:de\s+dorit|bine|util|nevoie))"
    r"(?:,\s+(?:in\s+(?:baza|temeiul|conformitate|calitate)|conform|potrivit|pe\s+aceasta\s+cale)"
    r"[^;]{0,100}?,)?\s+"
    r"(?:ca,?\s+)?(?:in\s+(?:termen(?:ul)?\s+(?:de|legal)|\d{1,3}\s+(?:de\s+)?zile)[^,.]{0,70}?"
    r"(?:,\s+|\s+(?=sa\s)))?"
    r"(?P<what>(?!(?:sa\s+)?(?:(?:va|le|ii|ne)\s+)?multum)(?:(?:sa|a)\s+binevoiti\s+)?(?:sa\s+"
    r"|a\s*-?\s*)?(?:(?:imi|ne|ni|mi|-mi|a-mi"
    r"|a\s+mi|i)\s*(?:se\s+)?)?[^;?!]{6,400})"
)
_VERB = re.compile(
    r"^(?:(?:(?:sa|a)\s+binevoiti(?:,)?\s+)?(?:sa\s+|a\s*-?\s*)?(?:(?:imi|ne|ni|-?mi|le"
    r"|i)(?:\s+|\s*-\s*))?(?:se\s+)?"
    r"(?!\w+rea\b)(?:aprob\w*|dispune\w*|comunica\w*|analiza\w*|acorda\w*|permite\w*"
    r"|transmite\w*|trimite\w*|furniza\w*|restitui\w*"
    r"|puneti\s+la\s+dispozitie|supuneti\s+(?:spre\s+)?(?:aprobari[ie]|aprobare|dezbateri[ie])"
    r"|lua\w*\s+masuri\w*\s*(?:pentru|in vederea|privind)?)"
    r"(?:\s+(?:posibilitatea\s+)?(?:de\s+a|ca)\b)?[\s:,]+(?!de\s)(?:(?:1|a)\s?[.)]\s*)?)"
)
_REPORTS = re.compile(
    r"(?:(?:va|se)\s+(?:aduc(?:em|e)?\s+la\s+cunostinta|atragem\s+atentia(?=\s+ca\s)"
    r"|facem\s+cunoscut|(?:notific|comunic|inform|anunt|instiint)(?:am|ez)?(?=\s+urmatoarele)"
    r"|(?:informam|anuntam|instiintam|notificam"
    r"|comunicam)(?=,?\s+(?:despre\s+)?(?:faptul\s+)?ca\b))|\bsesiz(?:ez|eaza|am)"
    r"|\breclam(?:am|a)?|\ba\s+(?:va\s+)?(?:sesiza|semnala)|\bsemnal(?:ez|eaza|am)"
    r"|\bscri(?:u|em|e)\b[^.;?!]{0,50}?\s(?:despre|in\s+legatura\s+cu|pentru(?!\s+a\b)|deoarece"
    r"|privind|cu\s+privire\s+la|referitor\s+la|din\s+cauza)(?=\s)"
    r"|(?:ma|ne)\s+plang(?:em)?\s+(?:de|ca|pentru)(?=\s)"
    r"|\bnemultumit[aei]?\s+(?:de|ca)(?=\s)|\bam\s+(?:observat|constatat)(?=\s+ca\s)"
    r"|\bnu\s+(?:este|e|mi\s+se\s+pare)\s+(?:normal|corect|drept|firesc)(?=\s+(?:ca|sa)\s)"
    r"|m[ai]\s+adresez\s+dumneavoastra\s+(?:in\s+legatura\s+cu|privind|pentru)"
    r"|(?:formul|depun|inaint)(?:ez|eaza|am|em|e)?\s+(?:prezenta\s+|o\s+)?(?:plangere|sesizare"
    r"|reclamatie))[,:]?\s+(?:(?:despre\s+)?faptul\s+ca,?\s+|ca,?\s+|urmatoarele:?\s+|impotriva\s+"
    r"|cu\s+privire\s+la\s+|privind\s+|despre\s+|referitor\s+la\s+"
    r"|o\s+problema[^,.]{0,40},?\s*)?(?P<what>(?!(?:ca\s+)?sa\s)[^;?!]{8,400})"
)
_SENDS = re.compile(
    r"(?:va\s+(?:facem\s+cunoscut[ae]?|prezentam|inaintam|transmitem|trimitem|redirectionam|remitem"
    r"|restituim|comunicam|confirmam|notificam|instiintam|anuntam|informam)"
    r"|va\s+(?:trimit|transmit|inaintez|prezint|remit)(?=\s)"
    r"|(?<![a-z]\s)(?:alaturat\s+|anexat\s+)?se\s+(?:comunica|inainteaza|transmite|restituie))"
    r"(?:,?\s+(?:in\s+copie|alaturat|anexat|atasat|semnat|in\s+original|prin\s+prezenta),?)*"
    r"(?:,?\s+(?:spre|pentru|in\s+vederea|in\s+copie|alaturat|anexat|atasat|in\s+original)"
    r"(?:\s[^,.;]{3,60},)?)?,?\s+(?:(?:despre|cu\s+privire\s+la|asupra|privind)\s+)?"
    r"(?!ca\b|urmatoarele|faptul|raspunsul)(?P<what>[^;?!:]{8,300})"
)
_OFFERS = re.compile(
    r"\b(?:(?:mai\s+jos\s+)?(?:re)?gasiti(?:\s+(?:mai\s+jos|anexat\w*|atasat\w*|alaturat))?"
    r"|va\s+(?:prezentam|prezinta|propunem|oferim|ofer|transmitem|trimitem|inaintam|punem\s+la"
    r"\s+dispozitie)"
    r"|avem\s+placerea[^.;]{0,40})\s+(?P<what>(?:oferta|o\s+oferta|produse(?:le)?|servicii(?:le)?"
    r"|gama|(?:noul\s+)?catalogul?|noile\s+produse|noua\s+gama)\s[^.;?!:]{6,200})"
)
_AIMS = re.compile(
    r"\b(?:(?=in\s+vederea\s+(?!solution|instrument|clarific|complet|cercet|urmarir))"
    r"|(?:cu\s+ocazia|referitor\s+la|cu\s+privire\s+la"
    r"|in\s+(?:cauza|dosarul[^,;]{0,40}?)\s+(?:privind|(?:avand|ce are|care are)\s+ca"
    r"\s+obiect))\s+)(?P<what>(?:[^.;]|(?<=\d)\.(?=\d)){10,160}?),"
    r"\s+va\s+(?:rugam|solicitam|invitam)"
)
_INVITES = re.compile(
    r"\b(?:va\s+invit(?:am|a|e)?|(?:de\s+)?a\s+(?:va\s+)?invita(?:\s+pe\s[^,.;]{3,50}?)?"
    r"|sunteti\s+invitat\w*)(?:\s+(?:cu\s+)?(?:[\w-]+\s+){0,2}?(?:placere|bucurie|drag|onoare"
    r"|respect|cordial|calduros))?(?:,\s+(?:alaturi\s+de|impreuna\s+cu)\s[^,.;]{3,40})?,?\s+"
    r"(?:sa\s+(?:participati|luati\s+parte|fiti\s+(?:prezent\w*|alaturi\s+de\s+noi)|veniti)\s+)?"
    r"la\s+(?P<what>[^.;?!]{8,200}?)(?=,?\s+(?:care|ce)\s+v?(?:a|or)\s|[.;?!]|$)"
)
_HOLDS = re.compile(
    r"\borganiz(?:eaza|am)\s+(?:(?:in|pe)\s+(?:data\s+de\s+)?\d[\w./-]*\s+(?:[a-z]+\s+\d{4}\s+)?)?"
    r"(?P<what>[^.;?!]{8,200}?)(?=,?\s+(?:la\s+)?care\s|[.;?!]|$)"
)
_THANKS = re.compile(
    r"\b(?:multumiri(?:le)?(?:\s+noastre)?|multum(?:esc|im)"
    r"|recunostint\w+)\s+(?:[\w-]+\s+){0,4}?pentru\s+"
    r"(?P<what>(?!(?:intelegere|atentie|colaborare|solicitudine|promptitudine|interes|timp|raspuns)"
    r"\w*\b)[^.;?!]{8,200})"
)
_THANKS_TO = re.compile(
    r"\b(?:multumiri(?:le)?|multum(?:esc|im)|recunostint\w+)(?:\s+(?:noastr\w+|me[al]e?|mult|frumos"
    r"|public|pe\s+aceasta\s+cale|din\s+(?:suflet|inima)|in\s+mod\s+(?:special|deosebit)))*,?\s+"
    r"(?P<what>(?:echip|doamn|domn|angajat|coleg|celor|lucrator|functionar|salvamar|politist"
    r"|pompier|medic|personal|conducer|oamenilor|soferul|baietilor)\w*\s[^.;?!]{8,160})"
)
"""Who is thanked, where it is not said in so many words what for."""
_SELLS = re.compile(
    r"\b(?:vanzarea(?:\s+silita)?(?:\s+(?:la|prin)\s+licitatie)?(?:\s+publica)?\s+a(?:l|i|le)?"
    r"|(?:se\s+)?(?:vinde|vand|scoate\s+la\s+vanzare)\s+(?:la"
    r"|prin)\s+licitatie(?:\s+publica)?,?)\s+(?P<what>[^.;?!]{8,200})"
)
_HAPPENS = re.compile(
    r"\b(?:se\s+v(?:a|or)\s+(?:efectua|executa|desfasura|organiza)|v(?:a|or)\s+avea\s+loc"
    r"|vom\s+(?:efectua|executa|desfasura))\s+(?P<what>[^.;?!]{8,200})"
)
_CONVENES = re.compile(r"\b(?:se|va)\s+convoa?c(?:a|am)\s+(?:la\s+)?(?P<what>[^.;?!]{8,200})")
_OBLIGES = re.compile(
    r"\b(?:aveti\s+obligatia|sunteti\s+obligat\w*|este\s+necesar|trebuie|urmeaza)\s+"
    r"(?P<what>(?:sa|de\s+a)\s[^;?!]{8,300})"
)
_ABOUT = re.compile(
    r"(?:^|[\n.]\s*)\W*(?:referitor\s+la|cu\s+privire\s+la|in\s+legatura\s+cu|privitor\s+la)\s+"
    r"(?P<what>(?:[^.;]|\.(?=\s?\d)){10,240}?)(?:,\s(?:comunicat|inregistrat"
    r"|transmis)[^;]{5,200}?)?,\s+va\s+(?:comunicam|facem|aducem|informam|precizam|instiintam)"
)
"""What an office's answer begins with: the matter it was asked about."""
_CONTESTS = re.compile(
    r"\b(?:contest(?:am|a)?|formul(?:ez|am|eaza)(?:,[^,.;]{3,40},)?\s+(?:prezenta\s+)?contestatie"
    r"\s+impotriva)\s+"
    r"(?P<what>(?:proces|deciz|dispoziti|hotarar|amenda|actul|raspuns|adres)[^;?!]{6,300})"
)
_ORDERED = re.compile(
    r"\b(?:instanta|s-a|am|a)\s+dispus\s+(?:emiterea\s+unei\s+adrese[^.;]{0,60}?\s"
    r"(?:pentru|in\s+vederea|prin\s+care)\s+)?(?P<what>[^;?!]{8,300})"
)
"""What a court or an office decided, for which it now writes."""
_COMPLAINED = re.compile(
    r"\b(?:a|au)\s+(?:sesizat|reclamat|semnalat)\b[^.;]{0,70}?\s(?:cu\s+privire\s+la|referitor\s+la"
    r"|despre|privind|faptul\s+ca|in\s+legatura\s+cu)\s+(?P<what>[^;?!]{8,300})"
)
"""What somebody complained of to the office that now writes."""
_NAMED = re.compile(
    r"\b(?:cerer(?:e|ea|ii)|petiti[ea]|sesizar(?:e|ea)|reclamati[ea]|plangere(?:a)?"
    r"|solicitare(?:a)?"
    r"|memoriu(?:l)?|contestatie|notificare)\s+(?:cu\s+privire\s+la|privind|referitoare\s+la"
    r"|privitoare\s+la|impotriva|fata\s+de|in\s+legatura\s+cu|pentru)\s+(?P<what>[^;?!]{8,300})"
)
_SECTION = re.compile(
    r"\n\W*(?:descrierea|continutul|motivul|solicitarea|ce solicit|va sesizez)\b[^:\n]{0,40}:\s*"
    r"(?P<what>[^;?!]{8,400})"
)
"""A form's heading over what the person has to say."""
_ORDER = {
    Kind.COMPLAINT: (_CONTESTS, _SECTION, _NAMED, _REPORTS, _ASKS),
    Kind.OFFICIAL_LETTER: (
        _SELLS, _INVITES, _HOLDS, _CONVENES, LAWFUL, FOLLOWS, ASKED_US, ANSWERS, _ABOUT,
        _ORDERED, _SENDS,
        _COMPLAINED, _AIMS, _ASKS, _REPORTS, _OBLIGES, _NAMED, _HAPPENS,
    ),
    Kind.OTHER: (
        _INVITES, _OFFERS, _THANKS, _THANKS_TO, _CONTESTS, _SENDS, _ASKS, _REPORTS, _NAMED,
    ),
}  # fmt: skip
"""Which sentence tells best what a letter of a kind is about."""
_ANNOUNCING = (
    _SELLS, _INVITES, _HOLDS, _CONVENES, LAWFUL, FOLLOWS, ASKED_US, ANSWERS, _ABOUT, _ORDERED,
    _COMPLAINED, _REPORTS, _SENDS, _ASKS, _HAPPENS,
)  # fmt: skip
"""The same where an office makes something known before it asks for anything."""

_GOES_ON = re.compile(r",?\s+(?:si|iar)\s+(?:va\s+(?:rog|rugam|solicit)|sa\s+\w+ati\b)")
"""Where a sentence turns from what it sends or reports to what it asks."""
_LONGEST_REQUEST = 70
_TELLS = 110
"""A report of so many signs says enough by itself."""
_LEADS_TO_REQUEST = (_REPORTS, _SENDS, _AIMS, _COMPLAINED)
"""What is often only the occasion for what is asked for in the next breath."""
_SPOKEN_OF = {
    _CONTESTS: "Contestație", _INVITES: "Invitație", _THANKS: "Mulțumiri", _THANKS_TO: "Mulțumiri",
    _CONVENES: "Convocare", ANSWERS: "Răspuns",
}  # fmt: skip
"""What is put before the letter's own words, which leave it out."""


def matters(paper: Paper, kind: Kind | None) -> Iterator[Finding]:
    """What the letter asks for or reports, from the sentence that says so."""
    patterns = _ORDER.get(kind or Kind.PETITION, (_CONTESTS, _SECTION, _ASKS, _REPORTS, _NAMED))
    if kind is Kind.OFFICIAL_LETTER and _announces(paper):
        patterns = _ANNOUNCING
    for rank, pattern in enumerate(patterns):
        first = _first(paper, pattern)
        if first is None:
            continue
        words, start, end = first
        if pattern in _SPOKEN_OF:
            words = f"{_SPOKEN_OF[pattern]} – {begun_small(words)}"
        elif pattern in (FOLLOWS, LAWFUL, ASKED_US):
            words = in_nominative(words)
        elif pattern in _LEADS_TO_REQUEST:
            words = _told(paper, kind, words, end)
        yield Finding(shortened(words), 0.8 - 0.02 * rank, start, end)
    is_plain = kind is Kind.COMPLAINT and not any(p.search(paper.plain) for p in patterns[:4])
    if told := _told_first(paper) if is_plain else None:
        words = tidy(paper.text[slice(*told)])
        if not says_something(words):
            return
        yield Finding(shortened(_told(paper, kind, words, told[1])), 0.77, *told)


@once_per_paper
def _first(paper: Paper, pattern: re.Pattern[str]) -> tuple[str, int, int] | None:
    """Give what the first sentence of a form asks for or reports that names a matter."""
    told = (_matter(paper, match) for match in pattern.finditer(paper.plain))
    return next((each for each in told if says_something(each[0])), None)


def _told_first(paper: Paper) -> tuple[int, int] | None:
    """Give the span of the sentence that says what is wrong, before anything is asked for."""
    asked = next((m for m in _ASKS.finditer(paper.plain) if _names_something(paper, m)), None)
    limit = asked.start() if asked else len(paper.plain)
    spans = (troubled_sentence(paper), first_sentence(paper))
    return next((span for span in spans if span and span[0] < limit), None)


def _names_something(paper: Paper, match: re.Match[str]) -> bool:
    return says_something(_matter(paper, match)[0])


def _told(paper: Paper, kind: Kind | None, words: str, end: int) -> str:
    """Give a report with what is asked for; a complaint that tells enough says it alone."""
    told = timeless(words) if kind is Kind.COMPLAINT and len(words) > _TELLS else words
    is_enough = kind is Kind.COMPLAINT and len(told) > _TELLS
    return told if is_enough else _with_request(paper, told, end)


def _with_request(paper: Paper, words: str, end: int) -> str:
    """Add to what is reported what is asked for because of it, where both fit on the line."""
    for match in _ASKS.finditer(paper.plain, max(0, end - 1)):
        asked, _, _ = _matter(paper, match)
        if says_something(asked):
            asked = shortened(asked, _LONGEST_REQUEST)
            room = LONGEST - len(asked) - 3
            return f"{shortened(words, room)} – {begun_small(asked)}"
    return words


def _matter(paper: Paper, match: re.Match[str]) -> tuple[str, int, int]:
    """Give what a sentence asks for or reports without its verb, and the span it was read from."""
    start, end = match.span("what")
    verb = _VERB.match(paper.plain[start:end])
    start += verb.end() if verb else 0
    if found := listed(paper, start):
        return tidy(found[0]), start, found[1]
    end = min(end, paragraph_end(paper, start))
    end = start + sentence_end(paper.plain[start:end])
    goes_on = _GOES_ON.search(paper.plain, start + 8, end)
    end = goes_on.start() if goes_on else end
    return tidy(paper.text[start:end]), start, end


def _announces(paper: Paper) -> bool:
    """Tell whether an office makes something known before it asks for anything."""
    told = _REPORTS.search(paper.plain)
    others = [p.search(paper.plain) for p in (_ASKS, _SENDS)]
    return told is not None and all(o is None or told.start() <= o.start() for o in others)
