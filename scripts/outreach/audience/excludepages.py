"""Pages that name people, and the exclude pages of a campaign: whom, and which whole wikis, nobody may ask.

A page of names that cannot be read must never mean that nobody is excluded: a missing page, or a wiki
that cannot be told, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import mwparserfromhell

from outreach import siteinfo
from outreach.farm import Farm
from outreach.lists.deliverylist import parse
from outreach.lists.entries import masked
from outreach.lists.merge import person_of
from outreach.names import USER, USER_TALK, Namespaces, first_upper, normalize_user
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, refuse

LINK = re.compile(r'\[\[([^\[\]|\n]+)(?:\|[^\[\]\n]*)?\]\]')
# a list item that begins with a host, as it is or as a link to it
WIKI_ITEM = re.compile(
    r'^[*#:;]+[ \t]*(?:\[?(?:https?:)?//)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?![\w.-])(.*)$',
    re.MULTILINE | re.IGNORECASE,
)
# one that begins with a link to a prefix alone: [[:sv:]], [[w:sv:|Swedish]]
PREFIX_ITEM = re.compile(
    r'^[*#:;]+[ \t]*\[\[(:?[a-z-]+(?::[a-z-]+)*:)[ \t]*(?:\|[^\]\n]*)?\]\]', re.MULTILINE
)
ITEM = re.compile(r'^[*#][^*#:;]', re.MULTILINE)
USER_TEMPLATES = frozenset(
    {'User', 'U', 'Ping', 'Reply to', 'Re', 'Noping', 'Userlink', 'Usertalk', 'Ut', 'Target'}
)


@dataclass(frozen=True)
class Excluded:
    """Whom the exclude pages name: accounts, and wikis as a whole with the reason, by host."""

    names: frozenset[str] = frozenset()
    wikis: Mapping[str, str] = field(default_factory=dict)


NOBODY = Excluded()


def read_excluded(farm: Farm, titles: Sequence[str]) -> Excluded:
    """Return whom the campaign's exclude pages name; raise BadInput for a page that is not there."""
    if not titles:
        return NOBODY
    pages = farm.home.read_many(titles)
    gone = [
        Problem(title, 'there is no such exclude page') for title, page in pages.items() if not page.revid
    ]
    if gone:
        raise BadInput(gone)
    return excluded(farm, pages, siteinfo.namespaces(farm.home))


def excluded(farm: Farm, pages: Mapping[str, Page], namespaces: Namespaces) -> Excluded:
    """Return whom these pages name; raise BadInput where an item names a wiki that cannot be told."""
    check_no_redirects(pages.values())
    wikis = wikis_on_pages({title: page.text for title, page in pages.items()}, farm.by_host)
    names: set[str] = set()
    problems: list[Problem] = []
    for title, page in pages.items():
        here, bare = names_on_page(page.text, farm.home.host, namespaces, page.model), masked(page.text)
        if not here and not WIKI_ITEM.search(bare) and ITEM.search(bare):
            text = 'names nobody that can be read; write * [[User:Name]], or * and the host of a wiki'
            problems.append(Problem(title, text))
        names |= here
    refuse(problems)
    return Excluded(frozenset(names), wikis)


def names_on_page(text: str, home_host: str, namespaces: Namespaces, model: str = 'wikitext') -> set[str]:
    """Return the accounts that a page names, in whatever form: links, {{user}} and the like, targets.

    Links to user pages, talk pages, their subpages and contributions count, with interwiki prefixes
    too: an account has the same name on all wikis.
    """
    names = {person for target in parse(text, home_host, model).targets if (person := person_of(target))}
    for link in LINK.finditer(text):
        names |= set(_linked(link[1], namespaces))
    for template in mwparserfromhell.parse(text).filter_templates():
        if first_upper(str(template.name).replace('_', ' ').strip()) in USER_TEMPLATES:
            for parameter in template.params:
                if str(parameter.name).strip() in ('1', 'user', 'User'):
                    names |= set(_named(str(parameter.value)))
    return names


def wikis_on_pages(texts: Mapping[str, str], hosts: Collection[str]) -> dict[str, str]:
    """Return the wikis that pages exclude as a whole, each with the reason that stands there.

    A list item excludes the wiki whose host it begins with; the rest of it is the reason. Raises
    BadInput with every host that is none of `hosts`: a wiki that cannot be told must not be written to.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for title, text in texts.items():
        bare = masked(text)
        wrong: list[tuple[int, str]] = []
        for item in WIKI_ITEM.finditer(bare):
            host = item[1].lower()
            if host in hosts:
                found.setdefault(host, ' '.join(item[2].lstrip(' \t]–—:,-').split()) or f'see {title}')
            else:
                wrong.append((item.start(), f'excludes {host}, but there is no such wiki here'))
        for item in PREFIX_ITEM.finditer(bare):
            words = f'names a wiki by the prefix {item[1]} instead of its host, such as sv.wikipedia.org'
            wrong.append((item.start(), words))
        for start, words in sorted(wrong):
            line = text.count('\n', 0, start) + 1
            problems.append(Problem(f'{title}, line {line}', words))
    if problems:
        raise BadInput(problems)
    return found


def _linked(title: str, namespaces: Namespaces) -> Iterator[str]:
    """Return the account behind a link, prefixes of other wikis passed over."""
    parts = title.strip().lstrip(':').split(':')
    for at in range(len(parts) - 1):
        try:
            number, rest = namespaces.split(':'.join(parts[at:]))
        except ValueError:
            continue
        if number in (USER, USER_TALK):
            yield from _named(rest.partition('/')[0])
            return
        if number == -1 and '/' in rest:
            yield from _named(rest.partition('/')[2])
            return


def _named(text: str) -> Iterator[str]:
    try:
        yield normalize_user(text)
    except ValueError:
        return
