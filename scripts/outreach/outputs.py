"""Where a script may write: under the campaign page, and under prefixes that the operator named.

A campaign page is edited by anybody, and names pages that scripts write to. So a title that stands only
there is written to if it lies under the campaign page or under a prefix of `_outreach_pages` in
`user-config.py` (`_outreach_pages = ['Outreach/', …]`); any other must be given on the command line.
Our own user pages are no exception: what runs under our account reads some of them. Whatever a title was
given by, it is never a page of code, a template, a message of the interface, somebody else's user page, or
a stop page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from outreach import siteinfo, wiki
from outreach.names import USER, Namespaces
from outreach.problems import BadInput, Problem
from outreach.settings import CAMPAIGN, Given, home_title
from outreach.wiki import Wiki

PLACE = '_outreach_pages in user-config.py'
CODE = ('.js', '.css', '.json')
# MediaWiki, Template, Module (https://www.mediawiki.org/wiki/Manual:Namespace, Extension:Scribunto)
NEVER = {8: 'a message of the interface', 10: 'a template', 828: 'a module'}


@dataclass(frozen=True)
class Outputs:
    """Where a run may write: `named` are titles of the command line, each with what lies below it.

    `found` are others that the command line asked for together, `prefixes` beginnings of titles.
    """

    account: str
    campaign: str
    named: frozenset[str]
    prefixes: tuple[str, ...]
    namespaces: Namespaces
    found: frozenset[str] = frozenset()

    def why_not(self, title: str) -> str:
        """Return why a page must not be written to, or ''. A talk page counts as its page."""
        try:
            number, rest = self.namespaces.split(title)
        except ValueError:
            return 'is no title'
        if rest.endswith(CODE):
            return 'is a page of code or data'
        if number // 2 * 2 in NEVER:
            return f'is {NEVER[number // 2 * 2]}'
        if rest.endswith('/stop'):
            return 'is a stop page, which is for people'
        if title == self.campaign:
            return 'is the campaign page, which is for people'
        about = self._about(title, number, rest)
        own = rest.startswith(f'{self.account}/')
        if number // 2 * 2 == USER and not own:
            return "is somebody's user page"
        given = (*self.named, *self.found, *([self.campaign] if self.campaign else []))
        if about in self.named | self.found or about.startswith(tuple(f'{one}/' for one in given)):
            return ''
        if any(about.startswith(prefix) for prefix in self.prefixes):
            return ''
        return 'is neither under the campaign page nor under _outreach_pages; name it on the command line'

    def _about(self, title: str, number: int, rest: str) -> str:
        """Return the page that a talk page is about, another page as it is."""
        if number % 2 == 0:
            return title
        name = self.namespaces.local.get(number - 1, '')
        return f'{name}:{rest}' if name else rest


def prefixes() -> tuple[str, ...]:
    """Return the prefixes that the operator named; raise BadInput where they are no list of texts."""
    named = wiki.configured('pages') or ()
    if isinstance(named, str) or not all(isinstance(one, str) and one.strip() for one in named):
        raise BadInput([Problem(PLACE, "must be a list of beginnings of titles: ['Outreach/', …]")])
    return tuple(named)


def titles_of_command_line(given: Given, title_of: Callable[[str], str]) -> frozenset[str]:
    """Return the pages that options on the command line name."""
    return frozenset(
        title_of(one.value)
        for name, some in given.written.items()
        for one in some
        if name != CAMPAIGN.name
        if one.place.startswith('-') and _is_title(one.value)
    )


def _is_title(text: str) -> bool:
    try:
        home_title(text)
    except ValueError:
        return False
    return True


def watch(home: Wiki, given: Given, found: Iterable[str] = ()) -> None:
    """Let every save on the campaign's wiki be refused where the page is none that may be written to.

    `found` are pages that the command line asked for without their titles, such as all lists.
    """
    title_of = siteinfo.titles(home)
    allowed, asked_for = prefixes(), frozenset(found)
    known: list[Outputs] = []

    def guard(title: str) -> None:
        if not known:
            named = titles_of_command_line(given, title_of)
            account, campaign = home.user_name, given[CAMPAIGN] or ''
            spaces = siteinfo.namespaces(home)
            known.append(Outputs(account, campaign, named, allowed, spaces, asked_for))
        reason = known[0].why_not(title)
        if reason:
            raise BadInput([Problem(title, f'is not written to: it {reason}')])

    home.guard = guard
