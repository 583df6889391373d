"""Delivery lists on their wiki: reading them in every form, their history, and where all of them are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import unquote

from outreach.lists.deliverylist import WIKITEXT, DeliveryList, from_category, parse
from outreach.lists.entries import TARGET_WORDS, Target, TitleResolver
from outreach.lists.merge import History, ListRevision, history_of
from outreach.names import CATEGORY, ENGLISH, Namespaces
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem
from outreach.revisions import history
from outreach.siteinfo import titles_under
from outreach.wiki import Wiki

# Template, Module and their talk pages (Module: https://www.mediawiki.org/wiki/Extension:Scribunto)
TEMPLATES = (10, 11, 828, 829)
SHOWN_TARGET = re.compile(r'//([^/]+)/w/index\.php\?title=([^&]+)')
LIST_CATEGORY = 'massmessage-list-category'


def delivery_list(page: Page, home_host: str, words: Collection[str] = TARGET_WORDS) -> DeliveryList:
    """Return the delivery list on a page as it was read."""
    return parse(page.text, home_host, page.model, title=page.title, words=words)


def read_lists(
    wiki: Wiki, title: str, namespaces: Namespaces = ENGLISH
) -> tuple[tuple[Page, DeliveryList], ...]:
    """Read a list and its parts: the page and those of its subpages that have entries.

    A category is read as the list of its members. An empty result means that there is no such list.
    Raises BadInput where the page is a redirect.
    """
    number, _ = namespaces.split(title)
    page = wiki.read(title)
    check_no_redirects([page])
    if number == CATEGORY:
        inside = members(wiki, title)
        return ((page, from_category(inside, wiki.host, title)),) if inside or page.revid else ()
    parts = wiki.read_many(titles_under(wiki, f'{title}/'))
    found = [(page, delivery_list(page, wiki.host))] if page.revid else []
    for part in parts.values():
        listed = delivery_list(part, wiki.host)
        if listed.entries:
            found.append((part, listed))
    return tuple(found)


def find_lists(wiki: Wiki, title: str, namespaces: Namespaces) -> tuple[tuple[Page, DeliveryList], ...]:
    """Read a list and its parts, or all lists of the wiki where `title` is ''.

    Raises BadInput where there is none.
    """
    if title:
        found = read_lists(wiki, title, namespaces)
    else:
        pages = wiki.read_many(all_lists(wiki, namespaces)).values()
        found = tuple((page, delivery_list(page, wiki.host)) for page in pages)
    if not found:
        where = title or f'the tracking category of {wiki.host}'
        raise BadInput([Problem(where, 'there is no delivery list')])
    return found


def expanded(wiki: Wiki, listed: DeliveryList) -> frozenset[Target]:
    """Return the targets that the wiki finds on a wikitext list, those that templates bring along too.

    Each is shown as a link to `//host/w/index.php?title=…` (message `massmessage-target`); no question
    to the wiki gives them as they are.
    """
    if listed.model != WIKITEXT:
        return frozenset()
    reply = wiki.call(action='parse', page=listed.title, prop='externallinks', disablelimitreport=True)
    links = (SHOWN_TARGET.fullmatch(link) for link in reply['parse']['externallinks'])
    return frozenset(Target(link[1], unquote(link[2]).replace('_', ' ')) for link in links if link)


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
    for one in history(wiki, title):
        yield ListRevision(one.text, one.user == wiki.user_name, one.model, one.time)


def read_history(wiki: Wiki, title: str, places: TitleResolver | None = None) -> History:
    """Read the whole history of a list page. People are all accounts but the one of the scripts."""
    return history_of(revisions(wiki, title), wiki.host, places)
