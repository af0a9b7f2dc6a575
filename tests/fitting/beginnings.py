"""Fit the weights that tell a page which begins a document, and say how well they do.

    python -m tests.fitting.beginnings [--write] [--show]

What begins: the first page of a letter (letters.json.gz) behind the last page of another of its set
or behind an enclosure. What goes on: the second pages of letters, the lower parts of letters cut in
two, and typed enclosures (enclosures.txt) behind a letter or behind another enclosure. Each set is
asked with weights that were fitted without it (an enclosure with weights that never saw it).

Needs scikit-learn, which nothing else here does: it is not among the tests' packages.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from registry_desk.journey.codec import from_json
from registry_desk.model.page import Box, ReadPage
from registry_desk.resources import resource
from registry_desk.splitting import content
from registry_desk.splitting.content import SeenPage, by_content
from registry_desk.splitting.looks import runs_on, signs_between
from registry_desk.splitting.page_lines import is_page_number, lines_of, text_of
from registry_desk.splitting.split import BEGINS_FROM, DOUBT_BELOW, SHOWN_FROM
from tests.unit.prefill.typed import page_of

HERE = Path(__file__).parent
HELD_OUT: set[str] = set()
_BEHIND, _CUTS = 12, 2
"""A page is seen behind so many others; a letter is cut so often."""
_WORTH = {"letter": 1.0, "cut": 0.5, "enclosure": 2.0, "second": 4.0}
_GO_ON = 0.6
"""What goes on weighs so much of what begins."""
_PAGES, _SETS = 5, 4
"""A sign seen on fewer pages, in fewer sets, says nothing."""
_LEAST_WEIGHT = 0.02
_REACHED = ("tel. 0744 118 220", "e-mail office@exemplu.example", "contact: 0733 901 552")


def set_as(page, other, left):
    """Give a page as if set in the letters of another, at the left margin of a third."""
    px, share = other.look.letter_px, left.look.left_share
    return SeenPage(
        replace(page.signs, letter_px=px, left_share=share),
        replace(page.look, letter_px=px, left_share=share),
    )


@dataclass(frozen=True)
class Pair:
    """Two pages that follow each other: the set, the page asked about, what it is."""

    group: str
    page: str
    kind: str
    before: SeenPage
    here: SeenPage


def letters():
    """Give the set and the written pages of every letter scanned; typed ones all look the same."""
    for told in json.loads(gzip.decompress((HERE / "letters.json.gz").read_bytes())):
        if told["set"] not in HELD_OUT | {"typed"}:
            pages = [from_json(ReadPage, json.dumps(page)) for page in told["pages"]]
            yield told["set"], [page for page in pages if not page.cleaned.is_blank]


def enclosures():
    """Give the typed enclosures; some tell how somebody is reached."""
    for text in (HERE / "enclosures.txt").read_text(encoding="utf-8").split("====\n"):
        reached = random.choice(_REACHED) if random.random() < 0.3 else ""
        yield SeenPage.of(page_of(text + reached))


def pairs():
    """Give all pairs of pages."""
    random.seed(3)
    known = [(group, pages) for group, pages in letters() if pages]
    seen = [(group, [SeenPage.of(page) for page in pages]) for group, pages in known]
    enclosed = list(enclosures())
    for number, (group, pages) in enumerate(seen):
        others = [one[-1] for of, one in seen if of == group and one is not pages]
        for before in (*random.sample(others, _BEHIND), random.choice(enclosed)):
            yield Pair(group, f"letter {number}", "letter", before, pages[0])
        for before, here in pairwise(pages):
            yield Pair(group, f"second {number}", "second", before, here)
        for upper, lower in cut(known[number][1]):
            yield Pair(group, f"letter {number}", "cut", SeenPage.of(upper), SeenPage.of(lower))
    groups = sorted({group for group, _ in seen})
    for number, page in enumerate(enclosed):
        group, name = groups[number % len(groups)], f"enclosure {number}"
        for _, pages in random.sample(seen, 8):
            other = random.choice(seen)[1] if random.random() < 0.4 else pages
            here = set_as(page, other[0], random.choice((page, pages[-1])))
            yield Pair(group, name, "enclosure", pages[-1], here)
        yield Pair(group, name, "enclosure", random.choice(enclosed), page)


def cut(pages):
    """Give a letter of one page as two, cut in its text or behind it."""
    told = lines_of(pages[0].text.words)
    lines = [line for line in told if not is_page_number(text_of(line))]
    text = [n for n, line in enumerate(lines) if runs_on(line)]
    if len(pages) > 1 or len(lines) < 9 or not text:
        return
    turned = pages[0].cleaned.rotation_deg % 180
    height = pages[0].cleaned.width_px if turned else pages[0].cleaned.height_px
    places = range(text[0] + 1, min(text[-1] + 4, len(lines) - 1))
    for place in random.sample(places, min(_CUTS, len(places))):
        upper, lower = lines[:place], lines[place:]
        bottom = max(word.box.bottom for line in upper for word in line)
        top = min(word.box.y for line in lower for word in line)
        end = random.uniform(0.6, 0.95) if random.random() < 0.2 else 0.93
        yield (
            _moved(pages[0], upper, int(end * height) - bottom),
            _moved(pages[0], lower, int(random.uniform(0.04, 0.09) * height) - top),
        )


def _moved(page, lines, down):
    words = [
        replace(word, box=Box(word.box.x, word.box.y + down, word.box.width, word.box.height))
        for line in lines
        for word in line
    ]
    return replace(page, text=replace(page.text, words=tuple(words)))


class Model:
    """The signs of all pairs as a matrix, and what is fitted to some of them."""

    def __init__(self, asked):
        from sklearn.feature_extraction import DictVectorizer

        signs = [signs_between(pair.before.look, pair.here.look) for pair in asked]
        pages, groups = {}, {}
        for pair, of in zip(asked, signs, strict=True):
            for sign in of:
                pages.setdefault(sign, set()).add((pair.page, pair.kind))
                groups.setdefault(sign, set()).add(
                    pair.page if pair.kind == "enclosure" else pair.group
                )
        kept = {s for s in pages if len(pages[s]) >= _PAGES and len(groups[s]) >= _SETS}
        made = DictVectorizer()
        self.matrix = made.fit_transform([{s: of[s] for s in of if s in kept} for of in signs])
        self.matrix.indices = self.matrix.indices.astype(np.int32)
        self.matrix.indptr = self.matrix.indptr.astype(np.int32)
        self.names = made.get_feature_names_out()
        self.begins = np.array([pair.kind == "letter" for pair in asked])
        count = Counter((pair.page, pair.kind) for pair in asked)
        self.worth = np.array([_WORTH[p.kind] / count[p.page, p.kind] for p in asked])
        begun = self.worth[self.begins].sum()
        self.worth[~self.begins] *= _GO_ON * begun / self.worth[~self.begins].sum()

    def fit(self, rows):
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=1.0, solver="liblinear", max_iter=500)
        return model.fit(self.matrix[rows], self.begins[rows], sample_weight=self.worth[rows])

    def weights(self):
        """Give the weights that all pairs teach."""
        model = self.fit(np.arange(len(self.begins)))
        told = zip(self.names, model.coef_[0], strict=True)
        found = {name: round(float(w), 3) for name, w in told if abs(w) > _LEAST_WEIGHT}
        return found | {"bias": round(float(model.intercept_[0]), 3)}

    def without(self, groups):
        """Give for each pair the log odds by weights fitted without its set."""
        found = np.zeros(len(self.begins))
        for group in sorted(set(groups)):
            out = groups == group
            found[out] = self.fit(np.flatnonzero(~out)).decision_function(self.matrix[out])
        return found


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    asked.add_argument("--show", action="store_true")
    given = asked.parse_args()
    found = list(pairs())
    model = Model(found)
    groups = np.array([pair.group for pair in found])
    alone = model.without(groups)
    told = []
    for pair, odds in zip(found, alone, strict=True):
        content.log_odds = lambda before, here, odds=odds: odds
        told.append(by_content(1, pair.before, pair.here).confidence)
    told = np.array(told)
    report(found, told)
    if given.show:
        wrong = Counter(
            (p.group, p.page, p.kind)
            for p, t in zip(found, told, strict=True)
            if (t >= BEGINS_FROM) != (p.kind == "letter")
        )
        print(*wrong.most_common(40), sep="\n")
    if given.write:
        written = json.dumps(model.weights(), separators=(",", ":"), sort_keys=True)
        resource("beginnings.json").write_text(written, encoding="utf-8")


def report(found, told):
    """Print how many pages are told to begin, by what they are, and what a confidence is worth."""
    kinds = np.array([pair.kind for pair in found])
    groups = np.array([pair.group for pair in found])
    begun = told >= BEGINS_FROM
    doubt = (told >= SHOWN_FROM) & (told < DOUBT_BELOW)
    for kind in _WORTH:
        of = kinds == kind
        print(
            f"{kind:10} {of.sum():5} begin {begun[of].mean():.4f} doubtful {doubt[of].mean():.4f}"
        )
    for group in sorted(set(groups)):
        of = (groups == group) & (kinds == "letter")
        print(f"  {group:4} {begun[of].mean():.4f} doubtful {doubt[of].mean():.4f}")
    wrong = begun != (kinds == "letter")
    print(f"wrong {wrong.sum()}, of them shown as doubtful {(wrong & doubt).sum()}")
    for low, high in (
        (0, 0.05),
        (0.05, 0.1),
        (0.1, 0.15),
        (0.15, 0.4),
        (0.4, 0.6),
        (0.6, 0.8),
        (0.8, 0.95),
        (0.95, 1.01),
    ):
        of = (told >= low) & (told < high)
        right = (kinds == "letter")[of].mean()
        print(f"  told {low:.2f}-{high:.2f}: {of.sum():5}, begin {right:.3f}")


if __name__ == "__main__":
    main()
