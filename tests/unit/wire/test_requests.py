"""What may travel, and what is refused before it does."""

import uuid
from datetime import UTC, date, datetime

import pytest
from pydantic import ValidationError

from registry_desk.errors import by_code
from registry_desk.model.document import FIELD_NAMES
from registry_desk.model.tracking import new_tracking_code
from registry_desk.wire import Entry, RegisterInfo, Registration, UploadOrder, ask
from registry_desk.wire import errors as wire_errors
from registry_desk.wire.errors import FieldInvalid
from registry_desk.wire.problem import problem_of


def registration(**fields):
    filled = {
        "id": uuid.uuid4(),
        "register": "GEN",
        "tracking_code": new_tracking_code(),
        "received_at": datetime.now(UTC),
    }
    return ask(Registration, **{**filled, **fields})


def test_every_field_read_from_paper_travels():
    assert set(FIELD_NAMES) <= set(Registration.model_fields)
    assert set(FIELD_NAMES) <= set(Entry.model_fields)


@pytest.mark.parametrize("name", [n for n in FIELD_NAMES if n != "kind"])
def test_empty_is_missing(name):
    assert getattr(registration(**{name: " "}), name) is None


@pytest.mark.parametrize(
    ("written", "date_read"),
    [
        ("2024-02-13", date(2024, 2, 13)),
        ("13.02.2024", date(2024, 2, 13)),
        ("3.2.2024", date(2024, 2, 3)),
    ],
)
def test_dates_as_people_write_them(written, date_read):
    assert registration(sender_date=written).sender_date == date_read


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sender_date", "31.02.2024"),
        ("received_at", "2024-02-13T10:00:00"),
        ("tracking_code", "7F3K9-2QDXM-41PTV-B"),
        ("kind", "poem"),
        ("deadline_days", -1),
        ("sheet_count", 10**9),
        ("sender_name", "x" * 1001),
        ("register", "../../etc"),
        ("subject", 12),
        ("unheard_of", "x"),
    ],
)
def test_what_does_not_fit_names_its_field(name, value):
    with pytest.raises(FieldInvalid) as refused:
        registration(**{name: value})
    assert refused.value.params["field"] == name


def test_text_is_cleaned():
    written = "Primări\u0061\u0306 \x00\u202eŞcoala\u2066 "
    assert registration(subject=written).subject == "Primăriă Școala".replace("ăriă", "ăriă")
    assert registration(subject="a\x00b\u202ec").subject == "abc"


def test_newer_answers_are_read_and_newer_requests_refused():
    assert RegisterInfo.model_validate({"code": "G", "name": "x", "colour": "red"}).code == "G"
    with pytest.raises(ValidationError):
        UploadOrder(sha256="0" * 64, size_bytes=1, role="letter", name="x", colour="red")


def test_every_problem_comes_back_as_its_class():
    kinds = [k for k in vars(wire_errors).values() if isinstance(k, type) and "code" in vars(k)]
    assert len(kinds) > 25
    for kind in kinds:
        said = problem_of(kind(number="1/2026", seconds=3), 400)
        again = by_code(said.code, said.family, said.params)
        assert type(again) is kind
        assert again.params == {"number": "1/2026", "seconds": 3}
        assert said.title and said.detail
