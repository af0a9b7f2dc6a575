"""Who sends the letter: a person or firm that says so, a letterhead, a signature."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from registry_desk.model.document import Kind
from registry_desk.prefill.address_line import address_in
from registry_desk.prefill.fields import fielded, firm_after
from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.foot import foot_name
from registry_desk.prefill.head import announces_addressee, is_town_hall
from registry_desk.prefill.issuer import named_issuer
from registry_desk.prefill.letterhead import court_name, letterhead_name, signing_authority
from registry_desk.prefill.names import (
    firm_end,
    is_institution,
    is_lawyer,
    is_parent,
    is_private_body,
    person_alone,
    person_at,
    proper_case,
)
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.press import press_name
from registry_desk.prefill.printed_mail import mail_head
from registry_desk.prefill.running import REACHED, is_running_text
from registry_desk.prefill.speaking import speaking_body, town_speaks
from registry_desk.prefill.suppliers import supplier_name
from registry_desk.prefill.top import top_name
from registry_desk.prefill.zones import Role

_UNDERSIGNED = re.compile(
    r"subsemnat(?:ul|a|ii|ele)?\s?(?:[(/]\s?[-ula]{1,3}\s?\)?|\.a|\(?\d\))?[\s.,:;_*-]*(?:d-?l\W"
    r"|d-?na\W"
    r"|domnul|doamna)?\s*"
)
_SPEAKS_FOR = re.compile(
    r"subsemnat\w*[^.;:]{3,60}?,\s(?:in\s+calitate\s+de\s+)?(?:presedinte|administrator"
    r"|reprezentant"
    r"|director|manager|paroh|preot)"
)
"""A person who signs for a body: it is the body that writes."""
_REPRESENTED = re.compile(
    r"reprezentat[ie] (?:de|prin)\W{1,2}(?:(?:dl|dna|d-na|domnul|doamna)\.? )?"
)
"""Many who write name one of them."""
_WE = re.compile(r"\bnoi,\s[^.;]{3,160}?\s(?=reprezentat[ie] )")
_SUBSCRIBED = re.compile(r"subscris[ae]\b[\s.,:;_(a)-]*")
_SMALL_NAME = re.compile(r"[a-zăâîșț]{3,}(?:[ -][a-zăâîșț]{3,}){1,2}")
_NAME_LABEL = re.compile(
    r"(?:numele (?:si|,) prenumele(?: [a-z]{3,12}(?:[ue]lui|ei|ilor))?|nume ?(?:si|,"
    r"|/) ?prenume(?: petent| solicitant)?"
    r"|numele? (?:petentului|solicitantului|petitionarului)|petent(?:ul|a)?|petitionar(?:ul|a)?"
    r"|solicitant(?:ul|a)?|expeditor(?:ul)?"
    r"|(?:parinte(?:le)?|tutore(?:le)?|trimis[ae]? de|depus[ae]? de"
    r"|autor(?:ul)?|semnatar(?:ul)?|nume(?:le)? utilizator(?:ului)?)"
    r"(?: ?[/,]? ?(?:tutore(?:le)?|reprezentant(?:ul)?(?: legal)?))?(?=\W{0,2}:)"
    r"|denumire[a]?(?: (?:solicitant|petent|petitionar|firm|societat|persoan)[^:\n]{0,20})?(?= ?:)"
    r"|(?:sesizare|cerere|petitie|plangere|reclamatie|memoriu|solicitare|contestatie)a? (?:depus"
    r"|formulat|intocmit|inaintat|trimis|adresat|semnat)[ae]? de(?: catre)?"
    r"(?: (?:subsemnat[aeul]+|domnul|doamna))?"
    r"|reclamant(?:ul|a)?(?=\W{0,2}:)"
    r"|(?<=\n)in numele (?:tuturor|[a-z]{3,}(?:lor|rora)|celorlalti)(?: [a-z]{4,})?(?=[,:])"
    r"|persoana (?:desemnata|imputernicita)[^:\n]{0,40}"
    r"|nume complet|prin prezent[ae],|ma numesc|ma cheama"
    r"|(?<=[.!] )sunt|(?:^|(?<=\n))sunt|\beu(?=,)"
    r"|numele meu este|(?<!pre)nume(?:le)?(?= ?:))"
    r"\s?(?:\([^)\n]{0,24}\))?[\s.:;,_*-]{1,60}"
)
_SURNAME = re.compile(
    r"(?:^"
    r"|\n)\W*nume(?:le)?[\s:_.]\s*[._]*\s*(?P<name>[^\n,:]{2,40}?)[\s,;_]+prenume(?:le)?[\s:_.]\s*[._]*\s*"
    r"(?P<first>[^\n,:]{2,40})"
)
_SIGNS = re.compile(
    r"\W*(?:cu (?:stima|respect|deosebita|consideratie|multumiri)|semnatura|va multumesc|petent"
    r"|solicitant|reclamant"
    r"|data\b|cu multumiri|nume|subsemnat|intocmit)"
)
_AT_HOUSE = re.compile(r"^(?:[a-z-]{2,} ){1,4}nr\.? ?\d")
"""A village's house."""
_CONTACT = re.compile(
    r"str\b|str\.|strada|tel\b|telefon|e-?mail|mobil|bl\.|jud|\bnr\.|aleea|calea|@|domicili"
    r"|adresa|cnp"
)


def sender_name(
    paper: Paper, kind: Kind | None, title: int | None, roles: Sequence[Role]
) -> Finding | None:
    """Give the sender's name as it is fit for the register."""
    if kind is Kind.SUMMONS:
        return court_name(paper) or letterhead_name(paper, title)
    if kind is Kind.INVOICE:
        return supplier_name(paper, roles)
    letterhead = letterhead_name(paper, title)
    foot = foot_name(paper)
    is_ours = letterhead is not None and not _is_authority(paper, letterhead)
    office = (
        press_name(paper)
        or (foot if is_ours else None)
        or letterhead
        or named_issuer(paper)
        or signing_authority(paper)
        or foot
        or top_name(paper)
    )
    if kind is Kind.OFFICIAL_LETTER and office:
        return office
    found = list(_people(paper, roles))
    private = press_name(paper) or _private_letterhead(paper, title, roles)
    if private:
        found.append(private)
    if kind is Kind.OTHER and letterhead and not private and _is_authority(paper, letterhead):
        found.append(letterhead)
    return _agreed(found) or (letterhead if kind is Kind.OFFICIAL_LETTER else None)


def _is_authority(paper: Paper, letterhead: Finding) -> bool:
    """Tell an authority or a house of culture that invites on its own paper: no town hall's."""
    line = paper.lines[paper.line_at(letterhead.start)]
    is_towns = is_town_hall(line.plain) and not town_speaks(paper)
    return not (is_towns or announces_addressee(line))


def _agreed(found: list[Finding]) -> Finding | None:
    """Take the surest name; a second place that says the same makes it surer."""
    chosen = best(found)
    if chosen is None:
        return None
    others = [f for f in found if f is not chosen]
    agrees = any(
        fuzz.token_sort_ratio(plain(str(f.value)), plain(str(chosen.value))) > 85 for f in others
    )
    score = min(0.99, chosen.score + 0.06) if agrees else chosen.score
    return Finding(chosen.value, score, chosen.start, chosen.end)


def _people(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    yield from _mailed(paper)
    yield from _undersigned(paper)
    yield from speaking_body(paper)
    yield from _labelled(paper, roles)
    yield from fielded(paper, roles)
    yield from _at_top(paper, roles)
    yield from _signed(paper, roles)


def _mailed(paper: Paper) -> Iterator[Finding]:
    """The name beside a printed e-mail's address."""
    head = mail_head(paper)
    if head is None:
        return
    found = person_alone(paper.text[head.start : head.end])
    if found:
        yield Finding(found[0], 0.94, head.start + found[1], head.start + found[2])


def _undersigned(paper: Paper) -> Iterator[Finding]:
    for match in _UNDERSIGNED.finditer(paper.plain):
        found = _person_after(paper, match.end())
        if found:
            yield Finding(found[0], 0.95, found[1], found[2])
            break
        spoken_for = _REPRESENTED.search(paper.plain, match.end(), match.end() + 160)
        found = _person_after(paper, spoken_for.end()) if spoken_for else None
        if found:
            yield Finding(found[0], 0.9, found[1], found[2])
            break
    we = _WE.search(paper.plain)
    one = _REPRESENTED.match(paper.plain, we.end()) if we else None
    if one and (found := _person_after(paper, one.end())):
        yield Finding(found[0], 0.9, found[1], found[2])
    for match in _SUBSCRIBED.finditer(paper.plain):
        if not paper.text[match.end() : match.end() + 1].isupper():
            continue
        reach = re.split(r"[,;]", paper.plain[match.end() : match.end() + 90], maxsplit=1)[0]
        end = firm_end(reach)
        if end:
            name = paper.text[match.end() : match.end() + end].replace("\n", " ")
            yield Finding(proper_case(name), 0.96, match.end(), match.end() + end)
            break
        if is_private_body(paper.plain[match.end() : match.end() + 40]):
            name = re.split(r"[,;(]|\bcu sediul|\bprin\b", paper.text[match.end() :], maxsplit=1)[0]
            end = match.end() + len(name)
            yield Finding(proper_case(" ".join(name.split())), 0.94, match.end(), end)
            break


def _labelled(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    split = _SURNAME.search(paper.plain)
    if split:
        whole = (
            f"{paper.text[slice(*split.span('name'))]} {paper.text[slice(*split.span('first'))]}"
        )
        found = person_at(re.sub(r"[_.]{2,}", " ", whole))
        if found:
            yield Finding(found[0], 0.92, split.start("name"), split.end("first"))
    for match in _NAME_LABEL.finditer(paper.plain):
        if roles[paper.line_at(match.start())] is Role.ADDRESSEE:
            continue
        found = firm_after(paper, match.end()) or _person_after(paper, match.end())
        if found:
            yield Finding(found[0], 0.93, found[1], found[2])


def _person_after(paper: Paper, offset: int) -> tuple[str, int, int] | None:
    found = person_at(paper.text[offset : offset + 120])
    return (found[0], offset + found[1], offset + found[2]) if found else None


def _at_top(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    """A block of name, street, telephone above everything else."""
    for number, line in enumerate(paper.lines[:8]):
        if line.page > 0 or roles[number] is Role.ADDRESSEE:
            continue
        label = re.match(r"\W*(?:de la|din partea|expeditor|nume)\W+", line.plain)
        offset = label.end() if label else 0
        found = person_alone(line.text[offset:]) or _reached(line)
        if not found or _is_of_body(line):
            continue
        below = " ".join(x.plain for x in paper.lines[number : number + 4])
        score = 0.9 if _CONTACT.search(below) else 0.55
        yield Finding(
            found[0], score, line.start + offset + found[1], line.start + offset + found[2]
        )


def _is_of_body(line: Line) -> bool:
    """Tell the name of a firm or office, or of the body above it, whose words look like a name."""
    is_public = is_parent(line.plain) or is_institution(line.plain)
    return is_public or is_private_body(line.plain)


def _signed(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    """A name near the end, after a greeting, beside the date or by itself."""
    text = (n for n, x in enumerate(paper.lines) if is_running_text(x) and not address_in(x))
    tail = range(max(max(text, default=-1) + 1, 1), len(paper.lines))
    for number in tail:
        line = paper.lines[number]
        if roles[number] is Role.ADDRESSEE or re.search(r"intocmit|grefier", line.plain):
            continue
        offset = _behind_greeting(line)
        found = person_alone(line.text[offset:]) or _small_name(paper, number) or _reached(line)
        if not found:
            continue
        before = (
            " ".join(x.plain for x in paper.lines[max(0, number - 3) : number])
            + line.plain[:offset]
        )
        is_told = _SIGNS.search(before) is not None or offset > 0 or _reached(line) is not None
        yield Finding(
            found[0],
            0.82 if is_told else 0.6,
            line.start + offset + found[1],
            line.start + offset + found[2],
        )


def _reached(line: Line) -> tuple[str, int, int] | None:
    """Read a name before a comma and the street or telephone on the same line."""
    name, *behind = re.split(r", | [—–-] ", line.text, maxsplit=1)
    is_reached = behind and (REACHED.search(plain(behind[0])) or _AT_HOUSE.search(plain(behind[0])))
    return person_alone(name) if is_reached else None


def _small_name(paper: Paper, number: int) -> tuple[str, int, int] | None:
    """Read a name that was typed without capitals, over the street or telephone under it."""
    line = paper.lines[number]
    below = paper.lines[number + 1] if number + 1 < len(paper.lines) else None
    is_reached = below is not None and _CONTACT.search(below.plain) is not None
    if not is_reached or not _SMALL_NAME.fullmatch(line.text):
        return None
    return (found[0], 0, len(line.text)) if (found := person_alone(line.text.title())) else None


def _behind_greeting(line: Line) -> int:
    match = re.match(
        r"\W*(?:(?:cu (?:stima|respect|multumiri)|va multumesc|semnatura(?: \w+)?|data|petent"
        r"|solicitant"
        r"|\d{1,2}[./ -]\S{1,10}[./ -]\d{4})[\s,:;.]*)+",
        line.plain,
    )
    return match.end() if match else 0


def _private_letterhead(paper: Paper, title: int | None, roles: Sequence[Role]) -> Finding | None:
    """A firm's or association's own paper used for a request."""
    found = letterhead_name(paper, title)
    if found is None:
        return None
    number = paper.line_at(found.start)
    if roles[number] is Role.ADDRESSEE or not is_private_body(paper.lines[number].plain):
        return None
    score = 0.98 if _SPEAKS_FOR.search(paper.plain) and not is_lawyer(str(found.value)) else 0.9
    return Finding(found.value, score, found.start, found.end)
