"""How an office's letter says which matter it answers, follows up or has examined."""

import re

FOLLOWS = re.compile(
    r"\burmare\s+(?!(?:a\s+)?(?:adres|solicit|cerer|petiti|sesiz|raspuns|e-?mail|telefon|discut"
    r"|intern|memoriu|scris|celor|prezent))(?:a\s+)?(?P<what>(?:[^.;]|\.(?=\s?[\d(])){10,200}?)"
    r"(?:,\s(?:comunicat|inregistrat|transmis|in\s+temeiul|in\s+conformitate|potrivit|conform"
    r"|in\s+baza)[^;]{5,250}?)?,\s+va\s+(?:comunicam|facem|aducem|informam|precizam|instiintam)"
)
"""What an office did before it writes: *Urmare verificării …, vă comunicăm …*."""
ASKED_US = re.compile(
    r"\burmare\s+(?:a\s+)?(?P<what>(?:solicitar|cerer)\w+\s+de\s+\w{4,}(?:[^.;]|\.(?=\d)){10,200}?)"
    r"(?:,\s(?:comunicat|inregistrat|transmis|finantat|in\s+temeiul|in\s+conformitate|potrivit"
    r"|conform|in\s+baza)[^;]{5,250}?)?,\s+va\s+(?:comunicam|facem|aducem|informam|precizam"
    r"|instiintam)"
)
"""What was asked of the office that answers."""
ANSWERS = re.compile(
    r"\b(?:urmare|raspuns|referitor|(?:la|(?:avand\s+)?in\s+vedere|fata\s+de)\s+(?:adresa"
    r"|solicitarea|cererea|petitia|sesizarea))\b[^;]{0,200}?\s(?:privind|referitoare\s+la"
    r"|cu\s+privire\s+la"
    r"|prin\s+care\s+(?:(?:ne|se|ne-ati|ati|a|au|dvs\.?)\s+)?(?:solicit|cere|intreb|semnal|sesiz"
    r"|reclam)\w*|in\s+legatura\s+cu)\s+"
    r"(?P<what>[^.;]{10,200}?),\s+va\s+(?:comunicam|facem|aducem|informam|transmitem|precizam"
    r"|raspundem|instiintam)"
)
LAWFUL = re.compile(
    r"\blegalitatea\s+(?P<what>\w*(?:otarar|ispoziti)\w+\s+(?:[^.;]|(?<=nr)\.|\.(?=\d)){10,220}?),"
    r"\s+(?:am|s-au?)\s+(?:constatat|identificat)"
)
"""What a prefect writes about: the act he has examined."""
