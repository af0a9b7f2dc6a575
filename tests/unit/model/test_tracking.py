"""Tracking codes: no slip of a finger leads to somebody else's letter."""

import random

import pytest

from registry_desk.model.tracking import new_tracking_code, parse_tracking_code

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def typed(code, place, symbol):
    return code[:place] + symbol + code[place + 1 :]


def is_refused(code):
    try:
        parse_tracking_code(code)
    except ValueError:
        return True
    return False


def test_codes_are_all_different_and_long():
    codes = {new_tracking_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(len(code.replace("-", "")) == 16 for code in codes)


@pytest.mark.parametrize("seed", range(20))
def test_every_wrong_symbol_is_found(seed):
    plain = new_tracking_code().replace("-", "")
    for place in range(16):
        for symbol in SYMBOLS:
            if symbol != plain[place]:
                assert is_refused(typed(plain, place, symbol))


def test_every_swap_is_found():
    draw = random.Random(7)
    for _ in range(200):
        plain = new_tracking_code().replace("-", "")
        one, other = sorted(draw.sample(range(16), 2))
        swapped = typed(typed(plain, one, plain[other]), other, plain[one])
        assert swapped == plain or is_refused(swapped)


def test_read_aloud_and_typed_carelessly():
    code = new_tracking_code()
    careless = code.lower().replace("-", " ").replace("1", "l").replace("0", "o")
    assert parse_tracking_code(careless) == code


@pytest.mark.parametrize("written", ["", "7F3K9", "x" * 300, "7F3K9-2QDXM-41PTV-A\0", "ⅦⅦ"])
def test_what_is_no_code_is_refused(written):
    with pytest.raises(ValueError):
        parse_tracking_code(written)
