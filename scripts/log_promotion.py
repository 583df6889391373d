#!/usr/bin/env python3
"""Record on a wiki what was announced where, show the gaps, and take up what people suggest.

Each send of the campaign gets a row in its promotion log with the counts that check_delivery found.
Rows, notes and suggestions of people stay as they are; a row that somebody deleted stays deleted.
A suggestion below the log becomes a row too. Where there is no log yet, a page with one is made.

Options:
-campaign:…      the campaign's page; its settings count unless they are given here
-promotionlog:…  the page of the log (else the subpage Log of the campaign's page)
-region:…        the region named in new rows
-audience:…      the audience named in new rows
-notbefore:…     the day named in rows of sends that are planned, such as 2026-12-01
-mailing:…       a file (CSV) of mailings to individuals; the log gets their numbers, never a name. Its
                 columns: date, channel, audience, and if you like language, region, count
-gaps:…          also write what has no announcement yet, and the coverage, to subpages of the log, or
                 between markers on it: wikipedias, languages:PAGE, affiliates or channels:PAGE
-weights:…       a page of languages with their numbers of active editors, for the order of the gaps
                 (else each Wikipedia is asked)
-claimdays:…     for how many days a signed gap counts as taken (14)
-message:…       the message whose translations are offered to copy
-fallback:…      the language of the message's own page (en)
-signups:…       a page where people sign up: counted before and after each wave
-backfill:…      look for announcements made without these scripts: sendlog, links
-sentlist:…      a delivery list whose sends are looked for in the send log
-sender:…        an account whose sends are looked for in the send log
-link:…          the campaign's web address, for -backfill:links
-wikis:…         the wikis where -backfill:links looks, such as *.wikipedia.org
-language:…      the language of the words on the pages (else that of the wiki)
-accept:…        go on in spite of doubts of this kind, unattended; may be repeated (none)
-always          write without asking
-simulate        show what would be written, and write nothing

Examples: pwb log_promotion -campaign:Outreach/Medicine -simulate
          pwb log_promotion -campaign:Outreach/Medicine -gaps:wikipedias -weights:Outreach/Languages

Exit codes: 0 done (also: nothing to do), 1 finished with problems that are listed, 2 bad input,
nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pywikibot
from outreach import phrases, siteinfo, wiki
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
    read_settings,
    stop_pages,
    subpage,
)
from outreach.farm import Farm, connect
from outreach.problems import BadInput, Problem, WikiError
from outreach.promotion import (
    backfill,
    backfillrows,
    deletedrows,
    logsubpages,
    mailings,
    readuniverse,
    sendrows,
)
from outreach.promotion.logpage import LogMerge, ScriptRow
from outreach.promotion.logplan import PromotionLog
from outreach.promotion.logsubpages import Change
from outreach.promotion.places import Wikis
from outreach.run import confirm, exit_code, texts
from outreach.sends import messagepages, records
from outreach.sends.sendsummary import Send
from outreach.settings import (
    ACCEPT,
    ALWAYS,
    CAMPAIGN,
    LANGUAGE,
    home_title,
    many,
    maybe,
    one,
    one_of,
    page_title,
    whole_number,
)

SCRIPT = 'log_promotion'
MAILING = many('mailing', Path)
GAPS = many('gaps', readuniverse.asked)
WEIGHTS = maybe('weights', home_title)
CLAIM_DAYS = one('claimdays', whole_number(1, 3650), default=14)
BACKFILL = many('backfill', one_of('sendlog', 'links'))
SENTLIST = many('sentlist', home_title)
SENDER = many('sender', page_title)
SETTINGS = (
    CAMPAIGN, PROMOTIONLOG, REGION, AUDIENCE, NOTBEFORE, MESSAGE, FALLBACK, SIGNUPS, LINK, WIKIS, MAILING,
    GAPS, WEIGHTS, CLAIM_DAYS, BACKFILL, SENTLIST, SENDER, LANGUAGE, ACCEPT, ALWAYS,
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What one run is asked to do."""

    campaign: str
    promotionlog: str
    region: str
    audience: str
    notbefore: date | str
    message: str
    fallback: str
    signups: tuple[str, ...]
    link: str
    wikis: tuple[str, ...]
    mailing: tuple[Path, ...]
    gaps: tuple[readuniverse.GapRequest, ...]
    weights: str
    claimdays: int
    backfill: tuple[str, ...]
    sentlist: tuple[str, ...]
    sender: tuple[str, ...]
    language: str
    always: bool


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    problems = []
    if not given[CAMPAIGN]:
        problems.append(Problem('-campaign', 'is needed: whose announcements are recorded?'))
    if 'sendlog' in given[BACKFILL] and not (given[SENTLIST] or given[SENDER]):
        problems.append(Problem('-backfill:sendlog', 'needs -sentlist or -sender: whose sends?'))
    absent = [path for path in given[MAILING] if not path.is_file()]
    problems += [Problem(f'-mailing:{path}', 'there is no such file') for path in absent]
    known = phrases.of_script(SCRIPT)
    if given[LANGUAGE] and given[LANGUAGE] not in known:
        problems.append(Problem('-language', f'there are words in these languages: {", ".join(known)}'))
    if problems:
        raise BadInput(problems)
    return Options(
        campaign=given[CAMPAIGN] or '',
        promotionlog=given[PROMOTIONLOG] or subpage(given[CAMPAIGN] or '', 'Log'),
        region=given[REGION] or '',
        audience=given[AUDIENCE] or '',
        notbefore=given[NOTBEFORE] or '',
        message=given[MESSAGE] or '',
        fallback=given[FALLBACK],
        signups=given[SIGNUPS],
        link=given[LINK] or '',
        wikis=given[WIKIS],
        mailing=given[MAILING],
        gaps=given[GAPS],
        weights=given[WEIGHTS] or '',
        claimdays=given[CLAIM_DAYS],
        backfill=given[BACKFILL],
        sentlist=given[SENTLIST],
        sender=given[SENDER],
        language=given[LANGUAGE] or '',
        always=given[ALWAYS],
    )


def read_mailings(options: Options, book: PromotionLog, today: date) -> list[ScriptRow]:
    """Read the files of mailings; raise BadInput naming the lines that make no sense."""
    entries = []
    for path in options.mailing:
        with path.open(encoding='utf-8-sig', newline='') as lines:
            entries += mailings.entries(mailings.parse(lines, path.name, book.vocabulary.channels), today)
    return entries


def look_back(
    farm: Farm, options: Options, book: PromotionLog, log: str
) -> tuple[list[ScriptRow], list[WikiError]]:
    """Find what was announced without us; return the wikis that could not be asked too."""
    announced = book.announced(log)
    entries: list[ScriptRow] = []
    failed: list[WikiError] = []
    if 'sendlog' in options.backfill:
        sends = backfill.logged_sends(farm.home, options.sentlist, options.sender)
        sends = backfill.with_lists(farm.home, backfillrows.not_ours(sends, announced))
        entries += backfillrows.send_entries(backfill.with_deliveries(farm, sends), book.say)
    if 'links' in options.backfill:
        hosts = sorted(info.host for info in chosen_wikis(farm.matrix, options.wikis).values())
        found = backfill.posts(farm, hosts, options.link, [options.campaign])
        failed = list(found.failed.values())
        posts = [post for posts in found.found.values() for post in posts]
        entries += backfillrows.post_entries(posts, announced, book.wikis, book.say)
    return entries, failed


def rows_of_sends(sends: Sequence[Send], options: Options, book: PromotionLog) -> list[ScriptRow]:
    """Return the rows of the campaign's own sends."""
    about = {'region': options.region, 'audience': options.audience, 'planned': str(options.notbefore)}
    return [sendrows.entry(send, book.say, **about) for send in sends]


def show(merge: LogMerge, changes: Sequence[Change], errors: Sequence[WikiError]) -> None:
    """Print what a run does, row by row and page by page, and what it could not read."""
    for kind, ids in (
        ('new', merge.added),
        ('changed', merge.changed),
        ('deleted by people', merge.kept_out),
    ):
        for row in ids:
            pywikibot.info(f'  {kind}: {row}')
    for problem in (*merge.problems, *merge.notes):
        pywikibot.warning(str(problem))
    for error in errors:
        pywikibot.error(f'not looked at: {error}')
    counts = f'{len(merge.added)} new, {len(merge.changed)} changed, {len(merge.kept_out)} deleted by people'
    pywikibot.info(f'Rows: {counts}.')
    for change in changes:
        pywikibot.info(f'  {"changes" if change.changes else "stays"}: {change.before.title}')


def write(home: wiki.Wiki, changes: Sequence[Change]) -> None:
    """Bring each page to what it becomes, whoever edits it meanwhile; a page changed twice is read again."""
    written: set[str] = set()
    for change in changes:
        title = change.before.title
        page = None if title in written or wiki.simulating() else change.before
        home.update(title, change.transform, change.summary, page=page)
        written.add(title)


def main(*args: str) -> int:
    """Read what was announced, show what is new, and bring it onto the pages of the log."""
    given = wiki.arguments(args)
    farm = connect()
    home, today = farm.home, datetime.now(UTC).date()
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.campaign, home.user_name)
    say = texts(SCRIPT, options.language or home.info.language)
    words, wikis = (
        phrases.of_script(SCRIPT),
        Wikis(farm.matrix, home.host, siteinfo.looked_up(farm, set()), siteinfo.month_names(home)),
    )
    frame = messagepages.frame(home, options.language)
    book = PromotionLog(options.promotionlog, options.campaign, say, words, wikis, frame)
    page, sends = home.read(book.title), records.sends(home, options.campaign)
    found, errors = look_back(farm, options, book, page.text)
    entries = [*rows_of_sends(sends, options, book), *read_mailings(options, book, today), *found]
    missing = {one.id: one.since for one in book.wanted(page.text, entries)}
    removed = deletedrows.deleted_rows(home, book.title, missing) if page.revid else frozenset()
    merge = book.plan(page.text, entries, removed)
    summary = say('summary', added=len(merge.added), changed=len(merge.changed))
    further = logsubpages.Further(farm, book, merge.text, options.weights, options.claimdays, today)
    changes = [
        Change(
            page,
            lambda text: (merge if text == page.text else book.plan(text, entries, removed)).text,
            summary,
        ),
        *further.pages(options.gaps, sends, options.signups, options.message, options.fallback),
    ]
    show(merge, changes, errors)
    todo = [change for change in changes if change.changes]
    if not todo:
        pywikibot.info('Nothing to write.')
    elif confirm(f'Write {len(todo)} pages on {home.host}?', always=options.always):
        if not wiki.simulating():
            home.log_in()
        write(home, todo)
    return 1 if merge.problems or errors else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
