"""What the letter is about, in one line of at most 160 characters, in the letter's own words."""

import re
from collections.abc import Iterator

from registry_desk.model.document import Kind
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.paper import Paper, sentence_end
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.wording import LONGEST, says_something, shortened, tidy

_LABEL = re.compile(
    r"(?:^|\n)[^\w\n]{0,3}(?:obiect(?:ul)?(?: (?:cererii|adresei|solicitarii|sesizarii))?"
    r"|subiect(?:ul)?|subject|referitor(?: la)?"
    r"|ref(?!\W{1,3}(?:nr|[a-z/.-]{0,8}\d))|privind|privitor la"
    r"|tema|in atentie"
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
_ASKS = re.compile(
    r"(?:(?:va\s+|\b)(?:rog|roaga)(?:\s+respectuos|\s+frumos|\s+mult)?,?"
    r"|va\s+rugam(?:\s+respectuos)?,?"
    r"|va\s+adres(?:ez|eaza|am)\s+rugamintea|rugaminte(?:a)?(?:\s+de)?(?:,[^:.;]{0,30})?:?"
    r"|(?:prin\s+prezenta(?:\s+cerere)?,?\s+)?(?:va\s+)?solicit(?:am|a)?|dor(?:esc|este|im)"
    r"|\b(?:as|am)\s+(?:dori|vrea|ruga)|\bvr(?:eau|em)(?=\s+sa\s)"
    r"|\bcer(?:em|e)?|\bar\s+fi\s+(?:\w+\s+)?(?:de\s+dorit|bine|util|nevoie))"
    r"(?:,\s+(?:in\s+(?:baza|temeiul|conformitate|calitate)|conform|potrivit|pe\s+aceasta\s+cale)"
    r"[^;]{0,100}?,)?\s+"
    r"(?:ca,?\s+)?(?:in\s+termen(?:ul)?\s+(?:de|legal)[^,.]{0,70}?(?:,\s+|\s+(?=sa\s)))?"
    r"(?P<what>(?:(?:sa|a)\s+binevoiti\s+)?(?:sa\s+|a\s*-?\s*)?(?:(?:imi|ne|ni|mi|-mi|a-mi"
    r"|a\s+mi|i)\s*(?:se\s+)?)?[^;?!]{6,400})"
)
_VERB = re.compile(
    r"^(?:(?:(?:sa|a)\s+binevoiti(?:,)?\s+)?(?:sa\s+|a\s*-?\s*)?(?:(?:imi|ne|ni|-?mi|le"
    r"|i)\s*-?\s*)?(?:se\s+)?"
    r"(?:aprob\w*|dispune\w*|dispuneti|comunica\w*|analiza\w*|acorda\w*|permite\w*"
    r"|transmite\w*|trimite\w*|furniza\w*|restitui\w*"
    r"|lua\w*\s+masuri\w*\s*(?:pentru|in vederea|privind)?)[\s:]+(?:(?:1|a)\s?[.)]\s*)?)"
)
_REPORTS = re.compile(
    r"(?:va\s+(?:aduc(?:em|e)?\s+la\s+cunostinta|facem\s+cunoscut)|\bsesiz(?:ez|eaza|am)"
    r"|\breclam(?:am|a)?|\bsemnal(?:ez|eaza|am)"
    r"|\bscri(?:u|em|e)\b[^.;?!]{0,50}?\s(?:despre|in\s+legatura\s+cu|pentru\s+ca|deoarece"
    r"|privind|cu\s+privire\s+la|referitor\s+la|din\s+cauza)(?=\s)"
    r"|m[ai]\s+adresez\s+dumneavoastra\s+(?:in\s+legatura\s+cu|privind|pentru)"
    r"|(?:formul|depun|inaint)(?:ez|eaza|am|em|e)?\s+(?:prezenta\s+|o\s+)?(?:plangere|sesizare"
    r"|reclamatie))"
    r"[,:]?\s+(?:(?:despre\s+)?faptul\s+ca\s+|ca\s+|urmatoarele:?\s+|impotriva\s+"
    r"|cu\s+privire\s+la\s+|privind\s+|despre\s+|referitor\s+la\s+"
    r"|o\s+problema[^,.]{0,40},?\s*)?(?P<what>[^;?!]{8,400})"
)
_TITLE_TAIL = re.compile(
    r"^\W*(?:cerere(?:a)?(?:-tip)?|formular\w*|petitie|sesizare|reclamatie|plangere|solicitare"
    r"|memoriu|notificare|adresa|comunicare|instiintare|somatie|contestatie|invitatie"
    r"|declaratie)\b[\s:,-]*"
)
_BEGINS = re.compile(
    r"^\W*(?:pentru|privind|privitoare|referitoare?|cu privire|de |in vederea|impotriva|despre"
    r"|prin care|la )"
)
_SENDS = re.compile(
    r"(?:va\s+(?:inaintam|transmitem|trimitem|redirectionam|remitem|restituim|comunicam)"
    r"|se\s+(?:comunica|inainteaza|transmite|restituie))"
    r"(?:,?\s+(?:spre|pentru|in\s+vederea|in\s+copie|alaturat|anexat|atasat|in\s+original)"
    r"(?:\s[^,.;]{3,60},)?)?,?\s+(?!ca\b|urmatoarele|faptul|raspunsul)(?P<what>[^;?!:]{8,300})"
)
_OFFERS = re.compile(
    r"\b(?:va\s+(?:prezentam|propunem|oferim|transmitem|trimitem|inaintam|punem\s+la\s+dispozitie)"
    r"|avem\s+placerea[^.;]{0,40})\s+(?P<what>(?:oferta|o\s+oferta|produsele|serviciile|gama)"
    r"\s[^.;?!:]{6,200})"
)
_AIMS = re.compile(
    r"\b(?:in\s+vederea|cu\s+ocazia|referitor\s+la|cu\s+privire\s+la)\s+(?P<what>[^.;]{10,160}?),"
    r"\s+va\s+(?:rugam|solicitam|invitam)"
)
_ANSWERS = re.compile(
    r"\b(?:urmare|raspuns|referitor)\b[^;]{0,200}?\s(?:privind|referitoare\s+la|cu\s+privire\s+la"
    r"|prin\s+care\s+(?:ne\s+)?(?:solicitati|cereti|intrebati)|in\s+legatura\s+cu)\s+"
    r"(?P<what>[^.;]{10,200}?),\s+va\s+(?:comunicam|facem|aducem|informam|transmitem|precizam"
    r"|raspundem|instiintam)"
)
_INVITES = re.compile(
    r"\b(?:va\s+invitam|a\s+va\s+invita|sunteti\s+invitat\w*)\s+(?:sa\s+participati\s+)?la\s+"
    r"(?P<what>[^.;?!]{8,200})"
)
_CONTESTS = re.compile(
    r"\b(?:contest(?:am|a)?|formul(?:ez|am|eaza)\s+contestatie\s+impotriva)\s+"
    r"(?P<what>(?:proces|deciz|dispoziti|hotarar|amenda|actul|raspuns|adres)[^;?!]{6,300})"
)
_NAMED = re.compile(
    r"\b(?:cerer(?:e|ea|ii)|petiti[ea]|sesizar(?:e|ea)|reclamati[ea]|plangere(?:a)?"
    r"|solicitare(?:a)?"
    r"|memoriu(?:l)?|contestatie|notificare)\s+(?:cu\s+privire\s+la|privind|referitoare\s+la"
    r"|privitoare\s+la|impotriva|fata\s+de|in\s+legatura\s+cu|pentru)\s+(?P<what>[^;?!]{8,300})"
)
_ITEM = re.compile(r"\n\W{0,3}(?:1\s?[.)]|a\s?[.)]|[-•*])\s*(?P<what>[^\n;]{8,160})")
_DOCUMENTS = re.compile(
    r"(?:urmatoarele(?:\s+(?:documente|informatii|date))*|urmatoarelor(?:\s+(?:documente"
    r"|informatii|date))*|copi[ei]+\s+(?:de\s+pe|dupa|ale|a)(?!\s+urmatoar)|informatii\s+(?:privind"
    r"|referitoare\s+la|despre|cu\s+privire\s+la))[\s:,-]+(?P<what>[^;?!\n.]{8,200})"
)
_TO_SEND = re.compile(
    r"(?:sa\s+(?:ne|imi|mi|-mi)\s+(?:transmiteti|comunicati|trimiteti|furnizati|puneti\s+la\s+"
    r"dispozitie)|comunicarea|furnizarea|transmiterea)\s+(?P<what>[^;?!.]{8,200})"
)

_ORDER = {
    Kind.COMPLAINT: (_NAMED, _REPORTS, _ASKS),
    Kind.OFFICIAL_LETTER: (_INVITES, _ANSWERS, _SENDS, _AIMS, _ASKS, _REPORTS, _NAMED),
    Kind.OTHER: (_OFFERS, _CONTESTS, _ASKS, _REPORTS, _NAMED),
}
"""Which sentence tells best what a letter of a kind is about."""

_LONGEST_REQUEST = 70
_SPOKEN_OF = {_CONTESTS: "Contestație", _INVITES: "Invitație", _ANSWERS: "Răspuns"}
"""What is put before the letter's own words, which leave it out."""


def subject(
    paper: Paper, kind: Kind | None, title: int | None, number: Finding | None
) -> Finding | None:
    """Give the subject."""
    if kind is Kind.INVOICE:
        return _of_invoice(number)
    if kind is Kind.SUMMONS:
        return _of_summons(paper)
    if kind is Kind.INFORMATION_REQUEST:
        return _of_information_request(paper)
    found = [*_labelled(paper), *_mailed(paper), *_under_title(paper, title), *_asked(paper, kind)]
    return best(found)


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
    return Finding(words, 0.8, 0, 0)


def _labelled(paper: Paper) -> Iterator[Finding]:
    match = _LABEL.search(paper.plain)
    if not match:
        return
    number = paper.line_at(match.end())
    start = match.end()
    end = paper.lines[number].end
    if start >= end:
        return
    width = paper.lines[number].box.width
    for following in range(number + 1, min(number + 4, len(paper.lines))):
        line, above = paper.lines[following], paper.lines[following - 1]
        is_full = above.box.right > 0.82 * above.page_width_px
        begins_anew = re.match(
            r"\W*(?:stimat|domnul|doamn|catre|avand|urmare|prin |in temeiul|nr\b|ref|va "
            r"|[a-z]{2,14} ?:)",
            line.plain,
        )
        if line.page != above.page or begins_anew or paper.gap_above(following) > 1.2:
            break
        is_open = above.plain.rstrip().endswith(
            (",", "-", " de", " si", " la", " din", " pentru", " privind", "nr.")
        )
        if not (is_full or is_open) or line.box.width > width * 1.3:
            break
        end = line.end
    yield Finding(shortened(tidy(paper.text[start:end])), 0.95, start, end)


def _mailed(paper: Paper) -> Iterator[Finding]:
    """The heading that webmail prints above a conversation."""
    head = mail_head(paper)
    if head is None or head.subject_line is None:
        return
    line = paper.lines[head.subject_line]
    if line.word_count >= 2:
        yield Finding(shortened(tidy(line.text)), 0.93, line.start, line.end)


def _under_title(paper: Paper, title: int | None) -> Iterator[Finding]:
    """The heading's own words, or the line under it: ``privind …``, ``pentru …``."""
    if title is None:
        return
    line = paper.lines[title]
    tail = _TITLE_TAIL.match(line.plain)
    rest = line.plain[tail.end() :] if tail else ""
    start = line.start + (tail.end() if tail else 0)
    if len(rest) > 8 and not re.fullmatch(r"\W*(?:nr\W*)?[\d\W]*", rest):
        end = line.end
        if title + 1 < len(paper.lines) and _continues(paper, title):
            end = paper.lines[title + 1].end
        yield Finding(shortened(tidy(paper.text[start:end])), 0.9, start, end)
        return
    if title + 1 >= len(paper.lines):
        return
    below = paper.lines[title + 1]
    if _BEGINS.match(below.plain) and below.word_count <= 24:
        end = below.end
        if _continues(paper, title + 1):
            end = paper.lines[title + 2].end
        yield Finding(shortened(tidy(paper.text[below.start : end])), 0.92, below.start, end)


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


def _asked(paper: Paper, kind: Kind | None) -> Iterator[Finding]:
    """What the letter asks for or reports, from the sentence that says so."""
    patterns = _ORDER.get(kind or Kind.PETITION, (_CONTESTS, _ASKS, _REPORTS, _NAMED))
    if kind is Kind.OFFICIAL_LETTER and _announces(paper):
        patterns = (_INVITES, _ANSWERS, _SENDS, _REPORTS, _ASKS)
    for rank, pattern in enumerate(patterns):
        for match in pattern.finditer(paper.plain):
            words, start, end = _matter(paper, match)
            if not says_something(words):
                continue
            if pattern in _SPOKEN_OF:
                words = f"{_SPOKEN_OF[pattern]} – {words}"
            elif pattern is _REPORTS:
                words = _with_request(paper, words, end)
            yield Finding(shortened(words), 0.8 - 0.06 * rank, start, end)
            break


def _with_request(paper: Paper, words: str, end: int) -> str:
    """Add to what is reported what is asked for because of it, where both fit on the line."""
    for match in _ASKS.finditer(paper.plain, end):
        asked, _, _ = _matter(paper, match)
        if says_something(asked):
            asked = shortened(asked, _LONGEST_REQUEST)
            room = LONGEST - len(asked) - 3
            return f"{shortened(words, room)} – {asked[:1].lower()}{asked[1:]}"
    return words


def _matter(paper: Paper, match: re.Match[str]) -> tuple[str, int, int]:
    """Give what a sentence asks for or reports without its verb, and the span it was read from."""
    start, end = match.span("what")
    verb = _VERB.match(paper.plain[start:end])
    start += verb.end() if verb else 0
    end = start + sentence_end(paper.plain[start:end])
    return tidy(paper.text[start:end]), start, end


def _announces(paper: Paper) -> bool:
    """Tell whether an office makes something known before it asks for anything."""
    told, asked = _REPORTS.search(paper.plain), _ASKS.search(paper.plain)
    return told is not None and (asked is None or told.start() < asked.start())
