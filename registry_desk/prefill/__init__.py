"""A document is understood: kind, sender, their number and date, subject, identifiers, department.

Works from the words, lines and columns that reading found, tolerant of misread letters. Order of
things: ``paper`` (the lines as one text that knows its places), ``kinds``, ``zones`` (whose lines),
then one module per group of fields, gathered by ``understanding``.
"""

from registry_desk.prefill.understanding import understand

__all__ = ["understand"]
