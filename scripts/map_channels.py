#!/usr/bin/env python3
"""Keep a directory of where communities listen, measure how alive each is, and list who takes announcements.

Pages of a kind are found by their item on Wikidata; people add rows, columns, preferences and notes of
their own, and none of it is ever touched. How alive a page is comes from its history alone, in any
language; no text and no signature is read. A dead page is never put on a list.

Options:
-campaign:…        the campaign's page; its settings count unless given here (none)
-channels:…        the directory (else the subpage Channels of the campaign's page)
-kind:…            a kind of page and its item on Wikidata, such as village pump=Q16503 (else that one);
                   may be repeated, in the order in which kinds are taken
-affiliates        list the talk pages of recognised affiliates too, from the registry
-registry:…        the page of the registry (Module:Organizational Informations)
-lists:…           a mailing list, such as list@lists.example.org (none); may be repeated
-wikis:…           wikis that take part, such as *.wikipedia.org (else every open wiki); may be repeated
-measure           measure the channels; without it only new ones are added
-window:…          days over which is measured (365)
-recent:…          days that count as recent (90)
-alive:…           people who must have posted in the recent days (2)
-answerdays:…      days within which a post answers a topic (14)
-youngest:…        days that a page must be old to be measured (90)
-silent:…          days of mass messages without an answer after which a page is dead (1095)
-signeddays:…      days for which "alive ~~~~" counts where nothing can be measured (180)
-owner:…           measure only channels of this account (a name, page, link or address), as the column Owner
                   says (none); may be repeated
-languages:…       a page to show what each language community has (none)
-translatedpage:…  a page of the home wiki whose translation is shown there (none)
-liaisons:…        a page of liaisons by language, such as * sv: [[User:Name]], shown there too (none)
-promotionlog:…    the log that says there where was announced (else the subpage Log of the campaign's page)
-targets:…         a delivery list to write, of the pages that take announcements (none)
-for:…             the language of the text that the list is for (en)
-only:…            verdicts that the list takes (alive, slow, notice board), separated by commas
-estimate          say what a run would cost, and stop
-language:…        the language of what is written (else that of the wiki)
-summary:…         words of yours before the summary of each edit (none)
-accept:…          pass a doubt of this code where nobody can be asked; may be repeated (none)
-always            write without asking
-simulate          show what would be written, and write nothing

Example: pwb map_channels -campaign:Outreach/Medicine -wikis:*.wikipedia.org -measure -simulate

Exit codes: 0 done (also: nothing to do), 1 finished, but a wiki could not be read and its figures stay as
they were, 2 bad input, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from outreach import hosts, phrases, wiki
from outreach.accountlinks import written_account
from outreach.affiliates import registry
from outreach.audience.evidence import Evidence
from outreach.audience.topic import chosen_wikis
from outreach.campaign import CHANNELS, KIND, LIAISONS, PROMOTIONLOG, TRANSLATEDPAGE, WIKIS, subpage
from outreach.channels import channelwork, figures, languagepage, listsurvey, mailinglists
from outreach.channels.channelwork import ChannelRequest, KnownChannels
from outreach.channels.directory import DirectoryWords
from outreach.channels.liveness import Liveness, Thresholds
from outreach.channels.pumplist import TAKEN
from outreach.channels.survey import Survey
from outreach.doubts import Doubt
from outreach.exitcodes import exit_code
from outreach.fetching import Fetcher
from outreach.lists.listpages import losing
from outreach.pagekinds import VILLAGE_PUMP, PageKind
from outreach.problems import Problem, gathered, refuse
from outreach.run import WRITING, Change, Run, begin, texts
from outreach.settings import (
    CAMPAIGN,
    ESTIMATE,
    LANGUAGE,
    Given,
    flag,
    home_title,
    language,
    many,
    maybe,
    one,
    some_of,
    whole_number,
)
from outreach.sitematrix import WikiInfo, has_wiki
from outreach.wiki import tell, warn
from outreach.words import did_you_mean
from pywikibot import config

SCRIPT = 'map_channels'
REASONS = {
    'elsewhere': 'no page: people prefer another place',
    'refused': 'no page: people want no announcements there',
    'by-hand': 'by hand: MassMessage cannot post there',
    'not-alive': 'no page: none that is alive',
}


def verdicts(text: str) -> frozenset[Liveness]:
    """Read verdicts separated by commas; raise ValueError for one that a list cannot take."""
    return frozenset(map(Liveness, some_of(*sorted(verdict.value for verdict in TAKEN))(text)))


AFFILIATES = flag('affiliates')
REGISTRY = one('registry', home_title, default=registry.PAGE)
LISTS = many('lists', mailinglists.list_address)
MEASURE = flag('measure')
WINDOW = one('window', whole_number(1, 3650), default=365)
RECENT = one('recent', whole_number(1, 3650), default=90)
ALIVE = one('alive', whole_number(1), default=2)
ANSWERDAYS = one('answerdays', whole_number(1, 3650), default=14)
YOUNGEST = one('youngest', whole_number(0, 3650), default=90)
SILENT = one('silent', whole_number(1, 3650), default=1095)
SIGNEDDAYS = one('signeddays', whole_number(1, 3650), default=180)
THRESHOLDS = (WINDOW, RECENT, ALIVE, ANSWERDAYS, YOUNGEST, SILENT, SIGNEDDAYS)
OWNER = many('owner', written_account)
LANGUAGES = maybe('languages', home_title)
TARGETS = maybe('targets', home_title)
FOR = one('for', language, default='en')
ONLY = one('only', verdicts, default=TAKEN)
SETTINGS = (
    CAMPAIGN, CHANNELS, KIND, AFFILIATES, REGISTRY, LISTS, WIKIS, MEASURE, *THRESHOLDS, OWNER,
    LANGUAGES, TRANSLATEDPAGE, LIAISONS, PROMOTIONLOG, TARGETS, FOR, ONLY, ESTIMATE, *WRITING,
)  # fmt: skip


def check(given: Given) -> list[Problem]:
    """Return what is wrong with the options together."""
    problems = []
    if not given[CAMPAIGN] and not given[CHANNELS]:
        problems.append(Problem('-channels', 'is needed: which page is the directory? (or -campaign)'))
    if given[RECENT] > given[WINDOW]:
        problems.append(Problem(given.place(RECENT), 'must not be longer than -window'))
    if given[SILENT] < given[WINDOW]:
        problems.append(Problem(given.place(SILENT), 'must not be shorter than -window'))
    names = [kind.name for kind in given[KIND]]
    problems += [
        Problem(f'-kind:{name}', 'is given twice')
        for name in sorted({n for n in names if names.count(n) > 1})
    ]
    if given[TARGETS] and not given[MEASURE]:
        problems.append(Problem('-targets', 'needs -measure: a dead page is never put on a list'))
    if given[LANGUAGES] and not given[MEASURE]:
        problems.append(Problem('-languages', 'needs -measure: it says whether a channel lives'))
    if given[OWNER] and not given[MEASURE]:
        problems.append(Problem('-owner', 'needs -measure: it says which channels are measured'))
    of_all = given[TARGETS] or given[LANGUAGES]
    if given[OWNER] and of_all:
        problems.append(Problem('-owner', 'cannot be with -targets or -languages: those are of all channels'))
    problems += listsurvey.refused(given[LISTS], hosts.allowed_hosts())
    return problems + phrases.check_language(SCRIPT, given.place(LANGUAGE), given[LANGUAGE])


def work_of(run: Run, problems: list[Problem]) -> ChannelRequest:
    """Return what this run is asked to do; patterns and a language that fit no wiki are problems."""
    given = run.given
    wikis: dict[str, WikiInfo] = {}
    with gathered(problems):
        wikis = chosen_wikis(run.farm.matrix, given[WIKIS])
    codes = {info.language for info in run.farm.matrix}
    if FOR in given and not has_wiki(given[FOR], codes):
        meant = did_you_mean(given[FOR], codes)
        problems.append(Problem(given.place(FOR), f'is the language of no wiki here{meant}'))
    kinds = given[KIND] or (PageKind('village pump', VILLAGE_PUMP),)
    return ChannelRequest(
        run,
        title=given[CHANNELS] or subpage(given[CAMPAIGN] or '', 'Channels'),
        kinds=kinds,
        wikis=wikis,
        limits=Thresholds(*(given[number] for number in THRESHOLDS)),
        vocabulary=DirectoryWords.of(phrases.of_script(SCRIPT).values()),
        registry=given[REGISTRY] if given[AFFILIATES] else '',
        lists=given[LISTS],
    )


def measured(work: ChannelRequest, known: KnownChannels, make_fetcher: Callable[..., Fetcher]) -> Survey:
    """Measure the channels, if asked for."""
    if not work.run.given[MEASURE]:
        return channelwork.NOTHING
    fetcher = make_fetcher(hosts.allowed_hosts(), wiki.user_agent(work.run.home.site))
    evidence = Evidence(Path(config.base_dir) / 'outreach' / 'evidence.sqlite')
    try:
        return channelwork.measure(work, known, evidence, fetcher)
    finally:
        evidence.close()


def asked_of(given: Given) -> languagepage.LanguageRequest:
    """Return which page of languages is to be written, and from what."""
    campaign = given[CAMPAIGN]
    log = given[PROMOTIONLOG] or (subpage(campaign, 'Log') if campaign else '')
    return languagepage.LanguageRequest(
        given[LANGUAGES] or '', given[TRANSLATEDPAGE] or '', given[LIAISONS] or '', log
    )


def further(
    work: ChannelRequest, sources: languagepage.LanguageSources | None, text: str, survey: Survey
) -> list[Change]:
    """Return the changes of the pages that are made from the directory, which will have this text."""
    given = work.run.given
    changes = []
    if sources:
        changes.append(languagepage.change(work, asked_of(given), sources, text, survey))
    if targets := given[TARGETS]:
        chosen = channelwork.choices(work, text, survey, given[FOR], given[ONLY])
        for one in chosen:
            tell(f'  {one.host}: {one.target.page if one.target else REASONS[one.reason]}')
        changes.append(channelwork.list_change(work, targets, chosen, survey))
    return changes


def show(work: ChannelRequest, known: KnownChannels, survey: Survey) -> None:
    """Print what was measured, by which rules, and which wikis did not answer."""
    if survey.channels:
        tell(*figures.rules(work.limits, texts(SCRIPT, 'en')).split('\n'))
    for line in (*channelwork.lines(known, survey), *channelwork.owned(work, known, survey)):
        tell(line)
    for host, reason in survey.failed.items():
        warn(f'{host}: not measured today, its figures stay as they were ({reason})')


def doubts(run: Run, planned: Sequence[Change]) -> list[Doubt]:
    """Return what makes the delivery list doubtful, if one was asked for."""
    title = run.given[TARGETS]
    lists = [one for one in planned if one.before.title == title]
    return [*run.foreign_settings, *losing(lists, run.home.host)] if title else []


def main(*args: str, make_fetcher: Callable[..., Fetcher] = Fetcher) -> int:
    """Find channels, measure them, show how alive they are, and keep the directory and its lists.

    `make_fetcher` makes the only thing that connects to hosts outside the wikis.
    """
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    given, problems = run.given, check(run.given)
    if not given[CAMPAIGN] and not given[CHANNELS]:
        refuse(problems)
    # everything that is wrong is told at once, and before a long measurement
    work = work_of(run, problems)
    known = channelwork.read(work, problems)
    known = known.of(given[OWNER], work.places.resolver, problems) if given[OWNER] else known
    sources = languagepage.read(work, asked_of(given), problems) if given[LANGUAGES] else None
    problems += channelwork.in_the_way(work, given[LANGUAGES] or '', given[TARGETS] or '')
    refuse(problems)
    if given[ESTIMATE]:
        asked = languagepage.people(work, known.directory.rows, sources.liaisons) if sources else ()
        tell(*known.estimate(len(given[LISTS]), len(asked), run.farm).split('\n'))
        return 0
    survey = measured(work, known, make_fetcher)
    show(work, known, survey)
    change = channelwork.directory_change(work, known, survey)
    changes = [change, *further(work, sources, change.text, survey)]
    tell(*run.requests())
    run.write(changes, doubts=doubts(run, changes))
    return 1 if survey.failed else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
