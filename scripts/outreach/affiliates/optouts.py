"""Who asked not to be written to: accounts and affiliates on exclude pages, accounts on the no-mail list.

It fails closed: a page that is not there, leads elsewhere or names nobody is refused, and so is an item of
which nobody can tell whom it names. People are read as on every exclude page (`audience.excludepages`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from outreach.accountlinks import Resolver
from outreach.affiliates.contacts import account_in
from outreach.affiliates.registry import fold
from outreach.affiliates.verdict import Citation
from outreach.audience import excludepages
from outreach.audience.excludepages import Excluded
from outreach.lists.deliverylist import WIKITEXT, parse
from outreach.names import Namespaces, normalize_user
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.trust import Trust
from outreach.visibletext import live

NO_PAGE = 'there is no such page'
NO_NOMAIL = f'{NO_PAGE}: which one names who wants no mail? Give -nomail:…'
NOMAIL = 'Wikimedia nomail list'
SILENT = 'did not say how its links are read'
HELD = (
    '{} name was removed by somebody else than this person or accounts that you trust; it still counts',
    '{} names were removed by others than these people or accounts that you trust; they still count',
)


@dataclass(frozen=True)
class OptOuts:
    """Accounts that must not be asked, and what is named (folded titles) on each of the pages that were read.

    `complete` is False where no no-mail list was read: then nobody counts as willing. `told` is who counts
    though somebody removed them.
    """

    names: frozenset[str] = frozenset()
    pages: Mapping[Citation, frozenset[str]] = field(default_factory=dict)
    complete: bool = True
    told: tuple[Problem, ...] = ()

    @property
    def titles(self) -> frozenset[str]:
        """Return the pages (folded titles) that must not be written to."""
        return frozenset().union(*self.pages.values())

    def also(self, names: frozenset[str]) -> OptOuts:
        """Return the same with more accounts that must not be asked."""
        return replace(self, names=self.names | names)


def read(
    exclude: Sequence[Page], nomail: Page | None, resolver: Resolver, failed: Collection[str] = ()
) -> OptOuts:
    """Read these pages; raise BadInput for each that cannot be read, and for each item that cannot.

    `failed` takes the wikis that did not answer the resolver: nobody knows whom links to them name.
    """
    pages = [*exclude, *([nomail] if nomail else [])]
    refuse(no_page(page.title, NO_NOMAIL if page is nomail else NO_PAGE) for page in pages if not page.revid)
    check_no_redirects(pages)
    if not pages:
        return OptOuts(complete=False)
    namespaces = resolver.look(resolver.home_host)
    if namespaces is None:
        raise BadInput([Problem(resolver.home_host, SILENT)])
    found: list[Excluded] = []
    named: dict[Citation, frozenset[str]] = {}
    problems: list[Problem] = []
    for page in pages:
        one, there = _people(page, resolver, namespaces), _titles(page, resolver)
        problems += one.unread
        if not (one.names or one.wikis or there or one.unread):
            problems.append(Problem(page.title, 'names nobody that can be read; write * [[User:Name]]'))
        found.append(one)
        named[Citation.of_page(page)] = there
    refuse([*problems, *(Problem(host, SILENT) for host in sorted(failed))])
    return OptOuts(excludepages.together(found).names, named, nomail is not None)


def with_held(out: OptOuts, trust: Trust, exclude: Iterable[str], resolver: Resolver) -> OptOuts:
    """Return the same with whom these pages named before somebody removed them who may not.

    About two requests for each of the pages. What is told of it names nobody, for it is shown on a page.
    """
    names, told = set(out.names), list(out.told)
    for title in exclude:
        held = excludepages.together([excludepages.held(trust, title, resolver)])
        names |= held.names
        if held.unread:
            told.append(Problem(title, HELD[len(held.unread) > 1].format(len(held.unread))))
    return replace(out, names=frozenset(names), told=tuple(told))


def _people(page: Page, resolver: Resolver, namespaces: Namespaces) -> Excluded:
    """Return whom a page names, by accounts alone too, and the items that give nobody and no affiliate."""

    def otherwise(item: str) -> bool:
        return bool(_bare_name(item, namespaces) or _named_here(item, resolver))

    found = excludepages.read_page(page.text, page.title, resolver, page.model, otherwise)
    listed = excludepages.items(page.text, resolver) if page.model == WIKITEXT else ()
    bare = frozenset(name for _, item in listed if (name := _bare_name(item, namespaces)))
    return replace(found, names=found.names | bare)


def _titles(page: Page, resolver: Resolver) -> frozenset[str]:
    """Return the pages of this wiki (folded titles) that a page names."""
    if page.model == WIKITEXT:
        return frozenset(map(fold, _here(live(page.text), resolver)))
    listed = parse(page.text, resolver.home_host, page.model)
    return frozenset(fold(one.page) for one in listed.targets if one.host == resolver.home_host)


def _here(text: str, resolver: Resolver) -> set[str]:
    """Return the titles of this wiki that links, addresses and targets in a text lead to."""
    home = resolver.home_host
    leads = ((host, title.partition('#')[0].lstrip(':').strip()) for host, title in resolver.places(text))
    targets = parse(text, home).targets if '{{' in text else ()
    return {title for host, title in leads if host == home and title} | {
        one.page for one in targets if one.host == home
    }


def _named_here(item: str, resolver: Resolver) -> bool:
    """Return whether an item names a page of this wiki, and nothing in it may be a person of another one."""
    return bool(_here(item, resolver)) and not resolver.foreign_words(item)


def _bare_name(text: str, namespaces: Namespaces) -> str:
    """Return the account that an item without any link names; in doubt it is one too many."""
    plain = text.strip()
    if any(mark in plain for mark in '[]{}<>|'):
        return ''
    try:
        return account_in(plain, namespaces) or normalize_user(plain)
    except ValueError:
        return ''
