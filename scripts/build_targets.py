#!/usr/bin/env python3
"""Find who edited a topic on all wikis, choose one wiki for each, and keep the delivery list.

From the articles of a topic and their sitelinks to the people who edited them, each on the one wiki
where they read; nobody who opted out anywhere, who is blocked, locked, a bot or inactive. What people
did to the list by hand stays. The rules are explained in the README.

Deleted, reverted and reverting edits do not count. Of edits with one summary on several pages within
a minute one counts, for that is a tool at work; one page counts for at most 20 edits and 20,000 bytes,
for more of it says no more about the person.

Where articles come from (each may be given several times, in any mix):
-source:…        the host of the wiki on which the topic is looked up (else the campaign's wiki)
-banner:…        WikiProject banner on talk pages
-category:…      category; -depth:… says how many levels of subcategories (0)
-depth:…         levels of subcategories
-links:…         page; everything that it links to
-page:…          single article
-prefix:…        beginning of titles
-file:…          local file with one title a line
-petscan:…       number of a PetScan query
-pagepile:…      number of a PagePile list
-sparql:…        query for Wikidata items
-wikis:…         wikis that take part, such as *.wikipedia.org (else every open wiki)

Who contributed significantly:
-rule:…          plain (edits, pages, bytes) or score (0 to 100, as CampaignEvents scores)
-since:…         how far back: 2024-01-31, 5 years, 18 months
-minedits:…      edits that are enough; 0 takes the condition out, as for the next two
-minpages:…      pages that are enough
-minbytes:…      bytes added that are enough
-need:…          any of the three is enough, or all are needed
-minscore:…      with -rule:score, the least score

Which wiki, and who is not asked:
-wikiof:…        topic, main or home: the wiki where a person is asked
-fairshare:…     per cent of a person's edits that the topic's wiki must hold
-maxwikis:…      leave out accounts active (10 edits) on more wikis than this
-keep:…          page that names accounts which -maxwikis does not leave out
-exclude:…       page that names people who must not be asked, or wikis where nobody must be
-active:…        an edit anywhere within this many days
-cooldown:…      leave out who was on a list sent to within this many days
-signups:…       page where people sign up: they are never removed from the list

What is written:
-campaign:…      the campaign's page; its settings count unless they are given here
-list:…          the delivery list (else the subpage Targets of the campaign's page)
-perlist:…       longest list; longer ones are split by language
-shrink          allow a list to lose more than a fifth of its entries

How it runs:
-estimate        say what a run would cost, and stop
-explain:…       print all that is known and decided about one account
-replica         ask the Wiki Replicas in SQL instead of the API (on Toolforge)
-accept:…        go on in spite of doubts of this kind, unattended; may be repeated (none)
-always          write without asking
-simulate        show what would be written, and write nothing

Example: pwb build_targets -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to do), 1 finished, but a wiki could not be read and its people are
withheld, 2 bad input, nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import pywikibot
from outreach import siteinfo, wiki
from outreach.audience import brief, gather, listplan, manifest
from outreach.audience.brief import Brief
from outreach.audience.cachedsource import KeptSource
from outreach.audience.candidate import funnel
from outreach.audience.evidence import Evidence
from outreach.audience.explanation import explain
from outreach.audience.funnel import Funnel, render_text
from outreach.audience.judge import Judge
from outreach.audience.source import ApiSource, Source
from outreach.audience.topic import Reader, chosen_wikis
from outreach.campaign import stop_pages
from outreach.farm import Farm, connect
from outreach.phrases import Say
from outreach.problems import BadInput, Problem
from outreach.run import confirm, exit_code, texts
from outreach.settings import ALWAYS
from pywikibot import config
from pywikibot.comms import http
from pywikibot.exceptions import Error

SCRIPT = 'build_targets'
SETTINGS = brief.SETTINGS


@dataclass(frozen=True)
class Options:
    """What one run is asked to do: the brief says for whom, the rest how."""

    brief: Brief
    estimate: bool
    explain: str | None
    replica: bool
    always: bool


def parse_options(
    args: Sequence[str],
    read_page: Callable[[str], str | None],
    now: datetime,
    title_of: Callable[[str], str] = str,
) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = brief.read(args, read_page, now, title_of)
    return Options(
        brief=given.brief,
        estimate=given.values[brief.ESTIMATE],
        explain=given.values[brief.EXPLAIN],
        replica=given.values[brief.REPLICA],
        always=given.values[ALWAYS],
    )


@dataclass(frozen=True)
class Findings:
    """What a run found out: the people, the funnel, what is to be written, and what to tell of it."""

    plan: listplan.ListPlan
    funnel: Funnel
    record: str
    explanation: tuple[str, ...]
    failed: tuple[str, ...]
    unread: tuple[Problem, ...] = ()


def find(farm: Farm, options: Options, evidence: Evidence, say: Say) -> Findings | None:
    """Read everything and decide what is to be written; None where only an estimate was asked for."""
    asked = options.brief
    source_wiki = brief.source_wiki(farm, asked)
    wikis = chosen_wikis(farm.matrix, asked.wikis)
    known = listplan.read(farm, asked)
    topic = Reader(source_wiki, fetch).read(asked.sources)
    pages = gather.find_pages(farm, source_wiki, topic, wikis, asked.since, evidence)
    if options.estimate:
        pywikibot.info(gather.estimate(pages, source_wiki.limit))
        return None
    hosts = frozenset(info.host for info in wikis.values())
    rules = asked.rules(hosts - set(known.lists.wikis_out))
    reads = answers(farm, options, hosts, evidence)
    failed = {**pages.failed, **gather.read(farm, reads, evidence, pages, rules, asked.since)}
    found = gather.gather(evidence, pages, rules, asked.since, options.explain)
    explained = options.explain or None
    judge = Judge(farm, reads, evidence, rules, known.lists, failed=failed, explained=explained)
    candidates = judge.judge(found.contributions)
    counts = {'articles': pages.articles, 'pages': pages.pages, 'changed-pages': len(pages.changed)}
    figures = funnel(counts, found.uncounted, found.below, candidates)
    known = replace(known, failed=frozenset(judge.failed))
    return Findings(
        listplan.plan(farm, asked, known, candidates, figures, say),
        figures,
        manifest.made_from(asked, known.pages, pages, candidates, figures),
        explain(options.explain, candidates, found, asked),
        tuple(f'{host} could not be read ({error})' for host, error in sorted(judge.failed.items())),
        known.unread,
    )


def answers(farm: Farm, options: Options, hosts: frozenset[str], evidence: Evidence) -> Source:
    """Return who answers the questions about pages and people: the API, or the replicas."""
    if not options.replica:
        return KeptSource(ApiSource(farm, hosts), evidence, options.brief.now)
    try:
        from outreach.audience.replica import ReplicaSource, Server
    except ImportError as error:
        raise BadInput([Problem('-replica', f'needs pymysql: pip install pymysql ({error})')]) from error
    return ReplicaSource(
        farm,
        Server(
            config.db_hostname_format,
            config.db_name_format,
            config.db_port or 3306,
            config.db_connect_file,
            config.db_username,
            config.db_password,
        ),
    )


def fetch(address: str) -> object:
    """Fetch JSON from a tool's web service; raise ValueError where it gives anything else."""
    try:
        reply = http.fetch(address)
        if reply.status_code != HTTPStatus.OK:
            raise ValueError(f'the service answered with status {reply.status_code}')
        return reply.json()
    except (Error, OSError) as error:  # requests' errors and Python's ConnectionError are OSErrors
        raise ValueError(f'the service gave no usable answer ({type(error).__name__})') from error


def show(findings: Findings) -> None:
    """Print the funnel, what would be written, and all about one person if that was asked for."""
    for line in findings.failed:
        pywikibot.warning(f'{line}; its people are withheld')
    for problem in findings.unread:
        pywikibot.warning(str(problem))
    pywikibot.info('\n'.join([render_text(findings.funnel), *findings.plan.words(), *findings.explanation]))


def write(farm: Farm, plan: listplan.ListPlan, *, always: bool) -> None:
    """Write what is planned, after consent, where our account may write all of it."""
    home = farm.home
    if plan.problems and not wiki.simulating():
        raise BadInput(plan.problems)
    for problem in plan.problems:
        pywikibot.warning(str(problem))
    if not plan.edits:
        pywikibot.info('Nothing to write: the list is as it should be.')
    elif confirm(f'Write {len(plan.edits)} pages?', always=always):
        if not wiki.simulating():
            home.log_in()
            listplan.check(home, plan)
        for edit in plan.edits:
            home.update(edit.title, edit.transform, edit.summary)


def main(*args: str) -> int:
    """Build the audience of a campaign, show it, and keep its list and its funnel."""
    given = wiki.arguments(args)
    farm = connect()
    home = farm.home
    now = datetime.now(UTC)
    options = parse_options(given, lambda title: home.read(title).text or None, now, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.brief.campaign, home.user_name)
    folder = Path(config.base_dir) / 'outreach'
    evidence = Evidence(folder / 'evidence.sqlite')
    try:
        findings = find(farm, options, evidence, texts(SCRIPT, home.info.language))
    finally:
        evidence.close()
    if findings is not None:
        (folder / manifest.name(options.brief.list_title)).write_text(findings.record, encoding='utf-8')
        show(findings)
        write(farm, findings.plan, always=options.always)
    kinds = ', '.join(f'{count} {kind}' for kind, count in farm.requests.most_common())
    pywikibot.info(f'{sum(farm.requests.values())} requests: {kinds}.')
    return 1 if findings is not None and (findings.failed or findings.unread) else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
