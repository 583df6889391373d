"""The work on a directory of channels: reading it, measuring, and the pages that come of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from outreach import siteinfo, wikitext
from outreach.accountlinks import Resolver
from outreach.audience.evidence import Evidence
from outreach.channels import (
    announcelist,
    directory,
    figures,
    liaisons,
    listsurvey,
    saidalive,
    sources,
)
from outreach.channels.directory import Channel, Directory, DirectoryWords, NewRow
from outreach.channels.liveness import Liveness, Thresholds
from outreach.channels.pumplist import PumpChoice, PumpPage, choose
from outreach.channels.saidalive import Said
from outreach.channels.survey import Survey, Surveyor
from outreach.farm import Farm
from outreach.fetching import Fetcher
from outreach.lists import listpages
from outreach.lists.merge import History
from outreach.pagekinds import PageKind
from outreach.pages import Page
from outreach.problems import BadInput, Problem, gathered, refuse
from outreach.promotion import deletedrows
from outreach.promotion.places import Place, Wikis
from outreach.run import Change, Run, broken
from outreach.sends import messagepages
from outreach.settings import LANGUAGE
from outreach.sitematrix import WikiInfo
from outreach.words import counted

NOTHING = Survey({}, {})
# before the first edit of any wiki: a row that people deleted is found, whichever account of ours wrote it
FIRST_DAY = date(2001, 1, 15)
# the region of the directory that says by which rule its verdicts were made
RULES = 'rules'
# that of the page of languages
LANGUAGES = 'languages'


@dataclass(frozen=True)
class ChannelRequest:
    """What one run works on: the directory `title`, and how channels are found, measured and read."""

    run: Run
    title: str
    kinds: Sequence[PageKind]
    wikis: Mapping[str, WikiInfo]
    limits: Thresholds
    vocabulary: DirectoryWords
    registry: str = ''
    lists: tuple[tuple[str, str], ...] = ()

    @cached_property
    def frame(self) -> Callable[[str], str]:
        """Return what marks a text of ours with its language where that is not the home wiki's own."""
        return messagepages.frame(self.run.home, self.run.given[LANGUAGE] or '')

    @cached_property
    def places(self) -> Wikis:
        """Return how places are named on the home wiki."""
        farm, months = self.run.farm, siteinfo.month_names(self.run.home)
        return Wikis(farm.matrix, farm.home.host, siteinfo.looked_up(farm, set()), months)

    def said(self, row: Channel) -> Said | None:
        """Return who signed in the cell of decisions that a channel is alive, if it still counts."""
        cell, today = row.cells.get('decided', ''), self.run.now.date()
        return saidalive.alive(cell, self.vocabulary.alive, self.places, today, self.limits.signed)


@dataclass(frozen=True)
class KnownChannels:
    """The directory as it stands, the channels that were found, and the ids of rows that people deleted.

    `only` are the keys of the channels that are measured, where not all are.
    """

    page: Page
    directory: Directory
    found: tuple[NewRow, ...]
    removed: frozenset[str]
    only: frozenset[str] | None = None

    @property
    def new(self) -> list[NewRow]:
        """The channels that were found and that nobody deleted, in the order of the directory."""
        return [row for row in self.found if row.id not in self.removed]

    @property
    def channels(self) -> list[Place]:
        """All pages of wikis to be measured, each once."""
        places = [row.place for row in self.directory.rows if row.place] + [row.place for row in self.new]
        pages = dict.fromkeys(place for place in places if place.host and place.page)
        return [place for place in pages if self.asked(place.key)]

    def asked(self, key: str) -> bool:
        """Return whether a channel is to be measured."""
        return self.only is None or key in self.only

    def of(self, owners: Collection[str], resolver: Resolver, problems: list[Problem]) -> KnownChannels:
        """Return it with only the channels of these owners, named as people name accounts.

        Whoever has no channel or is nobody is added to the problems.
        """
        mine = {
            row.key: liaisons.named([row.cells.get(directory.OWNER, '')], resolver)
            for row in self.directory.rows
        }
        meant = dict[str, str]()
        for one in owners:
            try:
                meant[one] = resolver.meant(one)
            except ValueError as error:
                problems.append(Problem(f'-owner:{one}', str(error)))
        theirs = set(meant.values())
        idle = [one for one, name in meant.items() if not any(name in names for names in mine.values())]
        text = (
            'takes care of no channel: no cell of the column "Owner" of the directory links to this account'
        )
        problems += [Problem(f'-owner:{one}', text) for one in idle]
        return replace(self, only=frozenset(key for key, names in mine.items() if theirs & {*names}))

    def estimate(self, lists: int, people: int, farm: Farm) -> str:
        """Return in words what measuring would cost, with so many mailing lists and liaisons."""
        wikis = len({place.host for place in self.channels})
        pages = len(self.channels)
        told = (
            f'{counted(pages, "page")} on {counted(wikis, "wiki")}: about {counted(wikis, "request")} for '
            f'the wikis and at most {pages} for histories (none for a page that did not change), and up to '
            f'{2 * wikis} more for silent ones.'
        )
        told += (
            f'\n{counted(lists, "mailing list")}: {counted(3 * lists, "request")} to their hosts.'
            if lists
            else ''
        )
        told += (
            f'\n{counted(people, "liaison")}: {3 * people} to {counted(7 * people, "request")}.'
            if people
            else ''
        )
        return '\n'.join([told, *farm.cost(3 * wikis + pages + 3 * lists + 7 * people)])


def parsed(work: ChannelRequest, text: str) -> Directory:
    """Read the directory out of a text; raise BadInput with everything that is wrong with it."""
    try:
        with wikitext.markers_on(work.title):
            found, problems = directory.parse(text, work.title, work.vocabulary, work.places)
    except BadInput:
        raise
    except ValueError as error:
        raise BadInput([Problem(work.title, str(error))]) from None
    refuse(problems)
    return found


def read(work: ChannelRequest, problems: list[Problem]) -> KnownChannels:
    """Read the directory and find the channels: a few requests, whatever the number of wikis.

    What is wrong with directory, kinds and registry is added to the problems, all of it.
    """
    run = work.run
    page = run.home.read(work.title)
    standing = parsed(work, directory.new_table(run.say))
    found: list[NewRow] = []
    with gathered(problems):
        standing = parsed(work, page.text) if page.text.strip() else standing
    with gathered(problems):
        found += sources.sitelinks(run.farm, work.kinds, work.wikis)
    with gathered(problems):
        found += sources.affiliates(run.farm, work.registry) if work.registry else []
    found += listsurvey.rows(work.lists)
    listed = {row.id for row in standing.rows}
    missing: dict[str, date] = {row.id: FIRST_DAY for row in found if row.id not in listed}
    known = page.revid and missing and not problems
    removed = deletedrows.deleted_rows(run.home, work.title, missing) if known else frozenset()
    return KnownChannels(page, standing, tuple(found), removed)


def in_the_way(work: ChannelRequest, languages: str, targets: str) -> list[Problem]:
    """Name what is broken on the pages that will be written: before a long measurement, not after it."""
    home = work.run.home
    pages = home.read_many([title for title in (work.title, languages, targets) if title])
    changes = [Change(pages[work.title], lambda text: with_rules(text, ''), '')]
    if languages:
        changes.append(Change(pages[languages], lambda text: wikitext.put_region(text, LANGUAGES, ''), ''))
    if targets:
        listed = pages[targets]
        changes.append(Change(listed, lambda _: announcelist.text(listed, (), History(), home.host, ''), ''))
    return broken(changes)


def measure(work: ChannelRequest, known: KnownChannels, evidence: Evidence, fetcher: Fetcher) -> Survey:
    """Measure all channels that are pages of wikis of this farm, and the mailing lists."""
    run = work.run
    pages = Surveyor(run.farm, evidence, work.limits, run.now).survey(known.channels)
    asked = [one for one in work.lists if known.asked(listsurvey.place(*one).key)]
    lists = listsurvey.survey(asked, fetcher, work.limits, run.now)
    return Survey({**pages.channels, **lists.channels}, {**pages.failed, **lists.failed})


def lines(known: KnownChannels, survey: Survey) -> Iterator[str]:
    """Return what was found, line by line: verdicts with their numbers, and what people deleted."""
    counts = Counter(one.measured.verdict for one in survey.channels.values())
    if counts:
        yield ', '.join(f'{counts[verdict]} {verdict.value}' for verdict in Liveness if counts[verdict]) + '.'
    if known.removed:
        yield f'Stay off, because people removed them: {counted(len(known.removed), "channel")}.'


def owned(work: ChannelRequest, known: KnownChannels, survey: Survey) -> Iterator[str]:
    """Return the channels of the owners that were asked for, line by line, each with its verdict."""
    for row in known.directory.rows if known.only is not None else ():
        if known.asked(row.key):
            yield f'  {row.key}: {verdict(work, row, survey).value}'


def verdict(work: ChannelRequest, row: Channel, survey: Survey) -> Liveness:
    """Return how alive a channel is: as measured, else as people say of a place where nothing can be."""
    one = survey.channels.get(row.key)
    if one and one.measured.verdict is not Liveness.UNKNOWN:
        return one.measured.verdict
    speaks = not one.measured.missing if one else _off_the_wikis(row)
    return Liveness.SAID if speaks and work.said(row) else Liveness.UNKNOWN


def _off_the_wikis(row: Channel) -> bool:
    """Return whether a row names a place that is no page of a wiki and no list that can be measured."""
    listed = row.place is not None and listsurvey.is_list(row.place)
    return bool(row.key) and not listed and not (row.place and row.place.host)


def _cells(work: ChannelRequest, rows: Sequence[Channel], survey: Survey) -> dict[str, Mapping[str, str]]:
    """Return the measured cells by the key of their channel: of what was measured, and of what cannot be."""
    say = work.run.say
    found: dict[str, Mapping[str, str]] = {
        key: figures.cells(one.measured, say) for key, one in survey.channels.items()
    }
    for row in rows if survey.channels else ():
        one = survey.channels.get(row.key)
        if one and (said := work.said(row)):
            found[row.key] = figures.cells(one.measured, say, said)
        elif not one and _off_the_wikis(row):
            found[row.key] = figures.off_the_wikis(say, work.said(row))
    return found


def directory_change(work: ChannelRequest, known: KnownChannels, survey: Survey) -> Change:
    """Return what becomes of the directory, whoever edits it meanwhile."""
    say = work.run.say
    rules = figures.rules(work.limits, say)

    def become(text: str) -> str:
        begun = text.strip()
        page = parsed(work, text if begun else directory.new_table(say))
        cells = _cells(work, page.rows, survey)
        merged = directory.merge(page, cells, known.found, removed=known.removed)
        if begun:
            return with_rules(merged.text, work.frame(rules)) if survey.channels else merged.text
        lead = say('lead', ours=say('column-verdict'), preferred=say('column-preferred'))
        parts = work.frame(lead), wikitext.new_region(RULES, work.frame(rules)), work.frame(merged.text)
        return '\n\n'.join(parts)

    return Change(known.page, become, say('summary' if known.page.revid else 'summary-new'))


def with_rules(text: str, rules: str) -> str:
    """Return a directory that says by which rule it was measured last, at the start where it said none."""
    return wikitext.put_region(text, RULES, rules, at='start')


def candidates(work: ChannelRequest, channels: Sequence[Channel], survey: Survey) -> list[PumpPage]:
    """Return the rows of the directory that are pages of wikis, with what was measured there."""
    home = work.run.home.host
    found = []
    for row in channels:
        one = survey.channels.get(row.place.key) if row.place else None
        if not row.place or not row.place.host or one is None:
            continue
        spoken = {work.run.farm.by_host[row.place.host].language, *row.value('language').split()}
        found.append(
            PumpPage(
                row.place.host,
                one.page.title,
                row.kind.lower(),
                one.measured.verdict,
                one.page.takes_messages(home=row.place.host == home),
                frozenset(spoken - {''}),
                directory.preference(row, work.vocabulary),
            )
        )
    return found


def choices(
    work: ChannelRequest, text: str, survey: Survey, language: str, only: frozenset[Liveness]
) -> list[PumpChoice]:
    """Return which page of each wiki takes announcements; a wiki that did not answer is not among them."""
    rows = parsed(work, text).rows
    return choose(candidates(work, rows, survey), language, [kind.name for kind in work.kinds], only)


def list_change(work: ChannelRequest, title: str, chosen: Sequence[PumpChoice], survey: Survey) -> Change:
    """Return what becomes of the delivery list; the page of a wiki that did not answer stays on it."""
    home, say = work.run.home, work.run.say
    page = home.read(title)
    history = listpages.read_history(home, title) if page.revid else History()
    listed = listpages.delivery_list(page, home.host).targets
    wanted = [one.target for one in chosen if one.target]
    wanted += [target for target in listed if target.host in survey.failed]
    lead = work.frame(say('list-lead', directory=work.title))
    return Change(
        page,
        lambda text: announcelist.text(
            Page(title, text, page.revid, page.model), wanted, history, home.host, lead
        ),
        say('summary-list'),
    )
