"""Problems of which there may be thousands: some on the terminal, and all in a private file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from outreach import manyproblems, privatefiles
from outreach.doubts import Doubt
from outreach.problems import Problem
from outreach.wiki import private_folder, warn

NAME = 'problems.tsv'


def tell_some(say: Callable[[str], None], problems: Sequence[Problem]) -> None:
    """Tell problems, at most twenty of a kind; where there are more all are in a file beside the evidence."""
    shown, crowd = manyproblems.some_of_each(problems)
    for line in shown:
        say(line)
    if crowd:
        path = private_folder().parent / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        privatefiles.write(path, manyproblems.rows(problems))
        say(f'Each of these lines is in {path}.')


def tell_doubts(doubts: Iterable[Doubt]) -> None:
    """Warn of doubts, those of one code being of a kind."""
    tell_some(warn, [Problem(one.place, f'{one.text} [{one.code}]', f'[{one.code}]') for one in doubts])
