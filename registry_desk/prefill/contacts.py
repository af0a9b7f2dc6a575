"""Which of several addresses, telephones and codes in a letter are the sender's."""

from collections.abc import Iterable, Sequence

from registry_desk.prefill.findings import Finding, best
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.zones import Role


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
