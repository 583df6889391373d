#!/usr/bin/env python3
"""Find who edited a topic on all wikis, choose one wiki for each, and keep the delivery list.

From the articles of a topic and their sitelinks to the people who edited them, each on the one wiki
where they read; nobody who opted out anywhere, who is blocked, locked, a bot or inactive. What people
did to the list by hand stays. The rules are explained in docs/audience.md.

Deleted, reverted and reverting edits do not count. Of edits with one summary on several pages within
a minute one counts, for that is a tool at work; one page counts for at most 20 edits and 20,000 bytes,
for more of it says no more about the person.

Where articles come from, in any mix:
-source:…        the host of the wiki on which the topic is looked up (else the campaign's)
-banner:…        WikiProject banner on talk pages; may be repeated (none)
-category:…      category; may be repeated (none)
-depth:…         levels of subcategories (0)
-cat:…           as Pywikibot has it: the same as -category; may be repeated (none)
-catr:…          category with all its subcategories; may be repeated (none)
-links:…         page; everything that it links to; may be repeated (none)
-page:…          single article; may be repeated (none)
-prefix:…        beginning of titles; may be repeated (none)
-prefixindex:…   as Pywikibot has it: the same as -prefix; may be repeated (none)
-transcludes:…   as Pywikibot has it: template of articles, or of their talk pages as -banner; may be
                 repeated (none)
-file:…          local file with one title a line, of which a title without a page is a doubt (red-link);
                 may be repeated (none)
-petscan:…       number of a PetScan query; may be repeated (none)
-pagepile:…      number of a PagePile list; may be repeated (none)
-sparql:…        query for Wikidata items; may be repeated (none)
-graph:…         which part of Wikidata is queried: main or scholarly (main)
-wikis:…         wikis that take part, such as *.wikipedia.org; may be repeated (else every open wiki)

Whom somebody named (with a topic: only those of them who edited it):
-people:…        local file with people: names, `name, wiki`, `name@host`, addresses of user pages, a table
                 with a header or without one, a list for MassMessage; the wiki that it gives counts (none)
-fromlist:…      a delivery list of this wiki, in place of a file (none)
-organizers:…    who organizes events of Extension:CampaignEvents, as `wikis=svwiki,fiwiki types=contest
                 country=SE since=2026-01-01`; why each is named goes to a local file (none)
-segment:…       only rows with this in a column of the file (country=Sweden), under this heading of the list
                 (section=Sweden), or asked on a wiki in this language (language=sv, also with a topic);
                 may be repeated (none)

Who contributed significantly:
-rule:…          plain (edits, pages, bytes) or score, 0 to 100 as CampaignEvents scores (plain)
-since:…         how far back, such as 2024-01-31 or 18 months (5 years)
-minedits:…      edits that are enough; 0 takes the condition out, as for the next two (5)
-minpages:…      pages that are enough (3)
-minbytes:…      bytes added that are enough (2000)
-need:…          any of the three is enough, or all are needed (any)
-minscore:…      with -rule:score, the least score (25)

Which wiki, and who is not asked:
-wikiof:…        main or home or topic: the wiki where a person is asked (topic)
-fairshare:…     per cent of a person's edits that the topic's wiki must hold (10)
-maxwikis:…      leave out accounts active (10 edits) on more wikis than this (20)
-keep:…          page that names accounts which -maxwikis does not leave out; may be repeated
                 (none)
-exclude:…       page that names people, or whole wikis, that must not be asked; may be repeated
                 (none)
-active:…        an edit anywhere within this many days (365)
-cooldown:…      leave out who was on a list sent to within this many days (30)
-signups:…       page where people sign up: they are never removed from the list; may be repeated
                 (none)

What is written:
-campaign:…      the campaign's page; its settings count unless given here (none)
-list:…          the delivery list (else the subpage Targets of the campaign's page)
-perlist:…       longest list; longer ones are split by language (2000)

How it runs:
-estimate        say what a run would cost, and stop
-explain:…       print all that is known and decided about one account; nothing is written without -always
                 (none)
-forget:…        remove all that is kept on this machine about this account, and stop; may be repeated (none)
-replica         ask the Wiki Replicas in SQL instead of the API (on Toolforge)
-language:…      the language of the words on list and funnel (else that of the wiki)
-summary:…       words of yours before the summary of each edit (none)
-accept:…        go on in spite of doubts of this kind, unattended; may be repeated (none)
-always          write without asking
-simulate        show what would be written, and write nothing

Example: pwb build_targets -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to do), 1 finished, but a wiki could not be read and its people are
withheld, or lines of an exclude page or of the file name nobody for sure, 2 bad input, nothing written,
3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from outreach import absent, sites, tools
from outreach.accountlinks import resolver_of
from outreach.audience import borrowednames, brief, gather, handed, listplan, manifest, organizers
from outreach.audience.brief import EXPLAIN, FORGET, Brief
from outreach.audience.cachedsource import CachedSource
from outreach.audience.candidate import Candidate, Rules, cut_to_languages, funnel, without_account
from outreach.audience.evidence import Evidence
from outreach.audience.explanation import explain
from outreach.audience.funnel import render_text
from outreach.audience.handed import HandedList
from outreach.audience.judge import Judge
from outreach.audience.organizers import Organizers
from outreach.audience.peoplefile import Unread
from outreach.audience.significance import Contribution, PlainRule
from outreach.audience.source import ApiSource, Source
from outreach.audience.topic import Reader, chosen_wikis
from outreach.doubts import Doubt
from outreach.exitcodes import exit_code
from outreach.lists.merge import person_of
from outreach.moments import iso
from outreach.problems import BadInput, Problem, WikiError, refuse
from outreach.renames import renames_since
from outreach.run import Run, begin
from outreach.sends import heldout, logged
from outreach.sends.sendpages import SendPages
from outreach.settings import CAMPAIGN, ESTIMATE, REPLICA
from outreach.sitematrix import WikiInfo
from outreach.wiki import tell, warn
from outreach.words import counted
from pywikibot import config

SCRIPT = 'build_targets'
SETTINGS = brief.SETTINGS

Topic = tuple[gather.Pages, gather.Gathered, Mapping[str, WikiError]]
NO_TOPIC: Topic = (gather.Pages(0, 0, (), ()), gather.Gathered({}, 0, {}), {})


@dataclass(frozen=True)
class Findings:
    """What a run found out: what is to be written, with the funnel, and what to tell of it."""

    plan: listplan.ListPlan
    record: str
    explanation: tuple[str, ...]
    failed: tuple[str, ...]
    unread: tuple[Problem, ...]
    named: HandedList | None
    unresolved: tuple[Unread, ...]
    doubts: tuple[Doubt, ...]


def find(run: Run, asked: Brief, evidence: Evidence) -> Findings | None:
    """Read everything and decide what is to be written; None where only an estimate was asked for."""
    farm, explained = run.farm, run.given[EXPLAIN]
    wikis = chosen_wikis(farm.matrix, asked.wikis)
    named = read_named(run, asked)
    languages = wanted_languages(run, named.file.languages if asked.handed and named else asked.languages)
    known = listplan.read(farm, asked, run.trust, partial(logged.asked_by, run.trust))
    lists = replace(known.lists, stated={**named.file.stated, **known.lists.stated}) if named else known.lists
    hosts = frozenset(info.host for info in wikis.values())
    rules = asked.rules(hosts - set(lists.wikis_out))
    reads = answers(run, hosts, evidence)
    if run.given[ESTIMATE] and named:
        tell(*named.estimate(farm, wikis).split('\n'))
    by_topic = bool(asked.sources)
    topic = read_topic(run, asked, wikis, rules, reads, evidence) if by_topic else NO_TOPIC
    if run.given[ESTIMATE] or topic is None:
        return None
    pages, found, failed = topic
    done = named.among(found.contributions, topic=by_topic) if named else found.contributions
    judge = Judge(farm, reads, evidence, rules, lists, failed=failed, explained=explained)
    candidates = judged(judge, done, evidence)
    cut_to_languages(candidates.values(), languages, {info.host: info.language for info in farm.matrix})
    counts = {'articles': pages.articles, 'pages': pages.pages, 'changed-pages': len(pages.changed)}
    figures = (
        handed.funnel(named, candidates, topic=by_topic)
        if named
        else funnel(counts, found.uncounted, found.below, candidates)
    )
    known = replace(known, lists=lists, failed=frozenset(judge.failed))
    return Findings(
        listplan.plan(farm, asked, known, with_joiners(candidates, known.joiners, judge), figures, run.say),
        manifest.made_from(asked, known.pages, pages, candidates, figures),
        explain(farm, explained, candidates, found, asked),
        tuple(f'{host} could not be read ({error})' for host, error in sorted(judge.failed.items())),
        known.unread,
        named,
        named.unresolved(candidates) if named else (),
        (*pages.doubts, *borrowednames.doubts(run.trust, asked.from_list, known.standings)),
    )


def read_named(run: Run, asked: Brief) -> HandedList | None:
    """Return whom a file or a list names, or who organizes events; None where nobody is named."""
    if asked.handed:
        return handed.read(run.farm, asked.people or '', asked.from_list or '', asked.segments, kept_in())
    if asked.organizers is None:
        return None
    return organizers.read(run.farm, asked.organizers, run.now, kept_in() / 'organizers.tsv')


def wanted_languages(run: Run, languages: frozenset[str]) -> frozenset[str]:
    """Return the languages of the wikis to which the list is cut; raise BadInput for those of no wiki."""
    there = {info.language for info in run.farm.matrix}
    refuse(
        Problem(f'-segment:language={code}', 'is the language of no wiki here')
        for code in sorted(languages - there)
    )
    return languages


def with_joiners(
    candidates: Mapping[str, Candidate], names: Collection[str], judge: Judge
) -> dict[str, Candidate]:
    """Return the candidates with those who asked to be on the list, whom no rule about edits holds up."""
    wanted = {name: list[Contribution]() for name in names if name not in candidates}
    if not wanted:
        return dict(candidates)
    rules = replace(judge.rules, rule=PlainRule(), active_days=0, max_wikis=0)
    more = Judge(judge.farm, judge.source, judge.evidence, rules, judge.lists, failed=judge.failed)
    found = more.judge(wanted)
    judge.failed |= more.failed
    return {**candidates, **found}


def judged(judge: Judge, done: Mapping[str, list[Contribution]], evidence: Evidence) -> dict[str, Candidate]:
    """Judge everybody; an account that a wiki has hidden since goes out of the files of all lists."""
    candidates = judge.judge(done)
    gone = without_account(candidates)
    evidence.forget(gone)
    manifest.forget(kept_in(), gone)
    return candidates


def kept_in() -> Path:
    """Return the folder in which this machine keeps what was found out."""
    return Path(config.base_dir) / 'outreach'


def read_topic(
    run: Run, asked: Brief, wikis: Mapping[str, WikiInfo], rules: Rules, reads: Source, evidence: Evidence
) -> Topic | None:
    """Read the topic's pages and who edited them; None where only an estimate was asked for."""
    farm = run.farm
    source_wiki = brief.source_wiki(farm, asked.source)
    topic = Reader(source_wiki, sites.fetch, tools.addresses()).read(asked.sources)
    pages = gather.find_pages(farm, source_wiki, topic, wikis, asked.since, evidence)
    if run.given[ESTIMATE]:
        tell(*gather.estimate(pages, source_wiki.limit, farm).split('\n'))
        return None
    failed = {**pages.failed, **gather.read(farm, reads, evidence, pages, rules, asked.since)}
    return pages, gather.gather(evidence, pages, rules, asked.since, run.given[EXPLAIN]), failed


def answers(run: Run, hosts: frozenset[str], evidence: Evidence) -> Source:
    """Return who answers the questions about pages and people: the API, or the replicas."""
    if not run.given[REPLICA]:
        return CachedSource(ApiSource(run.farm, hosts), evidence, run.now)
    try:
        from outreach.audience.replica import ReplicaSource, Server
    except ImportError as error:
        raise BadInput([Problem('-replica', f'needs pymysql: pip install pymysql ({error})')]) from error
    return ReplicaSource(run.farm, Server(*sites.replica_settings()))


def show(findings: Findings) -> None:
    """Print the funnel, what would be written, and all about one person if that was asked for."""
    for line in (*(f'{one}; its people are withheld' for one in findings.failed), *map(str, findings.unread)):
        warn(line)
    if findings.named:
        tell(*findings.named.summary(findings.unresolved))
    tell(*render_text(findings.plan.funnel).split('\n'), *findings.plan.words(), *findings.explanation)


def show_held_out(run: Run) -> None:
    """Tell of the person who is explained until when they are held out, and why, if they are."""
    campaign, name = run.given[CAMPAIGN], run.given[EXPLAIN]
    if campaign and name:
        pages = SendPages(run.trust, campaign, run.now).pages
        names = {person_of(one.target) or '' for one in heldout.on_pages(pages)}
        since = min((one.time for page in pages for one in page.every_send), default=None)
        renamed = renames_since(run.home, names, iso(since)) if since else {}
        tell(*(f'  {line}' for line in heldout.explained(pages, name, renamed, run.now)))


def forget(folder: Path, names: Sequence[str]) -> None:
    """Remove what is kept on this machine about people of these names."""
    with closing(Evidence(folder / 'evidence.sqlite')) as evidence:
        kept = evidence.forget(names)
    files = manifest.forget(folder, names)
    told = f'{counted(kept, "entry", "entries")} of evidence, and what {counted(files, "file")} of runs said'
    tell(f'Forgot {", ".join(names)}: {told}.')


def build(run: Run) -> int:
    """Build the audience of a campaign, show it, and keep its list and its funnel; return the exit code."""
    run = replace(run, given=brief.accounts(run.given, lambda text: resolver_of(run.farm, set()).meant(text)))
    folder = kept_in()
    if run.given[FORGET]:
        forget(folder, run.given[FORGET])
        return 0
    asked = brief.read(run.given, run.now)
    run.home.guard(asked.list_title)  # before the search, which may take an hour
    with closing(Evidence(folder / 'evidence.sqlite')) as evidence:
        findings = find(run, asked, evidence)
    if findings is None:
        tell(*run.requests())
        return 0
    (folder / manifest.name(asked.list_title)).write_text(findings.record, encoding='utf-8')
    show(findings)
    if not asked.exclude:
        warn('No page of people who must not be asked is known (-exclude:…): nobody is left out by one.')
    show_held_out(run)
    if isinstance(findings.named, Organizers):
        tell(f'Who was named, and why: {findings.named.write_reasons()}')
    elif findings.named and not run.simulating:
        path = findings.named.write_unresolved(findings.unresolved)
        tell(f'The lines that gave nobody are in {path}.' if path else 'No line with a name was left over.')
    refuse(findings.plan.problems)
    if brief.only_tells(run.given) and not run.simulating:
        tell('Nothing was written: -explain tells; with -always the list is written too.')
    else:
        named = findings.named.doubts(findings.unresolved) if findings.named else ()
        doubts = [*run.foreign_settings, *named, *findings.doubts, *findings.plan.doubts]
        run.write(findings.plan.changes, doubts=doubts)
    tell(*run.requests())
    return 1 if findings.failed or findings.unread or findings.unresolved else 0


def main(*args: str) -> int:
    """Build the audience of a campaign."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    return absent.told_together(run.home, absent.named(run.given, brief.PAGES), lambda: build(run))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
