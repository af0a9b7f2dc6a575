"""What can go wrong while a document is put together."""

from registry_desk.errors import DamagedError, DeviceError, RefusedError


class PageImageDamaged(DamagedError):
    """A cleaned page cannot be read back; the captured page is still there."""

    code = "page_image_damaged"


class TemplateDamaged(DamagedError):
    """A template is no ODT or DOCX file that can be read."""

    code = "template_damaged"


class TemplateFieldUnknown(RefusedError):
    """A template has a field that means nothing here."""

    code = "template_field_unknown"


class TemplateWithoutText(RefusedError):
    """A template has no place for what the official writes."""

    code = "template_without_text"


class OfficeSuiteMissing(DeviceError):
    """LibreOffice, which makes the PDF/A of a template, is not on this machine."""

    code = "office_suite_missing"


class TemplateNotConverted(DamagedError):
    """LibreOffice made no page of a template that was filled in."""

    code = "template_not_converted"
