#!/usr/bin/env python3
"""Record on a wiki what was announced where, show the gaps, and accept what people suggest.

Each announcement of the campaign gets a row in its promotion log, one for all its languages and waves,
with the counts that check_delivery found.
Rows, notes and suggestions of people stay as they are; a row that somebody deleted stays deleted.
A suggestion below the log becomes a row too. Where there is no log yet, a page with one is made.

Options:
-campaign:…      the campaign's page; its settings count unless given here (none)
-under:…         in place of a campaign: the page under which the pages of this run lie (none)
-promotionlog:…  the page of the log (else the subpage Log of the campaign's page)
-region:…        the region named in new rows (none)
-audience:…      the audience named in new rows (none)
-notbefore:…     the day named in rows of sends that are planned, such as 2026-12-01 (none)
-mailing:…       a file (CSV) of mailings to individuals; the log gets their numbers, never a name. Its
                 columns: date, channel, audience, and if you like language, region, count (1 where it is
                 empty), separated by commas, semicolons or tabs; may be repeated (none)
-gaps:…          also write what has no announcement yet, and the coverage, to subpages of the log, or
                 between markers on it: wikipedias, languages:PAGE, affiliates or channels:PAGE;
                 may be repeated (none)
-weights:…       a page of languages with their numbers of active editors, for the order of the gaps
                 (else each Wikipedia is asked)
-claimdays:…     for how many days a signed gap counts as taken (14)
-message:…       the message whose translations are offered to copy (else the subpage Message)
-fallback:…      the language of the message's own page (en)
-signups:…       a page where people sign up: counted before and after each wave; may be repeated (none)
-backfill:…      look for announcements made without these scripts: sendlog, links; may be repeated (none)
-sentlist:…      a list whose sends are looked for in the send log; may be repeated (none)
-sender:…        an account whose sends are looked for in the log; may be repeated (none)
-link:…          the campaign's web address, for -backfill:links (none)
-wikis:…         the wikis where -backfill:links looks, such as *.wikipedia.org; may be repeated (all)
-language:…      the language of the words on the pages (else that of the wiki)
-summary:…       words of yours before the summary of each edit (none)
-accept:…        go on in spite of doubts of this kind, unattended; may be repeated (none)
-always          write without asking
-simulate        show what would be written, and write nothing

Examples: pwb log_promotion -campaign:Outreach/Medicine -simulate
          pwb log_promotion -campaign:Outreach/Medicine -gaps:wikipedias -weights:Outreach/Languages

Exit codes: 0 done (also: nothing to do), 1 finished with problems that are listed, 2 bad input,
nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from outreach import absent, phrases, siteinfo
from outreach.absent import NamedPage
from outreach.audience.topic import chosen_wikis
from outreach.campaign import (
    AUDIENCE,
    FALLBACK,
    LINK,
    MESSAGE,
    NOTBEFORE,
    PROMOTIONLOG,
    REGION,
    SIGNUPS,
    WIKIS,
    subpage,
)
from outreach.exitcodes import exit_code
from outreach.pages import Page
from outreach.problems import Problem, WikiError, gathered, refuse
from outreach.promotion import (
    backfill,
    backfillrows,
    deletedrows,
    invariants,
    logsubpages,
    mailings,
    readuniverse,
    sendrows,
)
from outreach.promotion.logpage import LogMerge, ScriptRow
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.places import Wikis
from outreach.run import WRITING, Change, Run, begin, broken
from outreach.sends import messagepages, records
from outreach.sends.sendsummary import Send
from outreach.settings import (
    CAMPAIGN,
    LANGUAGE,
    UNDER,
    Given,
    home_title,
    many,
    maybe,
    one,
    one_of,
    page_title,
    whole_number,
)
from outreach.wiki import complain, tell, warn

SCRIPT = 'log_promotion'
MAILING = many('mailing', Path)
GAPS = many('gaps', readuniverse.asked)
WEIGHTS = maybe('weights', home_title)
CLAIM_DAYS = one('claimdays', whole_number(1, 3650), default=14)
BACKFILL = many('backfill', one_of('sendlog', 'links'), commas=True)
SENTLIST = many('sentlist', home_title)
SENDER = many('sender', page_title)
SETTINGS = (
    CAMPAIGN, UNDER, PROMOTIONLOG, REGION, AUDIENCE, NOTBEFORE, MESSAGE, FALLBACK, SIGNUPS, LINK, WIKIS,
    MAILING, GAPS, WEIGHTS, CLAIM_DAYS, BACKFILL, SENTLIST, SENDER, *WRITING,
)  # fmt: skip


def check(given: Given) -> list[Problem]:
    """Return what is wrong with the options together."""
    problems = []
    if not given[CAMPAIGN]:
        problems.append(Problem('-campaign', 'or -under is needed: whose announcements are recorded?'))
    if 'sendlog' in given[BACKFILL] and not (given[SENTLIST] or given[SENDER]):
        problems.append(Problem('-backfill:sendlog', 'needs -sentlist or -sender: whose sends?'))
    absent = [path for path in given[MAILING] if not path.is_file()]
    problems += [Problem(f'-mailing:{path}', 'there is no such file') for path in absent]
    return problems + phrases.check_language(SCRIPT, given.place(LANGUAGE), given[LANGUAGE])


def read_log(run: Run) -> PromotionLog:
    """Return the promotion log of the campaign: its title, its words, and the wikis that it may name."""
    campaign = run.given[CAMPAIGN] or ''
    title = run.given[PROMOTIONLOG] or subpage(campaign, 'Log')
    looked_up, months = siteinfo.looked_up(run.farm, set()), siteinfo.month_names(run.home)
    wikis = Wikis(run.farm.matrix, run.home.host, looked_up, months)
    frame = messagepages.frame(run.home, run.given[LANGUAGE] or '')
    return PromotionLog(title, campaign, run.say, phrases.of_script(SCRIPT), wikis, frame)


def read_mailings(run: Run, log: PromotionLog) -> list[ScriptRow]:
    """Read the files of mailings; raise BadInput naming the lines that make no sense."""
    entries = []
    problems: list[Problem] = []
    languages = log.wikis.languages
    for path in run.given[MAILING]:
        try:
            lines = path.read_text(encoding='utf-8-sig').splitlines(keepends=True)
        except (OSError, UnicodeDecodeError):
            problems.append(Problem(f'-mailing:{path}', 'cannot be read: save it as CSV in UTF-8'))
            continue
        with gathered(problems):
            parsed = mailings.parse(lines, path.name, log.vocabulary.channels, languages)
            entries += mailings.entries(parsed, run.now.date())
    refuse(problems)
    return entries


def look_back(
    run: Run, log: PromotionLog, text: str, own: Sequence[Send]
) -> tuple[list[ScriptRow], list[WikiError]]:
    """Find what was announced without us; return the wikis that could not be asked too."""
    farm, given = run.farm, run.given
    announced = log.announced(text)
    entries: list[ScriptRow] = []
    failed: list[WikiError] = []
    if 'sendlog' in given[BACKFILL]:
        sends = backfill.logged_sends(farm.home, given[SENTLIST], given[SENDER])
        ours = [send.page.title for send in own]
        sends = backfillrows.not_ours(sends, announced, log.campaign, ours)
        sends = backfill.with_lists(farm.home, sends, log.wikis.look)
        entries += backfillrows.send_entries(backfill.with_deliveries(farm, sends), log.say)
    if 'links' in given[BACKFILL]:
        hosts = sorted(info.host for info in chosen_wikis(farm.matrix, given[WIKIS]).values())
        found = backfill.posts(farm, hosts, given[LINK] or '', [log.campaign])
        failed = list(found.failed.values())
        posts = [post for posts in found.found.values() for post in posts]
        entries += backfillrows.post_entries(posts, announced, log.wikis, log.say)
    return entries, failed


def rows_of_sends(sends: Sequence[Send], run: Run) -> list[ScriptRow]:
    """Return the rows of what the campaign itself announced."""
    given = run.given
    return sendrows.entries(
        sends,
        run.say,
        region=given[REGION] or '',
        audience=given[AUDIENCE] or '',
        planned=str(given[NOTBEFORE] or ''),
    )


def plan_log(
    run: Run, log: PromotionLog, page: Page, entries: Sequence[ScriptRow]
) -> tuple[LogMerge, Change]:
    """Return what the rows make of the log: what is done to each row, and the page."""
    wanted = log.wanted(page.text, entries)
    missing = {id_: one.since for one in wanted for id_ in (one.id, *one.earlier)}
    found = deletedrows.deleted_rows(run.home, log.title, missing) if page.revid else frozenset()
    removed = frozenset(one.id for one in wanted if found & {one.id, *one.earlier})
    merge = log.plan(page.text, entries, removed)
    summary = run.say('summary', added=len(merge.added), changed=len(merge.changed))
    return merge, Change(page, lambda text: log.plan(text, entries, removed).text, summary)


def further_pages(
    run: Run, log: PromotionLog, text: str, sends: Sequence[Send]
) -> tuple[list[Change], list[Problem]]:
    """Return the pages of gaps and coverage that were asked for, and the claims there that do not count."""
    given, today = run.given, run.now.date()
    further = logsubpages.Further(run.farm, log, text, given[WEIGHTS] or '', given[CLAIM_DAYS], today)
    pages = further.pages(given[GAPS], sends, given[SIGNUPS], given[MESSAGE] or '', given[FALLBACK])
    return list(pages), further.notes


def show(
    merge: LogMerge, changes: Sequence[Change], failed: Sequence[WikiError], notes: Sequence[Problem]
) -> None:
    """Print what a run does, row by row and page by page, and what it could not read."""
    for kind, ids in (
        ('new', merge.added),
        ('changed', merge.changed),
        ('deleted by people', merge.kept_out),
    ):
        for row in ids:
            tell(f'  {kind}: {row}')
    for problem in (*merge.problems, *merge.notes, *notes):
        warn(str(problem))
    for error in failed:
        complain(f'not looked at: {error}')
    counts = f'{len(merge.added)} new, {len(merge.changed)} changed, {len(merge.kept_out)} deleted by people'
    tell(f'Rows: {counts}.')
    for change in changes:
        tell(f'  {"changes" if change.changes else "stays"}: {change.before.title}')


def pages_read(given: Given) -> list[NamedPage]:
    """Return the pages that the options name to be read."""
    asked, places = given[GAPS], given.written.get(GAPS.name, ())
    universes = [NamedPage(one.page, place.place) for one, place in zip(asked, places, strict=True)]
    return [
        *absent.named(given, (SIGNUPS,)),
        *(one for one in universes if one.title),
        *absent.named(given, (WEIGHTS, SENTLIST)),
    ]


def record(run: Run) -> int:
    """Read what was announced, show what is new, and bring it onto the pages; return the exit code."""
    refuse(check(run.given))
    log = read_log(run)
    page, sends = run.home.read(log.title), records.sends(run.trust, log.campaign, run.now)
    found, failed = look_back(run, log, page.text, sends)
    entries = [*rows_of_sends(sends, run), *read_mailings(run, log), *found]
    refuse(invariants.broken(entries))
    merge, change = plan_log(run, log, page, entries)
    further, notes = further_pages(run, log, merge.text, sends)
    changes = [change, *further]
    refuse(broken(changes))
    show(merge, changes, failed, notes)
    run.write(changes)
    return 1 if merge.problems or failed else 0


def main(*args: str) -> int:
    """Record what was announced."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    return absent.told_together(run.home, pages_read(run.given), lambda: record(run))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
