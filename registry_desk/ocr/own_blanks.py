"""Parts of one typewritten word, which the engine took for two: no blank stands between them.

A machine's blank is as wide as its signs; two words whose boxes lie nearer are one.
"""

from collections.abc import Sequence
from dataclasses import replace

from registry_desk.model.page import Word

_BLANK = 0.75
"""Of the pitch. Source: on 27 pages of typewriters and needle printers of five sets of sample
letters no two words stood nearer than 0.9."""


def with_joined_words(words: Sequence[Word], pitch: float) -> tuple[Word, ...]:
    """Give the words of a typewritten page, those joined that no blank parts.

    Args:
        words: in reading order.
        pitch: pixels from one sign to the next.
    """
    joined: list[Word] = []
    for word in words:
        last = joined[-1] if joined else None
        room = word.box.x - last.box.right if last and last.line == word.line else None
        if last and room is not None and 0 <= room < _BLANK * pitch:
            joined[-1] = replace(
                last,
                text=last.text + word.text,
                box=last.box.union(word.box),
                confidence=min(last.confidence, word.confidence),
            )
        else:
            joined.append(word)
    return tuple(joined)
