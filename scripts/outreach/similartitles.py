"""Which page was meant: the titles of a wiki that are spelt like one that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from outreach import siteinfo
from outreach.names import first_upper
from outreach.problems import WikiError
from outreach.wiki import Wiki

# of the last part of a title: what people mistype stands behind its first letters, as a rule
LETTERS = 2


def beginning(title: str) -> str:
    """Return how the right title may begin: all parts of this one but the last, and two letters of that."""
    parts = title.rpartition('/')
    return f'{parts[0]}{parts[1]}{parts[2][:LETTERS]}'


def alike(title: str, titles: Iterable[str]) -> str:
    """Return the title that is spelt most like one, '' where none is."""
    close = get_close_matches(title, titles, 1, cutoff=0.8)
    return close[0] if close else ''


def meant(wiki: Wiki, title: str) -> str:
    """Return which page of the wiki may be meant by one that is not there, as a question; '' for none.

    Two requests, one more where its parts do not begin with capitals: of the pages that begin so the
    first 500 (5,000 with `apihighlimits`) are looked at.
    """
    try:
        namespaces = siteinfo.namespaces(wiki)
        number, name = namespaces.split(title)
        prefix = namespaces.local_title(title).removesuffix(name)
        capitals = '/'.join(map(first_upper, name.split('/')))
        for one in dict.fromkeys((name, capitals)):
            reply = wiki.call(
                action='query', list='allpages', apprefix=beginning(one), apnamespace=number, aplimit='max'
            )
            pages = reply.get('query', {}).get('allpages', ())
            if close := alike(f'{prefix}{one}', [page['title'] for page in pages]):
                return f'; did you mean {close}?'
    except (WikiError, ValueError):  # a hint is not worth an error: nobody asked for it
        return ''
    return ''
