#!/usr/bin/env python3
"""Send a message to the people on a delivery list, in their languages, in waves, each at most once.

The plan comes first: who gets which text, who gets nothing and why. Then there is one send page for
each language of the wave, and each is sent by MassMessage exactly once. Run it again to go on: what
was sent is never sent again.

Options:
-campaign:…    the campaign's page; its settings count unless given here (none)
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
-faillimit:…   per cent of failures and complaints in a wave that stop the next one (10)
-complaints:…  how many opt-outs and complaints you have looked at; more stop the next wave (0)
-approval      let nothing go out before another account has approved it
-test          send to the testers, each of them every language
-approve       approve what waits for it, and the tests that you have looked at
-preview:…     write each message as text and HTML into this folder, and send nothing (none)
-onpage        put the previews on a subpage of your own user page, and send nothing
-recheck       settle sends that an earlier run left open: the send log decides
-resend:…      send again what this send page was to send and, says the log, did not; may be repeated (none)
-replan        cancel what was planned and not sent, and plan anew
-request       plan for somebody else to send, and print the request to them
-accept:…      go on in spite of doubts of this kind, unattended; may be repeated (none)
-always        write and send without asking
-simulate      show what would be sent, and write nothing

Example: pwb send_message -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to send), 1 finished, but something was not sent or is unknown,
2 bad input or refused, nothing sent, 3 stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pywikibot
from outreach import siteinfo, wiki
from outreach.campaign import (
    APPROVAL,
    COOLDOWN,
    DAILYCAP,
    DELAY,
    EXCLUDE,
    FAILLIMIT,
    FALLBACK,
    LIST,
    MESSAGE,
    NOTBEFORE,
    TESTERS,
    WAVES,
    read_settings,
    stop_pages,
)
from outreach.farm import connect
from outreach.problems import BadInput, Problem, refuse
from outreach.run import confirm, exit_code, texts
from outreach.sends import lintcontext, preconditions, preview, sending
from outreach.sends.inputs import Inputs, Request, ground
from outreach.sends.operations import Operations
from outreach.sends.planreport import approval_lines, plan_lines, send_lines
from outreach.sends.preconditions import COMPLAINTS_SEEN, SendRules
from outreach.sends.sending import Outcome
from outreach.sends.sendpage import SendPage, SendState, so_many
from outreach.sends.sendpages import SendPages, waiting
from outreach.sends.sendplan import Parcel, WavePlan
from outreach.settings import ACCEPT, ALWAYS, CAMPAIGN, Setting, flag, home_title, many, maybe

SCRIPT = 'send_message'
TEST = flag('test')
APPROVE = flag('approve')
PREVIEW = maybe('preview', Path)
ONPAGE = flag('onpage')
RECHECK = flag('recheck')
RESEND = many('resend', home_title)
REPLAN = flag('replan')
REQUEST = flag('request')
MODES: tuple[Setting[Any], ...] = (TEST, APPROVE, PREVIEW, ONPAGE, RECHECK, RESEND, REPLAN, REQUEST)
SETTINGS = (
    CAMPAIGN, LIST, MESSAGE, FALLBACK, WAVES, NOTBEFORE, DELAY, DAILYCAP, COOLDOWN, EXCLUDE, TESTERS,
    FAILLIMIT, COMPLAINTS_SEEN, APPROVAL, *MODES, ACCEPT, ALWAYS,
)  # fmt: skip


@dataclass(frozen=True)
class Options:
    """What this run is asked to do: `mode` is the one special thing asked for, '' for a plain send."""

    wanted: Request
    rules: SendRules
    mode: str = ''
    folder: Path = Path()
    resend: tuple[str, ...] = ()
    always: bool = False


def parse_options(
    args: Sequence[str], read_page: Callable[[str], str | None], title_of: Callable[[str], str] = str
) -> Options:
    """Read the options and the campaign page; raise BadInput with everything that is wrong."""
    given = read_settings(SETTINGS, args, read_page, title_of)
    campaign = given[CAMPAIGN]
    modes = [setting.name for setting in MODES if given[setting]]
    problems = []
    if not campaign:
        problems.append(Problem('-campaign', 'is needed: the send pages are kept under it'))
    if len(modes) > 1:
        problems.append(Problem(' '.join(f'-{name}' for name in modes), 'go one at a time'))
    refuse(problems)
    wanted = Request.of(given)
    rules, mode = SendRules.of(given), modes[0] if modes else ''
    return Options(wanted, rules, mode, given[PREVIEW] or Path(), given[RESEND], given[ALWAYS])


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        pywikibot.info(line)


def tell(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Print outcomes as they come, and keep them."""
    kept = []
    for one in outcomes:
        pywikibot.info(f'{one.title}: {one.text}')
        kept.append(one)
    return kept


def code_of(outcomes: Sequence[Outcome]) -> int:
    """Return the exit code: 1 where something was refused or is unknown."""
    open_states = (SendState.UNKNOWN, SendState.CLAIMED)
    return 1 if any(one.refused or one.state in open_states for one in outcomes) else 0


def show_previews(
    run: Operations, stand: Inputs, pages: Sequence[SendPage], footer: str, options: Options
) -> int:
    """Write the previews to files, or to a page of our own."""
    previews = run.preview(stand, pages, footer)
    for finding in [finding for one in previews for finding in one.findings()]:
        pywikibot.info(str(finding))
    if options.mode == 'preview':
        for path in preview.write(previews, options.folder, run.home.host):
            pywikibot.info(f'wrote {path}')
        return 0
    title = preview.sandbox_page(run.home.user_name)
    if confirm(f'Write the previews to {title}?', always=options.always):
        run.home.update(title, lambda _now: preview.on_page(previews), run.say('preview'))
        pywikibot.info(f'Look at [[{title}]].')
    return 0


def care(run: Operations, options: Options, now: datetime) -> int | None:
    """Approve, settle or cancel what was planned before; give the exit code, None where planning goes on."""
    does, question, nothing = {
        'approve': (run.approve, 'Approve these?', 'Nothing waits for approval.'),
        'recheck': (run.recheck, 'Settle these by the send log?', 'Nothing is open.'),
        'replan': (run.replan, 'Cancel these, and plan anew?', 'Nothing waits to be sent.'),
    }[options.mode]
    pages = run.concerned(options.mode, now)
    show(approval_lines(pages) if options.mode == 'approve' else send_lines(pages))
    if not pages:
        pywikibot.info(nothing)
    elif wiki.simulating():
        pywikibot.info('This was a simulation: nothing was written.')
    elif confirm(question, always=options.always):
        outcomes = tell(does(pages))
        return None if options.mode == 'replan' else code_of(outcomes)
    return None if options.mode == 'replan' and not pages else 0


def plan(run: Operations, stand: Inputs, options: Options) -> tuple[WavePlan, tuple[Parcel, ...]]:
    """Decide what is new to send: the next wave, a test, or what is taken up again."""
    decided = stand.plan()
    if options.mode == 'test':
        return decided, run.tests(stand)
    if options.mode == 'resend' and confirm('Settle these by the log first?', always=options.always):
        outcomes, parcels = run.take_up(stand, options.resend)
        tell(outcomes)
        return decided, parcels
    return decided, decided.parcels


def send(
    run: Operations, stand: Inputs, new: Sequence[Parcel], old: Sequence[SendPage], options: Options
) -> int:
    """Ask for consent, then write the send pages and send them."""
    pages, over = preconditions.within([*old, *(parcel.page for parcel in new)], stand.allowance)
    show(send_lines(pages))
    show(send_lines(over, f'left for later; {stand.allowance} more may go out today'))
    unsettled = [page for page in run.book.pages if page.state in sending.OPEN]
    if not pages and not unsettled:
        why = 'everybody is on a send page already, withheld or left for later'
        pywikibot.info(f'Nothing to send: {why if stand.lists.targets else "the list names nobody"}.')
        return 0
    if wiki.simulating():
        pywikibot.info('This was a simulation: nothing was written or sent.')
        return 0
    count = sum(len(page.targets) for page in pages)
    verb = 'Ask somebody else to send' if options.mode == 'request' else 'Send'
    question = f'{verb} to {so_many(count)}?' if pages else 'Settle earlier sends by the send log?'
    if not confirm(question, always=options.always):
        return 0
    outcomes = tell(run.settle())
    tell(run.create(stand, new))
    run.book.refresh()
    if options.mode == 'request':
        return code_of(outcomes + tell(run.request(stand, pages, options.rules)))
    outcomes += tell(run.close(options.resend))
    outcomes += tell(run.send(stand, pages, options.rules))
    if any(one.state is SendState.SENT for one in outcomes):
        campaign = options.wanted.campaign
        pywikibot.info(f'Next, when the messages are out: pwb check_delivery -campaign:{campaign}')
    return code_of(outcomes)


def main(*args: str) -> int:
    """Plan the next wave, show it, and send it on consent."""
    given, now = wiki.arguments(args), datetime.now(UTC)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None, siteinfo.titles(home))
    home.stop_pages = stop_pages(options.wanted.campaign, home.user_name)
    if not wiki.simulating():
        home.log_in()
        if sending.RIGHT not in home.rights() and options.mode in ('', 'test', 'resend', 'replan'):
            text = f'{home.user_name} may not send messages on {home.host}; -request asks somebody who may'
            raise BadInput([Problem('right massmessage', text)])
    run = Operations(farm, SendPages(home, options.wanted.campaign), texts(SCRIPT, home.info.language))
    if options.mode != 'recheck':
        refuse(run.contradictions(now))
    if options.mode in ('approve', 'recheck', 'replan'):
        code = care(run, options, now)
        if code is not None:
            return code
    stand = ground(farm, options.wanted, run.book.pages, home.user_name, now)
    for problem in stand.unread:
        pywikibot.warning(str(problem))
    decided, new = plan(run, stand, options)
    show(plan_lines(stand, decided))
    subjects = {one.subject for one in stand.texts.messages.values()}
    around = lintcontext.read(farm, options.wanted, subjects, now)
    findings = run.lint(stand, around)
    for finding in findings:
        pywikibot.info(str(finding))
    old = [page for page in waiting(run.book.pages) if page.is_test is (options.mode == 'test')]
    pages = [*old, *(parcel.page for parcel in new)]
    if options.mode in ('preview', 'onpage'):
        return show_previews(run, stand, pages, around.footer, options)
    problems = [Problem(one.place, one.text) for one in findings if one.error]
    problems += run.objections(stand, pages, options.rules)
    refuse(problems)
    return send(run, stand, new, old, options) or int(bool(stand.unread))


if __name__ == '__main__':
    raise SystemExit(exit_code(main))
