"""What happened last in a campaign, and when, for its page of status."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from outreach import navigation
from outreach.campaign import subpage
from outreach.campaigns.campaignstate import REPLIES, CampaignState
from outreach.phrases import Say
from outreach.sends.sendpage import SendPage, results_title
from outreach.sends.sendstate import SendState
from outreach.wikitext import english

PLANS = (SendState.PLANNED, SendState.CANCELLED)


def lines(state: CampaignState, say: Say) -> Iterator[str]:
    """Return what happened last and when, the latest first; a wave once, whatever languages it has."""
    found = [*_of_sends(state, say), *_of_plans(state, say), *_of_approvals(state, say)]
    for name, title in (
        ('list', state.list_title),
        ('message', state.message_title),
        ('log', state.log_title),
        ('pattern', state.pattern_title),
        ('replies', subpage(state.title, REPLIES)),
    ):
        if title in state.edits:
            found.append((state.edits[title].time, _changed(state, name, title, say)))
    for time, text in sorted(found, reverse=True):
        yield f'{time[:10]} {time[11:16]} UTC: {text}'


def _changed(state: CampaignState, name: str, title: str, say: Say) -> str:
    """Return that a page of this name was changed, and by whom where that is nobody trusted."""
    text, by = say(f'last-{name}', page=navigation.link(title)), state.edits[title].user
    return say('last-by', what=text, by=_user(by)) if by in state.strangers else text


def _of_sends(state: CampaignState, say: Say) -> Iterator[tuple[str, str]]:
    """Return of each wave when it was sent last, with its pages, and when any of them was checked last."""
    waves: dict[tuple[str, str], list[SendPage]] = {}
    for page in state.delivered:
        waves.setdefault((page.kind or 'wave', page.wave), []).append(page)
    for (kind, wave), pages in waves.items():
        times = [one.stamp for page in pages for one in page.every_send]
        if times:
            yield max(times), say(f'last-{kind}', wave=wave, page=_links(pages))
    results = [state.edits.get(results_title(page.title)) for page in state.delivered]
    checked = max(filter(None, results), key=lambda one: one.time, default=None)
    if checked:
        yield checked.time, say('last-checked', page=navigation.link(checked.title))


def _of_plans(state: CampaignState, say: Say) -> Iterator[tuple[str, str]]:
    """Return of each wave that was planned or cancelled when, with its pages.

    That is known by the last edit of a page, as long as it is by somebody trusted.
    """
    found: dict[tuple[str, str], list[SendPage]] = {}
    for page in state.pages:
        edit = state.edits.get(page.title)
        if page.state in PLANS and not page.kind and edit and edit.user not in state.strangers:
            found.setdefault((page.state.value, page.wave), []).append(page)
    for (what, wave), pages in found.items():
        notes = dict.fromkeys(page.note for page in pages if page.note and what != SendState.PLANNED.value)
        # the pages of one plan were cancelled for the same reasons, each with its own text
        why = f' ({english(min(notes, key=len))})' if notes else ''
        yield (
            max(state.edits[page.title].time for page in pages),
            f'{say(f"last-{what}", wave=wave, page=_links(pages))}{why}',
        )


def _of_approvals(state: CampaignState, say: Say) -> Iterator[tuple[str, str]]:
    """Return of each wave that was approved since when, with its pages, and by whom."""
    found: dict[str, list[SendPage]] = {}
    for page in state.pages:
        if not page.kind and state.approvers(page):
            found.setdefault(page.wave, []).append(page)
    for wave, pages in found.items():
        who = sorted({(page.plan, user) for page in pages for user in state.approvers(page)})
        times = [state.approved_since[one] for one in who if one in state.approved_since]
        by = ', '.join(_user(name) for name in dict.fromkeys(user for _plan, user in who))
        if times:
            yield min(times), say('last-approved', wave=wave, page=_links(pages), by=by)


def _links(pages: Iterable[SendPage]) -> str:
    return ', '.join(navigation.link(page.title, page.language) for page in pages)


def _user(name: str) -> str:
    return navigation.link(f'User:{name}', name)
