"""PDFs are made here: searchable PDF/A from scanned pages, receipts, labels, replies, sheets.

The order of things: ``picture`` (what is shown) or ``compact``, ``text_layer`` (what is found),
``stamp`` (what is added), ``fidelity`` (what is vouched for), ``archive`` (the PDF/A around
them); ``drawing`` is the pen for everything the program writes itself.
"""

from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.assemble import PdfPage, assemble
from registry_desk.pdf.fidelity import Capture
from registry_desk.pdf.stamp import Stamp

__all__ = ["Capture", "Metadata", "PdfPage", "Stamp", "assemble"]
