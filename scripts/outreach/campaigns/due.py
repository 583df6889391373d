"""What is due for a campaign: a pure function of what stands on its wiki, and of the moment.

It holds no state. What is done by the hour is due in every run (a scheduler starts one each hour); what is
done by the day is due in the runs of one hour, another one for each campaign, so that they spread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from outreach import holdout
from outreach.audience.subscriptionpages import REQUESTS
from outreach.campaign import CRITERIA, SIGNUPS, SOURCES, WAVES, subpage
from outreach.campaigns import halts, measuring, waitingplans
from outreach.campaigns.accepted import Work
from outreach.campaigns.campaignstate import MEASURES, REPLIES, CampaignState
from outreach.campaigns.decisions import Ahead, Command, Decision, Later, Step, Values, Waits, Who
from outreach.sends import earlierterms, followup, grounds, heldout, preconditions, sendplan, waves
from outreach.sends.preconditions import Tested
from outreach.sends.results import Reaction, State
from outreach.sends.sendpage import SendPage, results_title
from outreach.sends.sendpages import persons
from outreach.sends.sendstate import SendState
from outreach.words import as_typed

HOURLY = timedelta(days=1)  # deliveries are checked in every run for so long after a send, then daily
QUIET = timedelta(days=14)  # nobody answers a message any more
STALE = timedelta(hours=1)  # a page that was claimed before that is of a run that was killed
RECENT = timedelta(hours=1)


def due(state: CampaignState, now: datetime) -> tuple[Decision, ...]:
    """Return what is decided about a campaign, in the order of the work.

    A step whose kind of work the operator does not let happen unasked waits for them to type it.
    """
    if state.problems or state.stopped:
        return tuple(halts.held_up(state))
    found = [*halts.of_a_close(state), *_open(state, now), *_checks(state, now)]
    if not state.closed and not over(state, now):
        found += [*_list(state, now), *_messages(state, now), *measuring.asked_later(state, now)]
    found += [*_records(state, now), *measuring.uncounted(state), *_people(state), *_end(state, now)]
    return tuple(_asked(state, one) for one in found)


def hour_of(title: str) -> int:
    """Return the hour of the day (UTC) in which the daily work of a campaign is done."""
    return hashlib.sha256(title.encode()).digest()[0] % 24


def daily(state: CampaignState, now: datetime) -> bool:
    """Return whether the daily work is due in this run."""
    return now.hour == hour_of(state.title)


def ends(state: CampaignState) -> datetime | None:
    """Return when a campaign that sends nothing more has become quiet; None before anything was sent."""
    if not state.last_send:
        return None
    design = state.design
    return state.last_send + max(QUIET, timedelta(days=design.window + 1) if design else QUIET)


def over(state: CampaignState, now: datetime) -> bool:
    """Return whether all is sent, quiet and recorded, so that nothing more is done of itself."""
    end = ends(state)
    return bool(end and end <= now and (state.closed or not _more_to_send(state, now)))


def ahead(state: CampaignState, now: datetime) -> Ahead:
    """Return what is still to come of a campaign."""
    return Ahead(more=_more_to_send(state, now), over=over(state, now))


def _more_to_send(state: CampaignState, now: datetime) -> bool:
    """Whether a wave is planned or to be planned, or people who were held out are still to be asked."""
    held = list(heldout.on_pages(state.pages))
    if state.planned() or any(one.waits(now) for one in held):
        return True
    left = persons(state.left(now))
    return bool(left & persons([one.target for one in held])) or (_waves_left(state) and bool(left))


def _waves_left(state: CampaignState) -> bool:
    """Whether the next wave is one that campaign or last plan names: who comes later is no wave of them."""
    number, _new = sendplan.current_wave(state.pages)
    return number <= max(len(state.own[WAVES]), earlierterms.number_of_waves(state.pages, state.own))


def _asked(state: CampaignState, one: Decision) -> Decision:
    """Return a step as what waits for the operator, where it is not to happen unasked."""
    # a send without an approval is no step of its own: `Accepted` asks for the approval
    if isinstance(one, Step) and one.work not in {*state.accepted.unasked, Work.SEND}:
        return Waits(Who.OPERATOR, 'type', state.title, {'command': str(one.command)})
    return one


def _step(state: CampaignState, script: str, work: Work, why: str, *options: str) -> Step:
    limits = state.accepted.options(state.own, script)
    accepted = [f'-accept:{code}' for code in state.accepted.accept]
    given = (f'-campaign:{state.title}', *options, *limits, *accepted, '-always')
    return Step(Command(script, given), work, why)


# -- what was sent, and what became of it


def _open(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return what is to be done about pages of which it is open whether they were sent."""
    for page in state.kinds((SendState.REQUESTED,)):
        yield Waits(Who.SENDER, 'request', page.title, {'count': len(page.targets)})
    claimed = [
        page for page in state.kinds((SendState.CLAIMED,)) if (state.edited(page.title) or now) + STALE <= now
    ]
    if claimed:
        yield _step(state, 'send_message', Work.PLAN, 'recheck', '-recheck')
    for page in state.kinds((SendState.UNKNOWN,)):
        yield Waits(Who.OPERATOR, 'unknown', page.title, to_fix=True)
    for problem in state.contradictions:
        yield Waits(Who.OPERATOR, 'contradiction', problem.place, to_fix=True)
    for title in state.asking:
        yield Waits(Who.OPERATOR, 'asked-by-others', title, to_fix=True)


def _checks(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return the check of what was sent: hourly for a day, then daily until the campaign is quiet."""
    last = state.last_send
    if last is None:
        return
    again = ['-again'] if not state.closed and any(_passing(state, page, now) for page in state.sent) else []
    if any(not state.results.get(page.title) for page in state.delivered):
        why = 'unchecked'
    elif now < last + HOURLY:
        why = 'hourly'
    elif daily(state, now) and not over(state, now):
        why = 'daily'
    elif again:
        why = 'again'
    else:
        return
    yield _step(state, 'check_delivery', Work.CHECK, why, '-replies', *again)


def _known(state: CampaignState, page: SendPage, now: datetime) -> bool:
    """Whether it is known what became of a send; after a day, what is open then counts as it stands."""
    waited = max(one.time for one in page.every_send) + HOURLY <= now
    return state.settled(page) or bool(state.results.get(page.title) and waited)


def _passing(state: CampaignState, page: SendPage, now: datetime) -> bool:
    """Whether some failures of a page may go better now."""
    found = state.results.get(page.title, ())
    return bool(followup.passing(page, found, state.pages)) and followup.due(page, found) <= now


def _records(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return what brings the public record up to date: at once after a wave, then daily."""
    told = [page for page in state.sent if _known(state, page, now)]
    if not told or over(state, now):
        return
    today = daily(state, now)
    new = any(page.title not in state.logged for page in told)
    if new or today:
        gaps = [f'-gaps:{one}' for one in state.accepted.gaps]
        yield _step(state, 'log_promotion', Work.RECORD, 'unlogged' if new else 'daily', *gaps)
    latest = max(one.time for page in told for one in page.every_send)
    pages = {'update_pattern': state.pattern_title}
    if holdout.of(state.own) or state.own[SIGNUPS] or state.own[CRITERIA]:
        pages = {'measure_campaign': subpage(state.title, MEASURES), **pages}
    for script, title in pages.items():
        written = state.edited(title)
        if written is None or written < latest or today:
            yield _step(state, script, Work.RECORD, 'daily' if written and written >= latest else 'unlogged')


def _people(state: CampaignState) -> Iterator[Decision]:
    """Return what is to be done about people who answered, or did not get the message."""
    answered = sum(
        one.reaction is Reaction.ANSWERED for page in state.sent for one in state.results.get(page.title, ())
    )
    if answered:
        yield Waits(Who.ORGANIZER, 'answer', subpage(state.title, REPLIES), {'count': answered})
    last = followup.ends(state.sent, state.results)
    for page in state.sent:
        failed = [
            one
            for one in state.results.get(page.title, ())
            if one.state is State.FAILED and last[page.kind, one.target] is one
        ]
        if failed:
            yield Waits(Who.ORGANIZER, 'failed', results_title(page.title), {'count': len(failed)})


def _end(state: CampaignState, now: datetime) -> Iterator[Decision]:
    end = ends(state)
    if end and now < end and (state.closed or not _more_to_send(state, now)):
        yield Later('end', end)


# -- the list


def _list(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return what makes the list, or brings it up to date until the first send."""
    for problem in state.unread:
        yield Waits(Who.ORGANIZER, 'exclude', problem.place)
    if state.sent or state.unread:
        return
    makers = ['build_targets'] if any(state.own[setting] for setting in SOURCES) else []
    makers += ['collect_signups'] if state.own[SIGNUPS] else []
    listed = state.edited(state.list_title)
    why = ''
    if listed is None:
        why = 'nolist'
    elif _just_after(listed, state.edited(state.title), now):
        why = 'settings'
    elif _just_after(listed, state.edited(subpage(state.title, REQUESTS)), now):
        why = 'requests'
    elif daily(state, now):
        why = 'daily'
    yield from (_step(state, script, Work.LIST, why) for script in makers if why)
    if not makers and listed is None:
        yield Waits(Who.ORGANIZER, 'list', state.list_title)
    elif state.list_problems:
        yield Waits(Who.ORGANIZER, 'lines', state.list_title, {'count': len(state.list_problems)})
    elif listed and not state.targets:
        yield Waits(Who.ORGANIZER, 'nobody', state.list_title)


def _just_after(listed: datetime, changed: datetime | None, now: datetime) -> bool:
    """Whether something that the list is made from was changed after it, and not long ago."""
    return changed is not None and listed < changed and now < changed + RECENT


# -- the message, its test, its plan


def _messages(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return what the texts lack, and what plans, tests and sends them."""
    if not state.targets or state.list_problems or state.unread or state.contradictions:
        return
    if state.text_problems:
        what = 'text-wrong' if state.edited(state.message_title) else 'text'
        yield Waits(Who.ORGANIZER, what, state.text_problems[0].place, {'count': len(state.text_problems)})
        return
    missing = state.untranslated
    if missing and _more_to_send(state, now):
        values: Values = {'languages': ', '.join(missing), 'count': len(missing)}
        yield Waits(Who.TRANSLATOR, 'translate', state.message_title, values)
    errors = [one for one in state.findings if one.error]
    if errors:
        yield Waits(Who.ORGANIZER, 'lint', errors[0].place, {'count': len(errors)})
        return
    wrong = [page for page in state.sent if page.wrong]
    if wrong and not state.passes('wrong-send'):
        yield Waits(Who.OPERATOR, 'wrong', subpage(state.title, 'Wrong sends'))
        return
    if measuring.changed(state) and _more_to_send(state, now):
        yield Waits(Who.ORGANIZER, 'fixed', state.title)
        return
    tests = list(_tests(state))
    if state.rules.test and (state.planned() or state.left(now)) and not _all_approved(state):
        yield from tests
        if tests:
            return
    if state.doubts and _more_to_send(state, now):
        codes = ', '.join(sorted({one.code for one in state.doubts}))
        about: Values = {'count': len(state.doubts), 'codes': codes}
        yield Waits(Who.ORGANIZER, 'doubts', state.doubts[0].place, about)
        return
    if (not state.rules.consent or grounds.problems(state.own)) and _more_to_send(state, now):
        yield Waits(Who.ORGANIZER, 'ground', state.title)
        return
    yield from _sends(state, now)


def _all_approved(state: CampaignState) -> bool:
    """Whether all that is planned was approved: who approved a plan has said that its texts look right."""
    return bool(state.planned()) and all(state.approvers(page) for page in state.planned())


def _tests(state: CampaignState) -> Iterator[Decision]:
    """Return what is missing of the tests: one for each text that somebody gets."""
    seen = {page.title for page in state.pages if state.approvers(page)}
    stages = [
        preconditions.tested(state.texts.messages[code], state.pages, state.results, seen)
        for code in sorted(state.audience)
        if code in state.texts.messages
    ]
    if any(stage is Tested.MISSING for stage, _page in stages) or state.planned('test'):
        yield _step(state, 'send_message', Work.TEST, 'test', '-test')
        return
    if any(stage is Tested.UNCHECKED for stage, _page in stages):
        yield Later('testing')
    plans = {page.plan: page for stage, page in stages if stage is Tested.UNSEEN and page}
    for plan, page in plans.items():
        yield Waits(Who.APPROVER, 'look', page.title, waitingplans.not_counted(state, page), plan=plan)


def _sends(state: CampaignState, now: datetime) -> Iterator[Decision]:
    """Return what sends the plans that may go, and plans the next wave."""
    gone = [page for page in state.planned() if waitingplans.deserted(state, page)]
    if gone:
        request = () if state.may_send else ('-request',)
        yield _step(state, 'send_message', Work.PLAN, 'deserted', *request)
    planned = [page for page in state.planned() if page not in gone]
    waiting = [page for page in state.unapproved if page not in gone]
    others = {page.plan for page in planned if waitingplans.other_text(state, page)}
    in_vain = waitingplans.in_vain(state)
    yield from in_vain
    if not in_vain and (others or any(waitingplans.other_settings(state, page) for page in planned)):
        yield _step(state, 'send_message', Work.PLAN, 'replan', '-replan')
        # whoever types the commands may keep to a plan that they made with other options
        if Work.PLAN not in state.accepted.unasked:
            yield from waitingplans.approvals(state, [page for page in waiting if page.plan not in others])
        return
    yield from waitingplans.approvals(state, waiting)
    ready = [page for page in planned if page not in waiting]
    if ready:
        yield from _gate(state, sendplan.number(ready[0].wave), now, 'send')
    elif not planned and state.left(now) and not any(state.kinds((SendState.REQUESTED,))):
        if not state.sent or _waves_left(state) or daily(state, now):
            yield from _gate(state, sendplan.current_wave(state.pages)[0], now, 'plan')
        else:
            yield Later('newcomers', _next_daily(state, now), {'count': len(state.left(now))})


def _gate(state: CampaignState, wave: int, now: datetime, why: str) -> Iterator[Decision]:
    """Return the step that plans or sends a wave, or what it waits for."""
    moment = _free_from(state, wave)
    if moment and now < moment:
        yield Later('wave', moment, {'wave': wave})
        return
    before = preconditions.sent_before(state.pages, wave)
    if any(_holds_up(page, wave) for page in state.pages):
        return  # what it waits for is told of that page
    if any(not _known(state, page, now) for page in before):
        yield Later('settling', values={'wave': wave})
    elif preconditions.wave_before(state.pages, wave, state.results, state.rules.fail_limit):
        values: Values = {'wave': wave, 'limit': state.rules.fail_limit}
        worst = max(before, key=lambda page: waves.unwelcome(state.results.get(page.title, ())))
        yield Waits(Who.ORGANIZER, 'faillimit', results_title(worst.title), values)
    elif preconditions.complaints(state.pages, wave, state.results, state.rules.complaints):
        yield Waits(Who.OPERATOR, 'complaints', subpage(state.title, REPLIES), {'wave': wave})
    elif terms := _other_terms(state, wave) if why == 'plan' else None:
        yield terms
    else:
        options = () if state.may_send else ('-request',)
        yield _step(state, 'send_message', Work.PLAN, why, *options)


def _other_terms(state: CampaignState, wave: int) -> Waits | None:
    """Return that a wave waits as the last one was planned with options that stand nowhere on the wiki."""
    last, settings = earlierterms.newest(state.pages), state.request.settings
    limited = tuple(f'{name} = ' for name, _value in state.accepted.limits)
    changed = earlierterms.changed_since(last, settings, state.given) if last else []
    changed = [one for one in changed if not one.startswith(limited)]
    if last is None or not changed or state.passes(earlierterms.OTHER):
        return None
    again = earlierterms.repeated(earlierterms.values(last.settings), earlierterms.values(settings))
    command = f'pwb send_message {as_typed(f"-campaign:{state.title}")} {again}'
    values: Values = {'wave': wave, 'changed': ', '.join(changed), 'command': command}
    return Waits(Who.OPERATOR, 'terms', last.title, values, to_fix=True)


def _holds_up(page: SendPage, wave: int) -> bool:
    """Whether a page of an earlier wave is still to be sent, or to be settled."""
    earlier = 0 < sendplan.number(page.wave) < wave
    return earlier and page.state in preconditions.BEFORE_THE_NEXT and not page.follows


def _free_from(state: CampaignState, wave: int) -> datetime | None:
    """Return the moment from which on a wave may go, by `notbefore` and `delay`."""
    rules = state.rules
    moments = [datetime.combine(rules.not_before, time(), UTC)] if rules.not_before else []
    before = preconditions.sent_before(state.pages, wave)
    moments += [one.time + timedelta(days=rules.delay) for page in before for one in page.every_send]
    return max(moments, default=None)


def _next_daily(state: CampaignState, now: datetime) -> datetime:
    moment = now.replace(hour=hour_of(state.title), minute=0, second=0, microsecond=0)
    return moment if now < moment else moment + timedelta(days=1)
