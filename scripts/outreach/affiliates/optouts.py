"""Who asked not to be written to: accounts and affiliates on exclude pages, accounts on the no-mail list.

It fails closed: a page that is not there, leads elsewhere or names nobody that can be read is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from outreach.accountlinks import Resolver
from outreach.affiliates.contacts import account_in
from outreach.affiliates.registry import fold
from outreach.affiliates.verdict import Source
from outreach.audience.excludepages import names_on_page
from outreach.linktargets import LINK
from outreach.lists.deliverylist import parse
from outreach.names import Namespaces, normalize_user
from outreach.pages import Page, check_no_redirects
from outreach.problems import Problem, refuse
from outreach.visibletext import masked

NOMAIL = 'Wikimedia nomail list'
ITEM = re.compile(r'^[ \t]*+[*#][*#:; \t]*+([^\n]+)$', re.MULTILINE)


@dataclass(frozen=True)
class OptOuts:
    """Accounts that must not be asked, and what is named (folded titles) on each of the pages that were read.

    `complete` is False where no no-mail list was read: then nobody counts as willing.
    """

    names: frozenset[str] = frozenset()
    pages: Mapping[Source, frozenset[str]] = field(default_factory=dict)
    complete: bool = True

    @property
    def titles(self) -> frozenset[str]:
        """Return the pages (folded titles) that must not be written to."""
        return frozenset().union(*self.pages.values())

    def also(self, names: frozenset[str]) -> OptOuts:
        """Return the same with more accounts that must not be asked."""
        return replace(self, names=self.names | names)


def read(exclude: Iterable[Page], nomail: Page | None, home_host: str, namespaces: Namespaces) -> OptOuts:
    """Read these pages; raise BadInput for each that cannot be read as a list of names."""
    pages = [*exclude, *([nomail] if nomail else [])]
    refuse(Problem(page.title, 'there is no such page') for page in pages if not page.revid)
    check_no_redirects(pages)
    names: set[str] = set()
    named: dict[Source, frozenset[str]] = {}
    problems = []
    resolver = Resolver(home_host, {home_host: namespaces}.get)
    for page in pages:
        here = names_on_page(page.text, resolver, page.model)
        text = masked(page.text)
        there = {
            target.page
            for target in parse(page.text, home_host, page.model).targets
            if target.host == home_host
        }
        there |= {link[1].strip() for link in LINK.finditer(text)}
        bare = {name for item in ITEM.finditer(text) if (name := _bare_name(item[1], namespaces))}
        if not here and not there and not bare:
            problems.append(Problem(page.title, 'names nobody that can be read; write * [[User:Name]]'))
        names |= here | bare
        named[Source.of_page(page)] = frozenset(map(fold, there))
    refuse(problems)
    return OptOuts(frozenset(names), named, nomail is not None)


def _bare_name(text: str, namespaces: Namespaces) -> str:
    """Return the account that an item without any link names; in doubt it is one too many."""
    plain = text.strip()
    if any(mark in plain for mark in '[]{}<>|'):
        return ''
    try:
        return account_in(plain, namespaces) or normalize_user(plain)
    except ValueError:
        return ''
