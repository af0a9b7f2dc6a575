"""What a page says about its place in a document: its first page, a following one, the last."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from registry_desk.model.page import ReadPage, Word
from registry_desk.splitting.page_ends import PageEnd, end_of
from registry_desk.splitting.page_lines import (
    is_page_number,
    lines_of,
    median,
    page_number,
    text_of,
)

_TITLE = re.compile(
    r"^(?:cerere|sesizare|petitie|plangere|reclamatie|memoriu|notificare|somatie|adresa"
    r"|(?:\S{1,12} )?"
    r"factura(?: fiscala| proforma| de avans)?|citatie|comunicare|invitatie|contestatie"
    r"|instiintare|referat|petition|complaint|request|"
    r"nota|ordin|incheiere|formular|solicitare|oferta|intampinare|scrisoare|acord)\b"
)
_ENCLOSED = re.compile(
    r"^(?:contract|act(?:ul)? (?:de|aditional)|titlu(?:l)? de|extras|carte (?:de|funciara)"
    r"|certificat|"
    r"chitanta|bon fiscal|proces[- ]verbal|plan (?:de|cadastral)|tabel(?:ul)?|lista|situatia|"
    r"centralizator|borderou|opis|deviz|procura|imputernicire|adeverinta|declaratie|hotarare|"
    r"decizie|dispozitie|autorizatie|raport|memoriu tehnic|macheta)\b"
)
"""Papers that come with a letter rather than by themselves."""
_OF_COURT = re.compile(
    r"\b(?:che?m(?:am)? in judecata|chemare in judecata|onorata instanta|paratul|parata"
    r"|reclamant\w*)\b"
)
"""What a party says to a court: it comes to an office only behind the court's summons."""
_TO_COURT = re.compile(r"^(?:domnule|doamna|onorat[ae]?) (?:presedinte|judecator|instanta)")
_ADDRESSEE = re.compile(
    r"^(?:catre|in atentia|d-?lui|d-?nei|domnului|doamnei|spre stiinta|destinatar|cumparator"
    r"|(?:beneficiar|client|abonat|titular|consumator|platitor)(?:ul)?(?= ?:)"
    r"|primariei|consiliului local|prefecturii|(?:to )?the mayor|to the attention)\b"
)
_SALUTES = re.compile(
    r"^(?:stimat[ae]?|stimati(?:i|lor)?|buna ziua|domnule|doamna|onorat[ae]?"
    r"|buna (?:dimineata|seara)"
    r"|salut|dear|tisztelt)\b|(?:catre )?primari[ae]\b[a-z ]{0,30}[,!]$"
)
_NUMBERED = re.compile(r"\b(?:nr|no|numar(?:ul)?|inreg\w*)\.?\s*(?:de\s+\w+\s*)?:?\s*[\w./-]*\d")
_HEAD = re.compile(
    r"\b(?:romania|ministerul|consiliul|judetul|primaria|judecatoria|tribunalul|curtea de apel|"
    r"inspectoratul|agentia|directia|garda|prefectura|institutia|politia|s\.?r\.?l|s\.?a\.|"
    r"cod (?:fiscal|de inregistrare)|c\.?[ui]\.?[if]|furnizor|client|telefon|tel|e-?mail"
    r"|dosar(?:ul)?)\b"
)
_BODY = re.compile(
    r"^(?:oficiul|biroul|serviciul|administratia|casa (?:de|judeteana|nationala)|scoala|liceul"
    r"|colegiul|gradinita|spitalul|asociatia|fundatia|universitatea|compania|societatea|regia"
    r"|cabinet\w*|parohia|centrul|sindicatul|federatia|clubul|biblioteca|muzeul|camera|uniunea"
    r"|sucursala|filiala|parchetul|notar\w*|executor\w*|curtea|academia|autoritatea)\b"
)
"""Begins the name of a body of people, at the beginning of a line."""
_INTRODUCES = re.compile(
    r"^(?:subsemnat(?:ul|a|ii|ele)?|prin prezenta|ma numesc|numele meu"
    r"|sunt [a-z-]+ [a-z-]+ (?:si|din|de la)"
    r"|subscrisa|noi, |eu, )(?:\b|$|(?<= ))"
)
"""Says who writes, as letters do at their beginning."""
_MATTER = re.compile(
    r"^(?:subiect\w*|subject|obiect(?:ul)?|referitor(?: la)?|ref|privind|priveste|tema|re)"
    r"\s?[:.]{1,2}\s?\w"
)
_STAMPED = re.compile(r"(?:^|\s)(?:[a-z]{1,6}/)?\d{1,7}(?:/[a-z]{1,5})? ?/ ?\d{1,2}\.\d{2}\.\d{4}$")
"""A number and its day with no word before them."""
_ANNEX = re.compile(r"^anex[ae](?:\s+(?:nr\.?\s*)?\d+)?\b")
_FORM_OF_RULES = re.compile(
    r"^anex[ae]\b.{0,14}\bla\s(?:regulament|norm|metodolog|procedur|instructiun|ordin|h\.?c\.?l"
    r"|hotarar|h\.?g\b|legea|o\.?u?\.?g|dispozit|ghid|caiet)"
)
"""A form that a rule of the office brings along: whoever fills it in begins a letter with it."""
_JUDGMENT = re.compile(
    r"^(?:sentint|decizi|hotarare|incheiere)\w* (?:civila|penala|comerciala|nr)\b"
)
"""What a court's letter encloses, under the court's own letterhead."""
_COURT_FILE = re.compile(r"\bdosar\w*\W{0,3}(?:nr\W{0,3})?(\d{1,6}\W{0,2}/\d{1,4}\W{0,2}/\d{4})")
_DAY = re.compile(r"^\d{1,2}[ .,/-]{1,2}(?:\d{1,2}|[a-z]{3,10})[ .,/-]{1,2}\d{2,4}\W*$")
"""Stands above a letter by itself."""
_GOES_ON = re.compile(
    r"[-–—(,]\s?(?:continuare|urmare|continued)\)?$|^\W?(?:continuare|urmare) (?:de la|din|a) pag"
)
"""*Factura 8918 — continuare*."""
_SENTENCE = 3
"""A sentence that goes on from the page before has no fewer words on its first line."""
_TITLE_BESIDE = 5
"""A title in one of two columns has no more words."""
_WIDE = 2.5
"""White of so many letter heights parts columns."""


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What one written page shows."""

    number: int | None
    """Its own page number, where printed."""
    of: int | None
    """How many pages the document has, where printed."""
    head_score: float
    """How much its upper part looks like the beginning of a letter, from 0."""
    starts_small: bool
    """The first line goes on in the middle of a sentence."""
    goes_on: bool
    """One of the first lines says that something goes on from another page."""
    is_annex: bool
    """Begins with "Anexa", or speaks to a court."""
    is_enclosed: bool
    """Bears the title of a paper that comes with a letter, and addresses nobody."""
    end: PageEnd
    file: str | None
    """The court's file that its upper part names."""
    letter_px: float
    """Median height of its words, in 300 dpi pixels."""
    left_share: float
    """Where its lines begin, as a share of the width."""


def signs_of(page: ReadPage) -> PageSigns:
    """Look at one page."""
    words = [word for word in page.text.words if word.confidence > 0.3]
    lines = lines_of(words)
    plain = [text_of(line) for line in lines]
    number, of = page_number(plain)
    body = [text for text in plain if not is_page_number(text)]
    height = max(1.0, _page_height(page))
    return PageSigns(
        number=number,
        of=of,
        head_score=_head_score(lines, plain, height),
        starts_small=_starts_small(lines, plain),
        goes_on=any(_GOES_ON.search(text) for text in body[:2]),
        is_annex=any(_is_annex(text) for text in body[:2]) or _speaks_to_court(body),
        is_enclosed=_is_enclosed(body),
        end=end_of(lines, height),
        file=next((_bare(f[1]) for text in plain[:8] if (f := _COURT_FILE.search(text))), None),
        letter_px=median([w.box.height for w in words]) * 300 / page.cleaned.cleaned_dpi,
        left_share=median([line[0].box.x for line in lines]) / max(1.0, _page_width(page)),
    )


def _bare(file: str) -> str:
    return re.sub(r"[^\d/]", "", file)


def _is_annex(text: str) -> bool:
    return _ANNEX.match(text) is not None and _FORM_OF_RULES.match(text) is None


def _speaks_to_court(body: list[str]) -> bool:
    is_addressed = any(_TO_COURT.match(text) for text in body[:6])
    is_claim = any("chemare in judecata" in text and len(text) < 48 for text in body[:8])
    speaks = any(_OF_COURT.search(text) for text in body[:12])
    return is_claim or (is_addressed and speaks)


def _is_enclosed(body: list[str]) -> bool:
    titles = [text for text in body[:4] if len(text) < 70 and ":" not in text]
    is_titled = any(_ENCLOSED.match(text) for text in titles)
    is_titled = is_titled or any(_JUDGMENT.match(text) for text in body[:8] if len(text) < 40)
    addresses = any(
        _ADDRESSEE.match(text) or _SALUTES.match(text) or _INTRODUCES.match(text)
        for text in body[:16]
    )
    return is_titled and not addresses


def _page_height(page: ReadPage) -> float:
    is_turned = page.cleaned.rotation_deg % 180 == 90
    return float(page.cleaned.width_px if is_turned else page.cleaned.height_px)


def _page_width(page: ReadPage) -> float:
    is_turned = page.cleaned.rotation_deg % 180 == 90
    return float(page.cleaned.height_px if is_turned else page.cleaned.width_px)


def _head_score(lines: list[list[Word]], plain: list[str], height: float) -> float:
    """Add up what letters begin with, in the upper 45 % of the page."""
    upper = [
        (line, text)
        for line, text in zip(lines, plain, strict=True)
        if line[0].box.y < 0.45 * height
    ][:22]
    beside = [text_of(part) for line, _ in upper for part in _parts(line)]
    score = 0.0
    if any(_TITLE.match(text) and len(line) <= 9 for line, text in upper[:16]) or any(
        _TITLE.match(text) and len(text.split()) <= _TITLE_BESIDE for text in beside
    ):
        score += 1.0
    if any(_ADDRESSEE.match(text) for text in (*beside, *(text for _, text in upper))):
        score += 0.9
    for pattern in (_SALUTES, _INTRODUCES, _MATTER):
        score += 0.7 * any(pattern.match(text) for _, text in upper)
    if any(_is_numbered(text) and len(line) <= 10 for line, text in upper[:12]):
        score += 0.5
    heads = (_HEAD.search(text) or _BODY.match(text) for _, text in upper[:10])
    score += 0.3 * min(3, sum(map(bool, heads)))
    return score


def _parts(line: list[Word]) -> Iterator[list[Word]]:
    """Give the columns of a line that has several: a title may stand beside a letterhead."""
    height = max(1, round(median([word.box.height for word in line])))
    begins = [
        place
        for place in range(1, len(line))
        if line[place].box.x - line[place - 1].box.right > _WIDE * height
    ]
    if begins:
        for start, end in pairwise([0, *begins, len(line)]):
            yield line[start:end]


def _is_numbered(text: str) -> bool:
    return bool(_NUMBERED.search(text) or _STAMPED.search(text))


def _starts_small(lines: list[list[Word]], plain: list[str]) -> bool:
    for line, text in zip(lines, plain, strict=True):
        if is_page_number(text):
            continue
        if _DAY.match(text):
            return False
        if len(line) < _SENTENCE or next(_parts(line), None) is not None:
            return False  # a mark set in small letters
        first = next((c for c in " ".join(w.text for w in line) if c.isalpha()), "")
        return first.islower()
    return False
