"""Documents to sign in tests: two pages, a form, a cover over hidden words, and signers."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String
from pyhanko.sign import fields, signers
from pyhanko.stamp import TextStampStyle


def plain(*, is_compressed=False):
    """Give a document of two pages with a form, a cover and a page that hangs nowhere."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    )
    cover = Stream(pdf, b"0.8 0.9 1 rg 0 0 420 120 re f")
    cover.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 420, 120]))
    cover = pdf.make_indirect(cover)
    for number in (1, 2, 3):
        words = (
            f"BT /F1 24 Tf 80 700 Td (Pagina {number}: suma de 100 lei) Tj ET "
            f"BT /F1 24 Tf 80 430 Td (Ascuns {number}) Tj ET q 1 0 0 1 60 380 cm /Cover Do Q "
            "[2 3] 0 d 90 300 m 290 300 l S"
        )
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Cover=cover))
        page.Contents = Stream(pdf, words.encode())
    hidden = pdf.pages[2].obj
    del pdf.pages[2]
    hidden.Parent = pdf.Root.Pages
    pdf.Root.PieceInfo = Dictionary(Hidden=hidden)
    filled = _text(pdf, "amount", (80, 600, 280, 620), "100 lei")
    empty = _text(pdf, "remark", (80, 560, 280, 580), None)
    pdf.pages[0].Annots = Array([filled, empty])
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([filled, empty]),
        DR=Dictionary(Font=Dictionary(Helv=font)),
        DA=String("/Helv 12 Tf 0 g"),
    )
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode
    pdf.save(out, object_stream_mode=mode.generate if is_compressed else mode.disable)
    return out.getvalue()


def _text(pdf, name, rect, value):
    picture = Stream(pdf, f"BT /Helv 12 Tf 2 5 Td ({value or ''}) Tj ET".encode())
    picture.update(Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 20]))
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String(name), Rect=Array(rect), F=4,
        DA=String("/Helv 12 Tf 0 g"), P=pdf.pages[0].obj,
    )  # fmt: skip
    if value is not None:
        field.V = String(value)
        field.AP = Dictionary(N=pdf.make_indirect(picture))
    return pdf.make_indirect(field)


class Pen:
    """Signs as another program would: visibly or not, certifying or not."""

    def __init__(self, authority):
        self._signer = signers.SimpleSigner.load_pkcs12(
            str(authority.seal_file), passphrase=b"secret"
        )

    def sign(self, raw, *, field="Sig1", box=None, page=0, certify=None, text="Semnat", opacity=1):
        """Give the document with one more signature.

        Args:
            raw: the document.
            field: name of the new field.
            box: its rectangle; None for an invisible one.
            page: from 0.
            certify: 1, 2 or 3 for a certification.
            text: what its picture says.
            opacity: of a white ground under the text, which hides what lies beneath; 0 for none.
        """
        from pyhanko.pdf_utils.content import RawContent
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.pdf_utils.layout import BoxConstraints

        writer = IncrementalPdfFileWriter(io.BytesIO(raw), strict=False)
        spec = fields.SigFieldSpec(field, on_page=page, box=box)
        style = None
        if box is not None:
            width, height = box[2] - box[0], box[3] - box[1]
            ground = RawContent(
                f"1 1 1 rg 0 0 {width} {height} re f".encode() if opacity else b" ",
                box=BoxConstraints(width=width, height=height),
            )
            style = TextStampStyle(stamp_text=text, background=ground, background_opacity=1)
        metadata = signers.PdfSignatureMetadata(
            field_name=field,
            certify=certify is not None,
            docmdp_permissions=fields.MDPPerm(certify or 2),
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        out = signers.PdfSigner(metadata, self._signer, stamp_style=style, new_field_spec=spec)
        return out.sign_pdf(writer).getvalue()
