"""A reader of what others wrote, as the fuzzer and the bombs try it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.hostile.replies import OfReply


@dataclass(frozen=True)
class Reader:
    """A reader: what it does with a text, which errors it declares, and pages of the kind that it reads.

    `most` is the longest text that reaches it, in letters, where something before it sees to that.
    """

    read: Callable[[str], object]
    errors: tuple[type[Exception], ...] = ()
    samples: tuple[str, ...] = ()
    most: int = 0

    def tries(self, text: str) -> Iterator[Callable[[], object]]:
        """Return what is to be read of a text: the text, or the replies that it spoils."""
        if isinstance(self.read, OfReply):
            yield from self.read.tries(text)
        else:
            yield partial(self.read, text)

    def long(self, letters: int) -> Iterator[Callable[[], object]]:
        """Return what is to be read of ordinary text of so many letters: each sample again and again."""
        for sample in self.samples or ('* User talk:Ann\n',):
            text = (sample + '\n') * (1 + letters // (len(sample) + 1))
            yield from self.tries(text[: self.most or letters])
        if isinstance(self.read, OfReply):
            yield from self.read.long(letters)
