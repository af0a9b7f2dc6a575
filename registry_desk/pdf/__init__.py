"""PDFs are made here: searchable PDF/A from scanned pages, receipts, labels, replies, sheets.

The order of things: ``picture`` (what is shown) or ``compact``, ``text_layer`` (what is found),
``stamp`` (what is added), ``fidelity`` (what is vouched for), ``archive`` (the PDF/A around
them); ``drawing`` is the pen for everything the program writes itself, ``paper`` its sheets.
"""

from registry_desk.pdf.archive import Metadata
from registry_desk.pdf.assemble import PdfPage, assemble
from registry_desk.pdf.fidelity import Capture
from registry_desk.pdf.label import Label, label, labels
from registry_desk.pdf.receipt import Receipt, receipt
from registry_desk.pdf.register_print import RegisterPrint, RegisterRow, register_print
from registry_desk.pdf.registration_sheet import RegistrationSheet, registration_sheet
from registry_desk.pdf.reply import Reply, compose_reply
from registry_desk.pdf.separators import SeparatorSheet, separator_sheets
from registry_desk.pdf.stamp import Stamp

__all__ = [
    "Capture",
    "Label",
    "Metadata",
    "PdfPage",
    "Receipt",
    "RegisterPrint",
    "RegisterRow",
    "RegistrationSheet",
    "Reply",
    "SeparatorSheet",
    "Stamp",
    "assemble",
    "compose_reply",
    "label",
    "labels",
    "receipt",
    "register_print",
    "registration_sheet",
    "separator_sheets",
]
