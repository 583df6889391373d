"""What is decided about plans that wait: whether they are made anew, and who has to approve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outreach.campaign import subpage
from outreach.campaigns.campaignstate import CampaignState
from outreach.campaigns.decisions import Values, Waits, Who
from outreach.sends import sendplan
from outreach.sends.approval import APPROVALS
from outreach.sends.inputs import settings_changed
from outreach.sends.sendpage import SendPage
from outreach.sends.sendpages import persons
from outreach.sends.sendstate import SendState


def approvals(state: CampaignState, waiting: Sequence[SendPage]) -> Iterator[Waits]:
    """Return which plans wait for an approval, with which settings they have otherwise than the campaign."""
    plans: dict[str, list[SendPage]] = {}
    for page in waiting:
        plans.setdefault(page.plan, []).append(page)
    for plan, pages in plans.items():
        count = sum(len(page.targets) for page in pages)
        changed = other_settings(state, pages[0])
        about: Values = {'count': count, 'wave': pages[0].wave, 'by': pages[0].planned_by}
        about = {**about, **_if_any(changed=changed), **not_counted(state, pages[0])}
        what = 'approve-otherwise' if changed else 'approve'
        yield Waits(Who.APPROVER, what, subpage(state.title, APPROVALS), about, plan=plan)


def deserted(state: CampaignState, page: SendPage) -> bool:
    """Whether nobody whom a page was planned for is on the list any more, be it on another wiki."""
    return not page.kind and persons(page.targets).isdisjoint(persons(state.targets))


def not_counted(state: CampaignState, page: SendPage) -> Values:
    """Return which lines name the plan of a page and do not approve it, as a value of what waits."""
    return _if_any(not_counted=state.no_approvals(page))


def _if_any(**values: str) -> Values:
    return {name: value for name, value in values.items() if value}


def other_text(state: CampaignState, page: SendPage) -> bool:
    """Whether the text is another one than a page was planned with: it is not sent so."""
    text = state.texts.messages.get(page.language)
    return not text or text.revid != page.message.revid


def _rewritten(state: CampaignState, page: SendPage) -> bool:
    """Whether the text of a page was changed, or is gone: another page of messages is another setting."""
    text = state.texts.messages.get(page.language)
    return not text or (text.title == page.message.title and other_text(state, page))


def other_settings(state: CampaignState, page: SendPage) -> str:
    """Return which settings are others than those that a page was planned with; '' for none."""
    request = state.request
    return settings_changed(page.settings, request.follow_settings if page.follows else request.settings)


def in_vain(state: CampaignState) -> list[Waits]:
    """Return plans that were made anew and came out the same, though they have other settings than these.

    Whoever makes them has settings of which the campaign page does not tell. Empty where a text was changed,
    where one of them may come out otherwise, or where the campaign page was edited since.
    """
    planned = state.planned()
    if any(_rewritten(state, page) for page in planned):
        return []
    others = {page: changed for page in planned if (changed := other_settings(state, page))}
    if not all(_came_out_the_same(state, page) for page in others):
        return []
    return [
        Waits(Who.OPERATOR, 'in-vain', page.title, {'changed': changed}, to_fix=True)
        for page, changed in others.items()
    ]


def _came_out_the_same(state: CampaignState, page: SendPage) -> bool:
    """Whether the page in whose place this one was planned is the same, and nobody edited the settings."""
    edited, made = state.edited(state.title), state.edited(page.title)
    before = [
        one
        for one in state.pages[: state.pages.index(page)]
        if one.state is SendState.CANCELLED and _place(one) == _place(page)
    ]
    return bool(before and edited and made and edited < made and _made_from(before[-1]) == _made_from(page))


def _place(page: SendPage) -> tuple[object, ...]:
    return sendplan.number(page.wave), page.kind, page.language, page.follows


def _made_from(page: SendPage) -> tuple[object, ...]:
    """Return what decides whether a plan is another one, whatever its number."""
    who = page.planned_targets, page.held, page.planned_by
    return *who, page.subject, page.message, page.lists, page.settings, page.doubts
