"""What clerks are told of a reading is a probability, and grows with the score."""

import pytest

from registry_desk.model.document import FieldReading
from registry_desk.prefill.calibration import calibrated


def told(name, score):
    return calibrated(name, FieldReading("value", score, 1, None)).confidence


@pytest.mark.parametrize("name", ["kind", "sender_name", "subject", "phone", "amount"])
def test_surer_readings_are_told_as_surer(name):
    scores = [told(name, score / 100) for score in range(50, 100)]
    assert scores == sorted(scores)
    assert all(0.5 <= score < 1 for score in scores)


def test_a_subject_made_of_a_sentence_is_told_as_doubtful():
    assert told("subject", 0.74) < 0.8 < told("subject", 0.95)


def test_rare_fields_keep_their_score():
    assert told("amount", 0.77) == 0.77


def test_only_the_confidence_changes():
    read = FieldReading("Ion Pop", 0.6, 2, None, "reason.words: x")
    assert (calibrated("kind", read).value, calibrated("kind", read).page) == ("Ion Pop", 2)
