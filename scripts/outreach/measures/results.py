"""The figures of a campaign, made from what was read: effects, spans, retention, complaints, sums."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from outreach.measures import beforeafter, effect, eventfigures, groups
from outreach.measures.beforeafter import Spans
from outreach.measures.effect import Effect, Tally, Waiting
from outreach.measures.eventfigures import EventFigures
from outreach.measures.inputs import LAST_DAY, Measured
from outreach.measures.monthreport import Month
from outreach.measures.published import PublishedFigure
from outreach.sends import sendplan, sendsummary
from outreach.sends.results import Reaction, State
from outreach.sends.sendsummary import Send

SIGNUP = 'signup'
COMPLAINTS = (Reaction.OPTED_OUT, Reaction.REVERTED, Reaction.BLANKED)


@dataclass(frozen=True)
class WaveResult:
    """One wave: its day, deliveries (None: nobody has checked), what asking did, and who stayed.

    `stayed` are those asked and those held out with an edit on days 31 to 60, None before these are over;
    of those held out there is nobody where they were asked themselves by then. `complaints` count answers
    that are a no, by kind.
    """

    wave: int
    day: datetime
    delivered: int | None
    effect: Effect
    stayed: tuple[Tally, Tally] | None
    complaints: Mapping[Reaction, int]


@dataclass(frozen=True)
class Results:
    """All figures of a campaign at one moment."""

    campaign: str
    measured: Measured
    waves: tuple[WaveResult, ...]
    total: Effect | None
    waiting: tuple[Waiting, ...]
    spans: tuple[Spans, ...]
    now: datetime

    @property
    def asked(self) -> int:
        """Count the people who were asked, those in no group too."""
        return sum(not one.held for one in self.measured.people.values()) + self.measured.undrawn

    @property
    def unchecked(self) -> tuple[int, ...]:
        """Return the waves of which nobody has checked what became of them."""
        return tuple(one.wave for one in self.waves if one.delivered is None)


def of(measured: Measured, now: datetime) -> Results:
    """Return the figures of a campaign as they are now."""
    design = measured.outcome
    window, once = timedelta(days=design.window), design.outcome == SIGNUP
    effects = effect.by_wave(measured.people, measured.when, window, measured.unknown, ever=once)
    if measured.uncounted:
        effects = {wave: replace(one, known=False) for wave, one in effects.items()}
    days = groups.days(measured.people)
    waves = tuple(
        WaveResult(
            wave,
            days[wave][0],
            _delivered(_sends(measured.sends, wave)),
            one,
            _stayed(measured, wave),
            _complaints(_sends(measured.sends, wave)),
        )
        for wave, one in effects.items()
    )
    compared = (
        effect.against_later(measured.people, measured.when, window, measured.later)
        if once and not measured.uncounted
        else []
    )
    spans = beforeafter.measure(measured.signups, ((one.wave, one.day.date()) for one in waves), now.date())
    over = {wave for wave, one in effects.items() if one.over <= now}
    return Results(
        measured.campaign,
        measured,
        waves,
        effect.in_all(list(effects.values()), now),
        tuple(one for one in compared if one.effect.over <= now),
        tuple(one for one in spans if measured.pages and one.wave in over),
        now,
    )


def _sends(sends: Sequence[Send], wave: int) -> list[Send]:
    return [one for one in sends if one.sent and not one.page.kind and sendplan.number(one.page.wave) == wave]


def _delivered(sends: Sequence[Send]) -> int | None:
    if not sends or not all(one.results for one in sends):
        return None
    return sendsummary.reach(sends).delivered


def _complaints(sends: Sequence[Send]) -> dict[Reaction, int]:
    counted = Counter(result.reaction for send in sends for result in send.results)
    return {reaction: counted[reaction] for reaction in COMPLAINTS}


def _stayed(measured: Measured, wave: int) -> tuple[Tally, Tally] | None:
    """Return who of a wave edited on days 31 to 60; nobody of those who were asked themselves by then."""
    did = measured.edited.get(wave)
    if did is None:
        return None
    asked, held = (
        [key for key, one in measured.people.items() if one.wave == wave and one.held is group]
        for group in (False, True)
    )
    if measured.outcome.until < LAST_DAY.days:
        held = []
    return _who(asked, did), _who(held, did)


def _who(keys: Sequence[str], did: frozenset[str]) -> Tally:
    return Tally(len(keys), 0, sum(key in did for key in keys))


def figures(found: Results) -> Iterator[PublishedFigure]:
    """Return what the page of measures publishes as figures: sums over the waves, and of the sign-ups."""
    total, signups = found.total, found.measured.signups
    people = found.measured.people.values()
    yield PublishedFigure('asked', str(found.asked))
    yield PublishedFigure('held-out', str(sum(one.held for one in people)))
    if total and total.verdict:
        yield PublishedFigure('asked-counted', str(total.asked.counted))
        yield PublishedFigure('asked-did', str(total.asked.did))
        yield PublishedFigure('held-counted', str(total.held.counted))
        yield PublishedFigure('held-did', str(total.held.did))
    if found.measured.pages:
        yield PublishedFigure('sign-ups', str(signups.at(found.now)))
        yield PublishedFigure('left', str(signups.left(found.now)))


def of_criteria(found: Results, month: Month, events: Sequence[EventFigures] = ()) -> dict[str, int]:
    """Return the measures that criteria may name; `events` are all that have begun."""
    sends = found.measured.sends
    reach = sendsummary.reach([one for one in sends if not one.page.kind])
    known = {
        'asked': found.asked,
        'delivered': reach.delivered,
        'answered': sendsummary.answered(sends),
        'opted out': sum(one.complaints[Reaction.OPTED_OUT] for one in found.waves),
    }
    if found.measured.pages:
        signups = found.measured.signups
        known |= {
            'sign-ups': signups.at(found.now),
            'new sign-ups': signups.between(month.start, month.end),
            'left': signups.left(found.now),
        }
    participants = eventfigures.in_public(events)
    return known if participants is None else known | {'participants': participants}


def of_month(found: Results, month: Month, events: Sequence[EventFigures] = ()) -> Iterator[PublishedFigure]:
    """Return the figures of a month: those that nothing after its end changes; `events` may be of others."""
    signups, end = found.measured.signups, min(month.end, found.now)
    if found.measured.pages:
        yield PublishedFigure('new-sign-ups', str(signups.between(month.start, end)))
        yield PublishedFigure('sign-ups', str(signups.at(end)))
        yield PublishedFigure('left', str(signups.left(end)))
    sent = [one for one in found.measured.sends if one.page.sent and one.page.sent.time in month]
    yield PublishedFigure('sends', str(len(sent)))
    yield PublishedFigure('targets', str(sum(len(one.page.targets) for one in sent)))
    if all(one.results for one in sent):
        yield PublishedFigure('delivered', str(sum(one.states[State.DELIVERED] for one in sent)))
    for one in ended(found, month):
        groups_ = (one.effect.asked, one.effect.held)
        counts = ', '.join(f'{some.did}/{some.counted}' for some in groups_ if some.people)
        yield PublishedFigure(f'wave-{one.wave}', counts)
    some = eventfigures.of_month(events, str(month))
    if some:
        yield PublishedFigure('events', str(some.events))
    if some and some.participants is not None:
        yield PublishedFigure('participants', str(some.participants))
        if some.private:
            yield PublishedFigure('private', some.private)
        if some.unknown:
            yield PublishedFigure('unknown', str(some.unknown))


def ended(found: Results, month: Month) -> list[WaveResult]:
    """Return the waves whose windows ended in a month, and are known."""
    return [
        one
        for one in found.waves
        if one.effect.over in month and one.effect.over <= found.now and one.effect.known
    ]
