"""What is measured from: send pages and results, sign-up pages, accounts, and edits; all of it public."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from outreach import holdout, moves, revisions, siteinfo, sites, tools
from outreach.accountlinks import Resolver, resolver_of
from outreach.audience import brief
from outreach.audience.excludepages import names_on_page
from outreach.audience.topic import Reader, chosen_wikis, sitelinks
from outreach.campaign import SIGNUPS, SOURCE, STAFF, WIKIS, subpage
from outreach.farm import Farm
from outreach.holdout import Design
from outreach.lists.deliverylist import parse
from outreach.lists.merge import person_of
from outreach.measures import edits, groups, joining, monthreport, persons, preregistration, published
from outreach.measures.edits import EditSpan
from outreach.measures.groups import Member, PersonKey
from outreach.measures.joining import SignUps, Version
from outreach.measures.monthreport import Month
from outreach.moments import iso
from outreach.problems import Problem, WikiError, no_page, refuse
from outreach.run import Run
from outreach.sends import sendplan
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import SendPages
from outreach.sends.sendsummary import Send
from outreach.signuppage import read_page
from outreach.wiki import Wiki

BOTS = frozenset({'bot', 'global-bot', 'local-bot'})
OF_THE_FOUNDATION = ('(WMF)', '-WMF')


@dataclass(frozen=True)
class Measured:
    """All that the figures are made from.

    `design` is what was fixed before the first send (None: nothing was), `now_given` what the settings say
    today, and `changed` names those of what is counted that are others than at the first send. `staff` is the
    page of those who are not counted, `topic` the settings of the topic in words. `when` tells when each
    person did first what is counted, `unknown` the wikis of which nobody knows. `later` tells who was on the
    list at each wave's send, `edited` by wave who edited on days 31 to 60. `left_out` counts people who sign
    up but are not counted, by reason, `undrawn` those asked who are in no group, for without a global
    account they could not be drawn. `reports` are the months of which there is a report, `trusted` the
    accounts that may sign others up. `uncounted` is the outcome where no setting says from what to count it.
    """

    campaign: str
    sends: tuple[Send, ...]
    design: Design | None
    now_given: Design | None
    people: Mapping[str, Member]
    accounts: Mapping[str, PersonKey]
    signups: SignUps
    when: Mapping[str, datetime]
    pages: tuple[str, ...] = ()
    staff: str = ''
    trusted: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    later: Mapping[int, frozenset[str]] = field(default_factory=dict)
    edited: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()
    undrawn: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    reports: tuple[str, ...] = ()
    uncounted: str = ''
    problems: tuple[Problem, ...] = ()

    @property
    def outcome(self) -> Design:
        """Return what is counted: as it was fixed, else as the settings say today."""
        return self.design or self.now_given or Design()


def too_early(home: Wiki, campaign: str, month: Month | None, sent: Iterable[datetime]) -> list[Problem]:
    """Return that a month was over before the campaign began: before its page was made, and before any send.

    Where something was sent by then nothing is asked, else one request.
    """
    if month is None or any(day < month.end for day in sent):
        return []
    first = next(revisions.history(home, campaign, rvlimit=1), None)
    if first is None or first.time < iso(month.end):
        return []
    made = f'was over before the campaign began: its page was made on {first.time[:10]}'
    return [Problem(f'-month:{month}', made)]


def read(run: Run, campaign: str) -> Measured:
    """Read everything: a few requests for the campaign, one for 50 people or 50 revisions of sign-ups."""
    farm = run.farm
    send_pages = SendPages(run.trust, campaign, run.now)
    refuse(send_pages.lost())
    results = send_pages.results()
    sends = tuple(Send(page, results.get(page.title, ())) for page in send_pages.pages if not page.is_test)
    pages = [send.page for send in sends]
    found = list(groups.members(pages))
    accounts, unsaid = persons.read_accounts(farm, found, pages, run.now)
    design, now_given = groups.fixed(pages), holdout.of(run.given)
    counted = design or now_given or Design()
    lacking = holdout.lacking(counted, run.given)
    people, undrawn = groups.counted(found, accounts, design)
    signups, titles, left_out, problems = read_signups(run, accounts)
    when, lost = ({}, {}) if lacking else read_outcomes(run, people, accounts, signups, counted)
    stayed, failed = read_retention(farm, people, accounts, run.now)
    return Measured(
        campaign=campaign,
        sends=sends,
        design=design,
        now_given=now_given,
        people=people,
        undrawn=undrawn,
        accounts=accounts,
        signups=signups,
        when=when,
        pages=tuple(titles),
        staff=run.given[STAFF] or '',
        trusted=tuple(sorted(run.trust.accounts)),
        topic=preregistration.in_words(counted.outcome, run.given),
        changed=changed_since(run, campaign, pages, design),
        later=read_listed(run, pages, accounts),
        edited=stayed,
        unknown=frozenset(lost),
        left_out=left_out,
        reports=written_reports(run, campaign),
        uncounted=holdout.uncounted(counted, run.given),
        problems=(*lacking, *unsaid, *problems, *{**failed, **lost}.values()),
    )


def written_reports(run: Run, campaign: str) -> tuple[str, ...]:
    """Return the months of which a report stands below the page of measures."""
    page = subpage(campaign, published.PAGE)
    below = (title.removeprefix(f'{page}/') for title in siteinfo.titles_under(run.home, page))
    return tuple(sorted(title for title in below if monthreport.FORM.fullmatch(title)))


def read_outcomes(
    run: Run,
    people: Mapping[str, Member],
    accounts: Mapping[str, PersonKey],
    signups: SignUps,
    counted: Design,
) -> tuple[Mapping[str, datetime], dict[str, Problem]]:
    """Return when each person did first what is counted, and the wikis that did not tell.

    Edits are asked of those whose window is over.
    """
    if counted.outcome == 'signup':
        return {key: one.at for key, one in signups.joined.items()}, {}
    titles_of = topic_pages(run) if counted.outcome == 'topicedit' else None
    window = timedelta(days=counted.window)
    over = {key: one for key, one in people.items() if one.start + window <= run.now}
    return first_edits(run.farm, over, accounts, timedelta(0), window, titles_of)


def changed_since(
    run: Run, campaign: str, pages: Sequence[SendPage], design: Design | None
) -> tuple[str, ...]:
    """Return which settings of what is counted are others than at the first send, if anything was fixed."""
    sent = groups.sent(pages)
    if not sent or design is None:
        return ()
    return preregistration.changed(run.home, campaign, groups.first_send(sent[0]), design, run.given)


def read_signups(
    run: Run, accounts: Mapping[str, PersonKey]
) -> tuple[SignUps, list[str], dict[str, int], list[Problem]]:
    """Read the histories of the sign-up pages; return who is counted, the pages, who is not, and problems.

    A page that was moved is followed by its redirect: its history went with it.
    """
    farm, home, key = run.farm, run.home, persons.keys_of(accounts)
    failed: set[str] = set()
    resolver = resolver_of(farm, failed)
    wanted, problems = resolved(run, run.given[SIGNUPS])
    found = [
        joining.read(versions(run, title, resolver), key, lambda user: user in run.trust) for title in wanted
    ]
    signups = joining.together(found)
    staff = staff_names(run, resolver)
    names = {name for name in signups.joined if not name.startswith('#')} | {
        one.name for one in accounts.values() if one.key in signups.joined
    }
    bots = {
        row['name']
        for reply in home.query_each('ususers', sorted(names), list='users', usprop='groups')
        for row in reply.get('users', ())
        if BOTS & set(row.get('groups', ()))
    }
    out = {
        'staff': frozenset(key(name) for name in names if name in staff or of_foundation(name)),
        'bots': frozenset(map(key, bots)),
    }
    left_out = {reason: len(keys & signups.joined.keys()) for reason, keys in out.items()}
    left_out['by-others'] = len(signups.by_others)
    problems += [Problem(host, 'gave no answer: links to it could not be read') for host in sorted(failed)]
    return signups.without(frozenset().union(*out.values())), wanted, left_out, problems


def of_foundation(name: str) -> bool:
    """Whether a name says that its account is one of Wikimedia's staff."""
    return any(mark in name for mark in OF_THE_FOUNDATION)


def staff_names(run: Run, resolver: Resolver) -> set[str]:
    """Return who is named on the page of those who are not counted."""
    title = run.given[STAFF]
    return set(names_on_page(run.home.read(title).text, resolver)) if title else set()


def resolved(run: Run, titles: Collection[str]) -> tuple[list[str], list[Problem]]:
    """Return the pages behind titles, redirects followed, and name those that are not there."""
    moved: dict[str, str] = {}
    missing: set[str] = set()
    for reply in run.home.query_each('titles', dict.fromkeys(titles), redirects=True, prop='info'):
        moved |= {one['from']: one['to'] for one in reply.get('normalized', ())}
        moved |= {one['from']: one['to'] for one in reply.get('redirects', ())}
        missing |= {page['title'] for page in reply.get('pages', ()) if page.get('missing')}
    found: dict[str, None] = {}
    problems = []
    for title in titles:
        there = moved.get(title, title)
        there = moved.get(there, there)
        if there in missing:
            problems.append(no_page(title, 'there is no such page: nobody has signed up there'))
        else:
            found[there] = None
    return list(found), problems


def versions(run: Run, title: str, resolver: Resolver) -> Iterator[Version]:
    """Return who stood on a sign-up page in each of its revisions, oldest first."""
    for one in moves.history(run.home, title):
        names = None
        if one.text is not None:
            names = frozenset(signup.name for signup in read_page(one.text, title, resolver).signups)
        yield Version(datetime.fromisoformat(one.time), one.user, names)


def topic_pages(run: Run) -> Mapping[str, Collection[str]]:
    """Return the pages of the campaign's topic on each of its wikis, as the settings say."""
    given, farm = run.given, run.farm
    source = brief.source_wiki(farm, given[SOURCE])
    topic = Reader(source, sites.fetch, tools.addresses()).read(brief.sources_of(given))
    return sitelinks(farm, source, topic, chosen_wikis(farm.matrix, given[WIKIS]))


def first_edits(
    farm: Farm,
    people: Mapping[str, Member],
    accounts: Mapping[str, PersonKey],
    first: timedelta,
    last: timedelta,
    topic: Mapping[str, Collection[str]] | None = None,
) -> tuple[dict[str, datetime], dict[str, Problem]]:
    """Return who edited between two moments after the beginning of their windows, and the wikis that failed.

    Whoever did is given the beginning: that they did it is asked, not when.
    """
    names = persons.names_of(accounts)
    spans = edits.together(
        EditSpan(one.host, one.start + first, one.start + last, names.get(key, frozenset({one.name})))
        for key, one in people.items()
    )
    answers = edits.ask(farm, [one for one in spans if one.host in farm.by_host], topic)
    did: dict[str, datetime] = {}
    active = {span: who for some in answers.found.values() for span, who in some.items()}
    by_span = {(span.host, span.start): who for span, who in active.items()}
    for key, one in people.items():
        if names.get(key, frozenset({one.name})) & by_span.get((one.host, one.start + first), set()):
            did[key] = one.start
    return did, _not_measured(answers.failed)


def _not_measured(failed: Mapping[str, WikiError]) -> dict[str, Problem]:
    return {
        host: Problem(host, f'its people are not measured today ({error})') for host, error in failed.items()
    }


FIRST_DAY, LAST_DAY = timedelta(days=30), timedelta(days=60)


def read_retention(
    farm: Farm, people: Mapping[str, Member], accounts: Mapping[str, PersonKey], now: datetime
) -> tuple[dict[int, frozenset[str]], dict[str, Problem]]:
    """Return for each wave of which sixty days are over who edited on days 31 to 60, where all answered."""
    waves = groups.days(people)
    over = {wave for wave, (_, last) in waves.items() if last + LAST_DAY <= now}
    some = {key: one for key, one in people.items() if one.wave in over}
    did, failed = first_edits(farm, some, accounts, FIRST_DAY, LAST_DAY)
    lost = {one.wave for one in some.values() if one.host in failed}
    return {
        wave: frozenset(key for key, one in some.items() if one.wave == wave and key in did)
        for wave in sorted(over - lost)
    }, failed


def read_listed(
    run: Run, pages: Sequence[SendPage], accounts: Mapping[str, PersonKey]
) -> dict[int, frozenset[str]]:
    """Return who was on the list when each wave was planned, where there are several of them."""
    gone = groups.sent(pages)
    waves = sorted({sendplan.number(page.wave) for page in gone})
    if len(waves) < 2:
        return {}
    pins = {
        wave: {pin.revid for page in gone if sendplan.number(page.wave) == wave for pin in page.lists}
        for wave in waves[:-1]
    }
    read_ = revisions.by_number(run.home, frozenset().union(*pins.values()))
    key = persons.keys_of(accounts)
    return {
        wave: frozenset(
            key(name)
            for number in numbers
            if number in read_
            for name in _on_list(read_[number].text or '', run.home.host, read_[number].model)
        )
        for wave, numbers in pins.items()
    }


def _on_list(text: str, host: str, model: str) -> Iterable[str]:
    return (name for target in parse(text, host, model).targets if (name := person_of(target)))
