"""Understand one document: its fields and the department it belongs to."""

from collections.abc import Sequence
from dataclasses import replace

from registry_desk.model.department import Department
from registry_desk.model.document import FieldReading, Kind, Understanding
from registry_desk.model.page import ReadPage
from registry_desk.prefill import identifiers, mail
from registry_desk.prefill.address import sender_address
from registry_desk.prefill.agreement import agreed, likelihood_of
from registry_desk.prefill.calibration import calibrated
from registry_desk.prefill.contacts import agreeing, beside_name, not_ours, of_sender
from registry_desk.prefill.court_files import case_number
from registry_desk.prefill.dating import letter_date
from registry_desk.prefill.departments import suggest
from registry_desk.prefill.findings import THRESHOLD, Finding, reading
from registry_desk.prefill.folding import plain
from registry_desk.prefill.headings import named_by_title
from registry_desk.prefill.invoices import amount, invoice_number
from registry_desk.prefill.issuer import writing_desk
from registry_desk.prefill.kind_choice import kind_chosen
from registry_desk.prefill.kinds import is_internal, title_line
from registry_desk.prefill.letterhead import has_private_letterhead
from registry_desk.prefill.name_choice import best_name
from registry_desk.prefill.names import firm_end
from registry_desk.prefill.numbers import header_number, is_of_ruling
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.sender import sender_name
from registry_desk.prefill.standing_numbers import prosecution_file
from registry_desk.prefill.subject import subject
from registry_desk.prefill.subject_choice import best_wording
from registry_desk.prefill.terms import deadline_days
from registry_desk.prefill.worth import MEASURED, least, worth, worth_of_kind
from registry_desk.prefill.zones import Role, roles

_CHOSEN = frozenset({"sender_name", "subject"})
"""Fields chosen among several values, with the probability that the choice is right."""
_BY_FORM = frozenset(
    {("sender_registration_number", Kind.INVOICE.value)}
    | {("subject", k.value) for k in (Kind.INVOICE, Kind.SUMMONS, Kind.INFORMATION_REQUEST)}
)
"""Fields of letters whose value is put together by the form of their kind, not read off a line."""


def understand(
    pages: Sequence[ReadPage], *, departments: Sequence[Department] = ()
) -> Understanding:
    """Give what a document's pages say, each field with confidence, page and place.

    Args:
        pages: the pages of one document in order; blank ones may be among them.
        departments: the institution's departments, for the suggestion.

    Returns:
        The fields found; what is not found surely enough is absent, never invented.
    """
    paper = Paper(pages)
    if not paper.lines:
        return Understanding()
    second = SecondReading(paper)
    rules, told = kind_chosen(paper, second)
    found, role = _findings(paper, told, second)
    fields = {
        name: read
        for name, finding in found.items()
        if finding is not None and (read := _told(name, finding, paper, found["kind"], second))
    }
    if "subject" not in fields and (named := named_by_title(paper, found["subject"])):
        fields |= {"subject": read} if (read := reading(named, paper)) else {}
    if told and "kind" in fields:
        surely = worth_of_kind(rules, told, second.kinds)
        fields["kind"] = replace(fields["kind"], confidence=surely)
        if surely < least("kind"):
            del fields["kind"]
    return Understanding(fields, suggest(paper, departments, found["subject"], role))


def _told(
    name: str, finding: Finding, paper: Paper, kind: Finding | None, second: SecondReading
) -> FieldReading | None:
    """Give a field with the probability that it is right; None below the least."""
    read = reading(finding, paper)
    if read is None:
        return None
    is_by_form = kind is not None and (name, kind.value) in _BY_FORM
    if name in _CHOSEN and not is_by_form:  # its score is that probability
        return read if read.confidence >= least(name) else None
    is_concluded = finding.end <= finding.start
    if name not in MEASURED or is_concluded or is_by_form:
        return calibrated(name, read)
    likelihood = second.of(name)
    own = likelihood_of(paper, finding, likelihood)
    surely = worth(name, read.confidence, own, likelihood)
    if surely < least(name):
        return None
    doubts = read.confidence / finding.score  # the engine's
    return replace(read, confidence=round(max(surely * doubts, THRESHOLD), 3))


def _findings(
    paper: Paper, told: Finding | None, second: SecondReading
) -> tuple[dict[str, Finding | None], list[Role]]:
    kind = Kind(str(told.value)) if told else None
    heading = title_line(paper)
    title = heading[0] if heading else None
    role = roles(paper, kind, title)

    def twice(name: str, finding: Finding | None) -> Finding | None:
        return agreed(paper, name, finding, second, role, kind)

    desk = writing_desk(paper) if is_internal(paper) else None
    name = desk or best_name(paper, sender_name(paper, kind, title, role), second, role)
    case = case_number(paper, kind)
    number = _their_number(paper, kind, role, name)
    if kind not in (Kind.SUMMONS, Kind.INVOICE) or (kind is Kind.INVOICE and number is None):
        number = twice("sender_registration_number", number)
        if number is not None and is_of_ruling(paper, paper.line_at(number.start)):
            number = None
    matter = subject(paper, kind, title, number, roles=role)
    if ("subject", kind) not in _BY_FORM:
        matter = best_wording(paper, matter, second, roles=role, kind=kind, title=title)
    address = sender_address(paper, kind, name, title, role)
    emails = not_ours(paper, mail.emails_in(paper), name, role)
    found = {
        "kind": told,
        "sender_name": name,
        "sender_address": twice("sender_address", address),
        "sender_registration_number": number,
        "sender_date": twice("sender_date", letter_date(paper, kind, number or case)),
        "subject": matter,
        "email": agreeing(of_sender(paper, emails, name, role), name),
        "phone": of_sender(paper, identifiers.phones_in(paper), name, role),
        "cui": of_sender(paper, beside_name(paper, identifiers.cui_in(paper), name), name, role),
        "cnp": _of_a_person(kind, of_sender(paper, identifiers.cnp_in(paper), name, role)),
        "iban": of_sender(paper, identifiers.iban_in(paper), name, role),
        "amount": amount(paper, kind),
        "deadline_days": deadline_days(paper, kind),
        "case_number": case,
    }
    return found, role


def _of_a_person(kind: Kind | None, found: Finding | None) -> Finding | None:
    """Take a personal number only from a person's letter: offices write about those of others."""
    return None if kind in (Kind.OFFICIAL_LETTER, Kind.SUMMONS) else found


def _their_number(
    paper: Paper, kind: Kind | None, roles: Sequence[Role], name: Finding | None
) -> Finding | None:
    if kind is Kind.SUMMONS:
        return prosecution_file(paper)
    if kind is Kind.INVOICE:
        return invoice_number(paper, roles)
    number = header_number(paper)  # a citizen's paper bears our stamp's, if any
    is_firm = name is not None and firm_end(plain(str(name.value))) is not None
    is_office = kind is Kind.OFFICIAL_LETTER or has_private_letterhead(paper) or is_firm
    is_office = is_office or is_internal(paper)
    return number if is_office else None
