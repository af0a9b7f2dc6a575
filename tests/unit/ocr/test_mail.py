"""E-mail addresses, whose @ the Romanian model does not know, are read by a second one."""

import numpy as np
import pytest

from registry_desk.model.page import Box
from registry_desk.ocr.engines import RawWord
from registry_desk.ocr.line import RIM_PX
from registry_desk.ocr.mail import with_addresses

PAGE = np.full((200, 1600), 255, np.uint8)
SIGN, HEIGHT = 12, 26
LEFT, TOP = 100, 80


def line(*texts, gap=8, left=LEFT, top=TOP):
    words, x = [], left
    for text in texts:
        words.append(RawWord(text, Box(x, top, SIGN * len(text), HEIGHT), 0.9, 0, 0, 0))
        x += SIGN * len(text) + gap
    return words


class Helper:
    """Reads what it is told, as if it stood where the words stand."""

    name = "helper"

    def __init__(self, *texts, gap=8):
        self.said, self.asked = line(*texts, gap=gap, left=RIM_PX + 4, top=RIM_PX + 4), 0

    def read(self, gray, dpi, layout, *, time_limit_s):
        self.asked += 1
        return tuple(self.said)

    def close(self):
        """Nothing is held."""


def read(words, helper):
    found = with_addresses(PAGE, 200, words, lambda: helper, time_limit_s=10)
    return [word.text for word in found]


@pytest.mark.parametrize(
    ("first", "again", "found"),
    [
        (["presaQracova.example"], ["presa@racova.example"], ["presa@racova.example"]),
        (["<presaQracova.example>"], ["<presa@racova.example>"], ["<presa@racova.example>"]),
        (["[ana.popQ", "mail.example]"], ["[ana.pop@mail.example]"], ["[ana.pop@mail.example]"]),
        (
            ["ana.pop", "Qposta.example."],
            ["ana.pop", "@posta.example."],
            ["ana.pop@posta.example."],
        ),
        (["(anaQposta.example),"], ["(ana@posta.example),"], ["(ana@posta.example),"]),
    ],
)
def test_an_address_is_read_again_with_what_stands_around_it(first, again, found):
    assert read(line(*first), Helper(*again)) == found


def test_a_name_the_helper_reads_apart_without_a_blank_is_one():
    helper = Helper("ana.pop1", "3@mail.example", gap=2)
    assert read(line("ana.pop13Gmail.example"), helper) == ["ana.pop13@mail.example"]


class Unsure(Helper):
    """Reads something else each time, at each scale, and is hardly sure."""

    def __init__(self, *readings):
        self.readings, self.scale = iter(readings), iter((1.0, 0.8, 1.3))

    def read(self, gray, dpi, layout, *, time_limit_s):
        text, confidence = next(self.readings)
        scale = next(self.scale)
        x, width = round(4 * scale) + RIM_PX, round(SIGN * len(text) * scale)
        box = Box(x, x, width, round(HEIGHT * scale))
        return (RawWord(text, box, confidence, 0, 0, 0),)


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ([("ana54@mail.example", 0.75)], "ana54@mail.example"),
        (
            [
                ("anaS54@mail.example", 0.6),
                ("ana54@mail.example", 0.4),
                ("ana54@mail.example", 0.5),
            ],
            "ana54@mail.example",
        ),
        ([("anaS4", 0.6), ("ana-54.mail", 0.9), ("ana54@mail.example", 0.3)], "ana54@mail.example"),
        (
            [("ana54@mail.example", 0.4), ("ana54@mai.example", 0.6), ("an54@mail.example", 0.5)],
            "ana54@mai.example",
        ),
    ],
)
def test_an_address_read_with_doubt_is_read_smaller_and_larger(readings, found):
    assert read(line("ana54(Omail.example"), Unsure(*readings)) == [found]


@pytest.mark.parametrize(
    ("first", "again", "confidence", "found"),
    [
        ("registratura!(Odirectia.example", "registratural@directia.example", 0.9, "registratura1"),
        ("registratural(Odirectia.example", "registratura1@directia.example", 0.9, "registratura1"),
        ("ioana84(Ocurier.example", "loana84@curier.example", 0.6, "ioana84"),
        ("vasiie84(Ocurier.example", "vasile84@curier.example", 0.9, "vasile84"),
    ],
)
def test_what_looks_alike_is_believed_to_the_better_reader(first, again, confidence, found):
    helper = Unsure(*[(again, confidence)] * 3)
    assert read(line(first), helper) == [f"{found}@{again.partition('@')[2]}"]


def test_what_is_no_address_is_not_asked_about():
    helper = Helper("oricare")
    assert read(line("Nr.", "12/2026", "S.R.L.", "Iași,"), helper) == [
        "Nr.", "12/2026", "S.R.L.", "Iași,",
    ]  # fmt: skip
    assert helper.asked == 0


def test_without_a_helper_only_sure_misreadings_are_put_right():
    assert read(line("<presaQracova.example>"), None) == ["<presa@racova.example>"]
