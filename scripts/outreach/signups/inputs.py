"""A collection of sign-ups: which pages, who was found on them, and the list that they join."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from outreach import moves, siteinfo
from outreach.accountlinks import Resolver, resolver_of
from outreach.audience import deletedpages, subscriptionpages
from outreach.audience.excludepages import NOBODY, Excluded, excluded
from outreach.audience.likelywikis import FEW
from outreach.audience.subscriptions import Subscriptions, heeded
from outreach.audience.topic import chosen_wikis
from outreach.doubts import Doubt, everybody_out
from outreach.farm import NAMES_A_REQUEST, Farm
from outreach.lists.entries import TitleResolver
from outreach.lists.listheadings import WikiHeadings, headings_of
from outreach.lists.listpages import delivery_list, read_history
from outreach.lists.merge import shrinking
from outreach.moments import iso
from outreach.names import CATEGORY
from outreach.pages import Page, check_no_redirects
from outreach.problems import BadInput, Problem, no_page, refuse
from outreach.renames import renames_since
from outreach.revisions import Revision
from outreach.signuplines import folded
from outreach.signuppage import SignUp, SignUpPage, names_outside, read_page, unique, with_role
from outreach.signups import eventsignups
from outreach.signups.enrolment import Enrolled, EnrolmentPlan, Memory, gone, plan
from outreach.signups.lookup import RENAMES_BACK, earlier, enrol, foreign_hosts
from outreach.signups.signers import held, own_signatures
from outreach.siteinfo import titles_under
from outreach.trust import Trust
from outreach.wiki import Wiki
from outreach.words import counted, did_you_mean

# the matrix, requests to leave or to join, what was deleted
BESIDE = 12
OUT = 'is named on an exclude page'
OUT_ON_LIST = f'{OUT}, and is on the list: check_targets -fix:excluded removes them'
NO_ANSWER = 'gave no answer: links to it could not be read, and nobody is removed from the list'


@dataclass(frozen=True)
class SignUpRequest:
    """Which pages are read, what counts on them, and the list: all titles on the campaign's wiki.

    `under` are beginnings of titles. Without `sections` the usual ones are read, without `roles`
    everybody counts, and without `wikis` (patterns of hosts) people may be asked on every open wiki.
    `exclude` are pages that name who must not be asked, `own` the roster and the ranking. `events` are
    numbers of events whose participants count as sign-ups. Of a `campaign` the page of requests is one too.
    """

    list: str
    signups: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    wikis: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    events: tuple[int, ...] = ()
    campaign: str = ''
    signed_by_others: bool = False

    @property
    def ours(self) -> tuple[str, ...]:
        """The pages that the scripts write: nobody signs up there."""
        return (self.list, f'{self.list}/Check', *self.own)


@dataclass(frozen=True)
class SignUpInputs:
    """What the plan is made from: the sign-up pages, who was found, the list and its memory."""

    pages: tuple[SignUpPage, ...]
    enrolled: tuple[Enrolled, ...]
    problems: tuple[Problem, ...]
    page: Page
    memory: Memory
    places: TitleResolver
    doubts: tuple[Doubt, ...] = ()
    told: tuple[Problem, ...] = ()
    headings: WikiHeadings | None = None

    def plan(self, now: Page, home_host: str) -> EnrolmentPlan:
        """Plan the list on what stands there now; raise BadInput where it is broken."""
        current, since = delivery_list(now, home_host), delivery_list(self.page, home_host)
        try:
            return plan(current, self.enrolled, self.memory, self.places, since, self.headings)
        except ValueError as error:
            raise BadInput([Problem(now.title, str(error))]) from None

    def doubts_of(self, now: Page, planned: EnrolmentPlan, home_host: str) -> list[Doubt]:
        """Return what makes a plan for the list doubtful, made on what stands there now."""
        return [*self.doubts, *shrinking(delivery_list(now, home_host), planned.merge.list)]


def read_inputs(farm: Farm, wanted: SignUpRequest, now: datetime, trust: Trust) -> SignUpInputs:
    """Read sign-up pages, accounts and the list; raise BadInput where a page is missing.

    Who was signed up by somebody whom we do not trust counts on request only."""
    home = farm.home
    texts, out = read_sources(home, wanted)
    page = home.read(wanted.list)
    check_no_redirects([*texts.values(), page, *home.read_many(wanted.own).values()])
    check_no_category(home, wanted.list)
    no = excluded(farm, out, trust) if out else NOBODY
    lost, failed = deletedpages.doubts(home, [*out, wanted.list], wanted.campaign), set[str]()
    hosts = {info.host for info in chosen_wikis(farm.matrix, wanted.wikis).values()} - set(no.wikis)
    resolver = resolver_of(farm, failed)
    pages = [read_whole(page, title, resolver, wanted.sections) for title, page in texts.items()]
    pages += eventsignups.read(home, wanted.events)
    listed = delivery_list(page, home.host)
    places = TitleResolver({host: known for host in foreign_hosts(listed) if (known := resolver.look(host))})
    asked = subscriptionpages.read(farm, trust, wanted.campaign, [wanted.list], places)
    signed = with_role(unique(one for page in pages for one in page.signups), wanted.roles)
    people = wishing(signed, asked, home.host)
    found, problems = enrol(farm, people, hosts, now, failed)
    found = [one for one in found if one.name not in asked.left]
    there = {name for target in listed.targets if (name := places.person(target))}
    enrolled, barred = invited(found, no, there)
    names = names_in(resolver, wanted.sections)
    kept, forged = (enrolled, []) if wanted.signed_by_others else own_signatures(trust, enrolled, names)
    missing, memory = missing_sections(pages, wanted) + missing_roles(pages, wanted), Memory()
    if page.revid:
        history = heeded(read_history(home, wanted.list, places), asked, places)
        on_it = {name for one in (*listed.targets, *history.removed) if (name := places.person(one))}
        renamed = renames_since(home, on_it - {one.name for one in kept}, iso(now - RENAMES_BACK))
        versions = [earlier(farm, title, resolver, wanted.sections) for title in texts]
        # who may have been misread has not left
        left = {} if failed or missing else gone(pages, versions)
        memory = Memory(history, left, renamed, asked.left)
    problems += [*barred, *forged, *no.unread, *missing, *(Problem(host, NO_ANSWER) for host in failed)]
    problems += [problem for one in pages for problem in one.problems]
    doubts = (*held(enrolled, kept), *nobody_left(len(people), len(found), len(kept)), *lost)
    read = tuple(pages), tuple(kept), tuple(sorted(problems, key=in_order))
    return SignUpInputs(*read, page, memory, places, doubts, asked.told, headings_of(farm.matrix))


def estimate(farm: Farm, wanted: SignUpRequest) -> list[str]:
    """Return in sentences about how many requests a collection takes, and how long that is.

    The sign-up pages are read for it, and how often they and the list were edited: one request for 500 edits.
    Accounts are asked for fifty at once on each wiki, three times at most where somebody named none; of the
    pages each text that ever stood there is read, fifty at once.
    """
    home = farm.home
    texts, _ = read_sources(home, wanted)
    resolver = resolver_of(farm, set())
    pages = [read_page(page.text, title, resolver, wanted.sections) for title, page in texts.items()]
    pages += eventsignups.read(home, wanted.events)
    people = with_role(unique(one for page in pages for one in page.signups), wanted.roles)
    named = Counter(one.host for one in people if one.stated)
    others = len(people) - named.total()
    versions = [len(moves.editors(home, title)) for title in (*texts, wanted.list)]
    requests = BESIDE + -(-len(people) // home.limit) + sum(-(-count // home.limit) for count in versions)
    requests += sum(-(-count // NAMES_A_REQUEST) for count in named.values()) + 2 * len(texts)
    if others:
        hosts = min(others, len(chosen_wikis(farm.matrix, wanted.wikis)))
        requests += 3 * (-(-others // NAMES_A_REQUEST) + hosts) + min(others, FEW)
    who = f'{counted(len(people), "person", "people")} on {counted(len(pages), "page", "pages")}'
    return [f'{who}: about {counted(requests, "request")}.', *farm.cost(requests)]


def read_whole(page: Page, title: str, resolver: Resolver, sections: Collection[str]) -> SignUpPage:
    """Read a sign-up page, and the lines that name accounts outside of the sections that count."""
    read = read_page(page.text, title, resolver, sections)
    return replace(read, outside=names_outside(page.text, title, resolver, sections))


def wishing(people: Iterable[SignUp], asked: Subscriptions, home_host: str) -> tuple[SignUp, ...]:
    """Return who signed up or asked to be on the list, each with the wiki that they asked for, if any."""
    joined = [
        SignUp(name, act.host or home_host, act.page, 0, stated=bool(act.host), registered=True)
        for name, act in asked.joined.items()
    ]
    return tuple(
        replace(one, host=asked.hosts.get(one.name, one.host), stated=one.stated or one.name in asked.hosts)
        for one in unique([*joined, *people])
        if one.name not in asked.left
    )


def check_no_category(home: Wiki, title: str) -> None:
    """Raise BadInput where the list is a category."""
    if siteinfo.namespaces(home).split(title)[0] == CATEGORY:
        raise BadInput([Problem(title, 'is a category, which is only read; name a page')])


def nobody_left(people: int, found: int, enrolled: int) -> tuple[Doubt, ...]:
    """Return the doubts about the steps from names to accounts, and from those to who may be asked."""
    place, why = 'people who signed up', 'no account of theirs may be asked'
    return (*everybody_out(place, people, found, why), *everybody_out(place, found, enrolled, OUT))


def names_in(resolver: Resolver, sections: Collection[str]) -> Callable[[Revision], frozenset[str]]:
    """Return what tells whom a revision of a sign-up page names."""
    chosen = tuple(sections)

    def names(one: Revision) -> frozenset[str]:
        return frozenset(
            signup.name for signup in read_page(one.text or '', one.title, resolver, chosen).signups
        )

    return names


def invited(
    found: Sequence[Enrolled], no: Excluded, listed: Collection[str]
) -> tuple[list[Enrolled], list[Problem]]:
    """Return those who may be on the list, each once, and say who is excluded; `listed` are on it already."""
    first = {one.name: one for one in reversed(found)}  # an older and the current name are one person
    barred = [one for one in found if no.names & {one.name, one.signup.name}]
    problems = [
        Problem(one.signup.place, f'{one.name} {OUT_ON_LIST if one.name in listed else OUT}', OUT)
        for one in barred
    ]
    return [one for one in found if first[one.name] is one and one not in barred], problems


def missing_sections(pages: Sequence[SignUpPage], wanted: SignUpRequest) -> list[Problem]:
    """Name the sections that are asked for and stand on none of the pages; it may be a new heading."""
    there = {folded(name) for page in pages for name in page.sections}
    text = 'is on none of the pages, so nobody is removed from the list'
    missing = [name for name in wanted.sections if there and folded(name) not in there]
    return [Problem(f'-section:{name}', text) for name in missing]


def missing_roles(pages: Sequence[SignUpPage], wanted: SignUpRequest) -> list[Problem]:
    """Name the roles that are asked for and that nobody signed with, where anybody signed at all."""
    people = [one for page in pages for one in page.signups]
    there = {role for one in people for role in one.roles}
    missing = [role for role in wanted.roles if people and role.strip().lower() not in there]
    return [
        Problem(f'-role:{role}', f'nobody signed up with this role{did_you_mean(role.lower(), there)}')
        for role in missing
    ]


def read_sources(home: Wiki, wanted: SignUpRequest) -> tuple[dict[str, Page], dict[str, Page]]:
    """Read the sign-up pages and the exclude pages; raise BadInput naming all that are not there."""
    under = {
        start: [title for title in titles_under(home, start) if title not in wanted.ours]
        for start in wanted.under
    }
    titles = [*wanted.signups, *(title for some in under.values() for title in some)]
    read = home.read_many([*titles, *wanted.exclude])
    missing = [no_page(title) for title, page in read.items() if not page.revid]
    missing += [
        Problem(f'-allunder:{start}', 'no page begins so') for start, some in under.items() if not some
    ]
    refuse(missing)
    return {title: read[title] for title in titles}, {title: read[title] for title in wanted.exclude}


def in_order(problem: Problem) -> list[tuple[int, str]]:
    """Return what sorts problems by page and line, line 9 before line 10."""
    return [(int(part), '') if part.isdecimal() else (0, part) for part in re.split(r'(\d+)', problem.place)]
