"""How a matter taken from a letter is put as a subject: one short line that says something."""

import re

from registry_desk.prefill.folding import plain

LONGEST = 160
_SHORTEST = 6
_SAYS_NOTHING = re.compile(
    r"(?:legal\w*|urgent\w*|necesar\w*|cuvenit\w*|masuri\w*|raspuns\w*|sprijin\w*|ajutor\w*"
    r"|cazul\w*|situati\w*|problem\w*|cele|urmatoare\w*|ce|care|se|impun|scris|si|de|in|cat"
    r"|propuner\w*|cerer\w*|solicitar\w*|petiti\w*|sesizar\w*|reclamati\w*|prezent\w*|adres\w*"
    r"|dvs|nr|din"
    r"|\d{1,4}|documentati\w+|zile|termen\w*|primir\w*|comunicar\w*|la|pana|lucratoare"
    r"|aprobar\w*|analiz\w*|stiinta|solutionar\w*|oferta|noastre|mai|acest\w*|aceasta|un|o|mea"
    r"|noastra|dumneavoastra|ref\w*|[\W_])+"
)
"""What is left of a request that tells no matter: such a subject helps nobody."""

_TERM_WITHIN = re.compile(
    r"^[îi]n (?:cel mult|maxim(?:um)?) \d{1,3} (?:de )?zile(?: lucr[ăa]toare)?,? |"
    r"^[îi]n termen de \d{1,3} (?:de )?zile(?: lucr[ăa]toare)?,? "
    r"|^(?:s[ăa] (?:ne|[îi]mi|-?mi) (?:comunica|transmite|trimite|furniza)\w*)?,?"
    r" ?(?:[îi]n termen(?:ul)? (?:de|legal|maxim)[^,]{0,60}(?:,|(?= s[ăa] ))"
    r"|p[âa]n[ăa] la termenul[^,]{0,60},"
    r"|p[âa]n[ăa] (?:la|[îi]n)(?: data de)? \d{1,2}[./ ]\S{1,10}[./ ]\d{4},?) "
)
"""A term said before the matter itself: the request goes on behind it."""

_TERM_SAID = re.compile(
    r"(?:,? (?:[îi]n termen(?:ul)? (?:de|legal)|p[âa]n[ăa] la data de) [^,;]*"
    r"(?:$|(?=,? (?:[șş]i|iar|care) )|, (?=\w+[^,]{12})))"
)
"""A term said within the matter or at its end: what stands behind it belongs to the matter."""

_THAT = re.compile(r"^c[ăa],? (?=\w)", re.IGNORECASE)
_OF_PERSON = re.compile(
    r",? (?:CNP|C\.N\.P\.?|cod numeric personal):? ?\d{13}\b"
    r"|,? (?:cu (?:ultimul )?domiciliul|domiciliat[ăa]?|cu re[șs]edin[țt]a) [îi]n [^;]{4,90}?"
    r",?(?= (?:figur|are |este |a |au |de[țt]in|sunt|dac[ăa]|care|privind|pentru|[îi]n calitate))"
)
"""Who somebody is, to the personal number that no register may show: no part of the matter."""
_HEREBY = re.compile(r"^prin prezent[ae](?: cerere| adres[ăa])?,? (?=\w)", re.IGNORECASE)
_BY_WHICH = re.compile(
    r"^prin care (?:v[ăa] )?(?:solicit(?:[ăa]m)?|rog|rug[ăa]m|cer(?:em)?)(?: s[ăa])? (?=\w)",
    re.IGNORECASE,
)
"""What joins a title to the matter: *Cerere prin care solicit …*."""
_GREETS = re.compile(r"^bun[ăa] (?:ziua|seara|diminea[țt]a)[,.!] (?=\w)", re.IGNORECASE)
_OCCASION = re.compile(
    r"^(?:(?:[îi]n (?:data|ziua|zilele|perioada|noaptea|intervalul)\b|[îi]ntre orele"
    r"|[îi]ncep[âa]nd (?:cu|din)|(?:la|din) data de)[^,;]{2,50}, "
    r"|la \d{1,2}(?: [a-z]{3,10} |[./]\d{2}[./])\d{4}, "
    r"|prin (?:hot[ăa]r[âa]rea|dispozi[țt]ia|decizia|ordinul|procesul-verbal)\b[^,;]{3,90}, "
    r"|din cauza [^;]{5,200}?, (?=suntem |am fost |ne vedem )"
    r"|pentru [^,;]{3,90}, (?=(?:se )?v(?:a|or|om) ))+",
    re.IGNORECASE,
)
"""When it happens or by which act, said before what happens."""
_WHEN = re.compile(
    r",? (?:[îi]n|din) (?:luna|data de|ziua de|noaptea de|perioada|anul|cursul lunii) (?!mai sus)"
    r"(?:\d{1,2} )?[\w./-]+(?: (?:19|20)\d{2})?,?(?= )",
    re.IGNORECASE,
)
"""When something happened, said in the midst of what happened."""
_REGISTERED = re.compile(
    r",? [îi]nregistrat[ăe]? (?:[^\W\d]+ ){0,6}?(?:sub |cu |la )?(?:nr\.?|num[ăa]rul) ?[\d./]*\d"
    r"(?: ?/ ?| din(?: data de)? )?(?:[\d.]*\d)?,?(?= )"
)
"""Under which number a letter that is spoken of was registered: no part of the matter."""


_CITES = re.compile(
    r"(?:la )?(?:adresa|cererea|solicitarea|petitia|sesizarea|invitatia|scrisoarea|reclamatia"
    r"|plangerea|memoriul|notificarea)\b"
)
_CITED = re.compile(
    r"(?:[\w./-]*\d[\w./-]*|dvs|dv|dumneavoastra|noastra|mea|de|participare|anterioara|cu|sub|din"
    r"|data|la|noi|si|inregistrat[a]?|in|anul|nr|numarul|primita|institutia|e-?mail|va|a|al"
    r"|[^a-z0-9]*)\W*"
)
"""The words that a letter which is answered is cited with, its numbers and days."""


def only_cites(words: str) -> bool:
    """Tell whether words say nothing but which letter is answered."""
    cites = _CITES.match(plain(words))
    rest = plain(words)[cites.end() :] if cites else ""
    return cites is not None and all(_CITED.fullmatch(word) for word in rest.split())


_OF_PARTIES = re.compile(
    r"(?:noi,|subsemnat|subscris|catre\b)|.*(?:\btel(?:efon)?\W{1,3}\d|\bcod fiscal\b"
    r"|inregistrare\W{1,3}\d|\d{9,})",
    re.DOTALL,
)
"""Who writes and how they are reached: no matter."""


def says_something(words: str) -> bool:
    """Tell whether the words name a matter at all."""
    flat = plain(words)
    is_lead = re.search(r"\b(?:va|se) \w+ urmatoarele$", flat) is not None
    is_lead = is_lead or "@" in flat  # another column's line ran into the sentence
    is_lead = is_lead or _OF_PARTIES.match(flat) is not None
    is_left_over = is_lead or re.match(r"(?:si|iar|sau|precum si) ", flat) is not None
    return len(words) >= _SHORTEST and not is_left_over and _SAYS_NOTHING.fullmatch(flat) is None


def tidy(words: str) -> str:
    """Put a matter on one line, without what leads to it and the term it is asked for."""
    flat = re.sub(r"\s+", " ", re.sub(r"(\w)-\n(\w)", r"\1-\2", words))
    flat = _REACHED.sub("", flat)
    is_closed = flat.rstrip(" ,.;:").endswith("”")
    flat = flat.strip(" ,.;:-–—_|\"„”'*")
    flat += "”" if is_closed and flat.count("„") > flat.count("”") else ""
    flat = re.sub(
        r"^(?:privind|pentru|referitor la|cu privire la)\s+(?=\S)", "", flat, flags=re.IGNORECASE
    )
    flat = re.sub(r"^,? ?", "", _OF_PERSON.sub("", flat))
    flat = _BY_WHICH.sub("", _HEREBY.sub("", _GREETS.sub("", flat)))
    flat = _THAT.sub("", _TERM_WITHIN.sub("", _REGISTERED.sub("", flat)))
    flat = _OCCASION.sub("", flat)
    flat = _TERM_SAID.sub(lambda said: " " if said.group().endswith(" ") else "", flat)
    flat = _OTHERWISE.sub("", _THAT.sub("", flat))
    if sum(map(str.isupper, flat)) > 0.7 * sum(map(str.isalpha, flat)) and " " in flat:
        flat = flat.lower()
    return flat[:1].upper() + flat[1:]


_REACHED = re.compile(r"\s?\([^()]*@[^()]*\)")
"""How somebody who is spoken of is reached, in brackets."""
_OTHERWISE = re.compile(
    r",? (?:[îi]n caz contrar|[îi]n caz de (?:refuz|neplat[ăa]|nerespectare)"
    r"|sub sanc[țt]iunea)\b.*$"
)
"""What happens else: no part of the matter."""
_GENITIVES = (
    ("ării", "area"),
    ("erii", "erea"),
    ("irii", "irea"),
    ("ârii", "ârea"),
    ("ului", "ul"),
    ("ei", "a"),
)


def begun_small(words: str) -> str:
    """Go on with words behind a dash; an abbreviation stays as it is."""
    is_short = words[1:2].isupper() or words[1:2] == "."
    return words if is_short else words[:1].lower() + words[1:]


def in_nominative(words: str) -> str:
    """Say what was done as a heading does: *Analizei hotărârii …* as *Analiza hotărârii …*."""
    for genitive, nominative in _GENITIVES:
        named, count = re.subn(rf"^(\w{{3,}}){genitive}\b", rf"\1{nominative}", words, count=1)
        if count:
            return named
    return words


def timeless(words: str) -> str:
    """Leave out of a sentence when it happened."""
    return _WHEN.sub("", words)


_DANGLING = re.compile(
    r"(?:[ ,;–-]+(?:de|[șs]i|iar|sau|la|din|pentru|al?|ale|cu|[îi]n|pe|o|un|unei|unui|unor|se|s[ăa]"
    r"|c[ăa]|care|prin|nr\.?|str\.?))*[ ,;–-]*$"
)
"""What leads to words that are cut off."""


def shortened(words: str, length: int = LONGEST) -> str:
    """Cut at a clause or a word so that it stays one line of so many signs at most."""
    if len(words) <= length:
        return words
    cut = words[:length]
    clause = max(cut.rfind(", "), cut.rfind("; "), cut.rfind(" – "))
    cut = cut[:clause] if clause > 0.7 * length else cut[: cut.rfind(" ")]
    return _DANGLING.sub("", cut)
