"""What the letter is about, in one line of at most 160 characters, in the letter's own words."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.matters import matters
from registry_desk.prefill.names import is_institution, proper_case
from registry_desk.prefill.paper import Paper, plain
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.wording import only_cites, shortened, tidy
from registry_desk.prefill.zones import Role, is_running_text

_LABEL = re.compile(
    r"(?:^|\n)[^\w\n]{0,3}(?:\d{1,2}[.)] ?)?(?:[a-z]{4,8} ?/ ?)?(?:obiect(?:ul)?(?: (?:cererii"
    r"|adresei|solicitarii"
    r"|sesizarii|petitiei|reclamatiei))?"
    r"|subiect(?:ul)?|subject|referitor(?: la)?|cu privire la"
    r"|ref(?!\W{1,3}(?:nr|no\b|[a-z/.-]{0,8}\d))|privind|privitor la"
    r"|tema|targy|betreff|in atentie|problema(?: [a-z-]{1,12}){0,6}(?= ?:)"
    r"|re)\s?[:.;-]{1,2}\s*(?:la:? )?"
)
_OF_CASE = re.compile(
    r"avand\s+(?:ca|drept)\s+obiect[\s:]+|obiect(?:ul)?\s?(?:dosarului|cauzei|pricinii"
    r"|litigiului)?\s?(?::"
    r"|\s(?:fiind|este|il\s+constituie|il\s+reprezinta))\s*"
)
_OF_DISPUTE = re.compile(
    r"(?:in\s+proces(?:ul)?\s+cu|in\s+contradictoriu\s+cu|impotriva)\s[^.;:]{3,220}?[\s,]pentru\s+"
    r"(?!(?:termenul|ziua|data|a\s))"
)
_NAMES = {
    "somatie": "Somație", "contestatie": "Contestație", "notificare": "Notificare",
    "convocare": "Convocare", "comunicare": "Comunicare",
}  # fmt: skip
_TELLING = re.compile(rf"\W*({'|'.join(_NAMES)})\b")
_TITLE_TAIL = re.compile(
    r"^\W*(?:cerere(?:a)?(?:-tip)?|formular\w*|petitie|sesizare|reclamatie|plangere|solicitare"
    r"|memoriu|notificare|adresa|comunicare|instiintare|somatie|contestatie|invitatie"
    r"|declaratie(?: pe propria raspundere)?|oferta(?: de pret(?:uri)?)?)\b[\s:,-]*"
)
_BEGINS = re.compile(
    r"^\W*(?:pentru|privind|privitoare|referitoare?|cu privire|de |in vederea|impotriva|despre"
    r"|prin care|la )"
)
_NO_MATTER = re.compile(
    r"\W*(?:nr\W*)?[\d\W]*"
    r"|\W*(?:prealabila|administrativa|penala|contraventionala|scrisa|publica|oficiala|urgenta"
    r"|civila"
    r"|cetatean\w*|persoan\w+ (?:fizic|juridic)\w*|tip|model|de (?:plata|pret))(?:\W+(?:si"
    r"|/)?\W*\w+)?\W*"
)
"""What only says which sort of paper it is, behind its name."""
_NO_HEADING = re.compile(
    r"\W*(?:stimat|onorat|domn|doamn|dear\b|buna\b|nr\b|dosar|data\b|catre|spre\b|subsemnat"
    r"|subscris|str\b"
    r"|tel\b|la adresa|urmare|ca urmare|in atentia|prin prezent|mr\b|d-)|.*@"
)
_DEED = re.compile(r"\W*(?:oferta|invitatie|situati[ae]|punct de|\w{3,}(?:[aei]re|[aei]rea)\b)")
"""What a heading begins with that no addressee's line does: *Solicitare*, *Prelungirea*."""
_SHORT = 50
"""A heading of no more signs says what, the sentence behind it says which."""
_APART = 1.2
"""A heading has so many line heights of white above and below."""
_FEW_WORDS = 3
"""A title of no more words names the matter, the letter says what it is."""
_AGAINST = ("Împotriva", "Impotriva")
"""Says nothing without the name of the letter: *Plângere împotriva …*."""
_OFFER = re.compile(r"\W*oferta\b")
_ITEM = re.compile(r"\n\W{0,3}(?:1\s?[.)]|a\s?[.)]|[-•*])\s*(?P<what>[^\n;]{8,160})")
_DOCUMENTS = re.compile(
    r"(?:urmatoarele(?:\s+(?:documente|informatii|date))*|urmatoarelor(?:\s+(?:documente"
    r"|informatii|date))*|copi[ei]+\s+(?:de\s+pe|dupa|ale|a)(?!\s+urmatoar)|informatii\s+(?:privind"
    r"|referitoare\s+la|despre|cu\s+privire\s+la))[\s:,-]+"
    r"(?P<what>(?:[^;?!\n.]|\n(?=[^\n:]{20})){8,200})"
)
_TO_SEND = re.compile(
    r"(?:sa\s+(?:ne|imi|mi|-mi)\s+(?:transmiteti|comunicati|trimiteti|furnizati|puneti\s+la\s+"
    r"dispozitie)|comunicarea|furnizarea|transmiterea)\s+(?P<what>[^;?!.]{8,200})"
)


def subject(
    paper: Paper,
    kind: Kind | None,
    title: int | None,
    number: Finding | None,
    *,
    roles: Sequence[Role],
) -> Finding | None:
    """Give the subject."""
    if kind is Kind.INVOICE:
        return _of_invoice(number)
    if kind is Kind.SUMMONS:
        return _of_summons(paper)
    if kind is Kind.INFORMATION_REQUEST:
        return _of_information_request(paper)
    matter = best(_under_name(paper, kind, title))
    heading = best(_under_title(paper, title))
    if heading and matter and len(str(heading.value).split()) <= _FEW_WORDS:
        heading = _joined(heading, matter)
    standing = _standing(paper, title, roles)
    if standing and matter and len(str(standing.value)) <= _SHORT:
        standing = _joined(standing, matter)
    found = [*_labelled(paper), *_mailed(paper), heading, standing, matter]
    return best(finding for finding in found if finding is not None)


def _joined(heading: Finding, matter: Finding) -> Finding:
    """Say after a short heading what it is about: *Cerere de audiență – …*."""
    words = str(matter.value)
    if plain(words).startswith(plain(str(heading.value))):
        return Finding(words, heading.score, matter.start, matter.end)
    joined = shortened(f"{heading.value} – {words[:1].lower()}{words[1:]}")
    return Finding(joined, heading.score, heading.start, heading.end)


def _under_name(paper: Paper, kind: Kind | None, title: int | None) -> Iterator[Finding]:
    """What a sentence asks or reports, behind the name of the letter where that tells more."""
    named = _TELLING.match(paper.lines[title].plain) if title is not None else None
    name = _NAMES[named[1]] if named else ""
    if title is not None and named and 1 < paper.lines[title].word_count <= _FEW_WORDS:
        name = tidy(paper.lines[title].text)
    for found in matters(paper, kind):
        words = str(found.value)
        is_said = not name or words.startswith(name)
        led = words if is_said else shortened(f"{name} – {words[:1].lower()}{words[1:]}")
        yield Finding(led, found.score, found.start, found.end)


def _of_invoice(number: Finding | None) -> Finding | None:
    if number is None:
        return None
    series, _, digits = str(number.value).rpartition(" ")
    words = f"Factura seria {series} nr. {digits}" if series else f"Factura nr. {digits}"
    return Finding(words, number.score, number.start, number.end)


def _of_summons(paper: Paper) -> Finding | None:
    match = _OF_CASE.search(paper.plain) or _OF_DISPUTE.search(paper.plain)
    if not match:
        return None
    reach = re.search(
        r"[.;\n](?!\w)|[.;](?=\s)|,(?= (?:in |la |din |pentru |cu termen|sub |sa |fiind))",
        paper.plain[match.end() : match.end() + 240],
    )
    end = match.end() + (reach.start() if reach else 120)
    what = tidy(paper.text[match.end() : end])
    return Finding(shortened(f"Citație – {what}"), 0.92, match.end(), end) if what else None


def _of_information_request(paper: Paper) -> Finding:
    words = "Solicitare informații de interes public"
    if "reclamatie administrativa" in paper.plain:
        words = "Reclamație administrativă – informații de interes public"
    for pattern in (_ITEM, _DOCUMENTS, _TO_SEND):
        match = pattern.search(paper.plain)
        if match:
            start, end = match.span("what")
            return Finding(shortened(f"{words}: {tidy(paper.text[start:end])}"), 0.85, start, end)
    named = best([*_labelled(paper), *_mailed(paper)])
    return named or Finding(words, 0.8, 0, 0)


def _labelled(paper: Paper) -> Iterator[Finding]:
    """What stands behind *Obiect:* and its like, unless it only cites a letter of ours."""
    for match in _LABEL.finditer(paper.plain):
        end = _label_end(paper, match.end())
        words = tidy(paper.text[match.end() : end])
        if match.end() < end and not only_cites(words):
            yield Finding(shortened(words), 0.95, match.end(), end)
            return


def _label_end(paper: Paper, start: int) -> int:
    """Give where a labelled subject ends, over the lines it goes on."""
    number = paper.line_at(start)
    end = paper.lines[number].end
    width = paper.lines[number].box.width
    for following in range(number + 1, min(number + 4, len(paper.lines))):
        line, above = paper.lines[following], paper.lines[following - 1]
        is_full = above.box.right > 0.82 * above.page_width_px
        begins_anew = re.match(
            r"\W*(?:stimat|domnul|doamn|catre|avand|urmare|prin |in temeiul|ref|va "
            r"|[a-z]{2,14} ?:)|.*\?",
            line.plain,
        )
        is_number = line.plain.startswith("nr") and not is_full
        if line.page != above.page or begins_anew or is_number or paper.gap_above(following) > 1.2:
            break
        is_open = above.plain.rstrip().endswith(
            (",", "-", " de", " si", " la", " din", " pentru", " privind", "nr.")
        )
        if not (is_full or is_open or line.text[:1].islower()) or line.box.width > width * 1.3:
            break
        end = line.end
    return end


def _mailed(paper: Paper) -> Iterator[Finding]:
    """The heading that webmail prints above a conversation."""
    head = mail_head(paper)
    if head is None or head.subject_line is None:
        return
    line = paper.lines[head.subject_line]
    if line.word_count >= 2:
        yield Finding(shortened(tidy(line.text)), 0.93, line.start, line.end)


def _standing(paper: Paper, title: int | None, roles: Sequence[Role]) -> Finding | None:
    """A heading between the addressee and the text that no word announces."""
    addressed = [n for n, role in enumerate(roles) if role is Role.ADDRESSEE]
    if not addressed:
        return None
    for number in range(addressed[0] + 1, len(paper.lines)):
        line = paper.lines[number]
        if line.page > 0 or is_running_text(line):
            return None
        is_free = roles[number] is Role.BODY or _DEED.match(line.plain) is not None
        is_free = is_free and number != title
        if is_free and _is_heading(paper, number):
            end = paper.lines[number + 1].end if _continues(paper, number) else line.end
            return Finding(shortened(tidy(paper.text[line.start : end])), 0.83, line.start, end)
    return None


def _is_heading(paper: Paper, number: int) -> bool:
    line = paper.lines[number]
    below = next(
        (n for n in range(number + 1, len(paper.lines)) if paper.lines[n].row > line.row), 0
    )
    below = below + 1 if _continues(paper, number) else below
    is_under = 0 < below < len(paper.lines) and paper.gap_above(below) > _APART
    is_apart = paper.gap_above(number) > _APART and is_under
    is_of_length = 3 <= line.word_count <= 16 and line.text.rstrip()[-1:] not in (
        ",",
        ":",
        "!",
        ".",
    )
    return bool(is_apart and is_of_length) and not (
        _NO_HEADING.match(line.plain) or is_institution(line.plain) or line.text[:1].islower()
    )


def _under_title(paper: Paper, title: int | None) -> Iterator[Finding]:
    """The heading's own words, or the line under it: ``privind …``, ``pentru …``."""
    if title is None:
        return
    line = paper.lines[title]
    tail = _tail(line.plain)
    rest = line.plain[tail:] if tail else ""
    start = line.start + tail
    if len(rest) > 8 and not _NO_MATTER.fullmatch(rest):
        end = line.end
        if title + 1 < len(paper.lines) and _continues(paper, title):
            end = paper.lines[title + 1].end
        start = line.start if rest.startswith("de ") or _OFFER.match(line.plain) else start
        yield Finding(shortened(tidy(paper.text[start:end])), 0.9, start, end)
        return
    if title + 1 >= len(paper.lines):
        return
    if paper.lines[title + 1].word_count == 1 and title + 2 < len(paper.lines):
        title += 1  # *pentru* alone, the matter under it
    below = paper.lines[title + 1]
    if _BEGINS.match(below.plain) and below.word_count <= 24:
        end = below.end
        if _continues(paper, title + 1):
            end = paper.lines[title + 2].end
        words = tidy(paper.text[below.start : end])
        if words.startswith(_AGAINST) or _OFFER.match(line.plain):
            words = f"{proper_case(tidy(line.text))} {words[:1].lower()}{words[1:]}"
        yield Finding(shortened(words), 0.92, below.start, end)
    elif _continues(paper, title) and below.word_count >= 2 and not _NO_HEADING.match(below.plain):
        words = f"{proper_case(tidy(line.text))} – {tidy(below.text)}"
        yield Finding(shortened(words), 0.86, line.start, below.end)


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
