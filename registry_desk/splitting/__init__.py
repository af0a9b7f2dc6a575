"""Pages become documents: separator sheets, codes, and what the pages themselves say."""

from registry_desk.splitting.separators import (
    SeparatorOrder,
    new_separator_key,
    read_separator,
    separator_message,
)
from registry_desk.splitting.split import split

__all__ = ["SeparatorOrder", "new_separator_key", "read_separator", "separator_message", "split"]
