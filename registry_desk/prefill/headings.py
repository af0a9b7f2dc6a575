"""Headings that say what a letter is about: the title's own words, or a line above the text."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain, sentence_end
from registry_desk.prefill.head import announces_addressee
from registry_desk.prefill.names import is_institution, is_part, proper_case
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.paragraphs import paragraph_end
from registry_desk.prefill.running import REACHED, is_running_text
from registry_desk.prefill.wording import shortened, tidy
from registry_desk.prefill.zones import Role

_TITLE_TAIL = re.compile(
    r"^\W*(?:cerere(?:a)?(?:-tip)?|formular\w*|petitie|sesizare|reclamatie|plangere|solicitare"
    r"|memoriu|notificare|adresa|comunicare|instiintare|somatie|contestatie|invitatie"
    r"|nota|informare|circulara|raport|anunt"
    r"|declaratie(?: pe propria raspundere)?|oferta(?: de pret(?:uri)?)?)\b[\s:,-]*"
)
_BEGINS = re.compile(
    r"^\W*(?:pentru|privind|privitoare|referitoare?|cu privire|de (?!la ?:)|in vederea|impotriva"
    r"|despre"
    r"|prin care|la )"
)
_ADJECTIVE = (
    r"(?:prealabila|administrativa|penala|contraventionala|scrisa|publica|oficiala|urgenta|civila"
    r"|colectiva)"
)
_NO_MATTER = re.compile(
    rf"\W*(?:(?:nr|numar(?:ul)?)\W*(?:[a-z]{{1,6}}[ ./-]?)?)?(?:[\d\W]|din|data|de|/)*"
    rf"|\W*(?:{_ADJECTIVE}"
    r"|cetatean\w*|persoan\w+ (?:fizic|juridic)\w*|tip|model|de (?:plata|pret))(?:\W+(?:si"
    r"|/)?\W*\w+)?\W*"
)
"""What only says which sort of paper it is, behind its name."""
_KEEPS_NAME = re.compile(rf"(?:de|a|al|la)\s|{_ADJECTIVE}\b")
"""Words that say nothing without the paper's name before them: *Declarație prealabilă de …*."""
_NO_HEADING = re.compile(
    r"\W*(?:stimat|onorat|domn|doamn|dear\b|buna\b|nr\b|dosar|data\b|catre|spre\b|subsemnat"
    r"|subscris|str\b|domicili|adresa\b|telefon|cnp\b|nume\b"
    r"|tel\b|la adresa|urmare|ca urmare|in atentia|prin prezent|mr\b|d-"
    r"|ref\.? ?(?:nr|no\b|noastra|nostru)|ies(?:ire)?\b"
    r"|(?:se|a se|va rugam sa) complet|adresat[ae]? (?:catre )?(?:primari|consili|institu)"
    r"|(?:(?:[a-h]|\d|[ivx]{1,4})[.)] ?)?(?:date(?:le)? (?:de|personal|petent|solicitant|privind))"
    r"|(?:parintii|locatarii|locuitorii|proprietarii|cetatenii|satenii|riveranii)\b)|.*@"
)
_SECTION = re.compile(
    r"\W{0,3}(?:(?:[a-h]|\d|[ivx]{1,4})[.)] ?)?(?:obiectul|subiectul)"
    r" (?:cereri|petitie|sesizari|reclamatie|plangeri|solicitari)i\W*"
)
_CAPTION = re.compile(r"\W*(?:problema\b\W*)?")
_DEED = re.compile(
    r"\W*(?:oferta|invitatie|raspuns(?:ul)?\b|situati[ae]|punct de|propuneri\b|propunere\b"
    r"|observatii\b|obiectiuni\b|aviz(?:ul)?\b|acord(?:ul)?\b"
    r"|(?:contestati|petiti|reclamati|notific|deciz|dispoziti|autorizati)\w+|raport(?:ul)?\b"
    r"|anunt\b"
    r"|adeverinta|certificat|precizari|completari|\w{3,}(?:[aei]re|[aei]rea)\b)"
)
"""What a heading begins with that no addressee's line does: *Solicitare*, *Prelungirea*."""
_SELF_TELLING = re.compile(
    r"\W*(?:scrisoare (?:de|pentru) (?:intentie|multumir\w+|recomandare|felicitare|apreciere)"
    r"|publicati[ea] (?:de|privind) vanzare\w*(?: \w+)?)\b"
)
"""Letters whose name is all that they are about."""
_APART = 0.5
"""So many line heights more of white than a paragraph's lines has a heading above and below."""
_OWN_BLOCK = 0.8
"""So much more parts a block from the one above."""
_WITH_A_DAY = 1
"""A town's name stands beside the day of writing, no heading is so short."""
_TOWN = re.compile(r"\W*(?:[a-z.-]+ ){0,4}[a-z.-]+,\s*(?:la |(?:in )?data (?:de )?)?")
"""The same with a longer name before the day."""
_LEAST, _LEAST_OF_CAPITALS = 3, 2
"""Words of a heading."""
_AGAINST = ("Împotriva", "Impotriva")
"""Says nothing without the name of the letter: *Plângere împotriva …*."""
_NAMED = re.compile(
    r"\W*(?:(?:a doua|a \w+a|ultima) )?(?:somatie|instiintare|notificare|convocare|invitatie|anunt"
    r"|aviz|contestatie|incheiere|decizie|reclamatie administrativa|plangere prealabila"
    r"|scrisoare|multumiri?|propunere|memoriu|comunicare)"
    r"(?: (?:de|la|a|al|pentru|favorabil|nefavorabil|privind|catre|publica|prealabila)\b.{0,60})?"
    r"\W*"
)
"""Names of papers that tell a clerk what lies on the desk: others say only that it is a paper."""
_TITLE_LINES = 12
_OF_TITLE = 0.6
_OFFER = re.compile(r"\W*oferta\b")


def standing_heading(
    paper: Paper, title: int | None, roles: Sequence[Role], numbered: Finding | None
) -> Finding | None:
    """Give a heading that no word announces, under the addressee or the letter's number."""
    addressed = [n for n, role in enumerate(roles) if role is Role.ADDRESSEE]
    if not addressed:
        return None
    start = addressed[0]
    if numbered is not None and paper.lines[place := paper.line_at(numbered.start)].page == 0:
        start = min(start, place)
    for number in range(start + 1, len(paper.lines)):
        line = paper.lines[number]
        if line.page > 0 or (is_running_text(line) and not _is_lone_deed(paper, number)):
            return None
        if number != title and _is_free(paper, number, roles) and _is_heading(paper, number):
            end = paper.lines[number + 1].end if _continues(paper, number) else line.end
            return Finding(shortened(tidy(paper.text[line.start : end])), 0.83, line.start, end)
    return None


def _is_free(paper: Paper, number: int, roles: Sequence[Role]) -> bool:
    """Tell a line that is no addressee's: by its role, its first word, or the white above it."""
    line = paper.lines[number]
    if roles[number] is Role.BODY or _DEED.match(line.plain) is not None:
        return True
    is_own = paper.parts(number, _OWN_BLOCK) and not announces_addressee(line)
    return is_own and not (is_part(line.plain) or REACHED.search(line.plain))


def _is_heading(paper: Paper, number: int) -> bool:
    line = paper.lines[number]
    below = next(
        (n for n in range(number + 1, len(paper.lines)) if paper.lines[n].row > line.row), 0
    )
    below = below + 1 if _continues(paper, number) else below
    is_under = 0 < below < len(paper.lines) and paper.parts(below, _APART)
    is_apart = paper.parts(number, _APART) or _is_set_off(paper, number)
    is_apart = is_apart or _is_lone_deed(paper, number)
    least = _LEAST_OF_CAPITALS if line.is_upper and _DEED.match(line.plain) else _LEAST
    is_of_length = least <= line.word_count <= 16 and line.text.rstrip()[-1:] not in (
        ",",
        ":",
        "!",
        ".",
    )
    days = list(dates_in(line.plain))
    others = line.word_count - sum(len(line.plain[d.start : d.end].split()) for d in days)
    is_day = bool(days) and (
        others <= _WITH_A_DAY or _TOWN.fullmatch(line.plain[: days[0].start]) is not None
    )
    return bool(is_apart and is_under and is_of_length and not is_day) and not (
        _NO_HEADING.match(line.plain) or is_institution(line.plain) or line.text[:1].islower()
    )


def _is_lone_deed(paper: Paper, number: int) -> bool:
    """Tell a deed on a wide line of its own above white: *Notificare lucrări de amplasare …*."""
    line = paper.lines[number]
    is_last = number + 1 < len(paper.lines) and paper.parts(number + 1, _APART)
    is_open = line.text.rstrip(' ”"»)')[-1:].isalnum() and line.text[:1].isupper()
    return is_last and is_open and _DEED.match(line.plain) is not None


def _is_set_off(paper: Paper, number: int) -> bool:
    """Tell a deed in capitals right under an addressee who is not set in capitals."""
    line, above = paper.lines[number], paper.lines[number - 1]
    return line.is_upper and not above.is_upper and _DEED.match(line.plain) is not None


def under_title(paper: Paper, title: int | None) -> Iterator[Finding]:
    """Give the title's own words, or the line under it: ``privind …``, ``pentru …``."""
    if title is None:
        return
    line = paper.lines[title]
    if _SELF_TELLING.match(line.plain):
        words = line.text.lower() if line.is_upper else line.text
        yield Finding(shortened(tidy(words)), 0.86, line.start, line.end)
        return
    tail = _tail(line.plain)
    rest = line.plain[tail:] if tail else ""
    if len(rest) > (5 if _KEEPS_NAME.match(rest) else 8) and not _NO_MATTER.fullmatch(rest):
        following = paper.lines[title + 1] if _continues(paper, title) else None
        is_named = _KEEPS_NAME.match(rest) or _OFFER.match(line.plain)
        start = line.start if is_named else line.start + tail
        end = following.end if following else line.end
        yield Finding(_said(paper.text[start : line.end], line, following), 0.9, start, end)
        return
    if title + 1 >= len(paper.lines):
        return
    if paper.lines[title + 1].word_count == 1 and title + 2 < len(paper.lines):
        title += 1  # *pentru* alone, the matter under it
    below = paper.lines[title + 1]
    if _BEGINS.match(below.plain) and below.word_count <= 24:
        end = _end_below(paper, title + 1)
        words = tidy(paper.text[below.start : end])
        if words.startswith(_AGAINST) or _OFFER.match(line.plain):
            words = f"{proper_case(tidy(line.text))} {words[:1].lower()}{words[1:]}"
        yield Finding(shortened(words), 0.92, below.start, end)
    elif _continues(paper, title) and below.word_count >= 2 and not _NO_HEADING.match(below.plain):
        words = f"{proper_case(tidy(line.text))} – {tidy(below.text)}"
        yield Finding(shortened(words), 0.86, line.start, below.end)


def heads_matter(line: Line) -> bool:
    """Tell a form's heading with the matter under it: *II. Obiectul sesizării*."""
    return _SECTION.fullmatch(line.plain) is not None


def under_section(paper: Paper) -> Iterator[int]:
    """Give where the matter begins under such a heading."""
    for above, line in pairwise(paper.lines):
        caption = _CAPTION.match(line.plain)
        if heads_matter(above) and caption:
            yield line.start + caption.end()


def _end_below(paper: Paper, number: int) -> int:
    """Give where what stands under a title ends: with its sentence, or the line it goes on in."""
    line = paper.lines[number]
    if is_running_text(line):
        return line.start + sentence_end(paper.plain[line.start : paragraph_end(paper, line.start)])
    return paper.lines[number + 1].end if _continues(paper, number) else line.end


def named_by_title(paper: Paper, matter: Finding | None) -> Finding | None:
    """Give the name a letter has in its title, where nothing surer says what it is about.

    *Somație – să achite creditoarei …*: the name is sure, what stands behind it may be looked at.
    """
    for line in paper.lines[:_TITLE_LINES]:
        named = _NAMED.fullmatch(line.plain)
        if named and line.page == 0 and not is_running_text(line):
            name = tidy(line.text).capitalize() if line.is_upper else tidy(line.text)
            more = str(matter.value) if matter else ""
            more = more[len(name) :].lstrip(" –-") if plain(more).startswith(plain(name)) else more
            words = shortened(f"{name} – {more[:1].lower()}{more[1:]}" if more else name)
            return Finding(words, _OF_TITLE, line.start, line.end)
    return None


def _said(words: str, line: Line, following: Line | None) -> str:
    """Put a title and the line it goes on with in one; capitals above small letters are lowered."""
    if following is None:
        return shortened(tidy(words))
    is_mixed = line.is_upper and not following.is_upper
    return shortened(tidy(f"{tidy(words) if is_mixed else words} {following.text}"))


def _tail(words: str) -> int:
    """Give where a title's own words begin, behind the names of the paper: *Formular sesizare*."""
    end = 0
    while match := _TITLE_TAIL.match(words[end:]):
        end += match.end()
    return end


def _continues(paper: Paper, number: int) -> bool:
    """Tell whether a heading goes on in the next line, close below and centred as well."""
    if number + 1 >= len(paper.lines):
        return False
    line, below = paper.lines[number], paper.lines[number + 1]
    is_close = paper.gap_above(number + 1) < 1.1 and below.page == line.page
    middle = abs((below.box.x + below.box.right) - (line.box.x + line.box.right)) / 2
    is_alike = middle < 0.06 * line.page_width_px and below.box.width < 0.75 * below.page_width_px
    begins_low = below.text[:1].islower()
    return is_close and (is_alike or begins_low) and below.word_count <= 16
