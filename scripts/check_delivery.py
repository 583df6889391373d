#!/usr/bin/env python3
"""Report the outcome for every target of the sends of a campaign.

Asks each wiki that was sent to, about twice, and writes a page of results beside each send page. Every
target ends as one of: delivered, opted out, no such user, wrong namespace, failed (with the reason),
duplicate, dropped, unknown. Run it again later: what is settled stays settled.

Options:
-campaign:…    the campaign's page; its settings count unless given here (none)
-under:…       in place of a campaign: the page under which the pages of this run lie (none)
-wait:…        ask again until all is settled, or nothing has changed for so many minutes (none)
-replies       look also at what people did since: answered, thanked, reverted …; writes a digest
-again         plan a send for failures that may go better the next time; send_message sends it
-list:…        with -again: the delivery list (else the subpage Targets)
-message:…     with -again: the message (else the subpage Message)
-fallback:…    with -again: language for wikis whose own has no text (en)
-cooldown:…    with -again: leave out who was on another list sent to in this many days (30)
-exclude:…     with -again: a page that names people who must not be asked; may be repeated (none)
-consent:…     with -again: the ground: subscribers, first contact or agreed (none)
-discussion:…  with -again: the address of the discussion where a community agreed (none)
-approval      with -again: let nothing go out before another account has approved it
-waves:…       sizes of the waves, as send_message has them: how many there are is told (rest)
-language:…    the language of the words on the pages (else that of the wiki)
-summary:…     words of yours before the summary of each edit (none)
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
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from outreach import stops, wikitext
from outreach.campaign import (
    APPROVAL,
    CONSENT,
    COOLDOWN,
    DISCUSSION,
    EXCLUDE,
    FALLBACK,
    LIST,
    MESSAGE,
    WAVES,
    subpage,
)
from outreach.exitcodes import exit_code
from outreach.farm import Farm
from outreach.phrases import Say
from outreach.problems import BadInput, Problem, WikiError, no_page, refuse
from outreach.run import WRITING, Change, Run, begin, texts
from outreach.sends import (
    believed,
    checkreport,
    earlierterms,
    followup,
    grounds,
    nextwave,
    outcomes,
    reactions,
    tracing,
)
from outreach.sends.approval import anew
from outreach.sends.inputs import Inputs, Request, read_inputs
from outreach.sends.messagepages import sent_texts
from outreach.sends.operations import Operations
from outreach.sends.planreport import send_pages_lines
from outreach.sends.results import Reaction, Result, State, counts, render_results, signed
from outreach.sends.sendpage import CORRECTION, SEND, SendPage, results_title, together
from outreach.sends.sendpages import SendPages
from outreach.sends.sendstate import SendState
from outreach.sends.tracing import Found
from outreach.settings import CAMPAIGN, UNDER, flag, maybe, whole_number
from outreach.wiki import complain, tell
from outreach.words import as_typed, so_many

SCRIPT = 'check_delivery'
WAIT = maybe('wait', whole_number(0))
REPLIES = flag('replies')
AGAIN = flag('again')
SETTINGS = (
    CAMPAIGN, UNDER, WAIT, REPLIES, AGAIN, LIST, MESSAGE, FALLBACK, COOLDOWN, EXCLUDE, CONSENT, DISCUSSION,
    APPROVAL, WAVES, *WRITING,
)  # fmt: skip
FINE = (State.DELIVERED, State.OPTED_OUT, State.DUPLICATE)
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds between two questions


def plan(text: str, page: SendPage, results: Sequence[Result], say: Say) -> str:
    """Return the page of results of a send with these results; what people wrote on it stays."""
    columns = [say(name) for name in ('target', 'wiki', 'state', 'detail', 'revision', 'since')]
    table = render_results(results, columns)
    return outcomes.with_outcomes(text, page, results, table, say)


def look(
    farm: Farm, pages: Sequence[SendPage], known: Found, wait: int | None
) -> tuple[Found, list[WikiError]]:
    """Ask the wikis what became of the targets, with -wait until all is settled or all is quiet."""
    results, quiet_since, pause = known, time.monotonic(), FIRST_PAUSE
    bodies = sent_texts(farm.home, {page.title: page.message.revid for page in pages})
    while True:
        now, failed = tracing.follow(farm, pages, results, bodies, datetime.now(UTC))
        if now != results:
            results, quiet_since = now, time.monotonic()
        open_ = Counter(one.state for some in results.values() for one in some)[State.UNKNOWN]
        quiet = time.monotonic() - quiet_since >= 60 * (wait or 0)
        if wait is None or not open_ or quiet:
            return results, failed
        tell(f'{so_many(open_)} not settled yet; asking again in {pause:.0f} s …')
        time.sleep(pause)
        pause = min(LONGEST_PAUSE, pause * 1.5)


def changes(run: Run, pages: Sequence[SendPage], results: Found) -> list[Change]:
    """Return what is to be written: a page of results for each send, and the digest of replies."""
    before = run.home.read_many([results_title(page.title) for page in pages])

    def of_page(page: SendPage) -> Change:
        some = results[page.title]
        delivered = counts(some)[State.DELIVERED]
        summary = run.say('summary', count=len(some), delivered=delivered)
        title = results_title(page.title)
        return Change(
            before[title], lambda text: plan(text, page, some, run.say), signed(summary, title, some)
        )

    found = [of_page(page) for page in pages]
    if run.given[REPLIES]:
        campaign = run.given[CAMPAIGN] or ''
        words = {one: run.say(f'did-{one.name.lower()}') for one in Reaction if one.value}
        subjects = {page.title: page.subject for page in pages}
        replies = reactions.digest(results, subjects, words, run.say('nobody-answered'))
        lead = run.say('replies-lead', campaign=campaign)

        def make(text: str) -> str:
            return wikitext.put_region(text, reactions.REGION, replies, lead=lead)

        there = run.home.read(subpage(campaign, 'Replies'))
        found.append(Change(there, make, run.say('replies-summary')))
    return found


@dataclass(frozen=True)
class SecondTry:
    """The send pages that try failures again, and what they rest on and are made by."""

    operations: Operations
    stand: Inputs
    pages: tuple[SendPage, ...]

    @property
    def shown(self) -> list[Change]:
        """Return the pages as they can be shown before they are created."""
        return [believed.as_change(page, self.operations.texts) for page in self.pages]


def second_try(run: Run, send_pages: SendPages, results: Found, failed: set[str]) -> SecondTry:
    """Return a send for each page with failures that may go better the next time.

    Nobody is tried again on wikis that were `failed`: they may have got the message since.
    """
    run = anew(run, send_pages.pages)
    wanted, say = Request.of(run.given, run.unvouched), texts('send_message', run.language)
    operations = Operations(run.farm, send_pages, say, above=grounds.above(run, wanted.settings))
    refuse(send_pages.contradictions())
    stand = read_inputs(run.farm, wanted, send_pages, run.now)
    made = []
    for page in send_pages.pages:
        some = [one for one in results.get(page.title, ()) if one.target.host not in failed]
        targets = followup.passing(page, some, send_pages.pages) if page.kind != CORRECTION else []
        new = (
            operations.again(stand, page, targets)
            if targets and followup.due(page, some) <= run.now
            else None
        )
        made += [new] if new else []
    for one in made:
        tell(f'  {one.title}: {so_many(len(one.targets))} of {one.follows}')
    if not made:
        tell('There is no failure now that may go better the next time.')
    return SecondTry(operations, stand, together(made))


def write(
    run: Run, send_pages: SendPages, pages: Sequence[SendPage], results: Found, failed: set[str]
) -> None:
    """Write what was found of these pages, and with -again plan to send once more: one question for both."""
    again = second_try(run, send_pages, results, failed) if run.given[AGAIN] else None
    run.write(changes(run, pages, results), also=again.shown if again else ())
    if again and again.pages and not run.simulating:
        for outcome in again.operations.create(again.stand, again.pages):
            tell(f'Page {outcome.title}: {outcome.text}; run send_message to send it')


def check_there(run: Run, send_pages: SendPages) -> None:
    """Say where nothing was sent yet; raise BadInput where nothing lies under a page that was typed."""
    if any(page.state.taken for page in send_pages.pages) or send_pages.strangers:
        return
    place = send_pages.campaign
    if run.given[UNDER] and not send_pages.pages:
        why = 'no send pages lie under it; send_message makes them'
        raise BadInput([no_page(place, why, f'-under:{place}')])
    tell(f'Nothing was sent yet: no page under {subpage(place, SEND)} says so, nor does the send log.')


def main(*args: str) -> int:
    """Check the sends of a campaign, show the results and write them on consent."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    campaign = run.given[CAMPAIGN]
    if not campaign:
        raise BadInput([Problem('-campaign', 'is needed: whose sends are checked?')])
    if run.given[AGAIN]:  # it plans a send
        stops.heed_close(run.home, campaign)
    send_pages = SendPages(
        run.trust, campaign, run.now, grounds.look_back(run.given[CONSENT], run.given[COOLDOWN])
    )
    check_there(run, send_pages)
    lost = {one.place: one for one in send_pages.lost()}
    pages = [page for page in send_pages.pages if page.state is SendState.SENT and page.title not in lost]
    results, failed = look(run.farm, pages, send_pages.results(), run.given[WAIT])
    if run.given[REPLIES]:
        results, more = reactions.ask(run.farm, pages, results)
        failed += more
    final = followup.ends(pages, results)
    doubles = followup.doubles(pages, results)
    for line in (*send_pages_lines(send_pages), *checkreport.result_lines(pages, results, final, doubles)):
        tell(line)
    for problem in lost.values():
        complain(str(problem))
    for error in failed:
        complain(f'{error}; its targets stay as they are')
    write(run, send_pages, pages, results, {error.host for error in failed})
    repeat, held_up = nextwave.advised(run, send_pages.pages, results) if results else ('', '')
    count = earlierterms.number_of_waves(send_pages.pages, run.given)
    option = as_typed(run.given.campaign_option)
    where = campaign, option, count
    for line in followup.next_steps(send_pages.pages, results, datetime.now(UTC), *where, held_up):
        tell(earlierterms.advice(line, option, repeat))
    astray = any(one.astray for some in results.values() for one in some)
    others = send_pages.asking.keys() - send_pages.log.keys()
    wrong = failed or lost or doubles or astray or others or any(page.strangers for page in pages)
    return 1 if wrong or any(one.state not in FINE for one in final.values()) else 0


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
