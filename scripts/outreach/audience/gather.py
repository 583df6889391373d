"""Gathering: from the sources of a topic to what everybody contributed, at the least cost.

Cheap cuts come first: the latest revisions of 50 pages in one request drop the pages that nobody
touched inside the window; where the rule asks for several pages, the names of the contributors of 50
pages in one request drop the pages whose people cannot reach it; only then are revisions read, and
only of pages that changed since they were read last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from outreach.audience.candidate import Rules, reaches
from outreach.audience.contributions import EditKind, contributions, pages_worth_reading
from outreach.audience.evidence import Evidence
from outreach.audience.significance import Contribution
from outreach.audience.source import Source
from outreach.audience.topic import Article, Topic, latest, sitelinks
from outreach.doubts import Doubt
from outreach.farm import Farm, batches, largest_first
from outreach.moments import iso
from outreach.problems import WikiError
from outreach.sitematrix import WikiInfo
from outreach.wiki import Wiki
from outreach.words import counted


@dataclass(frozen=True)
class Pages:
    """The pages of a topic: all of them counted, those touched inside the window, those still to read.

    `doubts` are those of the topic.
    """

    articles: int
    pages: int
    changed: tuple[Article, ...]
    unread: tuple[Article, ...]
    failed: Mapping[str, WikiError] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Gathered:
    """What people did: of those who reach the rule all, of the others only how many they are.

    `uncounted` are names whose edits count for nothing, with the reason; `asked_for` is what somebody did
    whom the operator asked about, whether it reaches the rule or not; where nobody of that name did anything,
    `below_too` are all who did.
    """

    contributions: Mapping[str, list[Contribution]]
    below: int
    uncounted: Mapping[str, EditKind]
    asked_for: Sequence[Contribution] = ()
    below_too: Collection[str] = ()


def find_pages(
    farm: Farm, source: Wiki, topic: Topic, wikis: Mapping[str, WikiInfo], since: str, evidence: Evidence
) -> Pages:
    """Find the topic's pages on all wikis as they are now; a wiki that fails is in `failed`."""
    here = latest(source, topic.titles)
    resolved = Topic(tuple(article.title for article in here), topic.items)
    titles = sitelinks(farm, source, resolved, wikis)
    others = {host: names for host, names in titles.items() if host != source.host}
    answers = farm.each(
        largest_first(others), lambda wiki: latest(wiki, others[wiki.host]), 'Pages', batches(others)
    )
    found: list[Article] = list(here) if source.dbname in wikis else []
    more = titles.get(source.host, set()) - set(resolved.titles)
    if more:
        found += [article for article in latest(source, more) if article not in found]
    for some in answers.found.values():
        found += some
    changed = tuple(sorted(article for article in found if article.touched >= since))
    return Pages(
        len(here) + len(topic.items),
        len(found),
        changed,
        tuple(evidence.unread(changed, since)),
        answers.failed,
        topic.doubts,
    )


def estimate(pages: Pages, limit: int, farm: Farm) -> str:
    """Return what reading will cost, before it is begun, and how to make it cheaper.

    How many people will reach the rule is not known yet. What asking about them cost, per page read, on
    worlds of 300 to 3,000 pages (`make bench`) is the measure: it was within a quarter of this.
    """
    reading = len(pages.unread)
    touched, wikis = len(pages.changed), len({article.host for article in pages.changed})
    people = reading * 2 // 3 + wikis
    lines = [
        f'{counted(pages.pages, "page")}; inside the window: {touched:,}, on {counted(wikis, "wiki")}.',
        f'{touched - reading:,} of those are in the cache, {reading:,} must be read: one request each.',
        f'About {counted(people, "request")} more for their editors, at most {limit} of them in each.',
        *farm.cost(reading + people),
    ]
    if reading > 1000:
        lines.append(
            'Cheaper: a shorter window (-since), fewer wikis (-wikis), a rule that needs several pages '
            '(-minpages with -need:all), or the replicas (-replica).'
        )
    return '\n'.join(lines)


def read(
    farm: Farm, source: Source, evidence: Evidence, pages: Pages, rules: Rules, since: str
) -> Mapping[str, WikiError]:
    """Read the edits of all pages that are not in the cache yet, into it; return the wikis that failed.

    Where every wiki failed the error is raised: nobody at all is no answer.
    """
    unread: dict[str, list[Article]] = defaultdict(list)
    for article in pages.unread:
        unread[article.host].append(article)
    least = rules.rule.least_pages
    if least > 1:
        unread = _worth_reading(farm, source, evidence, pages, unread, least)
    moment = iso(rules.now)

    def work(wiki: Wiki) -> None:
        for article, edits in source.edits(wiki, unread[wiki.host], since):
            evidence.keep(article, since, moment, edits)

    costs = {host: len(some) for host, some in unread.items()}
    failed = farm.each(largest_first(unread), work, 'Edits', costs).failed
    if failed and {article.host for article in pages.changed} <= set(failed):
        raise next(iter(failed.values()))
    return failed


def _worth_reading(
    farm: Farm,
    source: Source,
    evidence: Evidence,
    pages: Pages,
    unread: Mapping[str, Sequence[Article]],
    least: int,
) -> dict[str, list[Article]]:
    """Return the unread pages that somebody edited who edited at least so many pages of the topic."""
    names: dict[tuple[str, int], set[str]] = {}
    waiting = {article for some in unread.values() for article in some}
    for article, edits in evidence.edits(article for article in pages.changed if article not in waiting):
        names[article.host, article.page] = {edit.user for edit in edits}
    answers = farm.each(
        largest_first(unread),
        lambda wiki: source.contributors(wiki, unread[wiki.host]),
        'Names',
        batches(unread),
    )
    for host, known in answers.found.items():
        names |= {(host, page): some for page, some in (known or {}).items()}
    if answers.failed or None in answers.found.values():
        return {host: list(some) for host, some in unread.items()}
    worth = pages_worth_reading(names, least)
    left = {host: [a for a in some if (a.host, a.page) in worth] for host, some in unread.items()}
    return {host: some for host, some in left.items() if some}


def gather(
    evidence: Evidence, pages: Pages, rules: Rules, since: str, asked_for: str | None = None
) -> Gathered:
    """Return what everybody did, from the cache: the same whatever order anything was read in."""
    done: dict[str, list[Contribution]] = defaultdict(list)
    uncounted: dict[str, EditKind] = {}
    by_host: dict[str, list[Article]] = defaultdict(list)
    for article in pages.changed:
        by_host[article.host].append(article)
    for host in sorted(by_host):
        found, quiet = contributions(dict(evidence.edits(by_host[host])), since)
        for name, some in found.items():
            done[name] += some
        for name, kind in quiet.items():
            uncounted[name] = min(kind, uncounted.get(name, kind), key=list(EditKind).index)
    reached = {name: some for name, some in done.items() if reaches(rules.rule, some, rules.now)}
    uncounted = {name: kind for name, kind in uncounted.items() if name not in done}
    nobody = asked_for is not None and asked_for not in done
    known = tuple(done) if nobody else ()
    return Gathered(reached, len(done) - len(reached), uncounted, done.get(asked_for or '', ()), known)
