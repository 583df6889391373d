"""The plan of a run: which pages of the campaign's wiki will say what, and what the lists say before it.

A plan is a value. Its edits are pure functions of what stands on a page, so that they can be made again
after somebody else's edit came in between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from outreach import sendlog, siteinfo, wikitext
from outreach.accountlinks import Resolver, resolver_of
from outreach.audience import deletedpages, listwords, subscriptionpages
from outreach.audience.audiencelist import (
    ListState,
    StrayPeople,
    moved_people,
    removed_people,
    revised,
    split,
    standing,
    stray_people,
)
from outreach.audience.brief import Brief
from outreach.audience.candidate import Candidate, Lists
from outreach.audience.contacted import Contacted, contacted, is_lost
from outreach.audience.excludepages import excluded, names_on_page
from outreach.audience.funnel import Funnel, changed_figures, everybody_fell_out, with_people
from outreach.audience.listowners import with_renames
from outreach.audience.people import Exclusion
from outreach.audience.subscriptions import NONE, Subscriptions
from outreach.campaign import subpage
from outreach.doubts import Doubt
from outreach.farm import Farm
from outreach.lists import listpages
from outreach.lists.deliverylist import parse
from outreach.lists.entries import Target, TitleResolver
from outreach.lists.listheadings import WikiHeadings
from outreach.lists.merge import Merge, fewer, person_of, shrinking
from outreach.moments import iso
from outreach.names import user_talk
from outreach.pages import Page, check_no_redirects
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.revisions import Revision
from outreach.run import Change, broken
from outreach.signuppage import read_page
from outreach.trust import Trust
from outreach.wiki import Wiki

AskedBy = Callable[[Revision], frozenset[Target]]
# $wgMaxArticleSize, 2,048 kB, less room for what people add (Manual:$wgMaxArticleSize)
PAGE_BYTES = 2_000_000


@dataclass(frozen=True)
class ListFacts:
    """What is on the campaign's wiki before anything is judged; `failed` are wikis that could not be read.

    `unread` are items of exclude pages that name nobody who could be told, lines of the lists that name
    somebody and are no entries, and what is unclear on sign-up pages, `told` items struck out and sentences
    of the lists that name somebody, and sends of which nobody can tell whom they were for;
    `asked` is what people asked for themselves.
    """

    lists: Lists
    pages: Mapping[str, Page]
    standings: Mapping[str, ListState]
    signed_up: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    unread: tuple[Problem, ...] = ()
    told: tuple[Problem, ...] = ()
    deleted: tuple[Doubt, ...] = ()
    asked: Subscriptions = NONE

    @property
    def joiners(self) -> frozenset[str]:
        """Who is to be asked whatever they edited: they joined, or are listed and named another wiki."""
        listed = frozenset[str]().union(*(one.people for one in self.standings.values()))
        return frozenset((self.asked.joined.keys() - listed) | (self.asked.hosts.keys() & listed))


@dataclass(frozen=True)
class ListPlan:
    """What will be written, what was done to each list, and what is doubtful about it.

    `problems` stand in the way of writing any of it; the `funnel` counts those too whom people put on a list.
    """

    changes: tuple[Change, ...]
    merges: Mapping[str, Merge]
    listed: int
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()
    funnel: Funnel = field(default_factory=lambda: Funnel(()))

    def words(self) -> list[str]:
        """Return what will be written, page by page."""
        lines = list(self.notes)
        if not self.listed:
            lines.append('Nobody is to be asked: the funnel says where they were lost.')
        kept_out = [target for merged in self.merges.values() for target in merged.kept_out]
        if kept_out:
            names = ', '.join(str(target) for target in kept_out[:20])
            lines.append(f'{len(kept_out)} kept out, because people removed them: {names}')
        for change in self.changes:
            title = change.before.title
            done = self.merges.get(title)
            if done is None or not (done.added or done.removed):
                figures = '' if done else changed_figures(change.before.text, change.text)
                lines.append(f'{title}: {figures or "text"}')
                continue
            lines.append(f'{title}: {len(done.added)} added, {len(done.removed)} removed')
            lines += [f'  + {target}' for target in done.added[:20]]
            if len(done.added) > 20:
                lines.append(f'  + … and {len(done.added) - 20} more')
            lines += [f'  - {target}' for target in done.removed]
        return lines


def read(farm: Farm, brief: Brief, trust: Trust, asked_by: AskedBy | None = None) -> ListFacts:
    """Read what the campaign's wiki says about people; raise BadInput with every page that is missing.

    They save many requests. `asked_by` tells whom a send from a revision asked (else all on the list).
    """
    home = farm.home
    existing = listpages.titles_of(home, brief.list_title)
    named = [*brief.keep, *brief.exclude, *brief.signups]
    pages = home.read_many([*existing, *named])
    check_no_redirects([pages[title] for title in existing])
    lists, lately = {title: pages[title] for title in existing}, _contacted(home, brief, asked_by)
    places = _places(farm, lists.values())
    asked = subscriptionpages.read(farm, trust, brief.campaign or '', existing, places)
    standings = _standings(farm, lists, places, asked)
    _check_pages(home, brief, pages, standings, named)
    standings = with_renames(farm, standings, brief.now)
    out = excluded(farm, {title: pages[title] for title in brief.exclude}, trust)
    stray = stray_people(standings, resolver := resolver_of(farm, set()))
    signed = [read_page(pages[title].text, title, resolver) for title in brief.signups]
    return ListFacts(
        Lists(
            excluded=out.names,
            removed=removed_people(standings),
            moved=moved_people(standings),
            contacted=lately.places,
            keep=_named(pages, brief.keep, resolver),
            stated={**_stated(standings), **asked.hosts},
            wikis_out=out.wikis,
            left=asked.left,
            stray=frozenset(name for one in stray for name in one.names),
            joined=frozenset(asked.joined),
        ),
        pages,
        standings,
        frozenset(one.name for page in signed for one in page.signups),
        unread=(*out.unread, *_of(stray, prose=False), *(one for page in signed for one in page.problems)),
        told=(*out.lifted, *_of(stray, prose=True), *map(is_lost, lately.lost)),
        deleted=tuple(deletedpages.doubts(home, [*brief.exclude, *existing], brief.campaign)),
        asked=asked,
    )


def _of(stray: Iterable[StrayPeople], *, prose: bool) -> Iterator[Problem]:
    return (one.problem for one in stray if one.prose is prose)


def _stated(standings: Mapping[str, ListState]) -> dict[str, str]:
    """Return the wiki that people named for somebody on a list, by name."""
    return {name: host for one in standings.values() for name, host in one.stated.items()}


def _named(pages: Mapping[str, Page], titles: Iterable[str], resolver: Resolver) -> frozenset[str]:
    """Return whom these pages name."""
    found = (names_on_page(pages[title].text, resolver, pages[title].model) for title in titles)
    return frozenset[str]().union(*found)


def _standings(
    farm: Farm, pages: Mapping[str, Page], places: TitleResolver, asked: Subscriptions
) -> dict[str, ListState]:
    """Return the lists as they stand with their memory, by the titles that we use for them."""
    home = farm.home
    found: dict[str, ListState] = {}
    for title, page in pages.items():
        past = list(listpages.revisions(home, title)) if page.revid else []
        found[title] = standing(page, past, home.host, places, asked)
    return found


def _check_pages(
    home: Wiki,
    brief: Brief,
    pages: Mapping[str, Page],
    standings: Mapping[str, ListState],
    named: Sequence[str],
) -> None:
    """Raise BadInput naming every page that is missing, and every list that cannot be one."""
    problems = [
        no_page(title, f'there is no such page on {home.host}') for title in named if not pages[title].revid
    ]
    model = pages[brief.list_title].model
    if model not in ('wikitext', 'MassMessageListContent'):
        problems.append(Problem(brief.list_title, f'is a page of the model {model}, not a delivery list'))
    broken = [one.current for one in standings.values() if one.current.broken]
    problems += [problem for current in broken for problem in current.problems]
    if problems:
        raise BadInput(problems)


def _places(farm: Farm, pages: Iterable[Page]) -> TitleResolver:
    """Return what tells whom entries mean: the namespaces of wikis that write them in their language."""
    hosts = {
        target.host
        for page in pages
        for target in parse(page.text, farm.home.host, page.model).targets
        if person_of(target) is None and target.host in farm.by_host
    }
    return TitleResolver(farm.each(sorted(hosts), siteinfo.namespaces, 'Namespaces').found)


def _contacted(home: Wiki, brief: Brief, asked_by: AskedBy | None) -> Contacted:
    """Return who was on a list sent to lately, other than this campaign's own."""
    if not brief.cooldown:
        return Contacted()
    own = (f'{brief.campaign}/', brief.list_title)
    sends = sendlog.entries(home, since=iso(brief.now - timedelta(days=brief.cooldown)))
    others = [send for send in sends if not send.title.startswith(own if brief.campaign else own[1:])]
    return contacted(home, others, sent_to=asked_by)


def plan(
    farm: Farm, brief: Brief, known: ListFacts, candidates: Mapping[str, Candidate], funnel: Funnel, say: Say
) -> ListPlan:
    """Return what is to be written: nothing that is already so; raise BadInput for broken markers."""
    listed = {name for one in known.standings.values() for name in one.hand_made}
    wanted = [
        Target(one.choice.host, user_talk(one.name))
        for one in candidates.values()
        if one.exclusion is None and one.choice and one.choice.host and one.name not in listed
    ]
    leave = {one.name for one in candidates.values() if one.exclusion not in (None, Exclusion.UNREADABLE)}
    languages = {info.host: info.language for info in farm.matrix}
    pages = split(wanted, languages, brief.list_title, brief.per_list)
    emptied = [title for title, one in known.standings.items() if title not in pages and one.ours]
    signed_up = known.signed_up | set(known.asked.joined)
    lead = listwords.lead(brief, wanted, farm.home.user_name, say)
    headings = listwords.wiki_headings(farm.matrix, say)
    writer = _Writer(signed_up, leave if known.failed else None, lead, say, headings)
    merges: dict[str, Merge] = {}
    changes: list[Change] = []
    for title, targets in [*((title, []) for title in emptied), *pages.items()]:
        page = known.pages.get(title, Page(title))
        one = known.standings.get(title) or standing(page, [], farm.home.host)
        change, merges[title] = writer.change(page, one, targets)
        if targets or page.revid:  # a list that names nobody is not made
            changes.append(change)
    complete = with_people(funnel, on_list(known.standings, merges))
    changes += _funnel_page(farm.home, brief, complete, say)
    refuse(broken(changes))
    doubts = everybody_fell_out(funnel) + losses(known.standings, merges, brief.list_title if emptied else '')
    return ListPlan(
        tuple(change for change in changes if change.changes),
        merges,
        len(wanted),
        _notes(known),
        (*known.deleted, *doubts),
        tuple(_too_long(merges)),
        complete,
    )


def on_list(standings: Mapping[str, ListState], merges: Mapping[str, Merge]) -> int:
    """Return how many targets the lists will have, whoever put them there."""
    lists = {title: one.current for title, one in standings.items()}
    lists |= {title: merged.list for title, merged in merges.items()}
    return len({target for one in lists.values() for target in one.targets})


def _too_long(merges: Mapping[str, Merge]) -> list[Problem]:
    """Name the lists that would be longer than a page may be."""
    sizes = {title: len(merged.list.text.encode()) for title, merged in merges.items()}
    return [
        Problem(title, f'would be {size:,} bytes long, and a page may have 2 MB: give a smaller -perlist')
        for title, size in sizes.items()
        if size > PAGE_BYTES
    ]


def losses(standings: Mapping[str, ListState], merges: Mapping[str, Merge], whole: str) -> list[Doubt]:
    """Return the doubts about lists that lose much.

    Where people go from one part to another, `whole` names the list, and its parts count as one.
    """
    if whole:
        before = {title: len(one.current.entries) for title, one in standings.items()}
        after = before | {title: len(merged.list.entries) for title, merged in merges.items()}
        return fewer(whole, sum(before.values()), sum(after.values()))
    return [
        doubt
        for title, merged in merges.items()
        if title in standings
        for doubt in shrinking(standings[title].current, merged.list)
    ]


def _notes(known: ListFacts) -> tuple[str, ...]:
    renamed = {
        name: '' if one.is_gone(now) else now
        for one in known.standings.values()
        for target in one.current.targets
        if (name := one.places.person(target)) and (now := one.renamed.get(name))
    }
    return (
        *(f'Nobody is asked on {host}: {reason}' for host, reason in sorted(known.lists.wikis_out.items())),
        *(
            f'{old} is now {new}: the entry follows.' if new else f'{old} is gone: the entry is removed.'
            for old, new in sorted(renamed.items())
        ),
        *(str(problem) for problem in (*known.told, *known.asked.told)),
    )


@dataclass(frozen=True)
class _Writer:
    """Writes list pages: the people `stay` do not leave, nor anybody but `leave` where that is given.

    It is given in an outage, which removes nobody for want of evidence: who is listed was heard when
    it was still possible.
    """

    stay: Collection[str]
    leave: Collection[str] | None
    lead: str
    say: Say
    headings: WikiHeadings

    def change(self, page: Page, known: ListState, targets: Sequence[Target]) -> tuple[Change, Merge]:
        """Return what brings these targets onto a page, and what that does to the list."""

        def stays(target: Target) -> bool:
            name = known.person(target)
            return name in self.stay or (self.leave is not None and name not in self.leave)

        def become(text: str) -> str:
            return revised(replace(page, text=text), known, targets, stays, self.lead, self.headings)[0]

        try:
            merged = revised(page, known, targets, stays, self.lead, self.headings)[1]
        except wikitext.BrokenMarkers:
            return Change(page, become, ''), Merge(known.current, (), (), ())
        summary = self.say('summary', added=len(merged.added), removed=len(merged.removed))
        return Change(page, become, summary), merged


def _funnel_page(home: Wiki, brief: Brief, funnel: Funnel, say: Say) -> list[Change]:
    if not brief.campaign:
        return []
    page = home.read(subpage(brief.campaign, 'Funnel'))
    summary = say('summary-funnel', campaign=brief.campaign)
    return [Change(page, lambda text: listwords.with_funnel(text, brief, funnel, say), summary)]
