"""Who must not be asked: what talk pages, lists of names and the log of sends say about it.

Everything here fails closed: where a wiki does not tell how to opt out, a WikiError comes out and the
people of that wiki are withheld. A user talk page may say: its category opts out (the wiki itself names
the category in the message `massmessage-optout-category`), {{nobots}} or {{bots|…}} refuse, it redirects
to the talk page of the account that the person uses now, or it is a board (`boards`), no page to write on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from outreach import wikicode
from outreach.boards import ASKED, is_board
from outreach.names import CATEGORY, USER, USER_TALK, Namespaces, user_talk
from outreach.problems import WikiError
from outreach.sendlog import DELIVERER
from outreach.wiki import Reply, Wiki

OPT_OUT_MESSAGE = 'massmessage-optout-category'
TEMPLATES = ('Template:Bots', 'Template:Nobots')


@dataclass(frozen=True)
class TalkPage:
    """What a user talk page says: `moved_to` is the account whose talk page it redirects to.

    On a `board` nobody can tell what becomes of a message.
    """

    opted_out: bool = False
    nobots: bool = False
    moved_to: str | None = None
    board: bool = False


def read_talk_pages(wiki: Wiki, names: Collection[str], senders: Collection[str]) -> dict[str, TalkPage]:
    """Return what the talk pages of these people say on one wiki: a request for 50, and one more per wiki.

    Raises WikiError where the wiki does not name its opt-out category.
    """
    return talk_pages_and_users(wiki, names, senders)[0]


def talk_pages_and_users(
    wiki: Wiki, names: Collection[str], senders: Collection[str], user_facts: str = ''
) -> tuple[dict[str, TalkPage], list[Reply]]:
    """Return what talk pages say, and what `list=users` tells about their owners: both by the same requests.

    Raises WikiError where the wiki does not name its opt-out category.
    """
    category, namespaces = opt_out_category(wiki)
    titles = {namespaces.local_title(user_talk(name)): name for name in sorted(names)}
    found: dict[str, TalkPage] = {}
    redirects: dict[str, str] = {}
    categories: dict[str, set[str]] = {}
    with_template: set[str] = set()
    boards: set[str] = set()
    users: list[Reply] = []
    for reply in _replies(wiki, titles, category, user_facts):
        users += reply.get('users', ())
        redirects |= {one['from']: one['to'] for one in reply.get('redirects', ())}
        for page in reply.get('pages', ()):
            categories.setdefault(page['title'], set()).update(
                one['title'] for one in page.get('categories', ())
            )
            if page.get('templates'):
                with_template.add(page['title'])
            if is_board(page):
                boards.add(page['title'])
    texts = wiki.read_many(sorted(with_template)) if with_template else {}
    for title, name in titles.items():
        page = _end(title, redirects)
        refuses = page in texts and not bots_allowed(texts[page].text, senders, somewhere=True)
        owner = _owner(namespaces, page, name)
        found[name] = TalkPage(bool(categories.get(page)), refuses, owner, page in boards)
    return found, users


def _replies(wiki: Wiki, titles: Mapping[str, str], category: str, user_facts: str) -> Iterator[Reply]:
    every = list(titles)
    for at in range(0, len(every), wiki.limit):
        some = every[at : at + wiki.limit]
        owners = {'list': 'users', 'usprop': user_facts, 'ususers': [titles[title] for title in some]}
        yield from wiki.query(
            titles=some, prop='categories|templates|info|pageprops', clcategories=category, cllimit='max',
            tltemplates='|'.join(TEMPLATES), tllimit='max', redirects=True,
            **ASKED, **(owners if user_facts else {}),
        )  # fmt: skip


def opt_out_category(wiki: Wiki) -> tuple[str, Namespaces]:
    """Return the category that opts out of messages on this wiki, as the wiki names it, and its namespaces.

    Raises WikiError where the wiki does not say, so that nobody is taken for willing who was never heard.
    """
    reply = wiki.call(
        action='query',
        meta='allmessages|siteinfo',
        ammessages=OPT_OUT_MESSAGE,
        amenableparser=True,
        siprop='namespaces|namespacealiases',
        uselang='content',
    )['query']
    namespaces = Namespaces.from_siteinfo(reply)
    for message in reply.get('allmessages', ()):
        try:
            number, name = namespaces.split(f'Category:{message.get("content", "")}')
        except ValueError:
            continue
        if number == CATEGORY and not message.get('missing'):
            return f'Category:{name}', namespaces
    raise WikiError(wiki.host, 'does not say how its people opt out of messages', 'no-opt-out')


def _end(title: str, redirects: Mapping[str, str]) -> str:
    """Follow redirects to the end, or round once where they go in a circle."""
    for _ in redirects:
        title = redirects.get(title, title)
    return title


def _owner(namespaces: Namespaces, title: str, name: str) -> str | None:
    """Return the account that a redirected talk page belongs to, where it is another one."""
    try:
        number, rest = namespaces.split(title)
    except ValueError:
        return None
    root = rest.partition('/')[0]
    return root if number in (USER, USER_TALK) and root != name else None


def bots_allowed(text: str, senders: Collection[str], *, somewhere: bool = False) -> bool:
    """Return whether a page lets these accounts write, by {{bots}} and {{nobots}}.

    Source: https://en.wikipedia.org/wiki/Template:Bots. In doubt the answer is no: a person who put
    the template there meant something by it. `somewhere` says that the page has one of the templates,
    if only by way of another template.
    """
    found = False
    ours = {name.casefold() for name in (*senders, DELIVERER, 'massmessage', 'all')}
    try:
        templates = wikicode.parse(text).filter_templates()
    except wikicode.TooMuch:
        return False
    for template in templates:
        name = str(template.name).replace('_', ' ').strip().capitalize()
        if name not in ('Bots', 'Nobots'):
            continue
        found = True
        values = {
            str(p.name).strip().lower(): {v.strip().casefold() for v in str(p.value).split(',') if v.strip()}
            for p in template.params
        }
        if name == 'Nobots':
            if not values or any(said & ours for said in values.values()):
                return False
        else:
            if values.get('deny', set()) & ours or values.get('optout', set()):
                return False
            if 'allow' in values and not values['allow'] & ours:
                return False
    return found or not somewhere
