"""Everything that is wrong with the input, said at once and each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from outreach import shown

NOTHING_WRITTEN = 'Nothing was written'


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: where it stands, and what is wrong with it and how to fix it.

    `kind` says what it has in common with others of which there may be thousands, `absent` which page of
    the campaign's wiki is not there.
    """

    place: str
    text: str
    kind: str = field(default='', compare=False)
    absent: str = field(default='', compare=False)

    def __str__(self) -> str:
        return f'{self.place}: {self.text}'


class BadInput(ValueError):
    """The input is refused. Carries every problem found, not the first only, and what was not written."""

    def __init__(self, problems: Iterable[Problem], unwritten: str = NOTHING_WRITTEN) -> None:
        self.problems, self.unwritten = tuple(problems), unwritten
        super().__init__('\n'.join(str(problem) for problem in self.problems))


def no_page(title: str, text: str = 'there is no such page', place: str = '') -> Problem:
    """Return that a page which is needed is not on the campaign's wiki."""
    return Problem(place or title, text, absent=title)


def refuse(problems: Iterable[Problem]) -> None:
    """Raise BadInput with these problems, where there are any."""
    found = tuple(problems)
    if found:
        raise BadInput(found)


@contextmanager
def gathered(problems: list[Problem]) -> Iterator[None]:
    """Go on behind bad input in this block, with what is wrong added to the problems."""
    try:
        yield
    except BadInput as error:
        problems += error.problems


# the code of a WikiError for an answer that never comes to its end
ENDLESS = 'endless'


class WikiError(Exception):
    """A wiki did not do what it was asked. `code` is the API's own error code; its message is one line."""

    def __init__(self, host: str, text: str, code: str = '') -> None:
        super().__init__(shown.line(f'{host}: {text}'))
        self.host, self.code = host, code


class Unreachable(WikiError):
    """A wiki gave no usable answer to a question: time-out, server error, or a page instead of data."""


class CannotTell(Unreachable):
    """A wiki answered in a shape that we do not know; the message names the key."""

    def __init__(self, host: str, fault: str, code: str = 'shape') -> None:
        super().__init__(
            host,
            f'answered in a shape that is not known here ({fault}); nobody can tell what it means',
            code,
        )


class Ambiguous(WikiError):
    """Nobody can say whether a wiki did what it was asked to do."""


class EditConflict(WikiError):
    """The page is no longer as it was read; nothing was saved."""


class Stopped(Exception):
    """The run ends here, cleanly: a stop page, lost rights, a block or a read-only wiki."""


@dataclass
class Troubles:
    """What failed on the way, by the step that it belongs to; kept only where one is to `go_on` behind it."""

    go_on: bool = False
    found: dict[str, Stopped | WikiError] = field(default_factory=dict)

    @contextmanager
    def noted(self, step: str) -> Iterator[None]:
        """Go on behind what a wiki refuses or does not answer in this block, if one is to go on."""
        try:
            yield
        except (Stopped, WikiError) as error:
            if not self.go_on:
                raise
            self.found[step] = error
