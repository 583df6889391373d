#!/usr/bin/env python3
"""Report the outcome for every target of the sends of a campaign.

Asks each wiki that was sent to, about twice, and writes a page of results beside each send page. Every
target ends as one of: delivered, opted out, no such user, wrong namespace, failed (with the reason),
duplicate, dropped, unknown. Run it again later: what is settled stays settled.

Options:
-campaign:…    the campaign's page; its settings count unless given here (none)
-wait:…        ask again until all is settled, or nothing has changed for so many minutes (none)
-replies       look also at what people did since: answered, thanked, reverted …; writes a digest
-again         plan a send for failures that may go better the next time; send_message sends it
-list:…        with -again: the delivery list (else the subpage Targets)
-message:…     with -again: the message (else the subpage Message)
-fallback:…    with -again: language for wikis whose own has no text (en)
-cooldown:…    with -again: leave out who was on another list sent to in this many days (30)
-exclude:…     with -again: a page that names people who must not be asked; may be repeated (none)
-accept:…      go on in spite of doubts of this kind, unattended; may be repeated (none)
-always        write without asking
-simulate      show what was found, and write nothing

Example: pwb check_delivery -campaign:Outreach/Medicine -wait:10 -replies

Exit codes: 0 done (also: nothing to check), 1 finished, and targets that did not get the message are
listed, 2 bad input, nothing written, 3 stopped, or nobody consented.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pywikibot
from outreach import siteinfo, wiki, wikitext
from outreach.campaign import COOLDOWN, EXCLUDE, FALLBACK, LIST, MESSAGE, read_settings, stop_pages, subpage
from outreach.farm import Farm, connect
from outreach.pages import Page
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, WikiError, refuse
from outreach.run import confirm, exit_code, texts
from outreach.sends import checkreport, followup, reactions, tracing
from outreach.sends.inputs import Request, ground
from outreach.sends.messagepages import sent_texts
from outreach.sends.operations import Operations
from outreach.sends.results import (
    REGION,
    Reaction,
    Result,
    State,
    counts,
    merged,
    render_results,
)
from outreach.sends.sendpage import SendPage, SendState, results_title, so_many
from outreach.sends.sendpages import SendPages
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, flag, maybe, whole_number

SCRIPT = 'check_delivery'
WAIT = maybe('wait', whole_number(0))
REPLIES = flag('replies')
AGAIN = flag('again')
SETTINGS = (
    CAMPAIGN, WAIT, REPLIES, AGAIN, LIST, MESSAGE, FALLBACK, COOLDOWN, EXCLUDE, ACCEPT, ALWAYS,
)  # fmt: skip
FINE = (State.DELIVERED, State.OPTED_OUT, State.DUPLICATE)
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds between two questions

Found = dict[str, tuple[Result, ...]]


@dataclass(frozen=True)
class Options:
    """What this run is asked to do; `wait` is in minutes, None for one look."""

    wanted: Request
    wait: int | None = None
    replies: bool = False
    again: bool = False
    always: bool = False


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options and the campaign page; raise BadInput with everything that is wrong."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    if not given[CAMPAIGN]:
        raise BadInput([Problem('-campaign', 'is needed: whose sends are checked?')])
    wanted = Request.of(given)
    return Options(wanted, given[WAIT], given[REPLIES], given[AGAIN], given[ALWAYS])


def plan(text: str, page: SendPage, results: Sequence[Result], say: Say) -> str:
    """Return the page of results of a send with these results; what people wrote on it stays."""
    columns = [say(name) for name in ('target', 'wiki', 'state', 'detail', 'revision', 'since')]
    table = render_results(results, columns)
    return wikitext.put_region(text, REGION, table, lead=say('lead', page=page.title))


def look(
    farm: Farm, pages: Sequence[SendPage], known: Found, options: Options
) -> tuple[Found, list[WikiError]]:
    """Ask the wikis what became of the targets, with -wait until all is settled or all is quiet."""
    results, quiet_since, pause = known, time.monotonic(), FIRST_PAUSE
    bodies = sent_texts(farm.home, {page.title: page.message.revid for page in pages})
    while True:
        questions = [
            tracing.open_questions(page, results.get(page.title, ()), bodies.get(page.title, ''))
            for page in pages
        ]
        fresh, failed = tracing.ask(farm, questions, datetime.now(UTC))
        now = {
            page.title: merged(page.targets, results.get(page.title, ()), fresh.get(page.title, ()))
            for page in pages
        }
        if now != results:
            results, quiet_since = now, time.monotonic()
        open_ = Counter(one.state for some in results.values() for one in some)[State.UNKNOWN]
        quiet = time.monotonic() - quiet_since >= 60 * (options.wait or 0)
        if options.wait is None or not open_ or quiet:
            return results, failed
        pywikibot.info(f'{so_many(open_)} not settled yet; asking again in {pause:.0f} s …')
        time.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


@dataclass(frozen=True)
class Change:
    """What is to become of one page: its new text is made from whatever stands there then."""

    title: str
    make: Callable[[str], str]
    summary: str

    def apply(self, now: Page) -> str:
        """Return the new text of the page as it stands now."""
        return self.make(now.text)


def changes(pages: Sequence[SendPage], results: Found, options: Options, say: Say) -> list[Change]:
    """Return what is to be written: a page of results for each send, and the digest of replies."""

    def of_page(page: SendPage) -> Change:
        some = results[page.title]
        delivered = counts(some)[State.DELIVERED]
        summary = say('summary', count=len(some), delivered=delivered)
        return Change(results_title(page.title), lambda text: plan(text, page, some, say), summary)

    found = [of_page(page) for page in pages]
    if options.replies:
        words = {one: say(f'did-{one.name.lower()}') for one in Reaction if one.value}
        replies = reactions.digest(results, {page.title: page.subject for page in pages}, words)
        lead = say('replies-lead', campaign=options.wanted.campaign)

        def make(text: str) -> str:
            return wikitext.put_region(text, reactions.REGION, replies, lead=lead)

        title = subpage(options.wanted.campaign, 'Replies')
        found.append(Change(title, make, say('replies-summary')))
    return found


def write(home: wiki.Wiki, wanted: Sequence[Change], *, always: bool) -> None:
    """Write what is new, on consent; a page that is as it should be is not touched."""
    before = home.read_many([one.title for one in wanted])
    new = [one for one in wanted if one.apply(before[one.title]).rstrip() != before[one.title].text]
    if not new:
        pywikibot.info('Nothing to write.')
    elif confirm(f'Write {", ".join(one.title for one in new)}?', always=always):
        for one in new:
            home.update(one.title, one.apply, one.summary, page=before[one.title])


def send_again(farm: Farm, book: SendPages, results: Found, failed: set[str], options: Options) -> None:
    """Plan a send for each page with failures that may go better the next time.

    Nobody is taken up on wikis that were `failed`: they may have got the message since.
    """
    home = farm.home
    run = Operations(farm, book, texts('send_message', home.info.language))
    now = datetime.now(UTC)
    refuse(run.contradictions(now))
    stand = ground(farm, options.wanted, book.pages, home.user_name, now)
    parcels = []
    for page in book.pages:
        some = [one for one in results.get(page.title, ()) if one.target.host not in failed]
        targets = followup.passing(page, some, book.pages)
        parcel = run.again(stand, page, targets) if targets and followup.due(page, some) <= now else None
        parcels += [parcel] if parcel else []
    if not parcels:
        pywikibot.info('There is no failure now that may go better the next time.')
    for parcel in parcels:
        pywikibot.info(f'  {parcel.page.title}: {so_many(len(parcel.page.targets))} of {parcel.page.follows}')
    if parcels and confirm('Plan to send to them again?', always=options.always):
        for outcome in run.create(stand, parcels):
            pywikibot.info(f'{outcome.title}: {outcome.text}; run send_message to send it')


def main(*args: str) -> int:
    """Check the sends of a campaign, show the results and write them on consent."""
    given = wiki.arguments(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    campaign = options.wanted.campaign
    home.stop_pages = stop_pages(campaign, home.user_name)
    say = texts(SCRIPT, home.info.language)
    if not wiki.simulating():
        home.log_in()
    book = SendPages(home, campaign)
    pages = [page for page in book.pages if page.state is SendState.SENT]
    results, failed = look(farm, pages, book.results(), options)
    if options.replies:
        results, more = reactions.ask(farm, pages, results)
        failed += more
    final = followup.ends(pages, results)
    doubles = followup.doubles(pages, results)
    for line in checkreport.result_lines(pages, results, final, doubles):
        pywikibot.info(line)
    for error in failed:
        pywikibot.error(f'{error}; its targets stay as they are')
    write(home, changes(pages, results, options, say), always=options.always)
    if options.again:
        send_again(farm, book, results, {error.host for error in failed}, options)
        book.refresh()
    for line in followup.next_steps(book.pages, results, datetime.now(UTC), campaign):
        pywikibot.info(line)
    return 1 if failed or doubles or any(one.state not in FINE for one in final.values()) else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
