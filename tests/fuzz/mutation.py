"""Bend good files: the seeded mutations that parsers of foreign data are tried with."""

import random

_ODD_NUMBERS = (b"0", b"-1", b"2147483648", b"4294967296", b"99999999999999999999", b"1e308")
_ODD_WORDS = (0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def mutated(content: bytes, draw: random.Random, *, others: tuple[bytes, ...]) -> bytes:
    """Bend a file at one to six places."""
    bent = bytearray(content)
    for _ in range(draw.choice((1, 1, 2, 3, 6))):
        if not bent:
            break
        draw.choice(_WAYS)(bent, draw, draw.choice(others))
    return bytes(bent)


def _flip(bent, draw, _other):
    place = draw.randrange(len(bent))
    bent[place] ^= 1 << draw.randrange(8)


def _scribble(bent, draw, _other):
    place = draw.randrange(len(bent))
    bent[place : place + draw.randrange(1, 40)] = draw.randbytes(draw.randrange(1, 40))


def _odd_word(bent, draw, _other):
    size, order = draw.choice((2, 4)), draw.choice(("big", "little"))
    word = draw.choice(_ODD_WORDS) & ((1 << 8 * size) - 1)
    place = draw.randrange(min(len(bent), draw.choice((64, 1024, len(bent)))))
    bent[place : place + size] = word.to_bytes(size, order)


def _odd_number(bent, draw, _other):
    """Replace a decimal number, as PDF and XML have them."""
    places = [i for i in range(len(bent)) if 48 <= bent[i] <= 57][: 1 << 16]
    if places:
        start = end = draw.choice(places)
        while end < len(bent) and 48 <= bent[end] <= 57:
            end += 1
        bent[start:end] = draw.choice(_ODD_NUMBERS)


def _cut(bent, draw, _other):
    del bent[draw.randrange(len(bent)) :]


def _take_out(bent, draw, _other):
    place = draw.randrange(len(bent))
    del bent[place : place + draw.choice((1, 2, 16, 512))]


def _repeat(bent, draw, _other):
    place = draw.randrange(len(bent))
    piece = bytes(bent[place : place + draw.choice((1, 16, 512, 4096))])
    bent[place:place] = piece * draw.choice((1, 1, 2, 50))


def _graft(bent, draw, other):
    place, from_place = draw.randrange(len(bent)), draw.randrange(max(1, len(other)))
    length = draw.choice((16, 256, 4096))
    bent[place : place + length] = other[from_place : from_place + length]


_WAYS = (_flip, _flip, _scribble, _odd_word, _odd_number, _cut, _take_out, _repeat, _graft)
