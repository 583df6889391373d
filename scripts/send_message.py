#!/usr/bin/env python3
"""Send a message to the people on a delivery list, in their languages, in waves, each at most once.

The plan comes first: who gets which text, who gets nothing and why. Then there is one send page for
each language of the wave, and each is sent by MassMessage exactly once. Run it again to go on: what
was sent is never sent again.

Options:
-campaign:…    the campaign's page; its settings count unless they are given here
-list:…        the delivery list (else the subpage Targets of the campaign's page); its subpages count too
-message:…     the message (else the subpage Message); its subpages are the text in other languages
-fallback:…    language for wikis whose own has no text (en)
-waves:…       sizes of the waves, such as 20, 200, rest or 5%, rest
-dailycap:…    most messages in 24 hours, over all campaigns of the account (5000)
-cooldown:…    leave out who was on any list sent to in this many days (30)
-exclude:…     a page that names people who must not be asked; may be repeated
-always        write and send without asking
-simulate      show what would be sent, and write nothing

Example: pwb send_message -campaign:Outreach/Medicine -simulate

Exit codes: 0 done (also: nothing to send), 1 finished, but something was not sent or is unknown,
2 bad input or refused, nothing written, 3 stopped.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pywikibot
from outreach import sending, sendrun, wiki
from outreach.campaign import pick, read_settings, subpage
from outreach.farm import connect
from outreach.problems import BadInput, Problem
from outreach.sending import Outcome
from outreach.sendpage import SendPage, SendState
from outreach.sendplan import Plan, audience
from outreach.sendrun import Ground, Wanted
from outreach.settings import Setting, page_title

SCRIPT = 'send_message'
SETTINGS: Mapping[str, Setting] = {
    'campaign': Setting(page_title),
    **pick('list', 'message', 'fallback', 'waves', 'dailycap', 'cooldown', 'exclude'),
    'always': Setting(flag=True, default=False),
}


@dataclass(frozen=True)
class Options:
    """What this run is asked to do."""

    wanted: Wanted
    always: bool = False


def parse_options(args: Sequence[str], read_page: Callable[[str], str | None]) -> Options:
    """Read the options and the campaign page; raise BadInput with everything that is wrong."""
    given = read_settings(SETTINGS, args, read_page)
    campaign = given['campaign']
    if not campaign:
        raise BadInput([Problem('-campaign', 'is needed: the send pages are kept under it')])
    wanted = Wanted(
        campaign=campaign,
        lists=given['list'] or subpage(campaign, 'Targets'),
        message=given['message'] or subpage(campaign, 'Message'),
        default_language=given['fallback'],
        sizes=given['waves'],
        daily_cap=given['dailycap'],
        cooldown=given['cooldown'],
        exclude=given['exclude'],
    )
    return Options(wanted, given['always'])


def show(ground: Ground, plan: Plan) -> None:
    """Print the plan: languages, parcels, and who gets nothing for which reason."""
    say = pywikibot.info
    say(f'{len(ground.lists.targets)} targets on {", ".join(one.title for one in ground.lists.pinned)}.')
    for (spoken, used), count in sorted(
        audience(ground.readers, ground.texts, ground.campaign.default_language).items()
    ):
        message = ground.texts.messages[used]
        note = '' if spoken == used else f' (there is no text in {spoken})'
        say(f'  {spoken:>8}: {count:5} get {message.title}{note}')
    for reason, targets in sorted(plan.withheld.items()):
        names = ', '.join(map(str, targets[:5])) + (' …' if len(targets) > 5 else '')
        say(f'  withheld, {reason}: {len(targets)} ({names})')
    if plan.taken:
        say(f'  on send pages already: {plan.taken}')
    for parcel in plan.parcels:
        page = parcel.page
        ends = f'{page.targets[0]} … {page.targets[-1]}' if len(page.targets) > 1 else f'{page.targets[0]}'
        say(f'  wave {page.wave}, {page.language}: {len(page.targets)} targets, {ends}')
    if plan.later:
        say(f'  left for later waves: {plan.later}')


def send_all(
    home: wiki.Wiki, ground: Ground, pages: Sequence[SendPage], texts: sending.Texts
) -> list[Outcome]:
    """Send planned pages one after the other, printing what became of each."""
    mark = f'{home.user_name} {secrets.token_hex(4)}'
    outcomes = []
    for page in pages:
        outcome = sending.send(home, page.title, ground.body(page), mark, texts)
        pywikibot.info(f'{outcome.title}: {outcome.text}')
        outcomes.append(outcome)
    return outcomes


def unsettled(home: wiki.Wiki, pages: Sequence[SendPage], texts: sending.Texts) -> list[Outcome]:
    """Settle pages that an earlier run left claimed, in so far as the log knows, and say how they are."""
    outcomes = []
    for page in pages:
        if page.state in (SendState.CLAIMED, SendState.UNKNOWN):
            outcome = sending.from_log(home, page, texts)
            pywikibot.info(f'{outcome.title}: {outcome.text}')
            outcomes.append(outcome)
    return outcomes


def main(*args: str) -> int:
    """Plan the next wave, show it, and send it on consent."""
    given = wiki.start(args)
    farm = connect()
    home = farm.home
    options = parse_options(given, lambda title: home.read(title).text or None)
    campaign = options.wanted.campaign
    home.stop_pages = (subpage(campaign, 'stop'), f'User:{home.user_name}/stop')
    say = wiki.say(SCRIPT, home.info.language)
    texts = sendrun.words(say)
    if not wiki.simulating():
        home.log_in()
    pages = sendrun.read_send_pages(home, campaign)
    ground = sendrun.ground(farm, options.wanted, pages, home.user_name, datetime.now(UTC))
    plan = ground.plan()
    show(ground, plan)
    waiting = [page for page in pages if page.state is SendState.PLANNED]
    changed = [problem for page in waiting for problem in sendrun.changed_since(home, page)]
    if changed:
        raise BadInput(changed)
    outcomes = unsettled(home, pages, texts) if not wiki.simulating() else []
    todo = [*waiting, *(parcel.page for parcel in plan.parcels)]
    if not todo:
        pywikibot.info('Nothing to send: everybody on the list is on a send page already, or withheld.')
    elif wiki.simulating():
        pywikibot.info('This was a simulation; nothing was written or sent.')
    elif wiki.confirm(f'Send to {sum(len(page.targets) for page in todo)} targets?', always=options.always):
        for parcel in plan.parcels:
            language = ground.texts.languages[parcel.page.language].autonym
            summary = say('planned', count=len(parcel.page.targets), language=language)
            pywikibot.info(str(sendrun.create(home, parcel, texts, summary).text))
        outcomes += send_all(home, ground, todo, texts)
    return 1 if any(one.state is not SendState.SENT for one in outcomes) else 0


if __name__ == '__main__':
    raise SystemExit(wiki.run(main))
