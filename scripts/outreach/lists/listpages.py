"""Delivery lists on their wiki: reading them in every form, their history, and where all of them are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from outreach import moves, siteinfo
from outreach.doubts import Doubt
from outreach.lists.deliverylist import WIKITEXT, DeliveryList, from_category, parse
from outreach.lists.entries import TARGET_WORDS, Target, TitleResolver
from outreach.lists.merge import History, ListRevision, history_of, shrinking
from outreach.names import CATEGORY, ENGLISH, Namespaces
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page
from outreach.revisions import Revision
from outreach.run import Change
from outreach.siteinfo import titles_under
from outreach.wiki import Wiki

# Template, Module and their talk pages (Module: https://www.mediawiki.org/wiki/Extension:Scribunto)
TEMPLATES = (10, 11, 828, 829)
SHOWN_TARGET = re.compile(r'href="(?:https?:)?//([^/"]+)/w/index\.php\?title=([^&"]+)"')
LIST_CATEGORY = 'massmessage-list-category'
PART = re.compile(r'/[a-z]{2,}(-[a-z0-9]+)*(/[1-9]\d*)?')


def delivery_list(page: Page, home_host: str, words: Collection[str] = TARGET_WORDS) -> DeliveryList:
    """Return the delivery list on a page as it was read."""
    return parse(page.text, home_host, page.model, title=page.title, words=words)


def titles_of(wiki: Wiki, title: str) -> tuple[str, ...]:
    """Return the titles of a list and of its parts, whether there is a page of that title or not.

    Parts are the subpages named by a language, and by a number where one language fills several pages
    (`/sv`, `/sv/2`). This is the one definition of what belongs to a list; other subpages do not.
    """
    under = titles_under(wiki, f'{title}/')
    return (title, *(one for one in under if PART.fullmatch(one, len(title))))


def read(wiki: Wiki, title: str, titles: Sequence[str] = ()) -> tuple[Page, ...]:
    """Read the pages of a list that exist: its own, and its parts.

    `titles` are what `titles_of` told already. Raises BadInput where its own is a redirect.
    """
    pages = wiki.read_many(titles or titles_of(wiki, title)).values()
    check_no_redirects(pages)
    return tuple(page for page in pages if page.revid)


def find_lists(wiki: Wiki, title: str, namespaces: Namespaces) -> tuple[tuple[Page, DeliveryList], ...]:
    """Read a list and its parts, or all lists of the wiki where `title` is ''.

    A category is read as the list of its members. Raises BadInput where there is none.
    """
    found: tuple[tuple[Page, DeliveryList], ...]
    if title and namespaces.split(title)[0] == CATEGORY:
        page, inside = wiki.read(title), members(wiki, title)
        check_no_redirects([page])
        found = ((page, from_category(inside, wiki.host, title)),) if inside or page.revid else ()
    elif title:
        found = tuple((page, delivery_list(page, wiki.host)) for page in read(wiki, title))
    else:
        pages = wiki.read_many(all_lists(wiki, namespaces)).values()
        found = tuple((page, delivery_list(page, wiki.host)) for page in pages)
    if not found:
        where = f'the tracking category of {wiki.host}'
        missing = (
            no_page(title, f'there is no delivery list on {wiki.host}')
            if title
            else Problem(where, 'names no list')
        )
        raise BadInput([missing])
    return found


def losing(changes: Sequence[Change], home_host: str) -> list[Doubt]:
    """Return the doubts about lists that are written as other pages are: those that lose much."""
    return [
        doubt
        for one in changes
        for doubt in shrinking(
            delivery_list(one.before, home_host), delivery_list(replace(one.before, text=one.text), home_host)
        )
    ]


def expanded(wiki: Wiki, listed: DeliveryList) -> frozenset[Target]:
    """Return the targets that the wiki finds on a wikitext list, those that templates bring along too.

    Each is shown as a link to `//host/w/index.php?title=…` (message `massmessage-target`); no question
    to the wiki gives them as they are. The links are read off the page as it is shown: those to the wiki's
    own host are in no table of links ($wgRegisterInternalExternals).
    """
    if listed.model != WIKITEXT:
        return frozenset()
    reply = wiki.call(action='parse', page=listed.title, prop='text', disablelimitreport=True)
    return _shown(reply['parse']['text'])


def sent_to(wiki: Wiki, revision: Revision) -> frozenset[Target]:
    """Return whom a send from a revision of anybody's list went to.

    MassMessage expands the page, so where templates besides its entries may bring more along the wiki is
    asked too: one request. Who is struck out there gets it all the same. The members of a category are in no
    revision; those that it has now count.
    """
    listed = parse(revision.text or '', wiki.host, revision.model)
    found = frozenset(listed.named)
    if listed.model == WIKITEXT and '{{' in _beside_entries(listed):
        found |= expanded_in(wiki, revision.id)
    if not found and ':' in revision.title and siteinfo.namespace_of(wiki, revision.title)[0] == CATEGORY:
        inside = from_category(members(wiki, revision.title), wiki.host)
        found = frozenset(inside.targets)
    return found


def _beside_entries(listed: DeliveryList) -> str:
    """Return what stands on a page beside the entries that can be read."""
    read = [entry for entry in listed.entries if not entry.fault]
    ends = [0, *(entry.end for entry in read)]
    starts = [*(entry.start for entry in read), len(listed.text)]
    return '\n'.join(listed.text[end:start] for end, start in zip(ends, starts, strict=True))


def expanded_in(wiki: Wiki, revid: int) -> frozenset[Target]:
    """Return the targets that the wiki finds in a revision of a wikitext page, as `expanded`."""
    reply = wiki.call(action='parse', oldid=revid, prop='text', disablelimitreport=True)
    return _shown(reply['parse']['text'])


def seen(wiki: Wiki, title: str) -> tuple[int, frozenset[Target]]:
    """Return the current revision of a page and the targets that the wiki finds in it, as `expanded`."""
    reply = wiki.call(action='parse', page=title, prop='text|revid', disablelimitreport=True)
    return reply['parse']['revid'], _shown(reply['parse']['text'])


def _shown(page: str) -> frozenset[Target]:
    links = SHOWN_TARGET.finditer(page)
    return frozenset(Target(link[1], unquote(link[2]).replace('_', ' ')) for link in links)


def members(wiki: Wiki, category: str) -> tuple[str, ...]:
    """Return the titles of the members of a category."""
    titles: list[str] = []
    for reply in wiki.query(list='categorymembers', cmtitle=category, cmlimit='max', cmprop='title'):
        titles += [one['title'] for one in reply.get('categorymembers', ())]
    return tuple(titles)


def all_lists(wiki: Wiki, namespaces: Namespaces = ENGLISH) -> tuple[str, ...]:
    """Return the titles of all delivery lists of a wiki: the members of its tracking category.

    Source: https://www.mediawiki.org/wiki/Help:Extension:MassMessage. Pages of templates are left out:
    they only hold a line that other pages use.
    """
    reply = wiki.call(
        action='query', meta='allmessages', ammessages=LIST_CATEGORY, amenableparser=True, uselang='content'
    )
    names = [one['content'] for one in reply['query']['allmessages'] if one.get('content', '').strip(' -')]
    titles = members(wiki, f'Category:{names[0]}') if names else ()
    return tuple(title for title in titles if namespaces.split(title)[0] not in TEMPLATES)


def overlaps(wiki: Wiki, people: Collection[str], places: TitleResolver) -> dict[str, int]:
    """Return the lists of a wiki that name some of the people, and how many of them, most first."""
    counts: dict[str, int] = {}
    for page in wiki.read_many(all_lists(wiki)).values():
        named = {places.person(target) for target in delivery_list(page, wiki.host).targets}
        counts[page.title] = len(named & set(people))
    return {
        title: count for title, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])) if count
    }


def revisions(wiki: Wiki, title: str) -> Iterator[ListRevision]:
    """Return the revisions of a list page, oldest first, fifty per request."""
    for one in moves.history(wiki, title):
        yield ListRevision(one.text, one.user == wiki.user_name, one.model, one.time)


def read_history(wiki: Wiki, title: str, places: TitleResolver | None = None) -> History:
    """Read the whole history of a list page. People are all accounts but the one of the scripts."""
    return history_of(revisions(wiki, title), wiki.host, places)
