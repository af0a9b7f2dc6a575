"""Fit the weights that choose among values of a field, and say how well they do left out.

    python -m tests.fitting.choices [--write]

``first_sight.json`` holds, letter by letter of ``letters.json.gz``, what the rules found when they
had not been mended on the letter's set yet: with today's they would look surer than they are with
letters nobody has seen. Needs scikit-learn.
"""

import argparse
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from registry_desk.model.document import Kind
from registry_desk.prefill import second_reading
from registry_desk.prefill.findings import Finding
from registry_desk.prefill.folding import plain
from registry_desk.prefill.kinds import title_line
from registry_desk.prefill.name_choice import names
from registry_desk.prefill.name_signs import NameSigns
from registry_desk.prefill.second_reading import SecondReading
from registry_desk.prefill.subject_choice import SURE, told_in_doubt, wordings
from registry_desk.prefill.subject_signs import SubjectSigns
from registry_desk.prefill.zones import roles
from tests.fitting.second_reading import HELD_OUT, letters, write
from tests.fitting.second_reading import fit as fit_lines

FIRST_SIGHT = Path(__file__).with_name("first_sight.json")
_BY_FORM = {Kind.INVOICE, Kind.SUMMONS, Kind.INFORMATION_REQUEST}
_LEAST = (0.4, 0.5, 0.55, 0.6, 0.7, 0.8)
_STRENGTH = {"subject": 0.05, "sender_name": 0.1}
"""The fields, and how little their weights are held back."""
_DOUBT, _STRENGTH_OF_DOUBT = "subject_in_doubt", 1.0


def is_right(name, true, seen):
    """Tell whether a value says what the truth says: the measure of the register's scorer."""
    bare = [" ".join(re.findall("[a-z0-9]+", plain(words))) for words in (true or "", seen)]
    alike = fuzz.token_set_ratio(*bare)
    if name != "subject":
        return bool(true) and alike >= 90 and fuzz.ratio(*bare) >= 60
    stems = [{word[:5] for word in words.split() if len(word) >= 4} for words in bare]
    shared = len(stems[0] & stems[1])
    return alike >= 80 or shared >= 0.6 * len(stems[0]) > 0


def kind_at_first(told, reading):
    """Give the kind the rules told at first sight, or one that the second reading is surer of."""
    likely = reading.kinds
    best = max(likely, key=likely.__getitem__)
    if told is None:
        return best if likely[best] >= 0.55 else None
    kind, score = Kind(told[0]), told[1]
    is_sure = likely[best] >= (0.8 if score > 0.9 else 0.7)
    is_likelier = likely[best] >= 0.55 and likely[kind] <= 0.12
    names_law = kind is Kind.INFORMATION_REQUEST and best in (Kind.PETITION, Kind.COMPLAINT)
    is_other = reading.says_enough and not names_law and (is_sure or is_likelier)
    return best if is_other else kind


def rows_of(letter, first, reading):
    """Give for each field a row for each of its values: signs, whether it is right, the value."""
    kind = kind_at_first(first["kind"], reading)
    heading = title_line(letter.paper)
    title = heading[0] if heading else None
    role = roles(letter.paper, kind, title)
    found = {name: Finding(*first[name]) if first[name] else None for name in _STRENGTH}
    signs = NameSigns(letter.paper, reading, found["sender_name"])
    offered = names(letter.paper, found["sender_name"], reading, role)
    rows = {"sender_name": [(signs.of(value), value) for value in offered]}
    if kind not in _BY_FORM:
        signs = SubjectSigns(letter.paper, reading, found["subject"], title=title, roles=role)
        offered = wordings(letter.paper, found["subject"], reading, role, kind)
        rows["subject"] = [(signs.of(reader, value), value) for reader, value in offered]
    return {
        name: [
            (signs, is_right(name, letter.fields.get(name), str(said.value)), said)
            for signs, said in told
        ]
        for name, told in rows.items()
        if told
    }


def gathered(known, firsts):
    """Give (set, rows, truth) of letters by field, their likelihoods learnt without the set."""
    found = {name: [] for name in _STRENGTH}
    seen = [one for one in known if one.number is not None and firsts[one.number]]
    for group in sorted({one.group for one in seen}):
        weights = fit_lines([one for one in known if one.group not in HELD_OUT | {group}])
        told = second_reading.Weights(weights)
        second_reading._weights = lambda told=told: told
        for letter in (one for one in seen if one.group == group):
            all_of = rows_of(letter, firsts[letter.number], SecondReading(letter.paper))
            for name, rows in all_of.items():
                found[name].append((group, rows, letter.fields.get(name)))
    return found


def in_doubt(found):
    """Give (set, row) of letters whose subject is told in doubt, as weights without it do."""
    told = []
    for group in sorted({one for one, *_ in found}):
        others = [row for one, rows, _ in found if one != group for row in rows]
        weights = fit(others, _STRENGTH["subject"])
        for _, rows, true in (one for one in found if one[0] == group):
            likely = [
                replace(said, score=min(0.99, float(probability(weights, signs))))
                for signs, _, said in rows
            ]
            is_sure = max(said.score for said in likely) >= SURE
            if not is_sure and (seen := told_in_doubt(likely)) is not None:
                words, signs = seen
                told.append((group, (signs, is_right("subject", true, str(words.value)))))
    return told


def fit(rows, strength):
    """Give the weights that rows of values teach."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for signs, *_ in rows for name in signs} - {"bias"})
    seen = np.array([[signs.get(name, 0.0) for name in names] for signs, *_ in rows])
    middle, spread = seen.mean(0), seen.std(0) + 1e-9
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit((seen - middle) / spread, [right for _, right, *_ in rows])
    weights = model.coef_[0] / spread
    found = {name: round(float(w), 4) for name, w in zip(names, weights, strict=True)}
    found["bias"] = round(float(model.intercept_[0] - (weights * middle).sum()), 4)
    return found


def probability(weights, signs):
    """Give the probability that a value is right."""
    return 1 / (1 + np.exp(-sum(weights.get(name, 0.0) * much for name, much in signs.items())))


def asked_without(found, strength):
    """Print how many of the chosen values are right, each set asked with weights without it."""
    told = []
    for group in sorted({one for one, *_ in found}):
        weights = fit([row for one, rows, _ in found if one != group for row in rows], strength)
        for _, rows, _ in (one for one in found if one[0] == group):
            best = max(rows, key=lambda row, w=weights: probability(w, row[0]))
            told.append((group, probability(weights, best[0]), best[1]))
    for groups in ({one for one, *_ in found}, {"y", "z1", "z2", "z3", "z4"}):
        of = [(sure, right) for group, sure, right in told if group in groups]
        kept = {least: [right for sure, right in of if sure >= least] for least in _LEAST}
        said = "  ".join(f"{least}: {sum(k)} of {len(k)}" for least, k in kept.items())
        print(f"{len(of)} letters of {len(groups)} sets; right from  {said}")


def main():
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true")
    given = asked.parse_args()
    found = gathered(letters(), json.loads(FIRST_SIGHT.read_text(encoding="utf-8")))
    for name, strength in _STRENGTH.items():
        print(name)
        asked_without(found[name], strength)
    doubtful = in_doubt(found["subject"])
    print(f"{len(doubtful)} subjects told in doubt, {sum(row[1] for _, row in doubtful)} right")
    if given.write:
        choice = {
            name: fit([row for _, rows, _ in found[name] for row in rows], strength)
            for name, strength in _STRENGTH.items()
        }
        choice[_DOUBT] = fit([row for _, row in doubtful], _STRENGTH_OF_DOUBT)
        write({"choice": choice})


if __name__ == "__main__":
    main()
