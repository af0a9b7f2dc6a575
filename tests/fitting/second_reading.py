"""Fit the weights of the second reading anew, and say how well they do on letters left out.

    python -m tests.fitting.second_reading [--write]

The letters (letters.json.gz: what was recognised on their pages, and their truth) are all invented:
sets of different town halls, each with templates of its own, and typed ones. Each set is asked with
weights that were fitted without it; two sets are only asked, never learnt from. ``--write`` writes
these weights into the resource; run the typed tests with a new fit, and ``tests.fitting.subjects``.

Needs scikit-learn, which nothing else here does: it is not among the tests' packages.
"""

import argparse
import gzip
import json
from pathlib import Path

import numpy as np

from registry_desk.journey.codec import from_json
from registry_desk.model.page import ReadPage
from registry_desk.prefill import second_reading
from registry_desk.prefill.line_signs import signs_of_lines, words_of_paper
from registry_desk.prefill.paper import Paper
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.resources import resource
from tests.fitting.labels import FIELDS, lines_with
from tests.unit.prefill import typed

LETTERS = Path(__file__).with_name("letters.json.gz")
_SEEN_IN_LINES, _SEEN_IN_PAPERS = 4, 5
"""A sign seen less often says nothing."""
_STRONGEST = 1000
"""So many words and pairs of words tell a kind from the others."""
_LEAST_WEIGHT = 0.02
HELD_OUT: set[str] = set()
"""Never learnt from: what is said of letters nobody has seen is measured on them."""


class Letter:
    """One letter: its set, its truth, its paper and what is seen of it."""

    def __init__(self, group, fields, pages, number=None):
        self.group, self.fields, self.paper = group, fields, Paper(pages)
        self.number = number
        self.signs = signs_of_lines(self.paper)
        self.words = words_of_paper(self.paper)
        self.labels = {name: lines_with(self.paper, name, fields.get(name)) for name in FIELDS}


def letters():
    """Give all letters that have a kind."""
    found = []
    for number, told in enumerate(json.loads(gzip.decompress(LETTERS.read_bytes()))):
        pages = [from_json(ReadPage, json.dumps(page)) for page in told["pages"]]
        found.append(Letter(told["set"], told["fields"], pages, number))
    found += [Letter("typed", f.fields, f.pages) for f in typed.forms() if "kind" in f.fields]
    return [letter for letter in found if letter.paper.lines]


def seen(rows, least):
    """Give rows of signs as a matrix of those seen often enough, and their names."""
    from sklearn.feature_extraction import DictVectorizer

    made = DictVectorizer()
    matrix = made.fit_transform(rows).tocsc()
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(0)).ravel() >= least)
    return matrix[:, kept], np.array(made.get_feature_names_out())[kept]


def fit(known):
    """Give the weights that letters teach."""
    return {"lines": _of_lines(known), "kinds": _of_kinds(known)}


def _of_lines(known):
    from sklearn.linear_model import LogisticRegression

    matrix, names = seen([signs for letter in known for signs in letter.signs], _SEEN_IN_LINES)
    weights = {}
    for field in FIELDS:
        holds = np.array([one for letter in known for one in letter.labels[field]], dtype=int)
        model = LogisticRegression(C=1.0, l1_ratio=1, max_iter=400, solver="liblinear")
        model.fit(matrix, holds)
        told = zip(names, model.coef_[0], strict=True)
        found = {name: round(float(w), 3) for name, w in told if abs(w) > _LEAST_WEIGHT}
        found["bias"] = round(found.get("bias", 0.0) + float(model.intercept_[0]), 3)
        weights[field] = found
    return weights


def _of_kinds(known):
    from sklearn.linear_model import LogisticRegression

    matrix, names = seen([letter.words for letter in known], _SEEN_IN_PAPERS)
    kinds = np.array([letter.fields["kind"] for letter in known])
    weights = {}
    for kind in sorted(set(kinds)):
        model = LogisticRegression(C=100, solver="liblinear", max_iter=500)
        strongest = np.argsort(-abs(model.fit(matrix, kinds == kind).coef_[0]))[:_STRONGEST]
        model.fit(matrix[:, strongest], kinds == kind)
        told = zip(names[strongest], model.coef_[0], strict=True)
        weights[kind] = {name: round(float(w), 2) for name, w in told}
        weights[kind]["bias"] = round(float(model.intercept_[0]), 2)
    return weights


def asked_without(known):
    """Print for each field in how many letters the likeliest line holds it, each set left out."""
    right, all_of = dict.fromkeys((*FIELDS, "kind"), 0), dict.fromkeys((*FIELDS, "kind"), 0)
    for group in sorted({letter.group for letter in known} - {"typed", "dev"}):
        learnt = [letter for letter in known if letter.group not in HELD_OUT | {group}]
        weights = fit(learnt)
        told = second_reading.Weights(weights)
        second_reading._weights = lambda told=told: told
        for letter in (one for one in known if one.group == group):
            reading = SecondReading(letter.paper)
            all_of["kind"] += 1
            right["kind"] += max(reading.kinds, key=reading.kinds.get) == letter.fields["kind"]
            for field in FIELDS:
                if any(letter.labels[field]):
                    all_of[field] += 1
                    right[field] += letter.labels[field][reading.of(field).best]
    for name, count in all_of.items():
        print(f"{name:28} {right[name]:4} of {count:4} ({right[name] / count:.3f})")


def write(weights):
    """Put weights into the resource, in the place of those of the same name."""
    file = resource("second_reading.json")
    all_of = json.loads(file.read_text(encoding="utf-8")) | weights
    written = json.dumps(all_of, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(written, encoding="utf-8")


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    known = letters()
    print(f"{len(known)} letters")
    asked_without(known)
    if given.write:
        learnt = [letter for letter in known if letter.group not in HELD_OUT]
        write(fit(learnt))


if __name__ == "__main__":
    main()
