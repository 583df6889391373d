"""Pages that say by a template what a script keeps on them: which there are, and which may be filled."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from outreach import settingstemplate
from outreach.pages import Page
from outreach.problems import BadInput, Problem, gathered, no_page
from outreach.reachable import AllowedHosts, NotAllowed
from outreach.settings import Given, Setting, resolve
from outreach.wiki import Wiki
from outreach.wikitext import markers_on

Made = TypeVar('Made')
LINKS_AT_ONCE = 20
# what stands between a source and its label
LABEL = re.compile(r'\s[–—]\s')


def read_each(
    home: Wiki, titles: Collection[str], read: Callable[[Page], Made]
) -> tuple[list[Made], list[Problem]]:
    """Return what `read` makes of each page, and everything that is wrong with those that it refuses.

    `read` raises BadInput or BrokenMarkers; the pages come 50 (or 500) per request.
    """
    found: list[Made] = []
    problems: list[Problem] = []
    for title, page in home.read_many(titles).items():
        with gathered(problems), markers_on(title):
            found.append(read(page))
    return found, problems


def given_on(home: Wiki, page: Page, template: str, parameters: Mapping[str, Setting[Any]]) -> Given:
    """Return the settings in the template on a page; raise BadInput for a page that we cannot fill."""
    if not page.revid:
        raise BadInput([no_page(page.title)])
    home.guard(page.title)
    written = settingstemplate.parse(page.text, page.title, template, parameters)
    return resolve(parameters.values(), (), written)


def forbidden(hosts: AllowedHosts, given: Given, links: Iterable[str | None]) -> list[Problem]:
    """Return the sources that may not be fetched; `links` are theirs in order, None for one that is not."""
    problems = []
    for link, place in zip(links, given.written.get('sources', ()), strict=True):
        try:
            if link is not None:
                hosts.check(link)
        except NotAllowed as error:
            problems.append(Problem(place.place, f'{place.value!r} {error}'))
    return problems


def why_not(home: Wiki, title: str) -> str:
    """Return why this run must not write to a page (see `outputs`); '' where it may."""
    try:
        home.guard(title)
    except BadInput as error:
        return '; '.join(problem.text for problem in error.problems)
    return ''


def with_template(home: Wiki, template: str) -> list[str]:
    """Return the titles of the pages that hold a template and may be filled; 500 per request."""
    found: list[str] = []
    for reply in home.query(list='embeddedin', eititle=f'Template:{template}', eilimit='max'):
        found += [page['title'] for page in reply.get('embeddedin', ())]
    return sorted(title for title in found if not why_not(home, title))


def none_found(home: Wiki, template: str, where: str) -> str:
    """Return in a sentence that no page asks to be filled, and where it was looked for."""
    place = f'under {where} on {home.host}' if where else f'on {home.host}'
    return f'No page with {{{{{template}}}}} that may be written was found {place}: nothing is filled.'


def refused_links(home: Wiki, links: Sequence[str]) -> frozenset[str]:
    """Return those of the links that the wiki's list of spam forbids: one of them would fail the whole save.

    Asks Extension:SpamBlacklist (https://www.mediawiki.org/wiki/Extension:SpamBlacklist#API); where the
    wiki does not have it, no link is refused.
    """
    if not links or not home.site.has_extension('SpamBlacklist'):
        return frozenset()
    found: set[str] = set()
    for start in range(0, len(links), LINKS_AT_ONCE):
        some = links[start : start + LINKS_AT_ONCE]
        reply = home.call(action='spamblacklist', url=list(some))
        matches = reply.get('spamblacklist', {}).get('matches', ())
        found |= {link for link in some if any(match in link for match in matches)}
    return frozenset(found)
