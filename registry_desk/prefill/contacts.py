"""Which of several addresses, telephones and codes in a letter are the sender's."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.folding import plain
from registry_desk.prefill.head import head_lines
from registry_desk.prefill.mail import emails_in
from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text
from registry_desk.prefill.zones import Role

_CLOSE = 1.2
"""Lines of one paragraph stand no further apart, in line heights."""
_TO_TOWN = re.compile(
    r"\b(?:primari(?:a|ei)|primar(?:ul|ului)|(?:comun|oras|municipi)(?:a|ei|ul|ului))\b"
)
_DOMAIN = re.compile(r"@([a-z0-9.-]+[a-z])")
_RECEIVES = re.compile(r"\W*(?:catre|to|destinatar(?:i|ul|ii)?)\b\W")
"""What a line of a printed e-mail begins with that tells to whom it went."""
_SHARED = frozenset(
    f"{name}.{end}" for name in ("gmail", "yahoo", "outlook", "hotmail") for end in ("com", "ro")
)
"""Domains that senders and receivers have in common."""
_LEAST_NAME, _LEAST_PART = 5, 4
_LOOK_ALIKE = str.maketrans("jl", "ii")
"""Letters that engines take for each other in addresses, where no dictionary helps."""


def of_sender(
    paper: Paper, findings: Iterable[Finding], name: Finding | None, roles: Sequence[Role]
) -> Finding | None:
    """Choose among several: never the addressee's, first the sender's block, then near the name."""
    ranked = []
    name_line = paper.line_at(name.start) if name else None
    for finding in findings:
        number = paper.line_at(finding.start)
        role = roles[number]
        if role is Role.ADDRESSEE:
            continue
        score = finding.score + (0.02 if role is Role.SENDER else -0.05)
        if name_line is not None:
            score -= min(abs(number - name_line), 30) * 0.002
        ranked.append(
            Finding(
                finding.value,
                max(0.0, min(score, 0.99)),
                finding.start,
                finding.end,
                is_proven=finding.is_proven,
            )
        )
    return best(ranked)


def beside_name(
    paper: Paper, findings: Iterable[Finding], name: Finding | None
) -> Iterator[Finding]:
    """Leave out what a sentence says of others: there the sender is named before it, or nobody."""
    said = re.findall(r"[a-z]{3,}", plain(str(name.value))) if name else []
    head = set(head_lines(paper, None))
    for finding in findings:
        number = paper.line_at(finding.start)
        line, above = paper.lines[number], paper.lines[max(0, number - 1)]
        is_below = above.box.x < line.box.right and above.box.right > line.box.x
        is_told = is_running_text(line) or (is_below and is_running_text(above))
        before = paper.plain[_paragraph(paper, number) : finding.start]
        heard = sum(word in before for word in said)
        if not is_told or number in head or heard >= max(1, len(said) / 2):
            yield finding


def _paragraph(paper: Paper, number: int) -> int:
    """Give where the paragraph begins that a line belongs to."""
    while number and paper.gap_above(number) < _CLOSE and is_running_text(paper.lines[number - 1]):
        number -= 1
    return paper.lines[number].start


def not_ours(
    paper: Paper, emails: Iterable[Finding], name: Finding | None, roles: Sequence[Role]
) -> Iterator[Finding]:
    """Leave out addresses of the addressee: their domain is made of its name, not the sender's."""
    lines = (line for line, role in zip(paper.lines, roles, strict=True) if _is_to(line, role))
    addressee = _letters(" ".join(line.plain for line in lines))
    said = plain(str(name.value)) if name else ""
    sender = _letters(said)
    of_town = [word for word in re.findall(r"[a-z]{5,}", said) if not _TO_TOWN.search(word)]
    of_town = of_town if _TO_TOWN.match(said) else []
    received = " ".join(line.plain for line in paper.lines if _RECEIVES.match(line.plain))
    of_receivers = set(_DOMAIN.findall(received)) - _SHARED
    for email in emails:
        local, _, domain = str(email.value).partition("@")
        if domain in of_receivers:
            continue
        label = _letters(domain.rpartition(".")[0].rpartition(".")[2])
        is_own = any(word in label for word in of_town)
        is_own = (
            is_own
            or label in sender
            or any(part in sender for part in re.findall(r"[a-z]{4,}", local))
        )
        if is_own or len(label) < _LEAST_NAME or label not in addressee:
            yield email


def is_in_mail(paper: Paper, name: str) -> bool:
    """Tell whether a part of a name stands in a mail address of the paper: a witness for it."""
    parts = re.findall(r"[a-z]{4,}", plain(name))
    return any(
        part in str(email.value) and not _TO_TOWN.search(part)
        for email in emails_in(paper)
        for part in parts
    )


def _is_to(line: Line, role: Role) -> bool:
    return role is Role.ADDRESSEE or _TO_TOWN.search(line.plain) is not None


def _letters(words: str) -> str:
    return re.sub(r"[^a-z]", "", words)


def agreeing(email: Finding | None, name: Finding | None) -> Finding | None:
    """Mend an address in which a letter of the sender's own name was read as one that looks alike.

    ``justina.roman@…`` of Iustina Roman; nothing but such letters is changed.
    """
    if email is None or name is None:
        return email
    local, _, domain = str(email.value).partition("@")
    words = re.findall(r"[a-z]+", plain(str(name.value)))
    parts = ["".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
    own = {_alike(part): part for part in parts if len(part) >= _LEAST_PART}
    mended = re.sub(
        r"[a-z]{4,}", lambda part: own.get(_alike(part[0]), part[0]), f"{local}@{domain}"
    )
    return replace(email, value=mended)


def _alike(word: str) -> str:
    return word.translate(_LOOK_ALIKE)
