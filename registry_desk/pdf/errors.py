"""What can go wrong while a document is put together."""

from registry_desk.errors import DamagedError


class PageImageDamaged(DamagedError):
    """A cleaned page cannot be read back; the captured page is still there."""

    code = "page_image_damaged"
