"""Whether words taken from a letter read as a register's line: a title, a request, no fragment."""

import re

from registry_desk.prefill.folding import plain
from registry_desk.prefill.names import is_institution, is_private_body

_TELLS_OF_ONESELF = (
    r"(?:nu |ca )?(?:[msnvl]|mi|ne|v|i|le)-(?:am|au|a|ati|ar)\b"
    r"|(?:nu |ca )?(?:am|au|ati|sunt|suntem|era|eram|aveti|vreau|vrem"
    r"|avem(?! (?:bucuria|placerea|onoarea)))\b"
    r"|nu (?:mai )?\w+|(?:ma|ne|eu|noi) \w"
)
_LEADS_ON = (
    r"(?:aceast[ae]|acesta|acestea|totodata|care|ce|ci|dar|insa|nici|din (?:suflet|inima)"
    r"|intrucat|deoarece|fiindca|caci|astfel|deci|cu (?:stima|respect)|poziti[ae]|perioada"
    r"|domiciliu\w*|doamn(?:a|ei|elor)|domn(?:ul|ului|ilor|ule)|d-?l(?:ui)?|d-?n(?:a|ei)|stimat\w+"
    r"|nr|dosar|ceva"
    r"|pagina|va scriu|pe suport|anex\w+|telefon\w*)\b"
)
_ADDRESS = r"(?:[a-z -]{3,30}, ?)?(?:str|strada|bd|b-dul|bulevardul|calea|aleea|sos|soseaua)\b\.? "
_FRAGMENT = re.compile(rf"\W*(?:{_TELLS_OF_ONESELF}|{_LEADS_ON}|{_ADDRESS}|de la:)")
"""How no line of a register begins: narration, what leads on from words before, an address."""
_CUT = re.compile(
    r"\bvreau\b|\W(?:aceasta|aceste|acest|cu|ca|trebuie|si va facem cunoscut ca)\W*(?:$|–)"
)
"""What ends in the midst of a sentence, and what its writer says he wants or does not."""
_MISREAD = re.compile(r"[\[\]{}|<>_~^\\=*]|\b[b-df-hj-np-tv-xz]{4,}\b|\d{9}|@|[a-zăâîșț][A-ZĂÂÎȘȚ]")
"""What the engine leaves of words it cannot read, and how somebody is reached."""
_TITLE = (
    r"(?:cerere|solicitare|sesizare|reclamatie|plangere|contestatie|invitatie|notificare|somatie"
    r"|oferta|multumir[ei]|memoriu|raspuns|convocare|anunt|instiintare|hotararea|dispozitia"
    r"|decizia|incheiere|restrictii|subventie|ajutor|sprijin|aviz(?:ul)?|acord(?:ul)?|plata"
    r"|copi(?:a|e|ile)|list[ae]|stadiul|adeverint[ae]|certificat(?:ul)?"
    r"|buletin|dreptul (?:de|la)|programul de|raport(?:ul)?|referat|servicii|nereguli|scrisoare de"
    r"|poftire|exercitiul|colaborare|propunere|contributi[ae])"
)
_REQUEST = re.compile(
    rf"(?:(?:un|o|de) )?(?:{_TITLE}|(?!urmare)\w{{3,}}(?:[aei]rea|[ai]rii|[aei]re))\W"
    r"|(?:de a|sa)(?: ?-?(?:mi|ne|i|ii|le|imi))? (?!stiti|aveti|fiti)\w{3,}"
)
_NARRATED = re.compile(
    r"\b(?:s-au?|m-am|mi-au?|ne-au?|am|au|se va|se vor|va fi|vor fi|a fost|se \w+eaza|este|sunt)\b"
)
"""What makes a sentence of a heading."""
_LEAST_WORDS = 3


def is_fragment(words: str) -> bool:
    """Tell words that no clerk would write as a subject: cut, misread, in the midst of a tale."""
    flat = plain(words)
    return (
        _FRAGMENT.match(flat) is not None
        or _CUT.search(flat) is not None
        or _MISREAD.search(words) is not None
    )


def is_title_or_request(words: str) -> bool:
    """Tell a heading or what is asked for, said whole and by itself."""
    flat = plain(words)
    return (
        len(flat.split()) >= _LEAST_WORDS
        and _REQUEST.match(flat) is not None
        and _NARRATED.search(flat) is None
        and not (is_fragment(words) or is_institution(flat) or is_private_body(flat))
    )
