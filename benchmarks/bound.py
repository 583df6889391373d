"""The lower bound: how many requests the rules demand of the Action API at least, term by term.

Limits of https://www.mediawiki.org/wiki/API:Query: 500 rows of a list and 50 titles, ids or names a
request, without the right `apihighlimits`. Revisions of several pages, and whole accounts of several
people, cannot be asked for together. The bound knows beforehand what each answer will be: who is asked
about where is what the rules demand of somebody who knows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Facts:
    """What decides the cost: numbers of articles, pages and people, by wiki where that matters.

    `revisions` are those inside the window, of each page touched inside it; `finalists` reached the rule;
    `asked_on` has whose account and blocks are asked for on a wiki: where they edited the topic, their main
    wiki and the chosen one; `whole` are those of whom only the whole account tells which wiki is theirs;
    `read_on` has whose talk page is read there, for opt-outs count on every wiki that was looked at;
    `silent_on` has whose edits to the topic are no sign of life, by the wikis that tell whether they live.
    """

    articles: int
    pages: Mapping[str, int]
    revisions: Sequence[int]
    finalists: int
    asked_on: Mapping[str, int]
    whole: int
    read_on: Mapping[str, int]
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
    """Return the least requests for a list of people, from nothing known."""
    reading = sum(max(1, batches(count, rows)) for count in facts.revisions)
    accounts = batches(facts.finalists, titles) + each(facts.asked_on, titles) + facts.whole
    return (
        *_pages(facts, rows, titles),
        Term('revisions', 'sum max(1, ceil(R_p/L))', reading),
        Term('accounts', 'ceil(U/T) + sum ceil(A_w/T) + whole', accounts),
        _talk(facts, titles),
        Term('last edits', 'sum ceil(N_w/T)', each(facts.silent_on, titles)),
    )


def lower_bound_again(facts: Facts, changed: int, rows: int = 500, titles: int = 50) -> tuple[Term, ...]:
    """Return the least requests of a second run on the same day, after `changed` pages were edited.

    Accounts of a wiki are known from the first run. What people may have changed on the wiki is not, nor who
    still has a global account: a name that was hidden since must go (`outreach.audience.cachedsource`).
    """
    return (
        *_pages(facts, rows, titles),
        Term('revisions', 'C', changed),
        Term('accounts', 'ceil(U/T)', batches(facts.finalists, titles)),
        _talk(facts, titles),
    )


def _pages(facts: Facts, rows: int, titles: int) -> tuple[Term, ...]:
    return (
        Term('articles', 'ceil(P/L)', batches(facts.articles, rows)),
        Term('sitelinks', 'ceil(P/T)', batches(facts.articles, titles)),
        Term('latest revisions', 'sum ceil(S_w/T)', each(facts.pages, titles)),
    )


def _talk(facts: Facts, titles: int) -> Term:
    return Term('talk pages', 'sum ceil(K_w/T) + W', each(facts.read_on, titles) + len(facts.read_on))


def total(terms: Sequence[Term]) -> int:
    """Return the requests of all terms together."""
    return sum(term.requests for term in terms)
