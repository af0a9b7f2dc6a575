"""A PDF/A under construction: pages, metadata, colour profile, attachments, then one durable save.

Source: ISO 19005-2 and 19005-3 (clauses at the places that obey them).
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

import registry_desk
from registry_desk.durable import part_file, sha256_of
from registry_desk.resources import resource

PRODUCER = f"Registry Desk {registry_desk.__version__}"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself."""

    title: str
    author: str = ""
    """The institution."""
    subject: str = ""
    language: str = "ro-RO"
    """BCP 47."""
    created_at: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    """Aware; the only clock of the file, so that the same input gives the same bytes."""


class Archive:
    """One PDF/A-2b (or 3b, when it carries an attachment)."""

    def __init__(self, metadata: Metadata) -> None:
        self.pdf = pikepdf.new()
        self._metadata = metadata
        self._part = 2

    def add_page(
        self, width: float, height: float, contents: bytes, resources: Dictionary
    ) -> pikepdf.Page:
        """Append a page, its size in points."""
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(cast("Any", [0, 0, _rounded(width), _rounded(height)])),
            Resources=resources,
            Contents=self.pdf.make_indirect(Stream(self.pdf, contents)),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))
        return self.pdf.pages[-1]

    def label_pages(self, labels: list[str]) -> None:
        """Name the pages in a reader's page box; an empty name is the page's own number."""
        numbers = Array()
        for index, label in enumerate(labels):
            style = Dictionary(P=String(label)) if label else Dictionary(S=Name.D, St=index + 1)
            numbers.extend(cast("Any", [index, style]))
        self.pdf.Root.PageLabels = Dictionary(Nums=numbers)

    def attach(self, name: str, content: bytes, *, mime: str, description: str) -> None:
        """Attach a file that belongs to the document as its data.

        Source: ISO 19005-3, 6.8: AFRelationship, MIME type, the catalogue's AF array.
        """
        at = String(_pdf_date(self._metadata.created_at))
        embedded = Stream(self.pdf, content)
        embedded.Type = Name.EmbeddedFile
        embedded.Subtype = Name(f"/{mime}")
        embedded.Params = Dictionary(Size=len(content), ModDate=at)
        file = self.pdf.make_indirect(embedded)
        spec = self.pdf.make_indirect(
            Dictionary(
                Type=Name.Filespec,
                F=String(name),
                UF=String(name),
                Desc=String(description),
                AFRelationship=Name.Data,
                EF=Dictionary(F=file, UF=file),
            )
        )
        self.pdf.Root.AF = Array([spec])
        self.pdf.Root.Names = Dictionary(
            EmbeddedFiles=Dictionary(Names=Array([String(name), spec]))
        )
        self._part = 3

    def save(self, target: Path) -> str:
        """Write the file durably.

        Returns:
            Its SHA-256, hexadecimal.

        Raises:
            DiskFull: no room; nothing half is left.
            FolderClosed: the folder may not be written.
        """
        self._describe()
        page_count = len(self.pdf.pages)
        with part_file(target) as part:
            self.pdf.save(
                part,
                deterministic_id=True,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                compress_streams=True,
                recompress_flate=False,
                min_version="1.7",
            )
            with pikepdf.open(part) as written:
                if len(written.pages) != page_count:
                    raise AssertionError("the written PDF has lost pages")
            return sha256_of(part)

    def _describe(self) -> None:
        told = self._metadata
        at = String(_pdf_date(told.created_at))
        words = {"Title": told.title, "Author": told.author, "Subject": told.subject}
        self.pdf.trailer.Info = self.pdf.make_indirect(
            Dictionary(
                {f"/{key}": String(said) for key, said in words.items() if said}
                | {"/Creator": String(PRODUCER), "/Producer": String(PRODUCER)}
                | {"/CreationDate": at, "/ModDate": at}
            )
        )
        packet = Stream(self.pdf, _xmp(told, self._part))
        packet.Type, packet.Subtype = Name.Metadata, Name.XML
        root: Any = self.pdf.Root
        root.Metadata = self.pdf.make_indirect(packet)
        root.Lang = String(told.language)
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        profile = Stream(self.pdf, resource("srgb.icc").read_bytes())
        profile.N = 3
        root.OutputIntents = Array(
            [
                Dictionary(
                    Type=Name.OutputIntent,
                    S=Name.GTS_PDFA1,
                    OutputConditionIdentifier=String("sRGB"),
                    Info=String("sRGB IEC61966-2.1"),
                    DestOutputProfile=self.pdf.make_indirect(profile),
                )
            ]
        )


def _rounded(length: float) -> float | int:
    short = round(length, 3)
    return int(short) if short == int(short) else short


def _pdf_date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")


def _xmp(told: Metadata, part: int) -> bytes:
    """Write the XMP packet; the same values as the information dictionary.

    Source: ISO 19005-2, 6.6.2 (metadata) and 6.6.4 (version identification).
    """
    at = told.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    author = f"<dc:creator><rdf:Seq><rdf:li>{escape(told.author)}</rdf:li></rdf:Seq></dc:creator>"
    subject = (
        '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(told.subject)}</rdf:li></rdf:Alt></dc:description>"
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about=""'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        ' xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
        "<dc:format>application/pdf</dc:format>"
        f"<dc:language><rdf:Bag><rdf:li>{escape(told.language)}</rdf:li></rdf:Bag></dc:language>"
        '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{escape(told.title)}</rdf:li></rdf:Alt></dc:title>"
        f"{author if told.author else ''}{subject if told.subject else ''}"
        f"<xmp:CreateDate>{at}</xmp:CreateDate><xmp:ModifyDate>{at}</xmp:ModifyDate>"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>\n"
        '<?xpacket end="w"?>'
    ).encode()
