"""Identifiers that prove themselves: fiscal code, personal number, account; and ways to write back.

Source: check digits as python-stdnum computes them; telephone plan as in phonenumbers.
"""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban
from stdnum.ro import cf, cnp

from registry_desk.prefill.dates import dates_in
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import sentence_end
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.running import is_running_text

LOOKALIKE_DIGITS = str.maketrans("OoQDIlSsBZ", "0000115582")
"""Letters that engines read where a digit stands."""
_LOOKALIKE_LETTERS = str.maketrans("01582", "OISBZ")
_LOOKALIKE_PAIRS = str.maketrans("BGOISZ860152", "860152BGOISZ")
"""A letter that was read twice, as itself and as the digit it looks like."""
_CUI = re.compile(
    r"(?:c\.?\s?u\.?\s?[il1]\.?|\bcu(?=:)|c\.?\s?[il1]\.?\s?f\.?|c\.[il1|]\.[ef]\."
    r"|cod(?:ul)?\s+(?:de\s+)?(?:unic\s+)?(?:de\s+)?"
    r"(?:inregistrare\s+|identificare\s+)?(?:in scopuri de\s+)?(?:fiscal[a]?|tva)|"
    r"cod(?:ul)?\s+unic(?:\s+de\s+inregistrare)?|cod(?:ul)?\s+de\s+inregistrare"
    r"|nr\.?\s+(?:de\s+)?inregistrare\s+fiscala|c\.\s?f\.|cf\b)"
    r"(?:\s*/\s*c\.?\s?[iu]\.?\s?[if]\.?)?[\s.:;'nr-]{0,8}?"
    r"(?P<code>(?:r[o0]{1,2}\s?)?\d[\d ]{1,11})(?!\d)"
)
_OF_FILE = re.compile(r"\W*(?:dosar(?:ul)? fiscal|debitor(?:ul|oarea)?|tert(?:ul)? poprit)\s?:")
"""A line that names whom an office writes about."""
_VAT_NUMBER = re.compile(r"(?<![a-z0-9])(?P<code>r[o0]\s?[1-9]\d{4,9})(?![\da-z])")
_CNP = re.compile(r"(?<!\d)[1-9][\doilsb](?: ?[\doilsb]){11}(?!\d)")
_IBAN = re.compile(r"(?<![a-z0-9])(?=(?P<code>r[o0q](?:[\s_.-]{0,2}[a-z0-9]){22,23})(?![a-z0-9]))")
"""Looks ahead: a fiscal code before the account begins with the country's letters as well."""
_ACCOUNT_DIGITS = 8
"""An account holds at least so many digits; less is words that happen to add up."""
_PHONE = re.compile(
    r"(?<![\da-z/])(?=(?P<number>(?:\(?(?:\+|00)? ?\(?4\(?0?\)?[ .-]?)?\(?"
    r"(?:[089]?[237]|0[ .]?8(?=0[0158]|70))(?:[ .,/()-]{0,2}\n?\d){8})(?!\d))"
)
"""Looks ahead: a house number at a line's end does not take the number below with it."""
_PHONE_LABEL = re.compile(
    r"(?:tel(?:efon(?:ul|ic)?)?|mobil|gsm|fix|contact|phone)\W{0,3}(?:\([a-z ]+\)\W{0,2}"
    r"|/?fax\W{0,3}|nr\W{0,2}|mobil\W{0,2}|la numarul\W{0,2})*(?:(?!fax)[a-z]{2,10}\W{1,2}){0,2}$"
)
_OF_OTHERS = re.compile(
    r"\b(?:autoritatea|politia|a\.?n\.?p\.?c|agentia|inspectoratul|protectia consumator\w*"
    r"|ministerul|urgent[ae])\b(?P<said>[^;?!]{0,90})$"
)
_OF_NAMED = re.compile(
    r"\b(?:d-?l\b|d-?na\b|domnul|doamna(?! primar)|vecinul|vecina|soferul|firma"
    r"|referint[ae]\b|delegat\w*|proiectant\w*"
    r"|operatorul|furnizorul|constructorul|executantul|administratorul|compania"
    r"|societatea)\b(?! noastr| mea)(?P<said>[^;?!]{0,100})$"
)
_ABROAD = re.compile(
    r"(?<![\w+])(?:\+|00)(?!4\W?0|0)\d{1,3}[ ./()-]{0,3}\d(?:[ ./()-]{0,2}\d){6,11}(?!\d)"
)
_WITH_ZERO = 10
_FOR_ZERO, _MENDED = ("8", "9"), 0.15
"""Numbers begin with a nought; struck through, as matrix printers do, it is read as these."""
_ASSIGNED = re.compile(r"7|2(?:1|[3-6]\d)[2-9]|3(?:1|[3-7]\d)|80[0158]|870")
"""Beginnings of national numbers. Source: ANCOM, numbering plan (0ZAB = 021, 0230 to 0269)."""
_FAX_LABEL = re.compile(r"(?<!/)(?<!/ )(?<!tel )(?<!tel\. )(?<!telefon )fax\W{0,4}$")


def cui_in(paper: Paper) -> Iterator[Finding]:
    """Give fiscal codes that stand after their name or with the country's letters."""
    for pattern, score in ((_CUI, 0.97), (_VAT_NUMBER, 0.8)):
        for match in pattern.finditer(paper.plain):
            start, end = match.span("code")
            code = _cui(paper.text[start:end])
            line = paper.lines[paper.line_at(start)]
            if code and not _OF_FILE.match(line.plain):
                yield Finding(code, score, start, end, is_proven=True)


def _cui(written: str) -> str | None:
    """Give the digits of a valid code; a tail after a blank may belong to something else."""
    digits = re.sub(r"^[Rr][Oo0]{1,2}\s?0?", "", written.strip())
    parts = digits.split()
    for count in range(len(parts), 0, -1):
        code = "".join(parts[:count])
        if 4 <= len(code) <= 10 and cf.is_valid(code):
            return code
    return None


def cnp_in(paper: Paper) -> Iterator[Finding]:
    """Give valid personal numbers."""
    for match in _CNP.finditer(paper.plain):
        written = match.group().replace(" ", "").upper().translate(LOOKALIKE_DIGITS)
        if cnp.is_valid(written):
            yield Finding(written, 0.97, *match.span(), is_proven=True)


def iban_in(paper: Paper) -> Iterator[Finding]:
    """Give valid Romanian accounts; a digit read as a letter is put right if the sum then holds."""
    for match in _IBAN.finditer(paper.plain):
        written = re.sub(r"[\s_.-]", "", paper.text[slice(*match.span("code"))]).upper()
        for attempt in _account_attempts(written):
            if sum(map(str.isdigit, attempt[8:])) >= _ACCOUNT_DIGITS and iban.is_valid(attempt):
                yield Finding(attempt, 0.97, *match.span("code"), is_proven=True)
                break


def _account_attempts(written: str) -> Iterator[str]:
    if len(written) > 24:
        yield written[:24]
        for place in range(1, len(written) - 1):
            if written[place + 1] == written[place].translate(_LOOKALIKE_PAIRS):
                yield from _account_attempts(written[: place + 1] + written[place + 2 :])
                yield from _account_attempts(written[:place] + written[place + 1 :])
        return
    check = written[2:4].translate(LOOKALIKE_DIGITS)
    bank = written[4:8].translate(_LOOKALIKE_LETTERS)
    head = f"RO{check}{bank}"
    yield head + written[8:]
    for place, letter in enumerate(written[8:], 8):
        if letter in "OQ":
            yield f"{head}{written[8:place]}0{written[place + 1 :]}"
    yield head + written[8:].replace("O", "0").replace("Q", "0")
    yield head + written[8:].translate(LOOKALIKE_DIGITS)


def phones_in(paper: Paper) -> Iterator[Finding]:
    """Give telephone numbers in international form; a fax number is the last choice."""
    yield from _from_abroad(paper)
    reached = 0
    days = [(day.start, day.end) for day in dates_in(paper.plain)]
    for match in _PHONE.finditer(paper.plain):
        if match.start() < reached:
            continue
        before = paper.plain[max(0, match.start() - 32) : match.start()]
        is_labelled = _PHONE_LABEL.search(before) is not None
        if not is_labelled and "," in match["number"]:  # a point misread, where one is expected
            continue
        if not is_labelled and any(s < match.end("number") and e > match.start() for s, e in days):
            continue
        number = _phone(match["number"], is_labelled=is_labelled)
        if number is None:
            continue
        score = 0.95 if is_labelled else 0.7
        score -= _MENDED if match["number"][:1] in _FOR_ZERO else 0.0
        if _FAX_LABEL.search(before) or is_of_others(paper, match.start()):
            score = 0.3
        reached = match.end("number")
        yield Finding(number, score, *match.span("number"))


def _from_abroad(paper: Paper) -> Iterator[Finding]:
    """Telephone numbers of other countries, which begin with their country's code."""
    for match in _ABROAD.finditer(paper.plain):
        written = re.sub(r"^00", "+", re.sub(r"[^\d+]", "", match.group()))
        try:
            parsed = phonenumbers.parse(written)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_possible_number(parsed):
            number = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
            yield Finding(number, 0.85, *match.span())


def is_of_others(paper: Paper, offset: int) -> bool:
    """Tell what belongs to an authority, firm or person that its sentence names before it."""
    number = paper.line_at(offset)
    before = paper.plain[max(0, offset - 110) : offset]
    is_text = is_running_text(paper.lines[number])
    is_text = is_text or is_running_text(paper.lines[max(0, number - 1)])
    before = before.replace("\n", " ")
    owner = _OF_OTHERS.search(before) or _OF_NAMED.search(before)
    if owner is None or not is_text or number in head_lines(paper, None):
        return False
    is_own = (
        re.search(r"subscris|subsemnat|numele|reprezentant|\b(?:imi|ma|ne|mea|meu)\b", before)
        is not None
    )
    return not is_own and sentence_end(owner["said"]) == len(owner["said"])


def _phone(written: str, *, is_labelled: bool) -> str | None:
    digits = re.sub(r"\D", "", written)
    national = re.sub(r"^(?:00)?40(?=0?\d{9}$)", "", digits).lstrip("0")
    if is_labelled and len(national) == _WITH_ZERO and national[0] in _FOR_ZERO:
        national = national[1:]
    if len(national) != _WITH_ZERO - 1 or not _ASSIGNED.match(national):
        return None
    if not is_labelled and not re.match(r"\s*(?:\(?\+|\(?0|407)", written):
        return None
    parsed = phonenumbers.parse(f"+40{national}")
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
