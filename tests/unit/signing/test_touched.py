"""Pages that later revisions may have changed: never one too few."""

import io

import pytest

from registry_desk.signing.history import open_signed
from registry_desk.signing.touched import touched_pages
from registry_desk.signing.views import compare
from tests.unit.signing import forgery
from tests.unit.signing.documents import plain


def note_on_second(writer):
    forgery.page_of(writer, 1)["/Annots"] = forgery.generic.ArrayObject([forgery.numbers(1)])


def turned_tree(writer):
    tree = writer.root["/Pages"]
    tree["/Rotate"] = forgery.generic.NumberObject(90)
    writer.update_container(tree)


@pytest.mark.parametrize(("change", "pages"), [
    (note_on_second, {2}),
    (forgery.new_contents, {1}),
    (forgery.turned_page, {1}),
    (forgery.shadow_hide, {1}),
    (forgery.swapped_font, {1, 2}),
    (forgery.swapped_image, {1, 2}),
    (forgery.changed_value, {1}),
    (forgery.added_page, None),
    (forgery.removed_page, None),
    (forgery.layer_off, None),
    (turned_tree, None),
])  # fmt: skip
@pytest.mark.parametrize("is_compressed", [False, True])
def test_pages_of_a_change(change, pages, is_compressed):
    before = plain(is_compressed=is_compressed)
    reader = open_signed(io.BytesIO(forgery.grown(before, change)))
    found = touched_pages(reader, 0)
    assert found is None if pages is None else found is None or pages <= found
    if pages == {2}:
        assert found == {2}


def test_without_time_only_what_may_have_changed_is_missed(tmp_path):
    before, file = plain(), tmp_path / "file.pdf"
    file.write_bytes(forgery.grown(before, note_on_second))
    for touched, is_complete in (({2}, False), (set(), True), (None, False)):
        told = compare(file, len(before), later_fields=(), touched=touched, until=0)
        assert (told.changed_pages, told.is_complete) == ((), is_complete)
