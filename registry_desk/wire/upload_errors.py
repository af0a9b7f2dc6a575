"""What the register may answer to a file on its way, the same at desk and server."""

from registry_desk.errors import DamagedError, RefusedError, UnavailableError


class UploadUnknown(UnavailableError):
    """The server does not know this upload (any more): it begins again."""

    code = "upload_unknown"


class UploadOutOfStep(UnavailableError):
    """A piece does not begin where the last one ended; the server has ``offset`` bytes."""

    code = "upload_out_of_step"


class FileTaken(RefusedError):
    """The same bytes are another file of ``number`` already."""

    code = "file_taken"


class PieceDamaged(DamagedError):
    """A piece is not what its client announced (its hash differs); it goes on at ``offset``."""

    code = "piece_damaged"


class PieceSurplus(RefusedError):
    """A piece goes over the end of its file, which has ``size_bytes``."""

    code = "piece_surplus"


class TusVersionDiffers(RefusedError):
    """A client speaks another version of tus, ``client``, than the ``server``."""

    code = "tus_version_differs"


class UploadTooLarge(RefusedError):
    """A file is larger than the server takes: ``limit_mb``."""

    code = "upload_too_large"
