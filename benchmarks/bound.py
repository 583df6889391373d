"""The lower bound: how many requests the Action API needs at least for a topic, term by term.

Limits of https://www.mediawiki.org/wiki/API:Query: 500 rows of a list and 50 titles, ids or names a
request, without the right `apihighlimits`. Revisions of several pages, and whole accounts of several
people, cannot be asked for together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What decides the cost: numbers of articles, pages and people, by wiki where that matters.

    `revisions` are those inside the window, of each page touched inside it; `finalists` reached the rule,
    each edited the topic on the wikis of `edited_on`; `undecided` are those finalists for whom only the
    whole account tells which wiki is theirs; `asked_on` has those left for whom a talk page must be
    read, by the wiki chosen for them; `silent_on` has those whose edits to the topic are no sign of
    life, by the wiki where they edit most.
    """

    articles: int
    pages: Mapping[str, int]
    revisions: Sequence[int]
    finalists: int
    edited_on: Mapping[str, int]
    undecided: int
    asked_on: Mapping[str, int]
    silent_on: Mapping[str, int]


@dataclass(frozen=True)
class Term:
    """One step of a run: its name, its formula and the requests that it needs at least."""

    name: str
    formula: str
    requests: int


def batches(count: int, limit: int) -> int:
    """Return how many requests of `limit` things each hold so many things."""
    return -(-count // limit)


def each(counts: Mapping[str, int], limit: int) -> int:
    """Return how many requests so many things need, asked for wiki by wiki."""
    return sum(batches(count, limit) for count in counts.values())


def lower_bound(facts: Facts, rows: int = 500, titles: int = 50) -> tuple[Term, ...]:
    """Return the least requests for a list of people, one request an account (`meta=globaluserinfo`)."""
    return (
        *_pages(facts, rows, titles),
        Term('accounts', 'U', facts.finalists),
        Term('talk pages', 'sum ceil(U_w/T) + W', each(facts.asked_on, titles) + len(facts.asked_on)),
        Term('last edits', 'N', sum(facts.silent_on.values())),
    )


def lower_bound_in_batches(facts: Facts, rows: int = 500, titles: int = 50) -> tuple[Term, ...]:
    """Return the least requests where the wiki tells about many accounts at once (`list=globalusers`)."""
    accounts = batches(facts.finalists, titles) + each(facts.edited_on, titles) + facts.undecided
    return (
        *_pages(facts, rows, titles),
        Term('accounts', 'ceil(U/T) + sum ceil(E_w/T) + undecided', accounts),
        Term('talk pages', 'sum ceil(U_w/T) + W', each(facts.asked_on, titles) + len(facts.asked_on)),
        Term('last edits', 'sum ceil(N_w/T)', each(facts.silent_on, titles)),
    )


def _pages(facts: Facts, rows: int, titles: int) -> tuple[Term, ...]:
    return (
        Term('articles', 'ceil(P/L)', batches(facts.articles, rows)),
        Term('sitelinks', 'ceil(P/T)', batches(facts.articles, titles)),
        Term('latest revisions', 'sum ceil(S_w/T)', each(facts.pages, titles)),
        Term(
            'revisions',
            'sum max(1, ceil(R_p/L))',
            sum(max(1, batches(count, rows)) for count in facts.revisions),
        ),
    )


def total(terms: Sequence[Term]) -> int:
    """Return the requests of all terms together."""
    return sum(term.requests for term in terms)
