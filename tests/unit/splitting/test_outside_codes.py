"""Separator sheets and codes that others made: found where they are, never where they are not."""

import pytest

from registry_desk.reading import process

PAPERLESS = "paperless-ngx__paperless-ngx/barcode"
NAPS2 = "cyanfish__naps2/scan"
SEPARATORS = {
    f"{PAPERLESS}/patch-code-t-middle-reverse.pdf": [2],
    f"{PAPERLESS}/patch-code-t-middle-alpha.tiff": [2],
    f"{PAPERLESS}/patch-code-t-middle-distorted.pdf": [2],
    f"{PAPERLESS}/patch-code-t-middle-fuzzy.pdf": [2],
    f"{PAPERLESS}/patch-code-t-middle-unreadable.pdf": [],
    f"{PAPERLESS}/patch-code-t-double.pdf": [2, 3],
    f"{PAPERLESS}/barcode-39-asn-123.pdf": [],
    f"{NAPS2}/patcht.jpg": [1],
    f"{NAPS2}/patcht_cropped_bl.jpg": [1],
    f"{NAPS2}/skewed.jpg": [1],
    f"{NAPS2}/image_upc_barcode.jpg": [],
}


@pytest.fixture(scope="module")
def told(shared, tmp_path_factory):
    files = [shared / "material" / name for name in SEPARATORS]
    return process(files, tmp_path_factory.mktemp("out"), jobs=2)


@pytest.mark.parametrize("name", SEPARATORS)
def test_separators_of_others(told, name):
    rows = [row for row in told["pages"] if row["source"] == name.rpartition("/")[2]]
    assert [row["source_page"] for row in rows if row["is_separator"]] == SEPARATORS[name]
    documents = {row["document"] for row in rows if not row["is_separator"]}
    assert None not in documents


def test_code_that_nobody_can_read_is_shown(told):
    (place,) = [
        row["index"]
        for row in told["pages"]
        if "unreadable" in row["source"] and row["source_page"] == 2
    ]
    assert (place, "boundary.code_unreadable") in [
        (doubt["first_page"], doubt["reason"]) for doubt in told["doubtful"]
    ]
