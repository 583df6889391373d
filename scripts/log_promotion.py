#!/usr/bin/env python3
"""Record on a wiki what a campaign announced where, and what people suggest.

Each send of the campaign gets a row in its promotion log with the counts that check_delivery found.
Rows, notes and suggestions of people stay as they are; a row that somebody deleted stays deleted.
Where there is no log yet, a page with an empty one is made first.

Options:
-campaign:…      the campaign's page; its settings count unless they are given here
-promotionlog:…  the page of the log (else the subpage Log of the campaign's page)
-region:…        the region named in new rows
-audience:…      the audience named in new rows
-language:…      the language of the words on the page (else that of the wiki)
-always          write without asking
-simulate        show what would be written, and write nothing

Example: pwb log_promotion -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to do), 1 finished with problems that are listed, 2 bad input,
nothing written, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import pywikibot
from outreach import ledger, logpage, phrases, records, wiki
from outreach.campaign import language, pick, read_settings, subpage
from outreach.farm import connect
from outreach.pages import Page
from outreach.problems import BadInput, Problem
from outreach.settings import Setting, page_title

SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(page_title),
    **pick('promotionlog', 'region', 'audience'),
    'language': Setting(language),
    'always': Setting(flag=True, default=False),
}
SCRIPT = 'log_promotion'


@dataclass(frozen=True)
class Options:
    """What one run is asked to do."""

    campaign: str
    log: str
    region: str
    audience: str
    language: str
    always: bool


def parse_options(args: Sequence[str], read_page: Callable[[str], str | None]) -> Options:
    """Read the options from the command line and the campaign's page; raise BadInput with all errors."""
    given = read_settings(SETTINGS, args, read_page)
    if not given['campaign']:
        raise BadInput([Problem('-campaign', 'is needed: whose announcements are recorded?')])
    return Options(
        campaign=given['campaign'],
        log=given['promotionlog'] or subpage(given['campaign'], 'Log'),
        region=given['region'] or '',
        audience=given['audience'] or '',
        language=given['language'] or '',
        always=given['always'],
    )


def plan(
    text: str,
    options: Options,
    entries: Sequence[logpage.Entry],
    removed: Collection[str],
    vocabulary: logpage.Vocabulary,
    say: wiki.Say,
) -> logpage.Merge:
    """Merge entries into the text of a log, or into a new one where there is no text.

    A send that was cancelled before it came into the log stays out of it. Raises BadInput where the
    page has no whole log.
    """
    try:
        page = logpage.parse(text or logpage.new_page(options.campaign, say), options.log, vocabulary)
    except ValueError as error:
        raise BadInput([Problem(options.log, str(error).removeprefix(f'{options.log}: '))]) from None
    cancelled = logpage.Status.CANCELLED
    known = [entry for entry in entries if entry.status is not cancelled or entry.id in page.ids]
    return logpage.merge(page, known, vocabulary, say, removed=removed)


def show(merge: logpage.Merge, log: str) -> None:
    """Print what merging does, row by row."""
    for kind, ids in (
        ('new', merge.added),
        ('changed', merge.changed),
        ('deleted by people', merge.kept_out),
    ):
        for one in ids:
            pywikibot.info(f'  {kind}: {one}')
    for problem in merge.problems:
        pywikibot.warning(str(problem))
    counts = f'{len(merge.added)} new, {len(merge.changed)} changed, {len(merge.kept_out)} deleted by people'
    pywikibot.info(f'{log}: {counts}.')


def main(*args: str) -> int:
    """Read the sends of a campaign, show what is new, and bring it into the log."""
    given = wiki.start(args)
    home = connect().home
    options = parse_options(given, lambda title: home.read(title).text or None)
    home.stop_pages = (subpage(options.campaign, 'stop'), f'User:{home.user_name}/stop')
    say = wiki.say(SCRIPT, options.language or home.info.language)
    vocabulary = logpage.Vocabulary.of(phrases.of_script(SCRIPT).values())
    entries = [
        ledger.entry(send, say, region=options.region, audience=options.audience)
        for send in records.sends(home, options.campaign)
    ]
    page = home.read(options.log)
    missing = {entry.id: entry.since for entry in entries if entry.id not in logpage.ids_in(page.text)}
    removed = records.deleted_rows(home, options.log, missing) if page.revid else frozenset()

    def merged(now: Page) -> logpage.Merge:
        return plan(now.text, options, entries, removed, vocabulary, say)

    merge = merged(page)
    show(merge, options.log)
    if merge.text == page.text:
        pywikibot.info('Nothing to write.')
    elif wiki.confirm(f'Write to {options.log} on {home.host}?', always=options.always):
        home.log_in()
        summary = say('summary', added=len(merge.added), changed=len(merge.changed))
        home.update(options.log, lambda now: merged(now).text, summary, page=page)
    return 1 if merge.problems else 0


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
