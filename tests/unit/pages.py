"""Pages drawn for tests: black letters on white paper, as a good scanner sees them."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.conftest import CHECKOUT

FONT = CHECKOUT / "resources" / "fonts" / "NotoSans-Regular.ttf"
WORDS = (
    "Subsemnatul vă rog să aprobați eliberarea unui certificat pentru imobilul din strada Păcii",
    "Menționez că locuiesc la această adresă împreună cu soția și cei trei copii minori din anul",
    "Am achitat toate taxele și impozitele locale până la data de astăzi, conform chitanței date",
    "În ultima iarnă apa a pătruns în beci de mai multe ori, iar pereții s-au umezit cu totul",
    "Vecinul meu și-a dat acordul scris, pe care îl atașez în original la prezenta cerere scurtă",
)


def letter(lines=WORDS * 3, *, dpi=200, size_pt=11, paper=255, ink=0, top_mm=30):
    """Draw lines of text on an A4 page."""
    width, height = round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)
    image = Image.new("L", (width, height), paper)
    draw = ImageDraw.Draw(image)
    font = ImageFont.truetype(str(FONT), round(size_pt / 72 * dpi))
    y = top_mm / 25.4 * dpi
    for line in lines:
        draw.text((20 / 25.4 * dpi, y), line, font=font, fill=ink)
        y += size_pt / 72 * dpi * 1.5
    return np.array(image)


def tilted(page, degrees, *, paper=255):
    """Turn a page clockwise by a few degrees about its middle."""
    height, width = page.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1)
    return cv2.warpAffine(page, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def save(page, path, *, dpi=200, **options):
    """Write a page with its resolution."""
    Image.fromarray(page).save(path, dpi=(dpi, dpi), **options)
    return path
