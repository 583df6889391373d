"""Pages that options name and that are not there, all at once with whatever else is wrong.

Each page is read where it is needed, and the first that is not there ends the run. Only then is the wiki
asked about the others: a run in which nothing is wrong pays no request for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from outreach.names import CATEGORY
from outreach.problems import BadInput, Problem, WikiError, no_page
from outreach.settings import Given, Setting
from outreach.siteinfo import namespace_of, titles_under
from outreach.wiki import Wiki


@dataclass(frozen=True)
class NamedPage:
    """A page that a run reads: its title, and the option or the line of the campaign page that names it.

    `place` is '' where nobody named it, and it is needed all the same.
    """

    title: str
    place: str = ''

    def problem(self, text: str) -> Problem:
        """Return that it is not there, with its title and its place each once."""
        if not self.place or self.place.endswith(f':{self.title}'):
            return no_page(self.title, text, self.place)
        return no_page(self.title, f'{self.title}: {text}', self.place)


def named(
    given: Given, settings: Sequence[Setting[Any]], title_of: Callable[[str], str] = str
) -> list[NamedPage]:
    """Return the pages that these settings of titles name, in their order.

    `title_of` gives a title as the wiki writes it, where a setting takes more than titles.
    """
    return [
        NamedPage(title_of(title), written.place)
        for setting in settings
        if setting in given
        for title, written in zip(
            given[setting] if setting.repeat else [given[setting]], given.written[setting.name], strict=True
        )
    ]


def told_together(home: Wiki, pages: Sequence[NamedPage], work: Callable[[], int]) -> int:
    """Return what `work` returns; raise its BadInput with each of these pages that is not there."""
    try:
        return work()
    except BadInput as error:
        gone = _not_there(home, [page.title for page in pages])
        raise BadInput(_together(error.problems, pages, gone), error.unwritten) from None


def _together(
    problems: Sequence[Problem], pages: Sequence[NamedPage], gone: Collection[str]
) -> list[Problem]:
    """Return the pages that are gone, in order, then the other problems; what was said of one stays."""
    said = {one.absent: one.text for one in problems if one.absent}
    absent = [
        page.problem(said.get(page.title, 'there is no such page')) for page in pages if page.title in gone
    ]
    told = {one.absent for one in absent}
    return [*absent, *(one for one in problems if one.absent not in told)]


def _not_there(home: Wiki, titles: Collection[str]) -> frozenset[str]:
    """Return the titles of which there is neither a page nor a part: one request, one more for each absent.

    A list may be in its parts alone, and a message in its translations. A category may have members without
    a page. Where the wiki does not answer, or there can be no such title, there is enough to say without.
    """
    try:
        pages = home.read_many(titles) if titles else {}
        absent = [title for title, page in pages.items() if not page.revid]
        return frozenset(
            title
            for title in absent
            if namespace_of(home, title)[0] != CATEGORY and not titles_under(home, f'{title}/')
        )
    except (WikiError, ValueError):
        return frozenset()
