"""What send_message says about a plan and its send pages on the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from outreach import shown
from outreach.sends import grounds, heldout
from outreach.sends.inputs import Inputs
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import SendPages, asks
from outreach.sends.sendplan import WavePlan, unique
from outreach.sends.sendstate import SendState
from outreach.words import counted, named, so_many


def plan_lines(stand: Inputs, plan: WavePlan) -> Iterator[str]:
    """Return who gets which text, who gets nothing for which reason, and who is left for later."""
    titles = ', '.join(stand.lists.titles)
    yield f'{so_many(len(stand.lists.targets))} on {titles}, last changed {stand.lists.changed[:10]}.'
    ground = grounds.in_settings(stand.campaign.settings)
    yield f'  on the ground: {ground or "none, so nothing is sent"}'
    for (spoken, used), count in sorted(stand.audience().items()):
        language = stand.texts.languages[spoken]
        note = '' if spoken == used else '  (no text in this language)'
        told = f'{spoken} {language.autonym}'.rstrip()
        yield f'{count:7,} {told}: {stand.texts.messages[used].title}{note}'
    for reason, targets in sorted(plan.withheld.items()):
        yield f'  {len(targets)} withheld ({reason}): {named(targets)}'
    if plan.taken:
        yield f'  {plan.taken} are on send pages already'
    if plan.later:
        yield f'  {plan.later} are left for later; {stand.cap} more may go out today'
    if plan.held:
        yield f'  {plan.held} are held out of this wave'
    if plan.waiting:
        yield f'  {plan.waiting} are held out of earlier waves, and wait for their day'
    yield from prospect(stand)
    yield from stand.vouching.lines()


def prospect(stand: Inputs) -> Iterator[str]:
    """Return lines on what difference the campaign could see at all; none once anything was sent."""
    if any(page.state is SendState.SENT and not page.kind for page in stand.pages):
        return
    design, who = stand.campaign.design, stand.recipients
    persons = unique(who, ()).targets
    share = design.share if design else 0
    held = len(heldout.draw(persons, stand.campaign.title, share, who.central))
    yield from heldout.prospect(len(who.central.keys() & set(persons)) - held, held, design)


def send_pages_lines(send_pages: SendPages) -> Iterator[str]:
    """Name the send pages on which somebody else wrote: what they wrote is not believed."""
    for title, user in sorted(send_pages.edited().items()):
        yield f'  {title}: was edited by {user}; what counts is what a script wrote there last'
    for title, user in sorted(send_pages.strangers.items()):
        what = 'counts only by what the send log shows of it' if title in send_pages.log else 'is left alone'
        asked = send_pages.asking.get(title)
        what += f', and {asks(asked)}' if asked and title not in send_pages.log else ''
        yield f'  {title}: was not written by an account that this run trusts ({user}); it {what}'
    for page in send_pages.pages:
        for target in page.strangers:
            yield f'  {page.title}: {target} was on no plan, and was sent to'
        if page.wrong:
            yield f'  {page.title}: should not have been sent: {page.wrong}'
        if len(page.every_send) > 1:
            yield f'  {page.title}: was sent {counted(len(page.every_send), "time")}'


def approval_lines(pages: Sequence[SendPage], stand: Inputs) -> Iterator[str]:
    """Return lines on what is approved with each plan: every target, and the text."""
    for plan in dict.fromkeys(page.plan for page in pages):
        some = [page for page in pages if page.plan == plan]
        yield f'Plan {plan}, made by {some[0].planned_by}: {so_many(sum(len(one.targets) for one in some))}'
        for doubt in some[0].doubts:
            yield f'  nobody trusted vouches for: {doubt}'
        yield f'  {some[0].settings}'
        for page in some:
            yield from send_lines([page])
            for host in sorted({target.host for target in page.targets}):
                names = ', '.join(one.page for one in page.targets if one.host == host)
                yield f'    {host}: {names}'
            if page.held:
                yield f'    held out: {", ".join(map(str, page.held))}'
            yield f'    "{page.subject}", text {page.message}:'
            yield from shown.quoted(stand.body(page)).split('\n')


def send_lines(pages: Iterable[SendPage], note: str = '', stand: Inputs | None = None) -> Iterator[str]:
    """Return lines on each send page: how many get it, who is first and last, who was removed since."""
    for page in pages:
        ends = ' … '.join(str(one) for one in dict.fromkeys((*page.targets[:1], *page.targets[-1:])))
        yield f'  {page.title}: {so_many(len(page.targets))}, {note or ends}'
        for one in stand.removed(page) if stand else ():
            yield f'    left off: {one.target} ({one.reason})'
