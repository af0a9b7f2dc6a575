"""Letters of many layouts and wordings: what must be read from each, and nothing else."""

import re

import pytest

from registry_desk.model.document import FIELD_NAMES
from registry_desk.prefill import understand
from registry_desk.prefill.folding import plain
from tests.unit.prefill.typed import forms

FORMS = forms()
NEAR = {"sender_name", "sender_address"}


def words(value):
    return re.findall(r"[a-z0-9]+", plain(str(value)))


def agrees(field, true, seen):
    if field == "subject":
        stems = {w[:5] for w in words(true) if len(w) >= 4}
        return len(seen) <= 160 and len(stems & {w[:5] for w in words(seen)}) >= 0.6 * len(stems)
    return words(true) == words(seen) if field in NEAR else str(true) == str(seen)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_everything_told_is_read_and_nothing_else(form):
    seen = {name: read.value for name, read in understand(form.pages).fields.items()}
    assert set(form.fields) <= set(FIELD_NAMES)
    missing = {name: true for name, true in form.fields.items() if name not in seen}
    invented = {name: value for name, value in seen.items() if name not in form.fields}
    wrong = {
        name: (true, seen[name])
        for name, true in form.fields.items()
        if name in seen and not agrees(name, true, seen[name])
    }
    assert (missing, invented, wrong) == ({}, {}, {})


def test_forms_are_many_and_of_every_kind():
    kinds = {form.fields["kind"] for form in FORMS}
    assert len(FORMS) >= 20
    assert kinds == {
        "petition", "complaint", "information_request", "invoice", "summons", "official_letter",
        "other",
    }  # fmt: skip
