"""A newspaper's own paper: what it is stands in small print under its name."""

import re

from registry_desk.prefill.body_name import cleaned
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.names import proper_case
from registry_desk.prefill.paper import Paper

_WHAT = re.compile(
    r"\W*societate (?:civila )?(?:profesionala )?de avocati\W*|\W*(?:cotidian|ziar|saptamanal"
    r"|publicatie|revista|portal|site|agentie|post|televiziune|radio)"
    r"(?:ul)?\b(?:\s(?:de|independent\w*|regional\w*|local\w*|judetean\w*|national\w*|cultural\w*"
    r"|online|stiri|presa|radio|televiziune|informatie|investigati\w+|si|al?|[a-z]+(?:ui|ei)))*\W*"
)
_LONG = 7
"""A paper's name has no more words."""
_HEAD = 4
"""A letterhead's name stands among so many lines at the top."""


def press_name(paper: Paper) -> Finding | None:
    """Give the name above a line like *cotidian regional* at the top of the first page."""
    for under, line in enumerate(paper.lines[1:_HEAD], 1):
        above = paper.lines[under - 1]
        if _WHAT.fullmatch(line.plain) and above.page == line.page and above.word_count <= _LONG:
            name = cleaned(above.text)
            return Finding(proper_case(name), 0.97, above.start, above.end)
    return None
