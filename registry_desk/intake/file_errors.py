"""What can be wrong with a file that somebody hands in."""

from registry_desk.errors import DamagedError


class FileEmpty(DamagedError):
    """The file has no bytes."""

    code = "file_empty"


class FileNotRecognised(DamagedError):
    """The file is neither an image nor a PDF, whatever its name says."""

    code = "file_not_recognised"


class ImageTruncated(DamagedError):
    """The image's data end too early."""

    code = "image_truncated"


class ImageDamaged(DamagedError):
    """The image's data make no picture."""

    code = "image_damaged"


class ImageTooLarge(DamagedError):
    """The picture would need more memory than a page may take."""

    code = "image_too_large"


class PdfEncrypted(DamagedError):
    """The PDF opens only with a password."""

    code = "pdf_encrypted"


class PdfDamaged(DamagedError):
    """The PDF's structure cannot be followed."""

    code = "pdf_damaged"


class PageMissing(DamagedError):
    """The file has no such page."""

    code = "page_missing"


class FileTookTooLong(DamagedError):
    """Opening the file took longer than a page may take."""

    code = "file_took_too_long"


class FileBrokeReader(DamagedError):
    """The file made its reader break off or ask for too much memory."""

    code = "file_broke_reader"
