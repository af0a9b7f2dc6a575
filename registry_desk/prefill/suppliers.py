"""Who issues an invoice: the firm in the supplier's lines, else the first one above the goods."""

import re
from collections.abc import Iterator, Sequence

from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.names import firm_end, is_institution, is_private_body, proper_case
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.zones import Role

_SUPPLIER = re.compile(
    r"\W*(?:furnizor(?:ul)?|vanzator(?:ul)?|emitent(?:ul)?|prestator(?:ul)?|creditor|nume"
    r"|denumire|firma|societatea)?\s?[:;.-]?\s*"
)

_OF_FIRM = re.compile(r"capital social|\bj\d{1,2} ?/ ?\d|c\.?u\.?i\b|c\.?i\.?f\b")
_FOOT = 4
"""A foot has no more lines."""


def supplier_name(paper: Paper, roles: Sequence[Role]) -> Finding | None:
    """Give the supplier's name as it is fit for the register."""
    above = best(_suppliers(paper, roles)) or _firm_above(paper, roles)
    return above or _firm_at_foot(paper)


def _suppliers(paper: Paper, roles: Sequence[Role]) -> Iterator[Finding]:
    """The first firm in the supplier's lines of an invoice."""
    lines = [n for n, role in enumerate(roles) if role is Role.SENDER and paper.lines[n].page == 0]
    for rank, number in enumerate(lines):
        line = paper.lines[number]
        label = _SUPPLIER.match(line.plain)
        offset = label.end() if label else 0
        end = firm_end(line.plain[offset:])
        is_named = re.match(r"\W*(?:furnizor|vanzator|emitent|prestator)", line.plain) is not None
        if end and not re.match(r"\W*(?:banca|cont|iban)", line.plain):
            name = line.text[offset : offset + end].strip(" :;,-")
            yield Finding(
                proper_case(name),
                0.95 - 0.01 * rank,
                line.start + offset,
                line.start + offset + end,
            )
        elif is_named and len(line.text) > offset + 4:
            name = re.split(r"\s{2,}|,|;|\b(?:CUI|CIF|Cod)\b", line.text[offset:])[0].strip(" :;,-")
            if len(name) > 4:
                yield Finding(
                    proper_case(name), 0.8, line.start + offset, line.start + offset + len(name)
                )
        elif is_institution(line.plain) or is_private_body(line.plain):
            yield Finding(
                proper_case(line.text.strip(" :;,-")), 0.75 - 0.01 * rank, line.start, line.end
            )


def _firm_above(paper: Paper, roles: Sequence[Role]) -> Finding | None:
    for number, line in enumerate(paper.lines[:30]):
        end = firm_end(line.plain)
        if (
            end
            and roles[number] is not Role.ADDRESSEE
            and not re.match(r"\W*(?:banca|cont)", line.plain)
        ):
            return Finding(proper_case(line.text[:end].strip()), 0.75, line.start, line.start + end)
    return None


def _firm_at_foot(paper: Paper) -> Finding | None:
    """The firm whose capital or number in the trade register the page's foot tells."""
    for line in paper.lines[-_FOOT:]:
        end = firm_end(line.plain)
        if end and _OF_FIRM.search(line.plain, end):
            return Finding(proper_case(line.text[:end].strip()), 0.75, line.start, line.start + end)
    return None
