"""The words of a page written in HTML; nothing of it is fetched, shown or run."""

from html.parser import HTMLParser

_SILENT = ("script", "style", "head", "title", "template")
_BREAKS = ("br", "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote")


def text_of_html(page: str) -> str:
    """Give the words of a page, a line for each block, at most one empty line between."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    lines: list[str] = []
    for line in "".join(reader.words).split("\n"):
        said = " ".join(line.split())
        if said or (lines and lines[-1]):
            lines.append(said)
    return "\n".join(lines).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # nothing a page asks for is followed
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self.words.append("\n")
        elif tag == "td":
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data.replace("\n", " "))
