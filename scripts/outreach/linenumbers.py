"""In which line of a text a place is."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property


class LineNumbers:
    """The lines of a text, counted once, when the first place is asked for.

    Counting from the start of the text for each place would grow with the square of a page of many rows.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer('\n', self.text)]

    def at(self, place: int) -> int:
        """Return the number of the line that a place is in; a line break belongs to the line that it ends."""
        return bisect_left(self._breaks, place) + 1
