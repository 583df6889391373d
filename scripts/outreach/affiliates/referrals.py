"""Where affiliates say that it should be announced too: their communities are more than themselves.

A page lists, for each affiliate, pages and people of its communities: `* [[Affiliate]]: [[:sw:Page]]`. Those
of affiliates that may be written to are the second wave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from outreach.accountlinks import Resolver
from outreach.affiliates.liaisons import rows
from outreach.affiliates.nameindex import NameIndex
from outreach.affiliates.registry import Affiliate
from outreach.affiliates.verdict import AffiliateVerdict, Judged
from outreach.linktargets import links
from outreach.lists.entries import Target
from outreach.names import ENGLISH, PROJECT, USER, USER_TALK
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page
from outreach.visibletext import masked


@dataclass(frozen=True)
class Referral:
    """An affiliate and the pages that it named for its communities."""

    affiliate: Affiliate
    targets: tuple[Target, ...]


def read(page: Page, index: NameIndex, resolver: Resolver) -> tuple[list[Referral], list[Problem]]:
    """Return what affiliates named, and what of it cannot be used, each with its line.

    Raises BadInput for a page that is missing, leads elsewhere or names no affiliate.
    """
    if not page.revid:
        raise BadInput([no_page(page.title)])
    check_no_redirects([page])
    found: dict[str, Referral] = {}
    problems: list[Problem] = []
    for first, rest in rows(masked(page.text)):
        name = next((link.target for link in links(first)), first).strip(' :\'"')
        one = index.meaning(name).one
        if one is None:
            continue
        known = found.get(one.key, Referral(one, ())).targets
        for link in links(rest):
            target = _target(link.target, resolver)
            if target is None:
                text = f'{one.label} names something there that is no page which takes messages'
                problems.append(Problem(page.title, text))
            elif target not in known:
                known = (*known, target)
        found[one.key] = Referral(one, known)
    if not found:
        raise BadInput([Problem(page.title, 'names no affiliate; write * [[Affiliate]]: [[:sw:Page]]')])
    return list(found.values()), problems


def _target(link: str, resolver: Resolver) -> Target | None:
    """Return the page that a link means; None for one where MassMessage may not post.

    Source: https://www.mediawiki.org/wiki/Help:Extension:MassMessage (talk pages, project pages, and main
    pages of the home wiki); somebody's user page stands for the talk page.
    """
    leads = resolver.follow(link)
    if leads is None or not leads[1]:
        return None
    host, title = leads[0], leads[1].partition('#')[0].strip()
    try:
        number, name = (resolver.look(host) or ENGLISH).split(title)
    except ValueError:
        return None
    if number in (USER, USER_TALK):
        owner = name.partition('/')[0].strip()
        return Target(host, f'User talk:{owner}') if owner else None
    talk = number > 0 and number % 2 == 1
    allowed = talk or number == PROJECT or (number == 0 and host == resolver.home_host)
    return Target(host, title) if allowed and name else None


def second_wave(judged: Iterable[Judged], referrals: Sequence[Referral]) -> list[Target]:
    """Return what affiliates named that may be written to, each page once, in order."""
    named = {one.affiliate.key: one.targets for one in referrals}
    found = [
        target
        for one in judged
        if one.verdict is AffiliateVerdict.WRITE
        for target in named.get(one.affiliate.key, ())
    ]
    return sorted(set(found))


def without(judged: Iterable[Judged], referrals: Sequence[Referral]) -> Iterator[Judged]:
    """Return the affiliates that may be written to and named nothing yet: they can be asked."""
    named = {one.affiliate.key for one in referrals if one.targets}
    return (one for one in judged if one.verdict is AffiliateVerdict.WRITE and one.affiliate.key not in named)
