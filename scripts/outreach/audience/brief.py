"""The brief of an audience: what an organizer asked for, as values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from outreach import campaign
from outreach.accountlinks import written_account
from outreach.audience import organizers, peoplefile
from outreach.audience.candidate import Rules
from outreach.audience.people import WikiRule
from outreach.audience.peoplefile import Segment
from outreach.audience.significance import PlainRule, ScoreRule
from outreach.audience.topic import ListedTitle, Sources
from outreach.campaign import subpage
from outreach.farm import WORTH_A_LOG_IN, Farm
from outreach.moments import iso
from outreach.problems import BadInput, Problem, refuse
from outreach.run import WRITING
from outreach.settings import (
    ALWAYS,
    CAMPAIGN,
    ESTIMATE,
    REPLICA,
    Given,
    Setting,
    home_title,
    many,
    maybe,
    page_title,
    window_start,
)
from outreach.wiki import Wiki
from outreach.words import did_you_mean


def segment(text: str) -> Segment:
    """Read a segment of a list as `column=value`; raise ValueError for anything else."""
    column, equals, value = (part.strip().casefold() for part in text.partition('='))
    if not (column and equals and value):
        raise ValueError('must be a column and what stands in it, such as country=Sweden')
    return column, value


def accounts(given: Given, meant: Callable[[str], str]) -> Given:
    """Return the settings with the accounts that `meant` finds behind what names one; BadInput for none."""
    problems = list[Problem]()

    def read(setting: Setting[Any], text: str) -> str:
        try:
            return meant(text)
        except ValueError as error:
            problems.append(Problem(given.place(setting), str(error)))
            return ''

    name = given[EXPLAIN]
    explained = read(EXPLAIN, name) if name else None
    forgotten = tuple(read(FORGET, text) for text in given[FORGET])
    refuse(problems)
    return Given({**given.values, EXPLAIN.name: explained, FORGET.name: forgotten}, given.written)


# sources by the names that Pywikibot gives them
CAT, CATR = many('cat', page_title), many('catr', page_title)
PREFIX_INDEX, TRANSCLUDES = many('prefixindex', page_title), many('transcludes', page_title)
FILE = many('file', str)
PEOPLE = maybe('people', str)
FROM_LIST = maybe('fromlist', home_title)
SEGMENT = many('segment', segment)
ORGANIZERS = maybe('organizers', organizers.choice)
EXPLAIN = maybe('explain', written_account)
FORGET = many('forget', written_account)
# what is asked of the editors of a topic, and of nobody whom somebody named
OF_TOPICS: tuple[Setting[Any], ...] = (
    campaign.SOURCE, campaign.SINCE, campaign.MINEDITS, campaign.MINPAGES, campaign.MINBYTES, campaign.NEED,
    campaign.MINSCORE, campaign.ACTIVE, campaign.MAXWIKIS, campaign.KEEP,
)  # fmt: skip
SETTINGS = (
    CAMPAIGN,
    campaign.SOURCE, campaign.BANNER, campaign.CATEGORY, campaign.DEPTH, CAT, CATR, campaign.LINKS,
    campaign.PAGE, campaign.PREFIX, PREFIX_INDEX, TRANSCLUDES, campaign.PETSCAN, campaign.PAGEPILE,
    campaign.SPARQL, campaign.GRAPH,
    campaign.WIKIS, campaign.RULE, campaign.SINCE, campaign.MINEDITS, campaign.MINPAGES,
    campaign.MINBYTES, campaign.NEED,
    campaign.MINSCORE, campaign.WIKIOF, campaign.FAIRSHARE, campaign.MAXWIKIS, campaign.KEEP,
    campaign.EXCLUDE, campaign.ACTIVE, campaign.COOLDOWN, campaign.SIGNUPS, campaign.LIST,
    campaign.PERLIST,
    FILE, PEOPLE, FROM_LIST, SEGMENT, ORGANIZERS, ESTIMATE, EXPLAIN, FORGET, REPLICA, *WRITING,
)  # fmt: skip
# of those, the pages of the campaign's wiki that must be there
PAGES = (campaign.KEEP, campaign.EXCLUDE, campaign.SIGNUPS, FROM_LIST)


@dataclass(frozen=True)
class Brief:
    """Whom a campaign wants to ask. `since` is the first moment of the window, `window` how it was said.

    `people` is a local file of people, or `from_list` a delivery list on the wiki, cut to these `segments`;
    `organizers` are those of events. With sources, only those of them count who edited the topic.
    """

    campaign: str | None
    list_title: str
    source: str | None
    sources: Sources
    wikis: tuple[str, ...]
    rule: PlainRule | ScoreRule
    since: str
    window: date | timedelta
    wiki_of: str
    fair_share: int
    max_wikis: int
    keep: tuple[str, ...]
    exclude: tuple[str, ...]
    signups: tuple[str, ...]
    active: int
    cooldown: int
    per_list: int
    now: datetime
    people: str | None = None
    from_list: str | None = None
    segments: tuple[Segment, ...] = ()
    organizers: organizers.OrganizerFilter | None = None

    @property
    def named(self) -> bool:
        """Return whether people are named, by a file, on a list, or as organizers of events."""
        return bool(self.handed or self.organizers)

    @property
    def handed(self) -> bool:
        """Whether somebody named the people, in a file or on a list."""
        return bool(self.people or self.from_list)

    @property
    def languages(self) -> frozenset[str]:
        """The languages of the wikis that segments ask for."""
        return frozenset(value for column, value in self.segments if column == peoplefile.LANGUAGE)

    def rules(self, hosts: Collection[str]) -> Rules:
        """Return by what everybody is judged, the wikis of the campaign being known."""
        wikis = WikiRule(hosts, self.wiki_of, self.fair_share)
        if self.named and not self.sources:  # who was named by somebody need not be active, nor on few wikis
            return Rules(PlainRule(), wikis, self.now, 0, 0)
        return Rules(self.rule, wikis, self.now, self.active, self.max_wikis)


def read(values: Given, now: datetime) -> Brief:
    """Return the brief that the settings make; raise BadInput with all that is wrong with them together."""
    problems: list[Problem] = []
    titles = _titles(values[FILE], problems)
    problems += _of_the_other_rule(values)
    sources = sources_of(values, titles)
    problems += _without_topic(values, sources)
    if not (values[campaign.LIST] or values[CAMPAIGN] or values[ESTIMATE]):
        problems.append(Problem('-list', 'is needed where there is no -campaign: where does the list go?'))
    since = ''
    rule: PlainRule | ScoreRule | None = None
    try:
        since = iso(window_start(values[campaign.SINCE], now))
    except ValueError as error:
        problems.append(Problem('-since', str(error)))
    try:
        rule = (
            ScoreRule(values[campaign.MINSCORE])
            if values[campaign.RULE] == 'score'
            else PlainRule(
                values[campaign.MINEDITS],
                values[campaign.MINPAGES],
                values[campaign.MINBYTES],
                values[campaign.NEED],
            )
        )
    except ValueError as error:
        problems.append(Problem('the rule', str(error)))
    if problems or rule is None:
        raise BadInput(problems)
    return _brief(values, sources, rule, since, now)


def _without_topic(values: Given, sources: Sources) -> list[Problem]:
    """Name what is missing, or says nothing, where no topic is given."""
    problems = []
    if values[ORGANIZERS] and (values[PEOPLE] or values[FROM_LIST]):
        problems.append(Problem('-organizers', 'name people, and so does -people or -fromlist: give one'))
    handed = bool(values[PEOPLE] or values[FROM_LIST])
    if not handed and any(column != peoplefile.LANGUAGE for column, _ in values[SEGMENT]):
        text = 'cuts a file of people or a list: give it by -people or -fromlist (language= cuts any list)'
        problems.append(Problem('-segment', text))
    if values[PEOPLE] and values[FROM_LIST]:
        problems.append(Problem('-people -fromlist', 'are two lists of people; give one of them'))
    if values[FROM_LIST] and values[FROM_LIST] == _list_title(values):
        problems.append(Problem('-fromlist', 'is the list that is written; name another one'))
    if sources:
        return problems
    if not (handed or values[ORGANIZERS]):
        text = 'none is given: where do the articles come from (-banner, -category …), or people (-people)?'
        return [*problems, Problem('the sources', text)]
    unused = (one for one in OF_TOPICS if one in values and values.place(one).startswith('-'))
    text = 'says nothing about people of a file; give a topic too, or leave it out'
    return [*problems, *(Problem(values.place(one), text) for one in unused)]


def _list_title(values: Given) -> str:
    return values[campaign.LIST] or subpage(values[CAMPAIGN] or '', 'Targets')


def sources_of(values: Given, titles: tuple[ListedTitle, ...] = ()) -> Sources:
    """Return where the articles of a topic come from, by the settings; `titles` were read from files."""
    return Sources(
        banner=values[campaign.BANNER],
        category=values[campaign.CATEGORY],
        depth=values[campaign.DEPTH],
        links=values[campaign.LINKS],
        page=values[campaign.PAGE],
        prefix=values[campaign.PREFIX],
        cat=values[CAT],
        catr=values[CATR],
        prefixindex=values[PREFIX_INDEX],
        transcludes=values[TRANSCLUDES],
        petscan=values[campaign.PETSCAN],
        pagepile=values[campaign.PAGEPILE],
        sparql=values[campaign.SPARQL],
        graph=values[campaign.GRAPH],
        titles=titles,
    )


def _brief(values: Given, sources: Sources, rule: PlainRule | ScoreRule, since: str, now: datetime) -> Brief:
    return Brief(
        campaign=values[CAMPAIGN],
        list_title=_list_title(values),
        source=values[campaign.SOURCE],
        sources=sources,
        wikis=values[campaign.WIKIS],
        rule=rule,
        since=since,
        window=values[campaign.SINCE],
        wiki_of=values[campaign.WIKIOF],
        fair_share=values[campaign.FAIRSHARE],
        max_wikis=values[campaign.MAXWIKIS],
        keep=values[campaign.KEEP],
        exclude=values[campaign.EXCLUDE],
        signups=values[campaign.SIGNUPS],
        active=values[campaign.ACTIVE],
        cooldown=values[campaign.COOLDOWN],
        per_list=values[campaign.PERLIST],
        now=now,
        people=values[PEOPLE],
        from_list=values[FROM_LIST],
        segments=values[SEGMENT],
        organizers=values[ORGANIZERS],
    )


def _of_the_other_rule(values: Given) -> list[Problem]:
    """Name the options that say something about the rule that was not chosen; a page may say both."""
    rule = values[campaign.RULE]
    plain = (campaign.MINEDITS, campaign.MINPAGES, campaign.MINBYTES, campaign.NEED)
    others = plain if rule == 'score' else (campaign.MINSCORE,)
    return [
        Problem(values.place(setting), f'says nothing about -rule:{rule}')
        for setting in others
        if setting in values and values.place(setting).startswith('-')
    ]


def _titles(paths: Sequence[str], problems: list[Problem]) -> tuple[ListedTitle, ...]:
    """Read titles from local files, one a line; what cannot be read or be a title is a problem."""
    titles = []
    for path in paths:
        try:
            lines = Path(path).read_text(encoding='utf-8-sig').splitlines()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(f'-file:{path}', f'cannot be read: {error}'))
            continue
        for number, line in enumerate(lines, 1):
            bare = line.strip().removeprefix('*').strip().removeprefix('[[').removesuffix(']]')
            if not bare:
                continue
            try:
                titles.append(ListedTitle(page_title(bare), f'{path}, line {number}'))
            except ValueError as error:
                problems.append(Problem(f'{path}, line {number}', f'{line.strip()!r} {error}'))
    return tuple(titles)


def only_tells(given: Given) -> bool:
    """Return whether somebody only wants to hear of a person: they are not asked whether to write."""
    return bool(given[EXPLAIN]) and not given[ALWAYS]


def source_wiki(farm: Farm, source: str | None) -> Wiki:
    """Return the wiki (its host, None for home) on which a topic is looked up; raise BadInput for no wiki.

    How many reads follow nobody knows before, but few topics are small: we log in there.
    """
    if source is None:
        return farm.home
    try:
        found = farm.wiki(source)
        farm.log_in_where([found], {source: WORTH_A_LOG_IN})
        return found
    except KeyError:
        meant = did_you_mean(source, (info.host for info in farm.matrix))
        raise BadInput([Problem(f'-source:{source}', f'is no wiki of this farm{meant}')]) from None
