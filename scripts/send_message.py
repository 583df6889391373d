#!/usr/bin/env python3
"""Send a message to the people on a delivery list, in their languages, in waves, each at most once.

The plan comes first: who gets which text, who gets nothing and why. Then there is one send page for
each language of the wave, and each is sent by MassMessage exactly once. Run it again to go on: what
was sent is never sent again.

Options:
-campaign:…    the campaign's page; its settings count unless given here (none)
-under:…       in place of a campaign: the page under which the pages of this run lie (none)
-list:…        the delivery list (else the subpage Targets of the campaign's page) with its parts by language
-message:…     the message (else the subpage Message); its subpages are the text in other languages
-fallback:…    language for wikis whose own has no text (en)
-waves:…       sizes of the waves, such as 20, 200, rest or 5%, rest (rest)
-notbefore:…   the first day of sending, such as 2026-12-01 (none)
-delay:…       days between one wave and the next (0)
-dailycap:…    most messages in 24 hours, over all campaigns of the account (5000)
-cooldown:…    leave out who was on any list sent to in this many days (30)
-exclude:…     a page that names people, or whole wikis, that must not be asked; may be repeated (none)
-testers:…     the delivery list for tests; with it nothing is sent before its test was seen (none)
-consent:…     the ground: subscribers, first contact or agreed; without one nothing is sent (none)
-discussion:…  with agreed: the address of the discussion where a community agreed (none)
-faillimit:…   per cent of failures and complaints in a wave that stop the next one, 100 stops none (10)
-outcome:…     what is counted: signup, topicedit or anyedit (signup)
-outcomewindow:… days after its wave in which it counts (30)
-holdout:…     per cent of the people who are asked later, so that it can be told what asking did (0)
-holdoutuntil:… days after their wave on which they are asked (else outcomewindow and 7)
-complaints:…  how many opt-outs and complaints you have looked at; more stop the next wave (0)
-approval      let nothing go out before another account has approved it; holds for later waves too
-test          send to the testers, each of them every language
-wrong:…       a send that should not have been made, as 2, 2/sv or the title of its page; may be repeated
               (none). Marks it, cancels what is left, and reports where it arrived, wiki by wiki
-reason:…      with -wrong: what was wrong, for everybody to read (none)
-correction    send to all who got what -wrong named the text on the subpage Correction
-approve       approve the plans that wait for it, and the tests that you have looked at
-preview:…     write each message as text and HTML into this folder, and send nothing (none)
-onpage        put the previews on a subpage of your own user page, and send nothing
-recheck       settle sends that an earlier run left open: the send log decides
-resend:…      send again what this send page was to send and, says the log, did not; may be repeated (none)
-replan        cancel what was planned and not sent, and plan anew; what was under approval stays so
-request       plan for somebody else to send, and print the request to them
-language:…    the language of the words on the send pages (else that of the wiki)
-summary:…     words of yours before the summary of each edit (none)
-accept:…      go on in spite of doubts of this kind, unattended; may be repeated (none)
-always        write and send without asking
-simulate      show what would be sent, and write nothing

Example: pwb send_message -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to send), 1 finished, but something was not sent, is unknown, or went
to others than planned, 2 bad input or refused, nothing sent, 3 stopped, or waiting for an
approval, a day, a test, or a check of the wave before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from outreach import absent, holdout, stops
from outreach.exitcodes import exit_code
from outreach.problemfile import tell_doubts
from outreach.problems import Problem, refuse
from outreach.run import WRITING, Run, begin
from outreach.sends import (
    earlierterms,
    foreseen,
    grounds,
    lastlook,
    lintcontext,
    messagelint,
    preview,
    wrongsends,
)
from outreach.sends.approval import as_approved
from outreach.sends.awaiting import BEFORE_APPROVAL, Going
from outreach.sends.believed import as_change
from outreach.sends.inputs import RULES_OF_FOLLOWERS, RULES_OF_WAVES, Inputs, Request
from outreach.sends.lastlook import LastLook
from outreach.sends.objecting import hold_up
from outreach.sends.operations import Operations
from outreach.sends.planpages import pages_read
from outreach.sends.planreport import approval_lines, plan_lines, send_lines, send_pages_lines
from outreach.sends.preconditions import COMPLAINTS_SEEN, SendRules, to_be_looked_at, within
from outreach.sends.recipients import nobody_left
from outreach.sends.replanning import deserted, remove_leavers, to_plan
from outreach.sends.sending import code_of
from outreach.sends.sendpage import CORRECTION, TEST_WAVE, SendPage
from outreach.sends.sendpages import SendPages, titles, waiting
from outreach.sends.sendstate import SendState
from outreach.sends.telling import show, told
from outreach.sends.wrongsends import CORRECT, REASON, WRONG
from outreach.settings import ALWAYS, CAMPAIGN, UNDER, Given, flag, home_title, many, maybe
from outreach.trust import missing_right
from outreach.wiki import tell
from outreach.words import as_typed

SCRIPT = 'send_message'
TEST = flag('test')
APPROVE = flag('approve')
PREVIEW = maybe('preview', Path)
ONPAGE = flag('onpage')
RECHECK = flag('recheck')
RESEND = many('resend', home_title)
REPLAN = flag('replan')
REQUEST = flag('request')
MODES = (TEST, APPROVE, PREVIEW, ONPAGE, RECHECK, RESEND, REPLAN, REQUEST, WRONG)
SETTINGS = (
    CAMPAIGN, UNDER, *RULES_OF_FOLLOWERS, *RULES_OF_WAVES, *holdout.FIXED, COMPLAINTS_SEEN, *MODES, REASON,
    CORRECT, *WRITING,
)  # fmt: skip
WITHOUT_THE_RIGHT = (APPROVE, PREVIEW, ONPAGE, RECHECK, REQUEST, WRONG)
GO_ON_AFTER_CLOSE = (PREVIEW, ONPAGE, RECHECK, WRONG)


def check(given: Given) -> list[Problem]:
    """Return what is wrong between the options."""
    missing = Problem('-campaign', 'or -under is needed: the send pages are kept under it')
    problems = [] if given[CAMPAIGN] else [missing]
    modes = [setting.name for setting in MODES if given[setting]]
    if len(modes) > 1:
        problems.append(Problem(' '.join(f'-{name}' for name in modes), 'cannot be combined'))
    if given[CORRECT] and given[TEST]:
        problems.append(Problem('-correction -test', 'cannot be combined'))
    return [*problems, *wrongsends.check(given), *holdout.problems(given), *grounds.problems(given)]


def show_previews(
    run: Run, operations: Operations, stand: Inputs, pages: Sequence[SendPage], footer: str
) -> int:
    """Write the previews to files, or to a page of our own."""
    previews = operations.preview(stand, pages, footer)
    show(str(finding) for one in previews for finding in one.findings())
    if folder := run.given[PREVIEW]:
        show(f'wrote {path}' for path in preview.write(previews, folder, run.home.host))
        return 0
    tell(f'Look at [[{preview.write_page(run, previews)}]].')
    return 0


def recheck(run: Run, operations: Operations) -> int:
    """Settle what earlier runs left open."""
    pages = operations.send_pages.unsettled
    show(send_lines(pages))
    if not pages:
        tell('Nothing is open.')
        return 0
    run.consent('Settle these by the send log?', titles(pages), changes=foreseen.settled(operations, pages))
    return 0 if run.simulating else code_of(told(operations.recheck(pages)))


def halt(run: Run, operations: Operations) -> int:
    """Mark wrong sends, cancel what is left, and report where they arrived."""
    send_pages, reason = operations.send_pages, run.given[REASON] or ''
    pages = wrongsends.named(run.given[WRONG], send_pages.pages, send_pages.campaign)
    show(send_lines(pages, 'will be marked as wrong'))
    show(send_lines(wrongsends.left(send_pages.pages), 'will be cancelled'))
    others = [*titles(wrongsends.left(send_pages.pages)), wrongsends.report_title(send_pages.campaign)]
    show(f'warning: {one}' for one in run.protected(others))  # keeps nobody from marking what is wrong
    run.consent('Mark and cancel these?', titles(pages), changes=foreseen.halted(operations, pages, reason))
    if run.simulating:
        return 0
    outcomes = told(wrongsends.halt(send_pages, pages, reason, operations.texts, run.say('wrong-mark')))
    found = wrongsends.look(run.farm, send_pages, run.now)
    unwritten = wrongsends.publish(send_pages, found.results, run.say)
    show(f'warning: {problem}' for problem in unwritten)
    show(wrongsends.lines(send_pages.pages, found, send_pages.campaign, as_typed(run.given.campaign_option)))
    return code_of(outcomes) or int(bool(unwritten) or not found.settled)


def approve(run: Run, operations: Operations, stand: Inputs) -> int:
    """Approve the plans that wait, after showing their targets and texts."""
    waits = operations.to_approve(correction=run.given[CORRECT])
    pages, early = to_be_looked_at(waits, operations.send_pages.results)
    show((*map(str, early), *approval_lines(pages, stand)))
    if not pages:
        tell('Nothing was approved.' if early else 'Nothing waits for approval.')
        return 3 if early else 0
    change = as_approved(run.home, operations.send_pages.campaign, {page.plan for page in pages}, run.say)
    run.consent('Approve these?', [change.before.title], changes=[change])
    code = 0 if run.simulating else code_of(told(operations.approve(stand, pages)))
    return code or (3 if early else 0)


def new_pages(run: Run, operations: Operations, stand: Inputs) -> tuple[SendPage, ...]:
    """Decide what is new to send: the next wave, a test, or what is tried again; show the plan."""
    decided = stand.correction() if run.given[CORRECT] else stand.plan()
    pages = decided.pages
    if run.given[TEST]:
        pages = operations.tests(stand)
    elif run.given[RESEND]:
        named = [page for page in operations.send_pages.pages if page.title in run.given[RESEND]]
        settled = foreseen.settled(operations, named)
        run.consent('Settle these by the log first?', run.given[RESEND], changes=settled)
        outcomes, pages = operations.try_again(stand, run.given[RESEND])
        told(outcomes)
    show(plan_lines(stand, decided))
    return pages


def send(
    run: Run, operations: Operations, last: LastLook, new: Sequence[SendPage], old: Sequence[SendPage],
    findings: Sequence[messagelint.MessageFinding],
) -> int:  # fmt: skip
    """Ask for consent, then write the send pages and send them, each after a last look.

    `findings` say what is odd about the texts; testers get them so that somebody looks.
    """
    stand = last.stand
    pages, over = within([*old, *new], stand.allowance)
    show(send_lines(pages, stand=stand))
    show(send_lines(over, f'left for later; {stand.allowance} more may go out today'))
    if not pages and not operations.send_pages.unsettled:
        if empty := nobody_left(stand.campaign.title, stand.recipients):
            run.consent('Leave it at that?', (), empty)
        why = 'everybody is on a send page already, withheld or left for later'
        tell(f'Nothing to send: {why if stand.lists.targets else "the list names nobody"}.')
        return 0
    going, unsettled = Going.of(operations, pages, SendRules.of(run.given)), operations.send_pages.unsettled
    doubts = [*wrongsends.before(operations.send_pages, pages), *stand.doubts(pages)]
    doubts += earlierterms.doubts(stand, pages, run.given)
    doubts += messagelint.doubts(findings) if pages and not run.given[TEST] else ()
    if pages and not (going.out or new or unsettled):  # a yes would write nothing
        tell_doubts(doubts)
        return code_of(told(going.why))
    written = titles([*going.out, *new, *unsettled])
    shown = foreseen.settled(operations, unsettled) + [as_change(page, operations.texts) for page in new]
    question = going.question(lambda page: len(stand.removed(page)), new, by_others=run.given[REQUEST])
    run.consent(question, written, doubts, shown)
    if run.simulating:
        show([BEFORE_APPROVAL] if going.wait else [])
        tell('This was a simulation: nothing was written or sent.')
        return 0
    return carry_out(run, operations, last, new, going)


def carry_out(run: Run, operations: Operations, last: LastLook, new: Sequence[SendPage], going: Going) -> int:
    """Write the send pages, and send those that go out."""
    stand, rules = last.stand, SendRules.of(run.given)
    outcomes = told(operations.settle())
    told(operations.create(stand, new))
    outcomes += told(going.why)
    if run.given[REQUEST]:
        return code_of(outcomes + told(operations.request(stand, last.look, going.out, rules)))
    outcomes += told(operations.close(run.given[RESEND]))
    outcomes += told(operations.send(stand, last.look, going.out, rules))
    if any(one.state is SendState.SENT for one in outcomes):
        tell(f'Next, when the messages are out: pwb check_delivery {as_typed(run.given.campaign_option)}')
    return code_of(outcomes)


def work(run: Run) -> int:
    """Plan the next wave, show it, and send it on consent; return the exit code."""
    given, home = run.given, run.home
    refuse(check(given))
    goes_on = any(given[setting] for setting in GO_ON_AFTER_CLOSE)
    stops.heed(home, given[CAMPAIGN], halting=bool(given[WRONG]), sending=not goes_on)
    if not (run.simulating or any(given[setting] for setting in WITHOUT_THE_RIGHT)):
        refuse(missing_right(home))
    wanted = Request.of(given, run.unvouched, correction=given[CORRECT])
    send_pages = SendPages(run.trust, wanted.campaign, run.now, wanted.look_back)
    above = grounds.above(run, wanted.settings)
    operations = Operations(run.farm, send_pages, run.say, above=above, looked_at=not given[ALWAYS])
    show(send_pages_lines(send_pages))
    if given[RECHECK] or given[WRONG]:
        return recheck(run, operations) if given[RECHECK] else halt(run, operations)
    refuse(send_pages.contradictions())
    if not given[APPROVE]:
        run = to_plan(run, operations, replanning=given[REPLAN])
    wanted = Request.of(run.given, run.unvouched, correction=given[CORRECT])
    stand = (last := lastlook.begin(run, wanted, send_pages)).stand
    show(f'warning: {problem}' for problem in (*stand.unread, *stand.told))
    if given[APPROVE]:
        return approve(run, operations, stand)
    new = new_pages(run, operations, stand)
    subjects = {one.subject for one in stand.texts.messages.values()}
    around = lintcontext.read(run.farm, wanted, subjects, send_pages.sends, run.now)
    findings = [*operations.lint(stand, around), *operations.blocked_links(stand)]
    kind = TEST_WAVE if given[TEST] else CORRECTION if given[CORRECT] else ''
    gone = deserted(send_pages.pages, stand)
    old = [page for page in waiting(send_pages.pages) if page.kind == kind and page.title not in gone]
    pages = [*old, *new]
    looks = bool(given[PREVIEW] or given[ONPAGE])
    asked = bool(pages) and not (looks or given[TEST])
    show(map(str, messagelint.told_at_once(findings, refused=not looks, asked=asked)))
    if looks:
        return show_previews(run, operations, stand, pages, around.footer)
    remove_leavers(run, operations, stand)
    hold_up(operations, stand, pages, SendRules.of(run.given), findings, asked=asked)
    return send(run, operations, last, new, old, findings) or int(bool(stand.unread))


def main(*args: str) -> int:
    """Send a message."""
    run = begin(SCRIPT, SETTINGS, args, datetime.now(UTC))
    return absent.told_together(run.home, pages_read(run.given, (RECHECK, WRONG, APPROVE)), lambda: work(run))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
