"""Pages that say by a template what a script keeps on them: which there are, and which may be filled."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.problems import BadInput
from outreach.wiki import Wiki

LINKS_AT_ONCE = 20


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
