"""What may be seen of a line without knowing any rule: its words, its neighbours', its place."""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from registry_desk.prefill.paper import Line, Paper
from registry_desk.prefill.running import is_running_text

_TOKEN = re.compile(r"[a-z]+|\d+|[@:„\",.;/()%-]")
_STEM = 6
_WORDS, _NEAR = 14, 8
"""So many tokens of a line, and of each neighbour, are looked at."""
_NEIGHBOURS = ((-1, "p"), (1, "n"), (-2, "pp"))
_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?(\d{1,2}|[IVX]+)\s?[./-]\s?\d{2,4}|\d{1,2} [a-z]{3,10} 20\d\d"
)
_NOTHING_ABOVE = 9.0


def signs_of_lines(paper: Paper) -> list[dict[str, float]]:
    """Give for each line of a paper its signs by name."""
    lines = paper.lines
    heights = sorted(line.height_px for line in lines)
    depth: dict[int, int] = {}
    for line in lines:
        depth[line.page] = max(depth.get(line.page, 0), line.box.bottom)
    runs = [is_running_text(line) for line in lines]
    first = next((n for n, runs_on in enumerate(runs) if runs_on), len(lines))
    last = max((n for n, runs_on in enumerate(runs) if runs_on), default=-1)
    tokens = [_tokens(line.plain) for line in lines]
    told = []
    for number, line in enumerate(lines):
        signs = dict(_of_words(tokens, lines, number))
        signs |= _of_letters(line)
        signs |= _of_place(line, number, len(lines), max(1, depth[line.page]))
        signs |= {
            "h": min(2.0, line.height_px / heights[len(heights) // 2]),
            "run": float(runs[number]),
            "before": float(number < first),
            "after": float(number > last),
            f"dist_first{max(-5, min(5, number - first))}": 1.0,
            f"dist_last{max(-4, min(4, number - last))}": 1.0,
            f"gap{_gap(paper, number)}": 1.0,
            f"gapb{_gap(paper, number + 1)}": 1.0,
            "samerow": float(_has_beside(lines, number)),
            "bias": 1.0,
        }
        told.append(signs)
    return told


def words_of_paper(paper: Paper) -> dict[str, float]:
    """Give the words of a whole paper and their pairs, those at its top and in capitals again.

    The words together weigh as much in a long paper as in a short one, and so do the pairs.
    """
    found: dict[str, float] = {}
    for number, line in enumerate(paper.lines):
        stems = [word[:_STEM] for word in re.findall("[a-z]+", line.plain)]
        found |= {f"w={stem}": 1.0 for stem in stems}
        found |= {f"t={stem}": 1.0 for stem in stems if number < _NEAR}
        if line.text.isupper() and number <= _WORDS:
            found |= {f"u={stem}": 1.0 for stem in stems}
    told = [word[:_STEM] for word in re.findall("[a-z]+", paper.plain)]
    pairs = {f"b={first}_{second}" for first, second in pairwise(told)}
    return _of_length_one(found) | _of_length_one(pairs)


def _of_length_one(signs: Collection[str]) -> dict[str, float]:
    return dict.fromkeys(signs, 1.0 / max(1.0, len(signs)) ** 0.5)


def _tokens(plain: str) -> list[str]:
    return [
        f"#{min(len(token), 9)}" if token.isdigit() else token[:_STEM]
        for token in _TOKEN.findall(plain)
    ]


def _of_words(
    tokens: Sequence[Sequence[str]], lines: Sequence[Line], number: int
) -> Iterator[tuple[str, float]]:
    own = tokens[number]
    yield from ((f"w={token}", 1.0) for token in own[:_WORDS])
    if own:
        yield f"a={own[0]}", 1.0
        yield "colon", float(lines[number].text.rstrip().endswith(":"))
    for step, name in _NEIGHBOURS:
        other = number + step
        if 0 <= other < len(lines) and lines[other].page == lines[number].page:
            yield from ((f"{name}={token}", 1.0) for token in tokens[other][:_NEAR])


def _of_letters(line: Line) -> dict[str, float]:
    letters = [sign for sign in line.text if sign.isalpha()]
    large = sum(sign.isupper() for sign in letters) / max(1, len(letters))
    words = line.text.split()
    return {
        "up": round(large, 1),
        "capw": sum(word[:1].isupper() for word in words) / max(1, len(words)),
        "allcap": float(len(letters) > 2 and large > 0.85),
        f"wc{min(12, line.word_count)}": 1.0,
        "digits": float(any(sign.isdigit() for sign in line.text)),
        "mail": float("@" in line.text),
        "date": float(_DATE.search(line.text.lower()) is not None),
    }


def _of_place(line: Line, number: int, count: int, depth: int) -> dict[str, float]:
    width = max(1, line.page_width_px)
    return {
        "page0": float(line.page == 0),
        f"y{int(line.box.y / depth * 8)}": 1.0,
        f"x{int(line.box.x / width * 5)}": 1.0,
        f"right{int(line.box.right / width * 5)}": 1.0,
        f"i{min(number, 9)}": 1.0,
        f"e{min(count - 1 - number, 9)}": 1.0,
    }


def _gap(paper: Paper, number: int) -> int:
    """Give the white above a line in half letter heights, at most six."""
    is_between = 0 < number < len(paper.lines)
    return min(6, int((paper.gap_above(number) if is_between else _NOTHING_ABOVE) * 2))


def _has_beside(lines: Sequence[Line], number: int) -> bool:
    line = lines[number]
    around = (number - 1, number + 1)
    return any(
        0 <= other < len(lines) and (lines[other].page, lines[other].row) == (line.page, line.row)
        for other in around
    )
