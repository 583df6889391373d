"""What a send page says to people: how far the send has come, for how many, by whom, and where to look.

It stands above the fields that the scripts keep there, which are folded away. It is the lead of the page, so
that any script reads and writes the page byte for byte whatever its words are.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from outreach import colours, editlinks, navigation, wikitext
from outreach.campaign import subpage
from outreach.phrases import Say
from outreach.sends import approval, unvouchedwords
from outreach.sends.believed import PageWords
from outreach.sends.reactions import link_to
from outreach.sends.sendfields import FOLD_ALL
from outreach.sends.sendpage import Headings, Pinned, SendPage, one_line, results_title
from outreach.sends.sendstate import SendState

MOST_LINKED = 100  # of more the rest stands in the lists that are folded
COLOURS = {
    SendState.PLANNED: colours.NEW,
    SendState.CLAIMED: colours.CAREFUL,
    SendState.REQUESTED: colours.CAREFUL,
    SendState.UNKNOWN: colours.BAD,
    SendState.SENT: colours.GOOD,
    SendState.CANCELLED: colours.GREY,
}


def words(say: Say, more: str = '') -> PageWords:
    """Return the edit summaries and words of send pages; `say` has those of send_message.

    `more` is wikitext that stands over all of it: links to other pages, and the ground.
    """
    keys = {state: state.value for state in SendState} | {SendState.PLANNED: 'released'}
    return PageWords(
        lambda state: say(keys[state]),
        lambda page: Headings(lead(page, say, more), say('targets'), say('removed'), say('held')),
    )


def lead(page: SendPage, say: Say, more: str = '') -> str:
    """Return what a send page says to people, up to where the fields are folded away."""
    subject = wikitext.escape(one_line(page.subject))
    what = say('banner-what', subject=subject, wave=page.wave, language=page.language)
    struck = f'<s>{what}</s>' if page.state is SendState.CANCELLED else what
    links = ' · '.join(
        [
            say('banner-campaign', page=page.campaign),
            _pinned(page.message, say('banner-message')),
            *(_pinned(one, say('banner-list')) for one in page.lists),
        ]
    )
    box = '<br />\n'.join([struck, *_told(page, say), links])
    return '\n'.join(
        [
            *filter(None, (more, say('lead'))),
            '',
            f'<div class="outreach-send" style="{colours.box(COLOURS[page.state])}">',
            box,
            '</div>',
            *_people(page, say),
            say('banner-fields'),
            FOLD_ALL,
        ]
    )


def _told(page: SendPage, say: Say) -> Iterator[str]:
    """Return how far the send has come, in sentences."""
    people, wikis = len(page.targets), len({one.host for one in page.targets})
    sent = page.sent
    by = wikitext.user_link(sent.by if sent and page.state is SendState.SENT else page.planned_by)
    yield say(
        f'banner-{page.state.value}',
        people=say('banner-people', count=people),
        wikis=say('banner-wikis', count=wikis),
        by=by or say('banner-somebody'),
        day=f'{sent.time:%Y-%m-%d}' if sent else '',
    )
    yield from unvouchedwords.on_page(page, say)
    yield from _awaited(page, say)
    yield from _cancelled(page, say)
    if page.wrong:
        yield say('banner-wrong', reason=wikitext.escape(one_line(page.wrong)))
    if page.state is SendState.SENT:
        where = [f'[[:{results_title(page.title)}|{say("banner-results")}]]']
        if sent and sent.log_id:
            where.append(f'[[Special:Redirect/logid/{sent.log_id}|{say("banner-log")}]]')
        if sent and sent.revision:
            where.append(f'[[Special:PermanentLink/{sent.revision}|{say("banner-revision")}]]')
        yield ' · '.join(where)
    for key, title in (('successor', page.successor), ('follows', page.follows)):
        if title:
            yield say(f'banner-{key}', page=title)
    if page.removed or page.held:
        yield say('banner-fewer', removed=len(page.removed), held=len(page.held))
    if page.withheld:
        yield say('banner-withheld', reasons=reasons_of(page))


def _cancelled(page: SendPage, say: Say) -> Iterator[str]:
    """Return why a page was cancelled, and where it stands what is planned instead if it names no page."""
    if page.state is SendState.CANCELLED:
        if page.note:
            yield say('banner-because', reason=wikitext.english(page.note))
        if not page.successor:
            yield say('banner-instead', page=navigation.quiet_link(subpage(page.campaign, 'Status')))


def reasons_of(page: SendPage) -> str:
    """Return how many of the list were withheld for which reason as wikitext; the reasons are in English."""
    return wikitext.english(', '.join(page.withheld))


def _awaited(page: SendPage, say: Say) -> Iterator[str]:
    """Return that a plan goes out only when somebody has approved it, and the link by which they do.

    A page does not hear of its approval before it is sent, so it does not say that it has none.
    """
    if page.state in (SendState.PLANNED, SendState.REQUESTED) and not page.is_test:
        what = 'approval' if approval.under_approval(page) else 'unvouched' if page.doubts else ''
        if what:
            link = f'[{editlinks.approve(page.campaign, page.plan)} {say("banner-approve")}]'
            by = wikitext.user_link(page.planned_by) or say('banner-somebody')
            where = navigation.quiet_link(subpage(page.campaign, approval.APPROVALS))
            yield f'{say(f"banner-{what}", by=by, page=where)} {link}'


def _people(page: SendPage, say: Say) -> Iterator[str]:
    """Return whom a send is for, who was left off, and who is held out, each linked: a line for each wiki."""
    left = tuple(one.target for one in page.removed)
    for key, some in (('to', page.targets), ('left-off', left), ('held', page.held)):
        if some:
            yield say(f'banner-{key}')
            shown = sorted(some)[:MOST_LINKED]
            for host, there in groupby(shown, key=lambda one: one.host):
                yield f'* {host}: {", ".join(map(link_to, there))}'
            if len(some) > len(shown):
                yield f'* {say("banner-more", count=len(some) - len(shown))}'
            yield ''


def _pinned(pin: Pinned, label: str) -> str:
    return f'[[Special:PermanentLink/{pin.revid}|{label}]]'
