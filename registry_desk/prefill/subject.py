"""What the letter is about, in one line of at most 160 characters, in the letter's own words."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from rapidfuzz import fuzz

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import announces_addressee
from registry_desk.prefill.headings import standing_heading, under_section, under_title
from registry_desk.prefill.information import asked_information
from registry_desk.prefill.matters import matters
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.wording import only_cites, shortened, tidy
from registry_desk.prefill.zones import Role

_LABEL = re.compile(
    r"(?:^|\n)[^\w\n]{0,3}(?:\d{1,2}[.)] ?)?(?:[a-z]{4,8} ?/ ?)?"
    r"(?:obiect(?:ul)?(?: (?!dosar|cauz|pricin|litigi|contract)[a-z]{5,14})?"
    r"|in legatura cu|materia|rezumat|(?:pe scurt|continut(?:ul)? pe scurt)|privitor"
    r"|subiect(?:ul)?|subject|referitor(?: la)?|cu privire la"
    r"|(?:obiectul|tema) ofertei"
    r"|re[ft](?!\W{1,3}(?:nr|no\b|noastr|nostr|\w?vs\b|dumneav|[a-z/.-]{0,8}\d))"
    r"|privind|privitor la|priveste"
    r"|titlu(?:l)?(?: (?:sesizarii|cererii|petitiei|mesajului|reclamatiei|solicitarii))?"
    r"|tema|targy|betreff|in atentie|problema(?: [a-z-]{1,12}){0,6}(?= ?:)"
    r"|re)\s?[:.;-]{1,2}\s*(?:la:? )?"
)
_ANY_LABEL = re.compile(r"\W{0,3}[A-ZĂÂÎȘȚ][a-zăâîșț]+(?: [a-zăâîșț]+){0,3} ?: (?=[a-zăâîșț]{3})")
_FIELD = re.compile(r"\W{0,3}[A-ZĂÂÎȘȚ][\w ./-]{2,30}:(?: |$)")
_OF_WRITER = re.compile(
    r"\W*(?:calitat|profesi|ocupati|functi|stare|anex|adres|domicili|telefon|catre|subsemnat|nota\b"
    r"|data\b|ora\b|loc|termen|program|secti|acord|vizat|urmatoarele|solicit|rog|va\b|cont\b"
    r"|mod\w*\b)"
)
"""Labels of who writes, when and how."""
_TO_WHOM = re.compile(r"[a-z ]{3,20}: (?:d-?(?:lui|nei)|domnului|doamnei)\b")
_LABELLED_WORDS = 3
_OF_CASE = re.compile(
    r"(?:avand|are|au)\s+(?:ca|drept)\s+obiect[\s:]+"
    r"|(?:in|la)\s+(?:cauza|pricina|proces(?:ul)?|litigiul|recursul|apelul|contestatia|actiunea)"
    r"\s+(?:penala\s+|civila\s+)?(?:privind|de(?!\s+(?:fata|mai\b|fond\b))|pentru)\s+"
    r"|(?:^|\n)\W*(?:cauza|pricina)\s?:\s*"
    r"|obiect(?:ul)?\s?(?:dosarului|cauzei|pricinii"
    r"|litigiului)?\s?(?::"
    r"|\s(?:fiind|este|il\s+constituie|il\s+reprezinta))\s*"
)
_OF_DISPUTE = re.compile(
    r"(?:in\s+proces(?:ul)?\s+cu|in\s+contradictoriu\s+cu|impotriva)\s[^.;:]{3,220}?[\s,]pentru\s?:?\s+"
    r"(?!(?:termenul|ziua|data|a\s))"
    r"|\b(?:inculpat|faptuitor|invinuit)\w*\s(?:[\w-]+\s){0,3}?[\w-]+,?\spentru\s+"
)
_ROW = re.compile(r"\W*obiect(?:ul)?(?: (?:dosarului|cauzei|pricinii|litigiului))?\W*")
_NAMES = {
    "somatie": "Somație", "contestatie": "Contestație", "notificare": "Notificare",
    "convocare": "Convocare", "comunicare": "Comunicare",
}  # fmt: skip
_TELLING = re.compile(rf"\W*({'|'.join(_NAMES)})\b")
_PROFORMA = re.compile(r"(?:^|\n)\W*(?:factura )?proforma\b")
_SHORT = 50
"""A heading of no more signs says what, the sentence behind it says which."""
_ALIKE = 75
"""Two wordings of one matter share so much, in hundredths."""
_FEW_WORDS = 3
"""A title of no more words names the matter, the letter says what it is."""
_FEW_WITH_NAME = 6
"""The same where it begins with the paper's name: *Cerere de înscriere la concurs*."""
_ASKED_FOR = re.compile(r"(?:cerere|solicitare) de\b")


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
        return _of_invoice(paper, number)
    if kind is Kind.SUMMONS:
        return _of_summons(paper)
    if kind is Kind.INFORMATION_REQUEST:
        headed = [standing_heading(paper, title, roles, number), *under_title(paper, title)]
        named = best(f for f in (*_labelled(paper), *_mailed(paper), *headed) if f is not None)
        return asked_information(paper, named)
    matter = best(_under_name(paper, kind, title))
    heading = best(under_title(paper, title))
    if heading and matter and _is_short(str(heading.value)):
        heading = _joined(heading, matter)
    standing = standing_heading(paper, title, roles, number)
    if standing and matter and len(str(standing.value)) <= _SHORT:
        standing = _joined(standing, matter)
    labelled = best(_labelled(paper))
    if labelled and heading and not _says_the_same(heading, labelled):
        labelled = _joined(heading, labelled)
    found = [labelled, *_mailed(paper), heading, standing, matter]
    return best(finding for finding in found if finding is not None)


def _says_the_same(heading: Finding, labelled: Finding) -> bool:
    """Tell whether the words behind a label say again what the title says, or more of it."""
    said, told = plain(str(heading.value)), plain(str(labelled.value))
    return fuzz.token_set_ratio(said, told) > _ALIKE


def _is_short(heading: str) -> bool:
    """Tell a heading that names the matter and does not say which: *Cerere de ajutor*."""
    is_named = _ASKED_FOR.match(plain(heading)) is not None
    return len(heading.split()) <= (_FEW_WITH_NAME if is_named else _FEW_WORDS)


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


def _of_invoice(paper: Paper, number: Finding | None) -> Finding | None:
    if number is None:
        return None
    name = "Factura proformă" if _PROFORMA.search(paper.plain) else "Factura"
    series, _, digits = str(number.value).rpartition(" ")
    words = f"{name} seria {series} nr. {digits}" if series else f"{name} nr. {digits}"
    return Finding(words, number.score, number.start, number.end)


def _of_summons(paper: Paper) -> Finding | None:
    match = _OF_CASE.search(paper.plain) or _OF_DISPUTE.search(paper.plain)
    if not match:
        return _in_table(paper)
    reach = re.search(
        r"[.;\n](?!\w)|[.;](?=\s)|\n(?=[a-z][a-z ,.]{2,24} ?:)"
        r"|\s?[-–]?\s?\bdintre\s"
        r"|,(?= (?:recurent|apelant|in |la |din |pentru |cu termen|sub |sa |fiind|reclamant"
        r"|parat))",
        paper.plain[match.end() : match.end() + 240],
    )
    end = match.end() + (reach.start() if reach else 120)
    what = tidy(paper.text[match.end() : end])
    return Finding(shortened(f"Citație – {what}"), 0.92, match.end(), end) if what else None


def _in_table(paper: Paper) -> Finding | None:
    """The dispute named in a table's row: *Obiectul* in one column, what it is in the next."""
    for number, line in enumerate(paper.lines[:-1]):
        value = paper.lines[number + 1]
        if _ROW.fullmatch(line.plain) and value.row == line.row and value.page == line.page:
            words = shortened(f"Citație – {tidy(value.text)}")
            return Finding(words, 0.88, value.start, value.end)
    return None


def _labelled(paper: Paper) -> Iterator[Finding]:
    """What stands behind *Obiect:* and its like, unless it only cites a letter of ours."""
    labels = (match.end() for match in _LABEL.finditer(paper.plain))
    for start in chain(labels, under_section(paper)):
        end = _label_end(paper, start)
        words = tidy(paper.text[start:end])
        if start < end and not only_cites(words):
            yield Finding(shortened(words), 0.95, start, end)
            return
    yield from _labelled_anyhow(paper)


def _labelled_anyhow(paper: Paper) -> Iterator[Finding]:
    """What stands behind any label over the text and begins small, as no name or place does.

    A form's labels follow each other; a heading's stands by itself, but for the addressee's.
    """
    for number, line in enumerate(paper.lines[:-1]):
        label = _ANY_LABEL.match(line.text)
        if line.page > 0 or (is_running_text(line) and not label):
            return
        around = (*paper.lines[max(0, number - 1) : number], paper.lines[number + 1])
        is_of_form = any(_FIELD.match(x.text) and not announces_addressee(x) for x in around)
        is_beside = any((x.page, x.row) == (line.page, line.row) for x in around)
        is_party = _OF_WRITER.match(line.plain) or _TO_WHOM.match(line.plain)
        if label and not (is_of_form or is_beside or is_party):
            end = _label_end(paper, line.start + label.end())
            words = tidy(paper.text[line.start + label.end() : end])
            if len(words.split()) >= _LABELLED_WORDS and not only_cites(words):
                yield Finding(shortened(words), 0.88, line.start + label.end(), end)
                return


def _label_end(paper: Paper, start: int) -> int:
    """Give where a labelled subject ends, over the lines it goes on."""
    number = paper.line_at(start)
    end, last = paper.lines[number].end, number
    width = paper.lines[number].box.width
    for following in range(number + 1, min(number + 4, len(paper.lines))):
        line, above = paper.lines[following], paper.lines[last]
        if line.box.x > above.box.right or line.box.right < above.box.x:
            continue  # another column's
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
        end, last = line.end, following
    return end


def _mailed(paper: Paper) -> Iterator[Finding]:
    """The heading that webmail prints above a conversation."""
    head = mail_head(paper)
    if head is None or head.subject_line is None:
        return
    line = paper.lines[head.subject_line]
    if line.word_count >= 2:
        yield Finding(shortened(tidy(line.text)), 0.93, line.start, line.end)
